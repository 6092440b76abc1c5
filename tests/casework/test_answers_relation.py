"""For whom: somebody who can't do something needs help; somebody who can't help is only mentioned."""

import pytest

from casework.answers.relation import read_relation


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("meine schwiegermutter kann nicht mehr allein kochen und putzen", "other"),
        ("Meine Mutter kann nicht mehr kochen", "mother"),
        ("mein vater kann auch nicht mehr treppen steigen", "father"),
    ],
)
def test_who_can_no_longer_do_something_needs_help(text: str, relation: str) -> None:
    found = read_relation(text)
    assert found is not None
    assert (found.relation, found.certain) == (relation, True)


@pytest.mark.parametrize(
    "text",
    [
        "mein sohn kann mir nicht helfen, ich brauche jemanden zum einkaufen",
        "mein mann kann mich nicht fahren, ich muss zum arzt",
        "meine kinder können sich nicht kümmern, ich bin allein",
    ],
)
def test_who_cannot_help_is_only_mentioned(text: str) -> None:
    found = read_relation(text)
    assert found is None or found.who == "self"
