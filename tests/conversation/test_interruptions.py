"""Whatever comes in between: side questions, commands, corrections, misunderstandings. The dialogue goes on where it was."""

from collections.abc import Callable

import pytest

from casework.intakes import IntakeNotFound
from tests.conversation.answers import OPENINGS, answer, go_to, submit
from tests.conversation.stack import Citizen, Stack

Opens = Callable[..., Citizen]

SIDE_QUESTIONS = [
    ("wer liest das eigentlich alles?", "Nur die Koordinatorin"),
    ("was kostet das?", "kostenlos"),
    ("bist du ein mensch oder ein roboter", "Computerprogramm"),
    ("wann haben sie geöffnet?", "Tag und Nacht"),
    ("ich möchte mit einem menschen sprechen", "Rathaus"),
    ("danke", "Gern"),
]


@pytest.mark.parametrize(("question", "reply"), SIDE_QUESTIONS)
@pytest.mark.parametrize("slot", ["town", "name", "phone", "summary"])
def test_a_side_question_is_answered_and_the_question_stays(
    slot: str, question: str, reply: str, citizen: Opens
) -> None:
    someone = go_to(citizen("verl").say(OPENINGS["debt"]), slot)
    before = someone.buttons
    someone.say(question)
    assert reply in someone.text
    assert someone.asks == slot
    assert someone.buttons == before


def test_back_takes_the_last_answer_back(citizen: Opens) -> None:
    someone = go_to(citizen().say(OPENINGS["debt"]), "name")
    previous = someone.asked[-2]
    someone.say("zurück")
    assert someone.asks == previous


def test_start_over_keeps_the_consent_but_no_answer(citizen: Opens) -> None:
    someone = go_to(citizen().say(OPENINGS["debt"]), "name").say("von vorn")
    assert someone.asks == "need"
    someone.say(OPENINGS["transport"])
    assert someone.asks != "consent"


def test_stop_and_go_on(citizen: Opens) -> None:
    someone = go_to(citizen().say(OPENINGS["debt"]), "name").say("ich will jetzt aufhören")
    assert "24 Stunden" in someone.text
    someone.say("weiter")
    assert someone.asks == "name"


def test_delete_asks_once_and_then_everything_is_gone(citizen: Opens) -> None:
    someone = go_to(citizen().say(OPENINGS["debt"]), "name").say("abbrechen und alles löschen")
    assert someone.asks == "confirm_delete"
    someone.say("nein")
    assert someone.asks == "name"
    someone.say("alle meine daten löschen").press("Ja, alles löschen")
    assert "gelöscht" in someone.text
    history = someone.client.get(f"/api/conversations/{someone.id}/messages", headers=someone.headers).json()
    assert "inkasso" not in str(history)


def test_delete_after_sending_erases_the_intake(citizen: Opens, stack: Stack) -> None:
    someone = citizen()
    reference = submit(someone, OPENINGS["debt"])
    someone.say("bitte alles löschen").press("Ja, alles löschen")
    with pytest.raises(IntakeNotFound):
        stack.record(reference)


def test_why_is_answered_for_every_question(citizen: Opens) -> None:
    someone = citizen().say(OPENINGS["nursing_care"]).say("ja")
    for _ in range(12):
        slot = someone.asks
        if slot == "summary":
            break
        someone.say("warum fragen sie das?")
        assert someone.asks == slot, f"{slot}: {someone.text}"
        assert "Damit" in someone.text or "Weil" in someone.text or len(someone.messages) >= 2
        answer(someone)


def test_an_official_word_is_explained(citizen: Opens) -> None:
    someone = go_to(citizen().say(OPENINGS["nursing_care"]), "care_grade").press("Was ist das?")
    assert "Pflegekasse" in someone.text
    assert someone.asks == "care_grade"


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("doch lieber schloß holte", ("town",), "shs"),
        ("die nummer ist falsch, richtig ist 05207 654321", ("contact", "phone"), "+495207654321"),
        ("nummer endet auf 99", ("contact", "phone"), "+495246123499"),
        ("eigentlich geht es um meine mutter", ("person", "relation"), "mother"),
    ],
)
def test_any_point_can_be_changed_in_words(
    said: str, field: tuple[str, ...], value: str, citizen: Opens, stack: Stack
) -> None:
    someone = go_to(citizen().say(OPENINGS["debt"]), "summary").say(said)
    go_to(someone, "summary").say("absenden")
    found = stack.record(someone.reference)
    for key in field:
        found = found[key]
    assert found == value


def test_any_point_can_be_changed_by_number(citizen: Opens, stack: Stack) -> None:
    someone = go_to(citizen().say(OPENINGS["debt"]), "summary")
    for point in someone.card("summary")["points"]:
        someone.say(f"{point['number']} ändern")
        assert someone.asks != "summary", point
        go_to(someone, "summary")
    someone.say("19 ändern")
    assert "Liste" in someone.text
    assert someone.asks == "summary"


def test_a_new_need_midway_is_taken_up(citizen: Opens, stack: Stack) -> None:
    someone = go_to(citizen().say(OPENINGS["transport"]), "town")
    someone.say(
        "ach und ich habe auch noch schulden, der gerichtsvollzieher war da und das konto ist gepfändet"
    )
    go_to(someone, "summary").say("absenden")
    assert set(stack.record(someone.reference)["needs"]) == {"transport", "debt"}


@pytest.mark.parametrize("slot", ["town", "person", "phone", "deadline"])
def test_it_never_loops(slot: str, citizen: Opens) -> None:
    someone = go_to(citizen("verl").say(OPENINGS["debt"]), slot)
    said = []
    for nonsense in ("qwertz blub", "xyxyx rzrz", "hmpf grmbl"):
        someone.say(nonsense)
        said.append(someone.text)
    assert len(set(said)) == 3, said
    assert "/anfrage" in said[1]
    assert "05246" in said[1]


def test_abuse_is_answered_calmly_and_only_once(citizen: Opens) -> None:
    someone = go_to(citizen().say(OPENINGS["debt"]), "town").say("du blöder scheißroboter")
    first = someone.text
    assert someone.asks == "town"
    someone.say("leck mich du drecksprogramm")
    assert "verärgert" in first
    assert "verärgert" not in someone.text
    assert someone.asks == "town"


@pytest.mark.parametrize(
    ("typed", "hint"),
    [("123", "Vorwahl"), ("0524", "Ziffern"), ("petra@", "E-Mail"), ("petra.muster", "name@beispiel.de")],
)
def test_a_wrong_contact_says_what_is_wrong_with_an_example(typed: str, hint: str, citizen: Opens) -> None:
    someone = go_to(citizen().say(OPENINGS["debt"]), "phone").say(typed)
    assert someone.asks == "phone"
    assert hint in someone.text or "05246 123456" in someone.text
