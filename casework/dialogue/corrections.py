"""Changes to what was said before: by number, by name, in words, at the summary or at any other point."""

import re

from casework.answers.choice import read_number_of_point
from casework.answers.correction import read_correction
from casework.answers.phone import apply_ending, read_phone
from casework.answers.text import fold
from casework.answers.yes_no import read_yes_no
from casework.dialogue.accept import accept, keep
from casework.dialogue.answer import Problem, read_answer, town_answer
from casework.dialogue.conversation import Conversation
from casework.dialogue.needs_heard import sure_needs
from casework.dialogue.people import is_self
from casework.dialogue.state import Answer, DraftState
from casework.dialogue.story import facts_in, remember
from casework.dialogue.summary import needs_text, points

# Names of fields as a correction speaks of them -> the question behind them.
_SLOT_OF_FIELD = {
    "email": "phone",
    "contact": "phone",
    "relation": "person",
    "date": "deadline",
    "time": "preferred_time",
    "birth_year": "age",
    "care_degree": "care_grade",
    "insurance": "insurer",
}
# Where the person in need lives; where somebody else lives ("meine Tochter wohnt in …") changes nothing.
_I_LIVE = re.compile(r"\b(?:ich|wir) (?:\w+ ){0,2}wohnen?\b|\bwohnen? (?:ich|wir)\b", re.IGNORECASE)
_THEY_LIVE = re.compile(r"\b(?:sie|er|die|beide) (?:\w+ ){0,2}wohn(?:t|en)\b", re.IGNORECASE)
_INSTEAD = (" eigentlich ", " sondern ", " doch eher ", " statt ")
_CHANGEABLE_UNASKED = (
    "phone",
    "town",
    "name",
    "deadline",
    "person",
    "age",
    "insurer",
    "care_grade",
    "preferred_time",
)


def hear(talk: Conversation) -> bool:
    """Applies a correction; returns False where the message is none."""
    state = talk.state
    at_summary = state.asked == "summary"
    if at_summary and _by_number(talk):
        return True
    changed = _in_words(talk)
    if at_summary and not changed:
        changed = _other_facts(talk)
    if changed:
        if at_summary and _wants_to_send(talk):
            talk.outcome.submit = True
        else:
            talk.stay = talk.stay or state.asked != "summary"
        return True
    if talk.reading.means("correct") and not at_summary:
        return hear_new_need(talk) or _ask_which(talk)
    if at_summary and talk.reading.means("correct", "deny"):
        return hear_new_need(talk) or _ask_which(talk)
    return False


def _by_number(talk: Conversation) -> bool:
    """ "6 ändern", or only "6": asks that point's question again."""
    text = talk.reading.text
    numbers = read_number_of_point(text)
    if not numbers or len(text.split()) > 6:
        return False
    found = points(talk.state, talk.world)
    number = numbers[0]
    if not 1 <= number <= len(found):
        talk.say("utter_no_such_point", last=str(len(found)))
        talk.stay = True
        return True
    slots = [slot for slot in found[number - 1].slots if talk.world.needs.has(slot)]
    ask_again(talk, slots[0])
    return True


def ask_again(talk: Conversation, slot: str) -> None:
    """Opens a question once more; what it had is forgotten only when the new answer is there."""
    state = talk.state
    if slot == "need":
        state.needs, state.offered = [], []
    elif slot == "postcode":
        slot = "town"
    state.forget(slot)
    talk.put(slot)


def _ask_which(talk: Conversation) -> bool:
    talk.say("utter_which_point" if talk.state.asked == "summary" else "utter_what_to_change")
    talk.stay = True
    return True


