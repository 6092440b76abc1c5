"""Understands what the person needs: sure, likely, or lost."""

from casework.answers.text import fold, words
from casework.dialogue.accept import keep
from casework.dialogue.conversation import Conversation
from casework.dialogue.questions import choice
from casework.dialogue.reading import NEED_INTENT, Button, Reading, Say, World
from casework.dialogue.story import facts_in, remember
from casework.dialogue.summary import needs_text

OFFERED = 3
OTHER = "other"
LONG_STORY_WORDS = 60
# By so much something else must be likelier than the need: on tests/nlu/dev 2.4 % of real needs are turned away then, and
# 95 % of what is no need.
MARGIN = 0.05


def sure_needs(reading: Reading, world: World) -> list[str]:
    """The needs that a message certainly names, the first one first; empty where none is certain enough."""
    if not reading.needs:
        return []
    first, probability = reading.needs[0]
    if probability < world.needs.confident and reading.beside.get(first, 0.0) < world.needs.confident_beside:
        return []
    others = sorted(
        (
            kind
            for kind, own in reading.beside.items()
            if own >= world.needs.second_need and kind not in {first, OTHER}
        ),
        key=lambda kind: -reading.beside[kind],
    )
    return [first, *others][:3]


def likely_needs(reading: Reading, world: World) -> list[str]:
    """The needs worth offering as buttons, at most three."""
    return [
        kind
        for kind, probability in reading.needs
        if max(probability, reading.beside.get(kind, 0.0)) >= world.needs.worth_offering
    ][:OFFERED]


def is_no_need(reading: Reading, world: World) -> bool:
    """Whether a message names no need at all: something else is meant, or nothing that is worth offering."""
    if not likely_needs(reading, world):
        return True
    return not reading.intent.startswith(NEED_INTENT) and reading.confidence > reading.needs[0][1] + MARGIN


def choose(talk: Conversation, kind: str) -> None:
    """A pressed need button; `start:<n>` is one of the broad first choices of needs.yml."""
    state, needs = talk.state, talk.world.needs
    if kind.startswith("start:"):
        number = kind.removeprefix("start:")
        offered = (
            needs.starts[int(number)].needs if number.isdigit() and int(number) < len(needs.starts) else ()
        )
        if len(offered) == 1:
            take(talk, [offered[0]])
        else:
            state.offered = list(offered)
            talk.put("need")
    elif kind in needs.kinds:
        take(talk, [kind])
    else:
        talk.miss()


def take(talk: Conversation, kinds: list[str]) -> None:
    """Adds needs to the draft and says so where the person has already confirmed others."""
    state = talk.state
    added = [kind for kind in kinds if kind not in state.needs]
    state.needs += added
    state.offered = []
    # What was told before the need was clear answers questions too.
    for text in state.story:
        for slot, answer in facts_in(Reading(text=text), state, talk.world).items():
            keep(state, slot, answer)
    if state.confirmed and added:
        talk.say("utter_need_added", needs=needs_text(state, talk.world))


def hear(talk: Conversation) -> None:
    """Reads an answer to "Womit können wir helfen?" and everything else that the message says."""
    state, reading, world = talk.state, talk.reading, talk.world
    # Rage and a call for help may carry a need all the same.
    means_something_else = is_no_need(reading, world) and reading.intent not in {"abuse", "help"}
    kinds = [] if means_something_else else sure_needs(reading, world)
    if reading.means("help", at_least=0.4) and reading.word_count <= 4 and not kinds:
        talk.outcome.says.append(start(world))
        talk.outcome.question_put = talk.stay = True
        return
    likely = [] if means_something_else else likely_needs(reading, world)
    if not kinds and state.misses and state.offered and reading.word_count > 1:
        kinds = likely[:1]  # offered once, told again in other words: take the best guess, it is said back
    if kinds or likely:
        remember(reading, state)
    if not kinds:
        _not_sure(talk, likely)
        return
    take(talk, kinds)
    if state.consented:
        return
    if reading.word_count > LONG_STORY_WORDS:
        talk.say("utter_story_summary")
    elif _hurts(reading, world):
        talk.say("utter_hard")
    else:
        ahead = "_date" if "deadline" in state.answers else ""
        talk.say(f"utter_heard_before_consent{ahead}")


def _not_sure(talk: Conversation, likely: list[str]) -> None:
    state = talk.state
    if likely and not state.offered:
        state.offered = [*likely, *([OTHER] if OTHER not in likely else [])]
        state.misses += 1
        talk.stay = True
        return
    offered = state.offered
    talk.miss()
    state.offered = offered or [*likely]
    if state.misses > 1 and not state.offered:
        talk.outcome.says.append(start(talk.world))
        talk.outcome.question_put = True


def start(world: World) -> Say:
    """The broad choices for somebody who only says "Hilfe"."""
    buttons = tuple(
        Button(entry.label, choice("need", f"start:{n}")) for n, entry in enumerate(world.needs.starts)
    )
    return Say(("utter_offer_start",), {}, buttons)


def _hurts(reading: Reading, world: World) -> bool:
    said = set(words(fold(reading.text)))
    return bool(said & world.needs.hurts)
