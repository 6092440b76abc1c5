"""A short answer to a question is no cry for help; a short cry for help still is one."""

import pytest

from casework.crisis import Crisis


@pytest.fixture(scope="module")
def crisis() -> Crisis:
    """The shipped layer."""
    return Crisis.load()


@pytest.mark.parametrize(
    "answer",
    ["Schloß Holte", "mich", "ich", "schon", "um mich", "meine Mutter", "nur ich", "meine frau und ich", "Er hat Pflegegrad 3"],
)  # fmt: skip
def test_a_plain_answer_raises_nothing(answer: str, crisis: Crisis) -> None:
    assert not crisis.scan(answer)


@pytest.mark.parametrize("cry", ["ich bring mich um", "ich will sterben", "er schlägt mich"])
def test_a_short_cry_for_help_is_seen(cry: str, crisis: Crisis) -> None:
    assert crisis.scan(cry).level == "acute"
