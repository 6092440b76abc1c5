"""The answer to the open question comes before everything else that a message might be."""

from datetime import date

import pytest

from casework.dialogue.reading import Reading, World
from casework.dialogue.state import Answer, DraftState
from casework.dialogue.turn import take_turn
from casework.needs import Needs
from casework.towns import Towns

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def world() -> World:
    """The shipped questions and towns on a fixed day."""
    return World(needs=Needs.load(), towns=Towns.load(), today=TODAY)


def asked(slot: str, **answers: Answer) -> DraftState:
    """A confirmed draft about debts of somebody in Verl, in which `slot` is open."""
    return DraftState(
        asked=slot,
        needs=["debt"],
        answers={"person": Answer("self", "für sich selbst", {"who": "self"}), "town": Answer("verl", "Verl")}
        | answers,
        confirmed=True,
        consent_at="2026-11-22T10:00:00+00:00",
    )


@pytest.mark.parametrize(
    ("slot", "text", "misread", "value"),
    [
        ("name", "Murat Beispiel", "ask_why", "Murat Beispiel"),
        ("preferred_time", "vormittags", "correct", "vormittags"),
        ("preferred_time", "nach dem Mittagessen, so ab 14 Uhr", "ask_hours", None),
        ("voicemail", "lieber nicht, ich hör das nie ab", "stop", "no"),
        ("town", "sie wohnt in liemke", "correct", "shs"),
    ],
)
def test_an_answer_is_taken_whatever_else_it_resembles(
    slot: str, text: str, misread: str, value: str | None, world: World
) -> None:
    state = asked(slot)
    if slot == "town":
        state.forget("town")
    outcome = take_turn(state, Reading(text=text, intent=misread, confidence=0.95), world)
    assert not outcome.side
    assert slot in state.answers
    assert value in {None, state.value(slot)}
    assert state.asked != slot


@pytest.mark.parametrize(
    ("slot", "text", "intent"),
    [
        ("name", "Warum wollen Sie das wissen?", "ask_why"),
        ("name", "tschüss", "goodbye"),
        ("preferred_time", "wann haben Sie denn offen?", "ask_hours"),
        ("name", "bitte alles löschen", "delete_data"),
    ],
)
def test_a_command_or_a_question_is_no_answer(slot: str, text: str, intent: str, world: World) -> None:
    state = asked(slot)
    take_turn(state, Reading(text=text, intent=intent, confidence=0.95), world)
    assert slot not in state.answers


@pytest.mark.parametrize("slot", ["insurer", "income"])
def test_not_knowing_says_nothing_about_the_person(slot: str, world: World) -> None:
    state = asked(slot)
    take_turn(state, Reading(text="weiß ich nicht", intent="dont_know", confidence=0.95), world)
    assert slot not in state.answers
    assert slot in state.left_open


@pytest.mark.parametrize(
    ("text", "misread", "agreed"),
    [("Ja, wenn das nötig ist", "ask_why", True), ("nein, das ist mir zu privat", "ask_privacy", False)],
)
def test_a_yes_or_a_no_settles_the_consent(text: str, misread: str, agreed: bool, world: World) -> None:
    state = asked("consent")
    state.consent_at = ""
    outcome = take_turn(state, Reading(text=text, intent=misread, confidence=0.95), world)
    assert state.consented is agreed
    assert outcome.erase is not agreed


def test_a_yes_with_a_question_is_no_consent(world: World) -> None:
    state = asked("consent")
    state.consent_at = ""
    take_turn(state, Reading(text="ja, aber warum denn?", intent="ask_why", confidence=0.95), world)
    assert not state.consented
    assert state.asked == "consent"


def test_both_names_are_taken_from_one_sentence(world: World) -> None:
    state = asked("name", person=Answer("patient", "Ihre Patientin", {"who": "practice"}))
    take_turn(state, Reading(text="Sabine Meier, die Patientin heißt Gerda Muster"), world)
    assert state.value("name") == "Sabine Meier"
    assert state.value("person_name") == "Gerda Muster"


def test_rage_with_a_need_in_it_is_heard_as_a_need(world: World) -> None:
    state = DraftState()
    reading = Reading(
        text="scheiß ämter, ich krieg seit monaten kein geld vom jobcenter",
        intent="abuse",
        confidence=0.6,
        needs=(("benefits", 0.7),),
    )
    outcome = take_turn(state, reading, world)
    assert not outcome.side
    assert state.needs == ["benefits"]


def test_rage_is_not_taken_for_an_unknown_town(world: World) -> None:
    state = asked("town")
    state.forget("town")
    state.abused = True
    outcome = take_turn(state, Reading(text="du blöder automat", intent="abuse", confidence=0.9), world)
    assert outcome.says == []
    assert state.asked == "town"


def test_what_was_told_before_the_need_was_clear_is_not_asked_again(world: World) -> None:
    state = DraftState()
    told = Reading(
        text="bin 16 und brauch wen zum reden, für mich, wohne in verl",
        intent="need_loneliness",
        confidence=0.3,
        needs=(("loneliness", 0.3), ("therapy", 0.2)),
    )
    take_turn(state, told, world)
    assert state.offered
    take_turn(state, Reading(slot="need", value="loneliness"), world)
    assert state.needs == ["loneliness"]
    assert {state.value("town"), state.value("person"), state.value("age")} == {"verl", "self", "16"}


@pytest.mark.parametrize(
    ("slot", "text", "value"),
    [
        ("paper_help", "ich verstehe den nicht", "understand"),
        ("household_size", "meine frau und ich", "2"),
        ("contact_now", "nur ich", "few"),
        ("care_by", "meine mutter und ich", "family"),
        ("deadline", "so schnell es geht", "asap"),
        ("deadline", "es eilt nicht so", "none"),
        ("deadline", "nicht dringend", "none"),
    ],
)
def test_everyday_ways_of_choosing_are_understood(slot: str, text: str, value: str, world: World) -> None:
    state = asked(slot)
    take_turn(state, Reading(text=text), world)
    assert state.value(slot) == value
