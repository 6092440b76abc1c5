"""Opens a conversation in Rasa, or goes on with one that this Rasa has never seen."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.events import Event, at_question
from actions.speech import speak
from actions.workplace import Workplace
from casework.conversations import find_conversation
from casework.dialogue.reading import say
from casework.dialogue.state import DraftState
from casework.dialogue.turn import question, restore
from casework.drafts import load_draft, save_draft


class ActionSessionStart(Action):
    """Runs silently when Rasa does not know the conversation; speaks when `chat/` opens or reopens it."""

    def __init__(self, workplace: Workplace) -> None:
        self.workplace = workplace

    def name(self) -> str:
        """The name Rasa calls it by."""
        return "action_session_start"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[Event]:
        """Greets or resumes if asked to, and restores the form at the draft's open question."""
        opened_by_chat = (tracker.latest_message or {}).get("intent", {}).get("name") == "session_start"
        world = self.workplace.world()
        async with self.workplace.database.writing() as session:
            conversation = await find_conversation(session, tracker.sender_id)
            draft = await load_draft(session, tracker.sender_id) if conversation else None
            is_new = draft is None or not draft.state
            state = DraftState() if is_new or draft is None else DraftState.from_dict(draft.state)
            restore(state, world)
            if is_new and conversation and opened_by_chat:
                state.trail.append(state.asked)
                await save_draft(session, tracker.sender_id, asked=state.asked, state=state.to_dict())
        if opened_by_chat:
            speak(dispatcher, [say("utter_greeting" if is_new else "utter_resume"), *question(state, world)])
        return at_question(state, self.workplace.settings, self.workplace.towns, conversation, listening=True)
