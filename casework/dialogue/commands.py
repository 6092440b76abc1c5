"""Words that steer the conversation: back, skip, from the start, stop, delete, why, what is that."""

from casework.dialogue.accept import accept
from casework.dialogue.answer import UNKNOWN, option_answer
from casework.dialogue.conversation import Conversation
from casework.dialogue.state import Answer, Phase

SURE = 0.5
SURE_IN_FREE_TEXT = 0.7
WORDS_OF_A_COMMAND = 12
# What skipping a question means where the record has a value for it. "none" says something about a person ("not
# insured", "no income"), so only the contact takes it.
_WHEN_SKIPPED = (UNKNOWN, "any")
_CONTACT_WHEN_SKIPPED = "none"


def obey(talk: Conversation) -> bool:
    """Follows a command; returns False where the message is none."""
    reading = talk.reading
    free_text = talk.world.needs.question(talk.state.asked).kind in {"text", "name"}
    handler = _COMMANDS.get(reading.intent)
    if handler is None or reading.word_count > WORDS_OF_A_COMMAND:
        return False
    if reading.confidence < (SURE_IN_FREE_TEXT if free_text or reading.intent == "goodbye" else SURE):
        return False
    return handler(talk)


def _back(talk: Conversation) -> bool:
    state = talk.state
    while state.trail and state.trail[-1] == state.asked:
        state.trail.pop()
    if not state.trail:
        talk.say("utter_back_at_start")
        talk.stay = True
        return True
    previous = state.trail.pop()
    state.forget(previous)
    if previous == "consent":
        state.consent_at = ""
    elif previous == "understanding":
        state.confirmed = False
    elif previous == "need":
        state.needs, state.offered, state.consent_at = [], [], ""
    elif previous == "postcode":
        state.forget("town")
        previous = "town"
    talk.say("utter_back")
    talk.put(previous)
    state.trail.append(previous)
    return True


def _start_over(talk: Conversation) -> bool:
    talk.state.begin_anew(keep_consent=True)
    talk.say("utter_started_over")
    talk.put("need")
    return True


def _pause(talk: Conversation, response: str) -> bool:
    """Stops asking; the draft waits for `draft_hours`, and the next message may go on with it."""
    talk.state.resume_at, talk.state.phase = talk.state.asked, Phase.STOPPED
    talk.say(response, hours=str(talk.world.draft_hours))
    talk.put("follow_up")
    return True


def _stop(talk: Conversation) -> bool:
    return _pause(talk, "utter_stopped")


def _goodbye(talk: Conversation) -> bool:
    return _pause(talk, "utter_goodbye")


def _delete(talk: Conversation) -> bool:
    if talk.state.asked == "confirm_delete":
        accept(talk, "confirm_delete", Answer("yes", ""))
        return True
    talk.state.resume_at = talk.state.asked
    talk.put("confirm_delete")
    return True


def _skip(talk: Conversation) -> bool:
    state, slot = talk.state, talk.state.asked
    if slot == "confirm_delete":
        accept(talk, slot, Answer("no", ""))
        return True
    if slot == "understanding":
        accept(talk, slot, Answer("yes", ""))
        return True
    if slot in {"need", "consent", "summary", "follow_up"}:
        return False
    if slot in {"town", "postcode"}:
        return _without_town(talk)
    question = talk.world.needs.question(slot)
    code = next((code for code in _WHEN_SKIPPED if question.option(code)), None)
    if slot == "phone":
        code = _CONTACT_WHEN_SKIPPED
    answer = option_answer(question, code) if code else None
    if answer:
        accept(talk, slot, answer)
    else:
        talk.say("utter_no_name" if slot == "name" else "utter_skipped")
        talk.leave_open(slot)
    state.misses = 0
    return True


def _without_town(talk: Conversation) -> bool:
    """Asks once more for the town, which every record needs, then goes on without."""
    state = talk.state
    if state.misses == 0:
        state.misses = 1
        state.town_candidates = []
        state.asked = "town"
        talk.say("utter_cannot_skip")
        talk.stay = True
        return True
    talk.without_town()
    talk.say("utter_skipped")
    return True


def _why(talk: Conversation) -> bool:
    talk.say(f"utter_why_{talk.state.asked}", "utter_why")
    talk.stay = True
    return True


def _explain(talk: Conversation) -> bool:
    talk.say(f"utter_explain_{talk.state.asked}", f"utter_why_{talk.state.asked}", "utter_explain")
    talk.stay = True
    return True


_COMMANDS = {
    "go_back": _back,
    "start_over": _start_over,
    "stop": _stop,
    "goodbye": _goodbye,
    "delete_data": _delete,
    "skip": _skip,
    "dont_know": _skip,
    "ask_why": _why,
    "explain": _explain,
}
