"""Reads the answer to the question that stands open."""

import re
from dataclasses import dataclass

from casework.answers.age import read_age
from casework.answers.choice import read_choice
from casework.answers.dates import read_date
from casework.answers.email import read_email
from casework.answers.name import read_name, read_person_name
from casework.answers.phone import read_phone
from casework.answers.relation import read_relation
from casework.answers.times import read_preferred_time
from casework.answers.yes_no import read_yes_no
from casework.dialogue.reading import World
from casework.dialogue.state import Answer, DraftState
from casework.labels import labels, long_day, phrase
from casework.needs import Question
from casework.towns import OUTSIDE, TownReading

LONGEST_FREE_ANSWER = 2000
_CLAUSES = re.compile(r"[,;.\n]| und ")
NO_DEADLINE = "none"
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Problem:
    """An answer that cannot be taken as it is; `code` completes the response `utter_again_<slot>_<code>`."""

    code: str


def person_answer(relation: str, who: str) -> Answer:
    """The answer to "for whom": the relation as value, the kind of reporter beside it."""
    if relation == "self":
        return Answer("self", phrase("self"), {"who": "self"})
    known = labels()["relation"].get(relation, labels()["relation"]["other"])
    return Answer(relation, str(known["nom"]), {"who": who})


def town_answer(reading: TownReading, world: World) -> Answer | None:
    """The answer that a certain reading of a town gives; None where it has to be asked for."""
    if reading.kind == "town" and reading.town:
        more = {"district": reading.district} if reading.district else {}
        name = world.towns.get(reading.town).name
        return Answer(reading.town, f"{name} ({reading.district})" if reading.district else name, more)
    if reading.kind == "outside":
        place = reading.place or ""
        return Answer(OUTSIDE, place or str(labels()["town"][OUTSIDE]), {"place": place})
    return None


def date_answer(text: str, state: DraftState, world: World) -> Answer | None:
    """A date with what it means: from, by or on that day; where that is not said, the need decides."""
    found = read_date(text, today=world.today)
    if not found or not found.on:
        return None
    relation = found.relation or (world.needs.get(state.needs[0]).deadline if state.needs else "on")
    day = phrase(f"{relation}_day", day=long_day(found.on)).lstrip(", ")
    if found.precision != "day" and found.until:
        day = found.text or day
    return Answer(found.on.isoformat(), day, {"relation": relation, "precision": found.precision})


def contact_answer(text: str, state: DraftState, world: World) -> Answer | Problem | None:
    """A phone number, an e-mail address, or both; a Problem names what is wrong with them."""
    town = state.value("town")
    code = world.towns.get(town).dialling_code if town in world.towns.codes else None
    phone, email = read_phone(text, default_dialling_code=code), read_email(text)
    more: dict[str, str] = {}
    shown = []
    if phone and phone.e164:
        more |= {"e164": phone.e164, "display": phone.display}
        shown.append(phone.display)
    if email and email.address:
        more["email"] = email.address
        shown.append(email.address)
    if more:
        return Answer("email" if "e164" not in more else "phone", ", ".join(shown), more)
    if email and email.problem:
        return Problem("email")
    if phone and phone.problem:
        return Problem(phone.problem)
    return None


def _named_answer(text: str, state: DraftState) -> Answer | None:
    person = read_person_name(text)
    if person:
        state.answers["person_name"] = Answer(person, person)
    found = read_name(text, asked=True)
    if not found and person:
        # "Sabine Muster, die Patientin heißt Gerda": the writer's own name stands before the other one.
        found = read_name(_CLAUSES.split(text)[0], asked=True)
    if not found:
        return None
    more: dict[str, str] = {"salutation": found.salutation} if found.salutation else {}
    return Answer(found.name, found.name, more)


def _multiple(text: str, question: Question) -> Answer | None:
    hits = [
        option
        for option in question.options
        if read_choice(text, {option.code: (option.label, *option.words)}) == option.code
    ]
    if not hits:
        return None
    return Answer(",".join(option.code for option in hits), ", ".join(option.label for option in hits))


def option_answer(question: Question, code: str) -> Answer | None:
    """The answer that the option `code` stands for."""
    option = question.option(code)
    return Answer(option.code, option.label) if option else None


def _chosen(text: str, question: Question) -> Answer | None:
    code = read_choice(text, question.words())
    if code is None and question.option("yes"):
        code = read_yes_no(text)
    if code is None and read_yes_no(text) == "no":
        code = next((c for c in ("no", "none", "nobody", "later") if question.option(c)), None)
    return option_answer(question, code) if code else None


def read_answer(text: str, question: Question, state: DraftState, world: World) -> Answer | Problem | None:
    """What `text` answers to `question`: an Answer, a Problem with it, or None when it is no answer to that.

    Reading a name or a person may fill a neighbouring answer (the name of the mother) in `state` as well.
    """
    text = text.strip()
    match question.kind:
        case "choice" | "steps":
            return _chosen(text, question)
        case "yes_no":
            said = read_yes_no(text)
            return option_answer(question, said) if said in {"yes", "no"} else _chosen(text, question)
        case "multi":
            return _multiple(text, question) or (Answer("other", text) if len(text.split()) > 1 else None)
        case "date":
            found = date_answer(text, state, world)
            return found or _chosen(text, question)
        case "town":
            reading = world.towns.read(text, asked=True, candidates=tuple(state.town_candidates))
            if reading.kind == "ambiguous":
                state.town_candidates = list(reading.candidates)
                state.place = reading.place or reading.district or text
                return None
            return town_answer(reading, world)
        case "person":
            person = read_relation(text)
            if person:
                return person_answer(
                    "self" if person.who == "self" else person.relation or "other", person.who
                )
            return _chosen(text, question)
        case "name":
            return _named_answer(text, state)
        case "contact":
            return contact_answer(text, state, world) or _chosen(text, question)
        case "time":
            time = read_preferred_time(text)
            return Answer(time.display, time.display) if time else _chosen(text, question)
        case _:
            chosen = _chosen(text, question) if question.options else None
            return chosen or (
                Answer(text[:LONGEST_FREE_ANSWER], text[:LONGEST_FREE_ANSWER]) if text else None
            )


def age_answer(text: str, world: World, asked: bool = False) -> Answer | None:
    """The age of the person as a text says it, in years."""
    found = read_age(text, today=world.today, asked=asked)
    if not found:
        return None
    if found.birth_year and not found.age:
        return Answer(
            str(world.today.year - found.birth_year),
            str(found.birth_year),
            {"birth_year": str(found.birth_year)},
        )
    return Answer(str(found.age), str(found.age), {"birth_year": str(found.birth_year or "")})
