"""Reads everything out of a free text that somebody said without being asked for it."""

import re
from functools import cache

import snowballstemmer

from casework.answers.email import read_email
from casework.answers.name import read_name, read_person_name
from casework.answers.phone import read_phone
from casework.answers.relation import read_relation
from casework.answers.text import fold, words
from casework.dialogue.answer import (
    age_answer,
    contact_answer,
    date_answer,
    option_answer,
    person_answer,
    town_answer,
)
from casework.dialogue.questions import need_questions
from casework.dialogue.reading import Reading, World
from casework.dialogue.state import Answer, DraftState

# A date after "seit" says how long something lasts, not when something is due.
_SINCE = re.compile(r"\b(?:seit|vor|letzte[nrs]?|vorige[nrs]?|damals|gestern|vorgestern)\b")
_AHEAD = re.compile(
    r"\b(?:ab|bis|am|kommt|naechste[nrs]?|diese[nrs]?|heute|morgen|uebermorgen|frist|termin|spaetestens|in zwei|in drei|in einer)\b"
)
_STEMMER = snowballstemmer.stemmer("german")


def stems(text: str) -> list[str]:
    """The word stems of a text, folded, in order."""
    return list(_STEMMER.stemWords(words(fold(text))))


def facts_in(reading: Reading, state: DraftState, world: World) -> dict[str, Answer]:
    """Answers that a message holds beside the one it was asked for, only where the text is certain.

    Slots that are answered already are left alone; changing those is a correction.
    """
    text, found = reading.text, {}
    if not state.done_with("town"):
        town = world.towns.read(text, asked=False)
        if town.kind == "ambiguous" and town.candidates:
            state.town_candidates, state.place = list(town.candidates), town.place or town.district or ""
        elif town.certain and (answer := town_answer(town, world)):
            found["town"] = answer
    if not state.done_with("phone") and _has_contact(text):
        contact = contact_answer(text, state, world)
        if isinstance(contact, Answer):
            found["phone"] = contact
    if not state.done_with("person"):
        person = read_relation(text)
        if person and person.certain:
            found["person"] = person_answer(
                "self" if person.who == "self" else person.relation or "other", person.who
            )
    if not state.done_with("name") and (name := read_name(text, asked=False)):
        found["name"] = Answer(
            name.name, name.name, {"salutation": name.salutation} if name.salutation else {}
        )
    if "person_name" not in state.answers and (person_name := read_person_name(text)):
        found["person_name"] = Answer(person_name, person_name)
    if "age" not in state.answers and (age := age_answer(text, world)):
        found["age"] = age
    folded = fold(text)
    if not state.done_with("deadline") and _AHEAD.search(folded) and not _SINCE.search(folded):
        day = date_answer(text, state, world)
        if day and day.value >= world.today.isoformat():
            found["deadline"] = day
    return found | _options_in(reading, state, world)


def _has_contact(text: str) -> bool:
    phone, email = read_phone(text), read_email(text)
    return bool((phone and phone.e164) or (email and email.address))


def _options_in(reading: Reading, state: DraftState, world: World) -> dict[str, Answer]:
    """Answers to the needs' questions that may be read from a story (`from_story` in needs.yml)."""
    found = {}
    said = " " + " ".join(stems(reading.text)) + " "
    for slot in {slot for kind in state.needs for slot in world.needs.get(kind).questions} | set(
        need_questions(state, world)
    ):
        question = world.needs.question(slot)
        if not question.from_story or state.done_with(slot):
            continue
        if question.kind == "multi":
            hits = [o for o in question.options if _best_match(said, (o.label, *o.words))]
            if hits:
                found[slot] = Answer(",".join(o.code for o in hits), ", ".join(o.label for o in hits))
        else:
            # The bare labels ("Ja", "Allein") say nothing in a story; only the field's own words count.
            best = max(question.options, key=lambda option: _best_match(said, option.words))
            answer = option_answer(question, best.code) if _best_match(said, best.words) else None
            if answer:
                found[slot] = answer
    return found


def _best_match(said: str, phrases: tuple[str, ...]) -> int:
    """Length of the longest of `phrases` that stands in the stemmed text, 0 if none does."""
    return max((len(p) for p in phrases if _stemmed(p) in said), default=0)


@cache
def _stemmed(phrase: str) -> str:
    """A phrase of needs.yml as it would stand in a stemmed text; stemming all of them took half of a turn's time here."""
    return f" {' '.join(stems(phrase))} "


def remember(reading: Reading, state: DraftState) -> None:
    """Keeps the person's own words for the coordinator; nothing is kept twice."""
    text = reading.text.strip()
    if text and text not in state.story:
        state.story.append(text)
