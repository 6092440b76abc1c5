"""Everything that the intake page and the printed sheet show, made ready from casework's view of the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from casework.codes import ReporterKind
from casework.intakes import IntakeView
from casework.labels import label
from casework.models import AccessLog, Consent, Message
from desk.dates import long_day
from desk.glance import Answer, Glance, Glances
from desk.words import word

# Asked in every conversation and shown in places of their own: persons, contact, deadline.
_SHOWN_ELSEWHERE = frozenset(
    [
        "need",
        "needs",
        "consent",
        "understanding",
        "person",
        "person_knows",
        "town",
        "postcode",
        "outside_call",
        "deadline",
        "name",
        "phone",
        "email",
        "preferred_time",
        "voicemail",
        "summary",
        "follow_up",
        "need_details",
    ]
)


@dataclass(frozen=True)
class Fact:
    """A short name and its value."""

    label: str
    display: str


@dataclass(frozen=True)
class AnswerGroup:
    """The answers to one need's questions."""

    title: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class PersonBox:
    """What is known of one person."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened; ``kind`` is status or note."""

    at: datetime
    kind: str
    what: str
    text: str | None
    who: str | None


@dataclass(frozen=True)
class RecordPage:
    """The record, ready to be shown."""

    glance: Glance
    summary: str | None
    details: str | None
    urgency_reason: str | None
    answer_groups: tuple[AnswerGroup, ...]
    people: tuple[PersonBox, ...]
    person_unaware: bool
    reach_name: str | None
    deadline_day: str | None
    promised_day: str
    language: str | None
    crisis_at: datetime | None
    messages: Sequence[Message]
    timeline: tuple[TimelineEntry, ...]
    consents: Sequence[Consent]
    accesses: Sequence[AccessLog]
    duplicate_of: str | None


def record_page(view: IntakeView, accesses: Sequence[AccessLog], glances: Glances, today: date) -> RecordPage:
    """The page of ``view`` for a reader on ``today``."""
    intake = view.intake
    person: Mapping[str, Any] = intake.person or {}
    reporter: Mapping[str, Any] = intake.reporter or {}
    writes_for_self = reporter.get("kind") == ReporterKind.SELF
    return RecordPage(
        glance=glances.of(intake, view.needs, today),
        summary=intake.summary,
        details=intake.details,
        urgency_reason=intake.urgency_reason,
        answer_groups=_answer_groups(view, glances),
        people=_people(person, reporter, writes_for_self, glances.town_name(view.town)),
        person_unaware=person.get("knows") == "no",
        reach_name=person.get("name")
        if writes_for_self
        else reporter.get("name") or reporter.get("organisation"),
        deadline_day=long_day(intake.deadline_on) if intake.deadline_on else None,
        promised_day=long_day(intake.promised_on),
        language=None if intake.language == "de" else label("language", intake.language),
        crisis_at=next((message.at for message in view.messages if message.level == "crisis"), None),
        messages=view.messages,
        timeline=_timeline(view),
        consents=view.consents,
        accesses=accesses,
        duplicate_of=view.duplicate_of,
    )


def _answer_groups(view: IntakeView, glances: Glances) -> tuple[AnswerGroup, ...]:
    left = {
        answer.slot: answer for answer in glances.answers(view.intake) if answer.slot not in _SHOWN_ELSEWHERE
    }
    groups = []
    for kind in view.needs:
        need = glances.needs.get(kind)
        groups.append(
            AnswerGroup(need.label, tuple(left.pop(slot) for slot in need.questions if slot in left))
        )
    if left:
        groups.append(AnswerGroup("Weitere Angaben", tuple(left.values())))
    return tuple(groups)


def _people(
    person: Mapping[str, Any], reporter: Mapping[str, Any], writes_for_self: bool, town: str
) -> tuple[PersonBox, ...]:
    age = f"{person['age']} Jahre" if person.get("age") is not None else None
    born = f"Jahrgang {person['birth_year']}" if person.get("birth_year") else None
    place = " ".join(part for part in (person.get("postcode"), person.get("place")) if part)
    of_person = [
        ("Name", person.get("name") or "nicht genannt"),
        ("Alter", " · ".join(part for part in (age, born) if part)),
        ("Wohnt in", ", ".join(part for part in (place, person.get("district"), town) if part)),
        (
            "Weiß davon",
            label("yes_no", person["knows"]) if person.get("knows") and not writes_for_self else None,
        ),
    ]
    boxes = [PersonBox("Person, um die es geht", _facts(of_person))]
    if writes_for_self:
        return (PersonBox("Person, um die es geht (schreibt selbst)", boxes[0].facts),)
    of_reporter = [
        ("Name", reporter.get("name") or "nicht genannt"),
        ("Wer", label("reporter", reporter.get("kind", ""))),
        ("Einrichtung", reporter.get("organisation")),
        ("Für", _for(person)),
    ]
    boxes.append(PersonBox("Wer sich gemeldet hat", _facts(of_reporter)))
    return tuple(boxes)


def _for(person: Mapping[str, Any]) -> str | None:
    return word("relation", person["relation"]) if person.get("relation") else None


def _facts(pairs: list[tuple[str, str | None]]) -> tuple[Fact, ...]:
    return tuple(Fact(name, str(value)) for name, value in pairs if value)


def _timeline(view: IntakeView) -> tuple[TimelineEntry, ...]:
    entries = []
    for event in view.events:
        if event.from_status is None:
            what = f"Eingegangen ({label('channel', view.channel)})"
        else:
            what = f"{label('status', event.from_status)} → {label('status', str(event.to_status))}"
        entries.append(TimelineEntry(event.at, "status", what, event.text, event.by))
    entries += [TimelineEntry(note.at, "note", "Vermerk", note.text, note.by) for note in view.notes]
    return tuple(sorted(entries, key=lambda entry: entry.at, reverse=True))
