"""What was understood, as a German reader sees it: the say-back, the numbered summary, the coordinator's summary."""

from dataclasses import dataclass

from casework.dialogue.people import is_self, whom_values
from casework.dialogue.questions import need_questions
from casework.dialogue.reading import World
from casework.dialogue.state import DraftState
from casework.labels import label, phrase
from casework.towns import OUTSIDE


@dataclass(frozen=True)
class Point:
    """One numbered point of the summary; `slots` are the questions behind it, the first is asked on "ändern"."""

    number: int
    slots: tuple[str, ...]
    label: str
    value: str


def needs_text(state: DraftState, world: World, *, detailed: bool = False) -> str:
    """The labels of the needs, joined: "Hilfe im Haushalt und Fahrdienst"; `detailed` names the tasks too."""
    tasks = state.answers.get("household_tasks") if detailed else None
    labels = []
    for kind in state.needs:
        name = world.needs.get(kind).label
        asks = world.needs.get(kind).questions
        labels.append(f"{name} ({tasks.display})" if tasks and "household_tasks" in asks else name)
    return phrase("and_more").join(labels)


def when_text(state: DraftState) -> str:
    """The deadline as part of a sentence: ", ab Donnerstag, 26. November"; empty where there is none."""
    answer = state.answers.get("deadline")
    return f", {answer.display}" if answer and answer.more else ""


def town_text(state: DraftState, world: World) -> str:
    """The town, with the district where it was said; "offen" where it is not known."""
    answer = state.answers.get("town")
    if not answer:
        return phrase("open")
    place = answer.more.get("place")
    return f"{label('town', OUTSIDE)}: {place}" if answer.value == OUTSIDE and place else answer.display


def understood(state: DraftState, world: World) -> str:
    """What was understood so far, in one or two sentences."""
    age = phrase("age", age=state.answers["age"].display) if "age" in state.answers else ""
    town, place = state.answers.get("town"), ""
    if town and town.value in world.towns.codes:
        name = world.towns.get(town.value).name
        district = town.more.get("district")
        place = (
            phrase("town_district", district=district, town=name)
            if district and district != name
            else phrase("town", town=name)
        )
    elif town and town.more.get("place"):
        place = phrase("town", town=town.more["place"])
    parts = []
    if state.answers.get("person"):
        if is_self(state):
            parts.append(phrase("about_self", age=age, town=place))
        else:
            parts.append(phrase("about_other", whom=whom_values(state)["whom_acc"], age=age, town=place))
        place = ""
    needs = needs_text(state, world, detailed=True) + place
    parts.append(phrase("about_need", needs=needs, when=when_text(state)))
    return " ".join(parts)


def is_rich(state: DraftState) -> bool:
    """Whether so much was understood at once that the person should confirm it before going on."""
    facts = ("person", "town", "age", "deadline", "household_tasks", "care_grade")
    return "person" in state.answers and sum(slot in state.answers for slot in facts) >= 2


def person_text(state: DraftState) -> str:
    """The person in need: "Erna Muster, 80, Ihre Mutter, weiß Bescheid"."""
    own_name = state.answers.get("name")
    name_answer = state.answers.get("person_name") or (own_name if is_self(state) else None)
    name = name_answer.display if name_answer else ""
    age = phrase("age", age=state.answers["age"].display) if "age" in state.answers else ""
    if is_self(state):
        return (name or phrase("self")) + age
    knows = state.value("person_knows")
    relation = whom_values(state)["whom"]
    return phrase(
        "person",
        name=f"{name}" if name else relation,
        age=age,
        relation=f", {relation}" if name else "",
        knows=phrase(f"knows_{knows}") if knows in {"yes", "no"} else "",
    )


def contact_text(state: DraftState) -> str:
    """Who is to be called, how and when: "Petra Muster, 05246 123456, ab 16 Uhr, Anrufbeantworter ja"."""
    parts = [state.answers["name"].display if "name" in state.answers else phrase("no_name")]
    phone = state.answers.get("phone")
    if phone and phone.more:
        parts.append(phone.display)
        for slot in ("preferred_time", "voicemail"):
            answer = state.answers.get(slot)
            if answer:
                parts.append(phrase(f"voicemail_{answer.value}") if slot == "voicemail" else answer.display)
    else:
        parts.append(phrase("no_contact"))
    return ", ".join(parts)


def points(state: DraftState, world: World) -> list[Point]:
    """The numbered points of the summary, in the order in which they were asked."""
    rows: list[tuple[tuple[str, ...], str, str]] = [
        (("need",), world.needs.question("need").label, needs_text(state, world)),
        (
            ("person", "person_name", "person_knows", "age"),
            world.needs.question("person").label,
            person_text(state),
        ),
        (("town", "postcode"), world.needs.question("town").label, town_text(state, world)),
    ]
    for slot in need_questions(state, world):
        answer = state.answers.get(slot)
        if answer:
            rows.append(((slot,), world.needs.question(slot).label, answer.display))
    deadline = state.answers.get("deadline")
    if deadline:
        rows.append((("deadline",), world.needs.question("deadline").label, deadline.display))
    rows.append(
        (
            ("phone", "name", "preferred_time", "voicemail"),
            world.needs.question("phone").label,
            contact_text(state),
        )
    )
    return [Point(number, *row) for number, row in enumerate(rows, start=1)]


def points_text(found: list[Point]) -> str:
    """The summary as lines of text, for the chat, the terminal and messengers."""
    return "\n".join(f"{point.number} {point.label}: {point.value}" for point in found)


def card(found: list[Point]) -> dict[str, object]:
    """The summary as a card for clients that can show one."""
    rows = [{"number": p.number, "slot": p.slots[0], "label": p.label, "value": p.value} for p in found]
    return {"kind": "summary", "points": rows}
