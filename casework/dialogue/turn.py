"""One turn: a message of the citizen changes the draft's state and says what is said next."""

import re

from casework.answers.correction import read_correction
from casework.answers.yes_no import read_yes_no
from casework.dialogue import commands, corrections, ending, needs_heard
from casework.dialogue.accept import accept, settle_consent
from casework.dialogue.answer import Problem, date_answer, option_answer, read_answer
from casework.dialogue.conversation import Conversation
from casework.dialogue.questions import ask, next_slot
from casework.dialogue.reading import Outcome, Reading, Say, World
from casework.dialogue.state import Answer, DraftState, Phase
from casework.dialogue.story import facts_in, remember
from casework.dialogue.summary import card, points, points_text, understood
from casework.needs import Question
from casework.towns import OUTSIDE

# Answered by Rasa's rules (data/rules/side_questions.yml); afterwards the form asks again.
SIDE_QUESTIONS = (
    "ask_privacy", "ask_cost", "ask_who", "ask_hours", "ask_status", "human", "help", "thanks", "greet", "abuse",
    "out_of_scope",
)  # fmt: skip
# A question answered with free text takes nearly everything; only a clear side question interrupts it.
SURE_IN_FREE_TEXT = 0.7
SURE = 0.5
WORDS_OF_AN_ANSWER = 6
# Phone numbers and addresses are cut out before a message is searched for a time to call.
_NUMBERS = re.compile(r"\S+@\S+|\+?\d[\d /()-]{5,}\d")
STRUCTURED = frozenset({"choice", "yes_no", "date", "town", "person", "contact", "time", "name"})
# What these readers find is an answer however many words stand around it; a yes or an option may be chance.
TELLING = frozenset({"date", "contact", "time", "name"})


def take_turn(state: DraftState, reading: Reading, world: World) -> Outcome:
    """Applies one message to `state` (changed in place) and returns what follows from it.

    The open question is not among what is said; `question` puts it, unless the outcome is a side question or submits.
    """
    talk = Conversation(state, reading, world)
    if state.phase != Phase.OPEN:
        if ending.hear(talk, SIDE_QUESTIONS):
            return talk.outcome
        reading = talk.reading
    if reading.is_button:
        _press(talk)
    else:
        _hear(talk)
    if not talk.outcome.side and not talk.outcome.submit:
        talk.finish()
        talk.move_on()
    return talk.outcome


def question(state: DraftState, world: World) -> list[Say]:
    """The messages that put the open question: the numbered summary comes before its question."""
    if state.asked == "understanding":
        return [ask(state, world, understood=understood(state, world))]
    if state.asked != "summary":
        return [ask(state, world)]
    found = points(state, world)
    listing = Say(("utter_summary",), {"points": points_text(found)}, card=card(found))
    return [listing, ask(state, world, example=str(found[-1].number))]


def _press(talk: Conversation) -> None:
    """A pressed button answers the question it belongs to, even an older one (a second tab, scrolling up)."""
    state, slot, value = talk.state, talk.reading.slot or "", talk.reading.value or ""
    if slot == "need":
        needs_heard.choose(talk, value)
    elif slot == "town" or slot == "postcode":
        if value == OUTSIDE:
            accept(talk, "town", Answer(OUTSIDE, talk.elsewhere, {"place": ""}))
        elif value in talk.world.towns.codes:
            accept(talk, "town", Answer(value, talk.world.towns.get(value).name))
    elif talk.world.needs.has(slot):
        answer = option_answer(talk.world.needs.question(slot), value)
        if answer is None:
            talk.miss()
        elif slot in {"consent", "understanding", "summary", "confirm_delete"} and slot != state.asked:
            return  # an old button of a step that is over: the open question is simply put again
        else:
            accept(talk, slot, answer)
    else:
        talk.miss()


