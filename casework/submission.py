"""What is handed in: one submission becomes one intake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from casework.codes import (
    Channel,
    ConsentPurpose,
    ContactWay,
    CrisisKind,
    CrisisLevel,
    NeedKind,
    ReporterKind,
    Urgency,
)


@dataclass(frozen=True)
class Person:
    """The person in need. `relation` is the code of what they are to the reporter; `knows` is "yes", "no" or None."""

    name: str | None = None
    age: int | None = None
    birth_year: int | None = None
    relation: str | None = None
    knows: str | None = None
    district: str | None = None
    postcode: str | None = None
    place: str | None = None


@dataclass(frozen=True)
class Reporter:
    """Who tells us; for `self` the person in need is the reporter."""

    kind: ReporterKind
    name: str | None = None
    organisation: str | None = None


@dataclass(frozen=True)
class Contact:
    """How to get in touch. `phone` is E.164; `voicemail` is "yes", "no" or None; `safe_note` says what to mind."""

    ways: tuple[ContactWay, ...]
    phone: str | None = None
    phone_display: str | None = None
    email: str | None = None
    preferred_time: str | None = None
    voicemail: str | None = None
    safe_note: str | None = None


@dataclass(frozen=True)
class ConsentGiven:
    """One consent as the person gave it; `act` is the button's payload or another name of what they did."""

    purpose: ConsentPurpose
    wording_version: str
    wording: str
    act: str
    given_at: datetime


@dataclass(frozen=True)
class Submission:
    """Everything a person told us, checked by the door it came in by.

    `idempotency_key` is the same for repeated attempts to hand in the same thing. `origin_town` is the town whose page it
    came in by, where there is no conversation that knows it.
    """

    conversation_id: str | None
    idempotency_key: str
    channel: Channel
    town: str
    needs: tuple[NeedKind, ...]
    person: Person
    reporter: Reporter
    contact: Contact
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    details: str = ""
    summary: str = ""
    deadline_on: date | None = None
    deadline_text: str | None = None
    urgency: Urgency = Urgency.NORMAL
    urgency_reason: str | None = None
    crisis: tuple[tuple[CrisisKind, CrisisLevel], ...] = ()
    consents: tuple[ConsentGiven, ...] = ()
    language: str = "de"
    origin_town: str | None = None

    def __post_init__(self) -> None:
        """Refuse what no door may hand in."""
        if not self.needs:
            raise ValueError("a submission has at least one need")
        if not 0 < len(self.idempotency_key) <= 128:
            raise ValueError("the idempotency key has 1 to 128 characters")


def part_to_json(part: Person | Reporter | Contact) -> dict[str, Any]:
    """Return a part of a submission as JSON can carry it."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(part).items()}


def person_from_json(data: Mapping[str, Any] | None) -> Person:
    """Return the person from what `part_to_json` made."""
    return Person(**(data or {}))


def reporter_from_json(data: Mapping[str, Any]) -> Reporter:
    """Return the reporter from what `part_to_json` made."""
    return Reporter(**{**data, "kind": ReporterKind(data["kind"])})


def contact_from_json(data: Mapping[str, Any]) -> Contact:
    """Return the contact from what `part_to_json` made."""
    return Contact(**{**data, "ways": tuple(ContactWay(way) for way in data["ways"])})
