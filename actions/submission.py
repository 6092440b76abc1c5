"""Writes the intake when the citizen has confirmed the summary."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.events import Event, at_question
from actions.speech import responses, speak
from actions.workplace import Workplace
from casework.conversations import find_conversation
from casework.dialogue.reading import Say, say
from casework.dialogue.state import DraftState, Phase
from casework.dialogue.submission import submission_of
from casework.dialogue.turn import question
from casework.drafts import load_draft, save_draft
from casework.intakes import Received, receive_intake, renew_receipt_code
from casework.labels import long_day


class ActionSubmitIntake(Action):
    """One transaction: the intake, its notice to the coordinator, and the draft that knows of it."""

    def __init__(self, workplace: Workplace) -> None:
        self.workplace = workplace

    def name(self) -> str:
        """The name Rasa calls it by."""
        return "action_submit_intake"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[Event]:
        """Tells reference, code and day; the same draft sent twice stays one intake."""
        world = self.workplace.world()
        async with self.workplace.database.writing() as session:
            conversation = await find_conversation(session, tracker.sender_id)
            draft = await load_draft(session, tracker.sender_id)
            if conversation is None or draft is None:
                raise LookupError("an intake without conversation and draft cannot be written")
            state = DraftState.from_dict(draft.state)
            received = await receive_intake(
                session, submission_of(state, world, conversation), today=world.today
            )
            # The code is stored hashed only: where an answer got lost, a new one replaces it.
            code = received.receipt_code or await renew_receipt_code(session, received.intake)
            state.phase, state.asked, state.intake_reference = (
                Phase.SUBMITTED,
                "follow_up",
                received.intake.reference,
            )
            await save_draft(session, tracker.sender_id, asked=state.asked, state=state.to_dict(), kept=True)
        speak(dispatcher, [*_receipt(state, received, code), *question(state, world)])
        return at_question(
            state, self.workplace.settings, self.workplace.towns, conversation, listening=False
        )


def _receipt(state: DraftState, received: Received, code: str) -> list[Say]:
    phone = state.answers.get("phone")
    day = received.intake.promised_on
    says = [say("utter_received" if phone and phone.more else "utter_received_no_contact", day=long_day(day))]
    card = {
        "kind": "receipt",
        "reference": received.intake.reference,
        "code": code,
        "promised_on": day.isoformat(),
    }
    says.append(
        Say(("utter_receipt",), {"reference": received.intake.reference, "code": code}, card=dict(card))
    )
    tip = next((f"utter_tip_{kind}" for kind in state.needs if f"utter_tip_{kind}" in responses()), None)
    return [*says, say(tip)] if tip else says
