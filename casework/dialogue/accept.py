"""Takes an answer into the draft and says back what should be said back."""

import re
from datetime import UTC, datetime

from casework.answers.text import fold
from casework.answers.yes_no import read_yes_no
from casework.codes import Urgency
from casework.dialogue.answer import person_answer
from casework.dialogue.conversation import Conversation
from casework.dialogue.state import Answer, DraftState, Phase
from casework.dialogue.story import facts_in, remember
from casework.dialogue.summary import is_rich, understood
from casework.dialogue.urgency import urgency_of
from casework.towns import OUTSIDE

_WITHOUT_NAME = re.compile(
    r"\b(?:kein(?:en)? namen?|ohne (?:meinen )?namen?|anonym|namen? (?:sag|nenn)\w* ich nicht)\b"
)


def accept(talk: Conversation, slot: str, answer: Answer, unasked: bool = False) -> None:
    """Stores `answer` for `slot` with everything that follows from it; `unasked` answers are said back."""
    state = talk.state
    handler = _HANDLERS.get(slot)
    if handler:
        handler(talk, answer)
        return
    keep(state, slot, answer)
    if slot == "deadline":
        _deadline(talk, answer)
    elif slot == "name":
        salutation = answer.more.get("salutation")
        talk.say(
            "utter_thanks_name",
            name=f"{salutation} {answer.display.split()[-1]}" if salutation else answer.display,
        )
    elif unasked and state.confirmed and talk.world.needs.has(slot):
        talk.note(answer.display)


def keep(state: DraftState, slot: str, answer: Answer) -> None:
    """Stores an answer without saying anything."""
    if slot in state.left_open:
        state.left_open.remove(slot)
    state.answers[slot] = answer


def _deadline(talk: Conversation, answer: Answer) -> None:
    if not answer.more or not talk.state.confirmed:
        return
    urgency, _ = urgency_of(talk.state, talk.world)
    day = answer.display[:1].upper() + answer.display[1:]
    if urgency == Urgency.URGENT:
        talk.say("utter_noted_urgent", day=day)
    else:
        talk.note(day)


def _town(talk: Conversation, answer: Answer) -> None:
    state = talk.state
    state.town_candidates = []
    state.forget("outside_call")
    keep(state, "town", answer)
    if answer.value == OUTSIDE:
        place = answer.more.get("place")
        talk.say("utter_outside" if place else "utter_outside_unnamed", place=place or "")
    elif state.confirmed and (talk.reading.text.strip().lower() != answer.display.lower()):
        talk.say("utter_town_confirm", town=answer.display)


def _postcode(talk: Conversation, answer: Answer) -> None:
    if talk.state.place and answer.value != OUTSIDE and "district" not in answer.more:
        name = talk.world.towns.get(answer.value).name
        answer = Answer(answer.value, f"{name} ({talk.state.place})", {"district": talk.state.place})
    _town(talk, answer)


def _person(talk: Conversation, answer: Answer) -> None:
    state = talk.state
    if answer.value in {"relative", "other"} and "who" not in answer.more:
        state.answers["person_group"] = answer  # "for somebody of my family" asks on: for whom
        talk.stay = True
        return
    state.answers.pop("person_group", None)
    if answer.value == "self":
        answer = person_answer("self", "self")
        state.forget("person_knows")
        state.answers.pop("person_name", None)
    keep(state, "person", answer)


def _outside_call(talk: Conversation, answer: Answer) -> None:
    keep(talk.state, "outside_call", answer)
    if answer.value == "no":
        talk.say("utter_outside_goodbye")
        end(talk, Phase.OUTSIDE)


def _phone(talk: Conversation, answer: Answer) -> None:
    keep(talk.state, "phone", answer)
    if not answer.more:
        talk.say("utter_no_contact_noted")
    elif talk.state.confirmed:
        talk.note(answer.display)


def _understanding(talk: Conversation, answer: Answer) -> None:
    if answer.value == "yes":
        talk.state.confirmed = True
    elif answer.value == "more":
        talk.state.confirmed = True
        talk.state.offered = []
        talk.put("need")
    else:
        talk.say("utter_what_to_change")
        talk.stay = True


def _summary(talk: Conversation, answer: Answer) -> None:
    if answer.value == "submit":
        talk.outcome.submit = True
    else:
        talk.say("utter_which_point")
        talk.stay = True


def _confirm_delete(talk: Conversation, answer: Answer) -> None:
    if answer.value == "yes":
        talk.say("utter_deleted")
        end(talk, Phase.DELETED)
    else:
        talk.put(talk.state.resume_at or "need")


def _follow_up(talk: Conversation, answer: Answer) -> None:
    """Only reached by an old button while another intake is open; the open question is put again."""
    talk.stay = True


def _consent(talk: Conversation, answer: Answer) -> None:
    state = talk.state
    if answer.value == "more":
        talk.say("utter_consent_more")
        talk.stay = True
    elif answer.value == "no":
        talk.say("utter_consent_refused")
        end(talk, Phase.REFUSED)
    else:
        state.consent_at = datetime.now(UTC).isoformat()
        state.consent_act = f"button:{answer.value}" if talk.reading.is_button else "typed:yes"
        if not is_rich(state):
            state.confirmed = True  # said back; a wrong guess can be put right at any time
            talk.say("utter_understood", understood=understood(state, talk.world))


def settle_consent(talk: Conversation) -> None:
    """Reads the answer to the consent question; more of the story is kept for the moment after a yes."""
    reading, state = talk.reading, talk.state
    said = read_yes_no(reading.text)
    if reading.means("affirm") or said == "yes":
        if _WITHOUT_NAME.search(fold(reading.text)):
            state.left_open.append("name")
            talk.say("utter_no_name")
        _consent(talk, Answer("yes", ""))
    elif reading.means("deny") or said == "no":
        _consent(talk, Answer("no", ""))
    elif reading.means("ask_privacy", "explain", "ask_why", at_least=0.4):
        talk.say("utter_consent_more")
        talk.stay = True
    elif reading.means("ask_cost", "ask_who", "ask_hours", "human", "ask_status", "greet", "thanks", "abuse"):
        talk.outcome.side = True
    else:
        remember(reading, state)
        for slot, answer in facts_in(reading, state, talk.world).items():
            keep(state, slot, answer)
        talk.miss()


def end(talk: Conversation, phase: Phase) -> None:
    """Ends the course of questions and erases what was said; the next message begins anew."""
    talk.state.begin_anew(phase=phase, asked="follow_up")
    talk.outcome.erase = True
    talk.stay = True


_HANDLERS = {
    "town": _town,
    "postcode": _postcode,
    "person": _person,
    "outside_call": _outside_call,
    "phone": _phone,
    "understanding": _understanding,
    "summary": _summary,
    "confirm_delete": _confirm_delete,
    "follow_up": _follow_up,
    "consent": _consent,
}
