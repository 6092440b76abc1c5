"""A handful of the invented people; all of them talk in `make simulate`."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.conversation.stack import Stack
from tests.simulation.personas import day_meant, load, wrong_fields
from tests.simulation.simulator import Simulator

PEOPLE = load()
HANDFUL = (
    "daughter_everything_at_once",
    "refuses_consent",
    "deletes_after_sending",
    "outside_called",
    "no_contact_at_all",
    "back_twice",
    "stale_button",
    "leaves_and_comes_back",
)


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole product, running."""
    running = Stack(tmp_path_factory.mktemp("simulation"))
    try:
        yield running.start()
    finally:
        running.stop()


@pytest.mark.parametrize("who", HANDFUL)
def test_the_record_says_what_the_person_meant(who: str, stack: Stack) -> None:
    course = Simulator(PEOPLE[who], stack, date.today()).run()  # noqa: DTZ011 - the product's own day
    assert course.correct, course.transcript
    assert not course.repeated, course.transcript


def test_there_are_enough_different_people() -> None:
    assert len(PEOPLE) >= 40
    assert len({str(person.opening) for person in PEOPLE.values()}) == len(PEOPLE)
    needs = {need for person in PEOPLE.values() if isinstance(person.facts.get("needs"), list) for need in person.facts["needs"]}  # fmt: skip
    assert len(needs) == 11


def test_the_comparison_sees_what_is_wrong() -> None:
    record = {
        "town": "verl",
        "needs": ["debt"],
        "answers": {"income": {"value": "work"}},
        "deadline_on": None,
    }
    facts = {"town": "shs", "needs": ["debt"], "answers.income": "pension", "deadline_on": "12-01"}
    wrong = wrong_fields(facts, record, date(2026, 11, 22))
    assert [line.split(":")[0] for line in wrong] == ["town", "answers.income", "deadline_on"]


@pytest.mark.parametrize(
    ("written", "day"),
    [("thursday", "2026-11-26"), ("sunday", "2026-11-29"), ("+1", "2026-11-23"), ("03-01", "2027-03-01")],
)
def test_days_are_meant_from_today_on(written: str, day: str) -> None:
    assert day_meant(written, date(2026, 11, 22)) == day
