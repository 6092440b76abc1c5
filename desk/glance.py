"""An intake at a glance: who, what, where, until when, how to reach. Inbox, search, intake page and sheet share it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from casework.codes import OUTSIDE, ContactWay, CrisisLevel, IntakeStatus, ReporterKind
from casework.labels import label
from casework.models import Intake
from casework.needs import Needs
from casework.towns import Towns
from desk.dates import Due, due
from desk.excerpt import excerpt
from desk.words import word

_EXCERPT = 140


@dataclass(frozen=True)
class Answer:
    """One answered question: the question's short name and the answer, both in German."""

    slot: str
    label: str
    display: str


@dataclass(frozen=True)
class Reach:
    """How to get in touch; ``phone_uri`` is None when there is no number."""

    ways: tuple[str, ...]
    phone: str | None
    phone_uri: str | None
    email: str | None
    preferred_time: str | None
    voicemail: str | None
    safe_note: str | None

    @property
    def none(self) -> bool:
        """True when the person looks in with the receipt code instead."""
        return not self.phone and not self.email

    @property
    def way_text(self) -> str:
        """``Telefon oder E-Mail``; what is not given says so."""
        return " oder ".join(label("contact_way", way) for way in self.ways) or label(
            "contact_way", ContactWay.NONE
        )


@dataclass(frozen=True)
class Glance:
    """What a reader must find in five seconds; all texts are ready to show, none is markup."""

    reference: str
    who: str
    age: str | None
    named: bool
    for_whom: str | None
    knows: str | None
    needs: tuple[str, ...]
    need_labels: tuple[str, ...]
    what: str
    where: str
    deadline: Due | None
    deadline_text: str | None
    promised: Due | None
    reach: Reach
    level: str
    level_text: str
    crisis: tuple[tuple[str, str], ...]
    status: IntakeStatus
    received_at: datetime
    received_by: str


class Glances:
    """Makes glances with the names of towns and needs that this installation has."""

    def __init__(self, towns: Towns, needs: Needs) -> None:
        self.towns = towns
        self.needs = needs

    def town_name(self, code: str, *, short: bool = False) -> str:
        """The name of a town; an unknown code (a town that has left) stays readable as it is."""
        if code == OUTSIDE or code not in self.towns.codes:
            return label("town", code)
        town = self.towns.get(code)
        return town.short_name if short else town.name

    def answers(self, intake: Intake) -> tuple[Answer, ...]:
        """All answers with their questions' names, in the order in which they were given."""
        given: Mapping[str, Any] = intake.answers or {}
        return tuple(
            Answer(
                slot,
                self.needs.question(slot).label if self.needs.has(slot) else slot,
                str(answer["display"]),
            )
            for slot, answer in given.items()
            if answer.get("display")
        )

    def of(self, intake: Intake, needs: Iterable[str], today: date) -> Glance:
        """The glance of one intake whose needs are ``needs``; ``today`` is the day in the towns."""
        person: Mapping[str, Any] = intake.person or {}
        reporter: Mapping[str, Any] = intake.reporter or {}
        kinds = tuple(str(kind) for kind in needs)
        level = "acute" if intake.crisis_level == CrisisLevel.ACUTE else str(intake.urgency)
        is_open = intake.status != IntakeStatus.CLOSED
        deadline = due(intake.deadline_on, today) if is_open else None
        return Glance(
            reference=intake.reference,
            who=person.get("name") or "Ohne Namen",
            age=_age(person),
            named=bool(person.get("name")),
            for_whom=_for_whom(person, reporter),
            knows=word("knows", person["knows"]) if person.get("knows") and not _is_self(reporter) else None,
            needs=tuple(self.needs.get(kind).short for kind in kinds),
            need_labels=tuple(self.needs.get(kind).label for kind in kinds),
            what=self._what(intake, kinds),
            where=self._where(intake, person),
            deadline=deadline,
            deadline_text=intake.deadline_text or None,
            # A promise counts until the first contact; afterwards the status tells how far she is.
            promised=due(intake.promised_on, today) if intake.status == IntakeStatus.NEW else None,
            reach=_reach(intake.contact or {}),
            level=level,
            level_text="Akute Krise" if level == "acute" else label("urgency", level),
            crisis=tuple(
                (label("crisis", flag["kind"]), label("crisis_level", flag["level"]))
                for flag in intake.crisis or ()
            ),
            status=intake.status,
            received_at=intake.received_at,
            received_by=label("channel", intake.channel),
        )

    def _where(self, intake: Intake, person: Mapping[str, Any]) -> str:
        town = self.town_name(intake.town)
        place = person.get("place") if intake.town == OUTSIDE else person.get("district")
        if place and place != town:
            return f"{town} ({place})" if intake.town == OUTSIDE else f"{town}, {place}"
        if person.get("postcode") and intake.town == OUTSIDE:
            return f"{town} ({person['postcode']})"
        return town

    def _what(self, intake: Intake, kinds: tuple[str, ...]) -> str:
        wanted = [slot for kind in kinds for slot in self.needs.get(kind).questions if slot != "need_details"]
        given = {answer.slot: answer for answer in self.answers(intake)}
        known = [given[slot] for slot in dict.fromkeys(wanted) if slot in given]
        if known:
            return " · ".join(f"{answer.label}: {answer.display}" for answer in known[:3])
        return excerpt(" ".join((intake.details or "").split()), _EXCERPT)


def _is_self(reporter: Mapping[str, Any]) -> bool:
    return reporter.get("kind") == ReporterKind.SELF


def _age(person: Mapping[str, Any]) -> str | None:
    if person.get("age") is not None:
        return f"{person['age']} Jahre"
    return f"Jahrgang {person['birth_year']}" if person.get("birth_year") else None


def _for_whom(person: Mapping[str, Any], reporter: Mapping[str, Any]) -> str | None:
    """``Mutter von Petra Muster``: who wrote, seen from the person in need; None when she wrote herself."""
    if _is_self(reporter):
        return None
    relation = person.get("relation")
    writer = reporter.get("name") or reporter.get("organisation")
    if relation and writer:
        return f"{word('relation', relation)} von {writer}"
    if relation:
        return f"{word('relation', relation)} der Person, die schreibt"
    kind = label("reporter", reporter.get("kind", ""))
    return f"gemeldet von {writer} ({kind})" if writer else f"gemeldet von: {kind}" if kind else None


def _reach(contact: Mapping[str, Any]) -> Reach:
    phone = contact.get("phone_display") or contact.get("phone")
    number = contact.get("phone")
    return Reach(
        ways=tuple(str(way) for way in contact.get("ways") or () if way != ContactWay.NONE),
        phone=phone,
        phone_uri=f"tel:{number}" if number else None,
        email=contact.get("email"),
        preferred_time=contact.get("preferred_time"),
        voicemail=word("voicemail", contact["voicemail"]) if contact.get("voicemail") else None,
        safe_note=contact.get("safe_note"),
    )
