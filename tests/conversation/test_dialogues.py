"""Whole dialogues with the real Rasa, over the public doors, checked in the record they leave."""

from collections.abc import Callable

import pytest

from casework.needs import Needs
from tests.conversation.answers import OPENINGS, answer, go_to, submit
from tests.conversation.stack import Citizen, Stack

Opens = Callable[..., Citizen]
MOST_TURNS = 14


def test_the_first_message_says_that_this_is_a_computer_program(citizen: Opens) -> None:
    text = citizen().messages[0]["text"]
    assert "Computerprogramm" in text
    assert "automatische" in text
    assert "112" in text


@pytest.mark.parametrize("need", Needs.load().kinds)
def test_every_need_ends_in_a_complete_record(need: str, citizen: Opens, stack: Stack) -> None:
    someone = citizen("verl").say("hallo")
    reference = submit(someone, OPENINGS[need])
    record = stack.record(reference)
    assert record["needs"][0] == need
    assert record["town"] == "verl"
    assert record["contact"]["phone"] == "+495246123456"
    assert record["reporter"]["name"] == "Petra Muster"
    assert OPENINGS[need] in record["details"]
    assert {consent["purpose"] for consent in record["consents"]} == {"contact", "health"}
    assert all(consent["wording_sha256"] for consent in record["consents"])
    asked_of_need = set(Needs.load().get(need).questions) & set(record["answers"])
    assert len(asked_of_need) >= 3, record["answers"]
    assert someone.turns <= MOST_TURNS, someone.asked


def test_a_daughter_says_everything_at_once(citizen: Opens, stack: Stack) -> None:
    daughter = citizen("verl").say(
        "meine mutter 80 kommt donnerstag aus der reha, hüfte, wohnt allein in kaunitz. wer putzt und kauft ein"
    )
    assert daughter.asks == "consent"
    daughter.say("ja")
    assert daughter.asks == "understanding"
    for understood in (
        "Ihre Mutter",
        "80",
        "Kaunitz",
        "Verl",
        "Donnerstag",
        "Hilfe im Haushalt",
        "Putzen",
        "Einkaufen",
    ):
        assert understood in daughter.text
    daughter.say("ja")
    assert daughter.asks == "person_knows"
    go_to(daughter.say("klar"), "care_grade").say("beantragt")
    go_to(daughter, "insurer").say("aok. ich bin petra muster, meine mutter heißt erna")
    go_to(daughter, "phone", care_by="niemand").say("05246 123456 ab 16 uhr")
    assert daughter.asks == "voicemail"
    daughter.say("ja")
    assert daughter.asks == "summary"
    daughter.say("nummer endet auf 57. dann absenden")
    record = stack.record(daughter.reference)
    assert record["contact"]["phone"] == "+495246123457"
    assert record["contact"]["preferred_time"] == "ab 16 Uhr"
    assert record["contact"]["voicemail"] == "yes"
    assert record["person"]["relation"] == "mother"
    assert record["person"]["age"] == 80
    assert "Erna" in record["person"]["name"]
    assert record["person"]["knows"] == "yes"
    assert record["person"]["district"] == "Kaunitz"
    assert record["reporter"] == {"kind": "relative", "name": "Petra Muster", "organisation": None}
    assert record["answers"]["care_grade"]["value"] == "applied"
    assert record["answers"]["insurer"]["value"] == "aok"
    assert record["deadline_on"]
    assert record["urgency"] in {"urgent", "soon"}
    assert "town" not in daughter.asked, "what was said is not asked again"
    assert "name" not in daughter.asked


def test_few_words_and_no_wish_to_be_known(citizen: Opens, stack: Stack) -> None:
    someone = citizen().say("hilfe")
    assert len(someone.buttons) == 4
    someone.say("geld. strom soll abgestellt werden")
    assert someone.asks == "consent"
    go_to(someone.say("ja aber kein name"), "town").say("sende")
    assert someone.asks == "postcode"
    assert set(someone.buttons) == {"33415", "33758"}
    someone.say("33758")
    go_to(someone, "phone").say("keins von beiden")
    assert someone.asks == "summary"
    someone.say("absenden")
    record = stack.record(someone.reference)
    assert record["town"] == "shs"
    assert record["person"]["district"] == "Sende"
    assert record["person"]["name"] is None
    assert record["contact"]["ways"] == ["none"]
    assert "debt" in record["needs"]
    assert "name" not in someone.asked


