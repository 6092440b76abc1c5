"""The events that bring any Rasa to the question where the draft stands."""

from typing import Any

from rasa_sdk.events import ActionExecuted, ActiveLoop, SessionStarted, SlotSet

from casework.dialogue.state import DraftState
from casework.models import Conversation
from casework.plain_language import is_plain
from casework.service import contact_line, hours_line, service
from casework.settings import Settings
from casework.towns import Towns

FORM = "intake_form"
PLAIN = "plain"  # the slot that chooses between the two wordings of every response
GERMAN = "de"
Event = dict[str, Any]


def at_question(
    state: DraftState,
    settings: Settings,
    towns: Towns,
    conversation: Conversation | None,
    *,
    listening: bool,
) -> list[Event]:
    """A new session that waits at the open question. Whatever Rasa knew before no longer counts.

    `listening`: the assistant listens already, which Rasa expects of a session start. Otherwise the form counts as just
    executed, so that the rules let the assistant listen next.
    """
    town = conversation.town if conversation else None
    locale = conversation.locale if conversation else GERMAN
    slots: dict[str, Any] = {
        "service_of": service(settings.towns_file).of_the,
        "service_the": service(settings.towns_file).the,
        "contact_line": contact_line(towns, town),
        "page_town": town,
        "hours_line": hours_line(towns, town),
        "hours": str(settings.draft_hours),
        "form_url": f"{settings.public_url}/anfrage",
        PLAIN: is_plain(locale, settings),
    }
    return [
        SessionStarted(),
        ActionExecuted(FORM),
        ActiveLoop(FORM),
        *(SlotSet(name, value) for name, value in slots.items()),
        SlotSet("requested_slot", state.asked),
        *([ActionExecuted("action_listen")] if listening else []),
    ]