def _in_words(talk: Conversation) -> bool:
    """ "nummer endet auf 57", "doch lieber Verl", "eigentlich geht's um meine Mutter"."""
    state, world = talk.state, talk.world
    found = read_correction(talk.reading.text)
    if not found:
        return False
    slot = _SLOT_OF_FIELD.get(found.field or "", found.field or "")
    phone = state.answers.get("phone")
    if found.ends_with and phone and phone.more.get("e164"):
        number = read_phone(apply_ending(phone.more["e164"], found.ends_with))
        if number and number.e164:
            more = phone.more | {"e164": number.e164, "display": number.display}
            _change(
                talk,
                "phone",
                Answer("phone", ", ".join(filter(None, (number.display, more.get("email")))), more),
            )
            return True
    if slot == "need" or not world.needs.has(slot):
        return hear_new_need(talk) if slot == "need" else False
    if slot == state.asked:
        return False
    answer = read_answer(found.new_text, world.needs.question(slot), state, world) if found.new_text else None
    if isinstance(answer, Answer):
        _change(talk, slot, answer)
        return True
    if isinstance(answer, Problem):
        ask_again(talk, slot)
        talk.ask_differently(slot, answer.code)
        return True
    if state.done_with(slot):
        ask_again(talk, slot)
        return True
    return False


def another_town(talk: Conversation) -> bool:
    """ "Halt, ich wohne doch in Schloß Holte": another town than the known one, said with where somebody lives."""
    state, world = talk.state, talk.world
    lives = _I_LIVE if is_self(state) else _THEY_LIVE
    if state.asked in {"town", "postcode"} or not state.value("town") or not lives.search(talk.reading.text):
        return False
    found = world.towns.read(talk.reading.text, asked=False)
    answer = town_answer(found, world) if found.certain else None
    if answer is None or answer.value == state.value("town"):
        return False
    _change(talk, "town", answer)
    talk.stay = True
    return True


def another_need(talk: Conversation) -> bool:
    """ "Nein warte, eigentlich brauche ich einen Fahrdienst": a need that takes another one's place, midway."""
    said = f" {fold(talk.reading.text)} "
    return any(cue in said for cue in _INSTEAD) and hear_new_need(talk)


def _other_facts(talk: Conversation) -> bool:
    """At the summary a new phone number, town or day needs no cue: it is a change."""
    state = talk.state
    blank = DraftState(needs=list(state.needs))
    found = facts_in(talk.reading, blank, talk.world)
    changed = False
    for slot in _CHANGEABLE_UNASKED:
        answer, known = found.get(slot), state.answers.get(slot)
        if answer and (known is None or (known.value, known.more) != (answer.value, answer.more)):
            _change(talk, slot, answer)
            changed = True
    return changed


def _change(talk: Conversation, slot: str, answer: Answer) -> None:
    state = talk.state
    state.forget(slot)
    if slot in {"town", "person"}:
        said_before = len(talk.outcome.says)
        accept(talk, slot, answer)
        if len(talk.outcome.says) > said_before:
            return
    else:
        keep(state, slot, answer)
    label = talk.world.needs.question(slot).label if talk.world.needs.has(slot) else slot
    talk.say("utter_changed", label=label, value=answer.display)


def _wants_to_send(talk: Conversation) -> bool:
    """Whether the correction ends with "dann absenden"."""
    return any(cue in fold(talk.reading.text) for cue in ("absend", "abschick", "abgesend", "losschick"))


def hear_new_need(talk: Conversation) -> bool:
    """A need told in the middle of other questions: added, or put in place of the first where it corrects it."""
    state, world, reading = talk.state, talk.world, talk.reading
    if reading.word_count < 3 or read_yes_no(reading.text) == "unknown":
        return False
    kinds = [kind for kind in sure_needs(reading, world) if kind not in state.needs]
    if not kinds:
        return False
    remember(reading, state)
    said = f" {fold(reading.text)} "
    instead = reading.means("correct", at_least=0.3) or any(cue in said for cue in _INSTEAD)
    if instead and state.needs:
        state.needs = [*kinds, *state.needs[1:]]
        talk.say("utter_need_changed", needs=needs_text(state, world))
    else:
        state.needs += kinds
        talk.say("utter_need_added", needs=needs_text(state, world))
    for slot, answer in facts_in(reading, state, world).items():
        keep(state, slot, answer)
    return True