@pytest.mark.parametrize(
    ("said", "town", "district"),
    [
        ("SHS", "shs", None),
        ("schlos holte", "shs", "Schloß Holte"),
        ("33415", "verl", None),
        ("in sürenheide", "verl", "Sürenheide"),
        ("stuckenbrock", "shs", "Stukenbrock"),
    ],
)
def test_a_town_is_understood_however_it_is_said(
    said: str, town: str, district: str | None, citizen: Opens, stack: Stack
) -> None:
    reference = submit(citizen(), OPENINGS["debt"], town=said)
    record = stack.record(reference)
    assert record["town"] == town
    assert record["person"]["district"] == district


def test_outside_is_referred_warmly_and_may_still_be_called(citizen: Opens, stack: Stack) -> None:
    someone = go_to(citizen().say(OPENINGS["loneliness"]), "town").say("Rietberg")
    assert "Rietberg" in someone.text
    assert "Sozialamt" in someone.text
    assert someone.asks == "outside_call"
    someone.say("ja bitte")
    go_to(someone, "summary").say("absenden")
    record = stack.record(someone.reference)
    assert record["town"] == "outside"
    assert record["person"]["place"] == "Rietberg"


def test_outside_without_a_call_keeps_nothing(citizen: Opens) -> None:
    someone = go_to(citizen().say(OPENINGS["loneliness"]), "town").say("Bielefeld")
    someone.say("nein danke")
    assert "nichts gespeichert" in someone.text
    assert someone.asks == "follow_up"


def test_refused_consent_stores_nothing_and_names_phone_and_address(citizen: Opens) -> None:
    someone = citizen("verl").say(OPENINGS["debt"]).press("Nein")
    assert "nichts gespeichert" in someone.text
    assert "05246 961-0" in someone.text
    assert "Paderborner" in someone.text
    history = someone.client.get(f"/api/conversations/{someone.id}/messages", headers=someone.headers).json()
    assert "inkasso" not in str(history)


def test_what_was_typed_before_consent_is_kept_after_it(citizen: Opens) -> None:
    someone = citizen().say("meine oma in kaunitz braucht eine pflege, sie ist 91").say("ja")
    assert "91" in someone.text
    assert "Kaunitz" in someone.text
    go_to(someone, "summary")
    assert "need" not in someone.asked[1:]
    assert "town" not in someone.asked


def test_a_second_need_becomes_a_second_intake_without_asking_again(citizen: Opens, stack: Stack) -> None:
    someone = citizen()
    first = submit(someone, OPENINGS["debt"])
    someone.press("Noch ein Anliegen").say(OPENINGS["paperwork"])
    asked_before = len(someone.asked)
    go_to(someone, "summary").say("absenden")
    second = stack.record(someone.reference)
    assert second["reference"] != first
    assert "paperwork" in second["needs"]
    assert second["contact"]["phone"] == "+495246123456"
    assert not {"town", "name", "phone", "consent"} & set(someone.asked[asked_before:])


def test_two_needs_in_one_message(citizen: Opens, stack: Stack) -> None:
    reference = submit(
        citizen(),
        "ich brauche eine fahrt zur dialyse und außerdem hilfe beim putzen, ich schaffe den haushalt nicht",
    )
    assert {"transport", "household_help"} <= set(stack.record(reference)["needs"])


def test_the_same_answer_by_button_and_by_word(citizen: Opens) -> None:
    pressed = go_to(citizen().say(OPENINGS["therapy"]), "town")
    pressed.press("Schloß Holte-Stukenbrock")
    typed = go_to(citizen().say(OPENINGS["therapy"]), "town")
    typed.say("schloß holte-stukenbrock")
    assert pressed.asks == typed.asks


def test_answers_of_every_question_can_be_skipped(citizen: Opens, stack: Stack) -> None:
    someone = citizen("verl").say(OPENINGS["nursing_care"])
    for _ in range(30):
        if someone.asks == "summary":
            break
        if someone.asks in {"consent", "town", "understanding"}:
            answer(someone)
        else:
            someone.say("überspringen")
    assert someone.asks == "summary", someone.asked
    someone.say("absenden")
    assert stack.record(someone.reference)["contact"]["ways"] == ["none"]
