"""Einfache Sprache with the real Rasa: from the greeting to the receipt, and in what is kept of the consent."""

import hashlib
from collections.abc import Callable

from actions.speech import wording
from casework.plain_language import PLAIN_LOCALE
from tests.conversation.answers import OPENINGS, go_to
from tests.conversation.stack import Citizen, Stack

Opens = Callable[..., Citizen]
CONSENT = "utter_question_consent"


def plain(name: str) -> str:
    """What everybody in Einfache Sprache reads, for responses without variables."""
    return wording(name, plain=True)


def test_a_whole_conversation_in_plain_language(citizen: Opens, stack: Stack) -> None:
    someone = citizen("verl", locale=PLAIN_LOCALE)
    assert "Ich bin ein Computerprogramm, kein Mensch." in someone.text
    assert "112" in someone.text
    assert plain("utter_question_need") in someone.text
    someone.say(OPENINGS["household_help"])
    assert plain(CONSENT) in someone.text
    assert wording(CONSENT, plain=False) not in someone.text
    someone.say("ja")
    assert plain("utter_question_person") in someone.text
    # A question aside is answered by a rule of Rasa's, not by our actions: the wording is the same one.
    someone.say("was kostet das")
    assert "Es kostet nichts." in someone.text
    assert plain("utter_question_person") in someone.text
    go_to(someone, "voicemail")
    assert plain("utter_question_voicemail") in someone.text
    go_to(someone, "summary").say("absenden")
    assert "Ich habe alles abgesendet." in someone.text
    reference = someone.reference
    # The receipt is one of the messages after which Rasa begins a new session.
    someone.say("danke")
    assert plain("utter_question_follow_up") in someone.text
    record = stack.record(reference)
    assert record["language"] == PLAIN_LOCALE
    read = hashlib.sha256(plain(CONSENT).encode()).hexdigest()
    assert {consent["wording_sha256"] for consent in record["consents"]} == {read}


def test_nobody_else_gets_it(citizen: Opens) -> None:
    someone = citizen("verl").say(OPENINGS["household_help"])
    assert wording(CONSENT, plain=False) in someone.text
    assert plain(CONSENT) not in someone.text
