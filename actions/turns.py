"""The form's validation: every message of a citizen passes here once."""

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.events import FORM, PLAIN, Event
from actions.speech import speak, wording
from actions.workplace import Workplace
from casework.dialogue.reading import Outcome, Reading
from casework.dialogue.state import DraftState
from casework.dialogue.turn import question, take_turn
from casework.drafts import load_draft, save_draft
from casework.withdrawal import withdraw

CONSENT_QUESTION = "utter_question_consent"


def reading_of(tracker: Tracker) -> Reading:
    """What Rasa understood of the latest message: a button, or text with intent and needs."""
    message = tracker.latest_message or {}
    entities = {
        e.get("entity"): e.get("value")
        for e in message.get("entities", ())
        if e.get("entity") in {"slot", "value"}
    }
    intent = message.get("intent") or {}
    if intent.get("name") == "choose":
        return Reading(slot=str(entities.get("slot", "")), value=str(entities.get("value", "")))
    text = message.get("text") or ""
    return Reading.of_understood("" if text.startswith("/") else text, message)


def comes_back_from_a_side_question(tracker: Tracker) -> bool:
    """Whether a rule has answered this message already, so that only the open question is to be put again."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "action" and event.get("name") not in {
            FORM,
            "action_listen",
            "action_extract_slots",
        }:
            return event.get("name") != "action_session_start"
    return False


class ValidateIntakeForm(Action):
    """Reads the message into the draft in one transaction and puts the next question."""

    def __init__(self, workplace: Workplace) -> None:
        self.workplace = workplace

    def name(self) -> str:
        """The name Rasa calls it by."""
        return f"validate_{FORM}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[Event]:
        """Returns the slots of the form. No slot at all tells Rasa that a rule shall answer this message."""
        world = self.workplace.world(tracker.get_slot("page_town"))
        again = comes_back_from_a_side_question(tracker)
        async with self.workplace.database.writing() as session:
            draft = await load_draft(session, tracker.sender_id)
            state = DraftState.from_dict(draft.state) if draft and draft.state else DraftState()
            if again:
                outcome = Outcome()
            else:
                reading = reading_of(tracker)
                alarming = bool(reading.text) and self.workplace.crisis.scan(reading.text).level is not None
                outcome = take_turn(state, replace(reading, alarming=alarming), world)
                # Kept when the question is put, so that it stays what was read whatever is set before the answer.
                if not state.consent_wording and (state.asked == "consent" or state.consented):
                    plain = bool(tracker.get_slot(PLAIN))
                    state.consent_wording = wording(CONSENT_QUESTION, plain=plain)
                if outcome.erase:
                    await withdraw(session, tracker.sender_id)
                await save_draft(
                    session, tracker.sender_id, asked=state.asked, state=state.to_dict(), kept=state.consented
                )
        if outcome.side:
            return []
        question_put = speak(dispatcher, outcome.says) or outcome.question_put
        if outcome.submit:
            return [SlotSet("intake", "confirmed"), SlotSet("requested_slot", None)]
        if not question_put:
            speak(dispatcher, question(state, world))
        return [SlotSet("intake", None), SlotSet("requested_slot", state.asked)]
