"""Changes of mind in the middle of another question."""

from datetime import date

import pytest

from casework.dialogue.reading import Reading, World
from casework.dialogue.state import Answer, DraftState
from casework.dialogue.turn import take_turn
from casework.needs import Needs
from casework.towns import Towns


@pytest.fixture(scope="module")
def world() -> World:
    """The shipped questions and towns on a fixed day."""
    return World(needs=Needs.load(), towns=Towns.load(), today=date(2026, 11, 22))


def draft(asked: str, need: str) -> DraftState:
    """A confirmed draft of somebody in Verl, in which `asked` is open."""
    return DraftState(
        asked=asked,
        needs=[need],
        answers={
            "person": Answer("self", "für sich selbst", {"who": "self"}),
            "town": Answer("verl", "Verl"),
        },
        confirmed=True,
        consent_at="2026-11-22T10:00:00+00:00",
    )


def test_another_town_is_taken_while_something_else_is_asked(world: World) -> None:
    state = draft("income", "benefits")
    text = "halt, ich wohne doch in schloß holte, in verl arbeite ich nur"
    outcome = take_turn(state, Reading(text=text), world)
    assert state.value("town") == "shs"
    assert "income" not in state.answers
    assert state.asked == "income"
    assert outcome.says


@pytest.mark.parametrize(
    "text", ["meine tochter wohnt in schloß holte und gibt mir etwas", "ich bekomme rente aus bielefeld"]
)
def test_where_somebody_else_lives_changes_nothing(text: str, world: World) -> None:
    state = draft("income", "benefits")
    take_turn(state, Reading(text=text), world)
    assert state.value("town") == "verl"


def test_another_need_takes_the_place_of_the_first_one(world: World) -> None:
    state = draft("person", "household_help")
    state.forget("person")
    reading = Reading(
        text="nein warte, eigentlich brauche ich einen fahrdienst, ich muss zur strahlentherapie",
        intent="need_transport",
        confidence=0.8,
        needs=(("transport", 0.8),),
    )
    take_turn(state, reading, world)
    assert state.needs == ["transport"]
    assert "household_help" not in state.needs