def _hear(talk: Conversation) -> None:
    state, reading, world = talk.state, talk.reading, talk.world
    slot = state.asked
    asked = world.needs.question(slot)
    if not reading.text.strip() and not reading.intent:
        talk.miss()
        return
    answer = read_answer(reading.text, asked, state, world) if _fits_at_once(talk) else None
    decided = slot == "consent" and "?" not in reading.text and read_yes_no(reading.text) in {"yes", "no"}
    if answer is None and not decided and commands.obey(talk):
        return
    if slot == "need":
        told_beside_rage = reading.intent == "abuse" and needs_heard.likely_needs(reading, world)
        if not told_beside_rage and _is_side_question(talk, SURE):
            talk.outcome.side = True
        else:
            needs_heard.hear(talk)
        return
    if slot == "consent":
        settle_consent(talk)
        return
    answered = isinstance(answer, Answer)
    may_correct = (
        slot == "summary"
        or (reading.means("correct", at_least=SURE) and not answered)
        or read_correction(reading.text)
    )
    if may_correct and corrections.hear(talk):
        return
    if asked.kind != "text" and (corrections.another_town(talk) or corrections.another_need(talk)):
        return
    free_text = asked.kind == "text"
    if free_text and _is_side_question(talk, SURE_IN_FREE_TEXT):
        talk.outcome.side = True
        return
    if answer is None:
        answer = read_answer(reading.text, asked, state, world)
    if slot == "person" and answer is None and state.value("person_group"):
        answer = Answer("other", reading.text.strip()[:80], {"who": "acquaintance"})
    if isinstance(answer, Answer):
        long_answer = reading.word_count > WORDS_OF_AN_ANSWER
        may_ask = asked.kind not in TELLING or "?" in reading.text
        if long_answer and not free_text and may_ask and _is_side_question(talk, SURE_IN_FREE_TEXT):
            talk.outcome.side = True
            return
        accept(talk, slot, answer)
        _more_facts(talk, beside=slot)
        if free_text or long_answer:
            remember(reading, state)
        return
    if slot == "town" and state.town_candidates:
        return  # the name stands for both towns: the postcode is asked for
    if isinstance(answer, Problem) and answer.code:
        talk.miss(answer.code)
        return
    if _is_side_question(talk, SURE):
        talk.outcome.side = True
        return
    if _more_facts(talk, beside="") or _day_for_choice(talk, slot):
        return
    if corrections.hear_new_need(talk):
        return
    if reading.means("abuse"):
        talk.stay = True  # answered once already; the open question is put again, nothing more
        return
    talk.miss()


def _fits_at_once(talk: Conversation) -> bool:
    """Whether a message is tried as the answer before it is tried as a command ("bis 4.12." is no goodbye)."""
    asked, reading = talk.world.needs.question(talk.state.asked), talk.reading
    if asked.kind not in STRUCTURED or asked.slot in {"consent", "summary"} or "?" in reading.text:
        return False
    if asked.kind == "name":
        return not reading.means("goodbye", "greet", "thanks", "delete_data", at_least=SURE)
    return reading.word_count <= WORDS_OF_AN_ANSWER or asked.kind in TELLING or asked.kind == "yes_no"


def _day_for_choice(talk: Conversation, slot: str) -> bool:
    """ "Mittwoch" to "ist schon gesperrt?" is a day, and says that it is soon."""
    soon = talk.world.needs.question(slot).option("soon")
    day = date_answer(talk.reading.text, talk.state, talk.world) if soon else None
    if not soon or not day:
        return False
    accept(talk, slot, Answer(soon.code, soon.label))
    accept(talk, "deadline", day)
    return True


def _is_side_question(talk: Conversation, at_least: float) -> bool:
    reading, state = talk.reading, talk.state
    if not reading.means(*SIDE_QUESTIONS, at_least=at_least):
        return False
    if reading.intent == "help" and state.asked == "need":
        return False  # "Hilfe" alone is led by buttons
    if reading.intent == "abuse":
        if state.abused:
            return False
        state.abused = True
    if reading.intent == "out_of_scope":
        # Only where everything may be said; at a question, what is no answer is asked for differently.
        if state.asked != "need" or state.misses:
            return False
        state.misses += 1
    return True


def _more_facts(talk: Conversation, beside: str) -> bool:
    """Takes what a message says beside the answer; returns whether there was anything."""
    found = facts_in(talk.reading, talk.state, talk.world)
    found.pop(beside, None)
    if beside == "phone":
        time = read_answer(_NUMBERS.sub(" ", talk.reading.text), _time(talk), talk.state, talk.world)
        if isinstance(time, Answer):
            found["preferred_time"] = time
    if beside in {"name", "person_name", "insurer"} or len(talk.reading.text) < 4:
        found.pop("town", None)  # a surname or a word may sound like a place
    for slot, answer in found.items():
        if slot == "need" or talk.state.done_with(slot):
            continue
        accept(talk, slot, answer, unasked=True)
    return bool(found)


def _time(talk: Conversation) -> Question:
    return talk.world.needs.question("preferred_time")


def restore(state: DraftState, world: World) -> None:
    """Makes a state that was stored earlier fit today's questions: an unknown open question is put anew."""
    if not world.needs.has(state.asked):
        state.asked = next_slot(state, world)
