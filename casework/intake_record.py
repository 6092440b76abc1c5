"""The whole record of one intake, for the desk and for export; each read is logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from casework.access_log import log_access
from casework.codes import (
    AccessAction,
    Channel,
    CrisisKind,
    CrisisLevel,
    IntakeStatus,
    NeedKind,
    Urgency,
)
from casework.consents import consents_of
from casework.models import CaseNote, Consent, Coordinator, Intake, IntakeNeed, Message, StatusEvent
from casework.scope import TownScope
from casework.submission import (
    Contact,
    Person,
    Reporter,
    contact_from_json,
    part_to_json,
    person_from_json,
    reporter_from_json,
)

OPERATOR = "operator"
CITIZEN = "citizen"


class IntakeNotFound(Exception):
    """There is no such intake, or this login may not see it; the two are not told apart."""


@dataclass(frozen=True)
class Written:
    """A note or a status event with the name of who wrote it (None: the system, or a login that is gone)."""

    at: datetime
    by: str | None
    text: str | None
    from_status: IntakeStatus | None = None
    to_status: IntakeStatus | None = None


@dataclass(frozen=True)
class IntakeView:
    """An intake, opened. `intake` is the row itself, for `change_status` and `add_note`."""

    intake: Intake
    reference: str
    town: str
    origin_town: str | None
    needs: tuple[NeedKind, ...]
    answers: dict[str, dict[str, Any]]
    details: str
    summary: str
    deadline_on: date | None
    deadline_text: str | None
    urgency: Urgency
    urgency_reason: str | None
    crisis: tuple[tuple[CrisisKind, CrisisLevel], ...]
    crisis_level: CrisisLevel | None
    person: Person
    reporter: Reporter
    contact: Contact
    channel: Channel
    language: str
    status: IntakeStatus
    promised_on: date
    received_at: datetime
    updated_at: datetime
    conversation_id: str | None
    duplicate_of: str | None
    consents: tuple[Consent, ...]
    messages: tuple[Message, ...]
    events: tuple[Written, ...]
    notes: tuple[Written, ...]


async def read_intake(
    session: AsyncSession,
    coordinator: Coordinator,
    reference: str,
    *,
    action: AccessAction = AccessAction.READ,
) -> IntakeView:
    """Return the opened intake and log who read it; raise `IntakeNotFound` outside the coordinator's towns.

    Needs a writing session because of the log. For a print or an export pass that action.
    """
    intake = await session.scalar(
        select(Intake).where(
            TownScope.of(coordinator).condition(), Intake.reference == reference.strip().upper()
        )
    )
    if intake is None:
        raise IntakeNotFound("There is no such intake for this login")
    await log_access(session, coordinator, intake, action)
    return await _open(session, intake)


async def record_of(session: AsyncSession, reference: str) -> dict[str, Any]:
    """Return the whole record as JSON can carry it, and log the export as the operator's."""
    intake = await session.scalar(select(Intake).where(Intake.reference == reference.strip().upper()))
    if intake is None:
        raise IntakeNotFound(
            f"There is no intake {reference.strip().upper()[:16]}; see the inbox for the references"
        )
    await log_access(session, OPERATOR, intake, AccessAction.EXPORT)
    return as_json(await _open(session, intake))


async def own_record(session: AsyncSession, intake: Intake) -> dict[str, Any]:
    """Return the record for the person themselves (Art. 15 and 20 DSGVO); logged as their own export.

    What the desk wrote for itself (notes, also those on a change of status, and the link to a duplicate, which may be
    another person's) is left out: the coordinator decides on it when somebody asks for it.
    """
    await log_access(session, CITIZEN, intake, AccessAction.EXPORT)
    record = as_json(await _open(session, intake))
    events = [{"at": event["at"], "from": event["from"], "to": event["to"]} for event in record["events"]]
    return {key: value for key, value in record.items() if key not in ("notes", "duplicate_of")} | {
        "events": events
    }


async def _open(session: AsyncSession, intake: Intake) -> IntakeView:
    needs = await session.scalars(
        select(IntakeNeed.need).where(IntakeNeed.intake_id == intake.id).order_by(IntakeNeed.position)
    )
    messages: list[Message] = []
    if intake.conversation_id is not None:
        found = await session.scalars(
            select(Message)
            .where(Message.conversation_id == intake.conversation_id, Message.content_sealed.is_not(None))
            .order_by(Message.seq)
        )
        messages = list(found)
    events = await session.execute(
        select(StatusEvent, Coordinator.name)
        .outerjoin(Coordinator, Coordinator.id == StatusEvent.coordinator_id)
        .where(StatusEvent.intake_id == intake.id)
        .order_by(StatusEvent.number)
    )
    notes = await session.execute(
        select(CaseNote, Coordinator.name)
        .outerjoin(Coordinator, Coordinator.id == CaseNote.coordinator_id)
        .where(CaseNote.intake_id == intake.id)
        .order_by(CaseNote.at, CaseNote.id)
    )
    duplicate_of = None
    if intake.duplicate_of_id is not None:
        duplicate_of = await session.scalar(
            select(Intake.reference).where(Intake.id == intake.duplicate_of_id)
        )
    return IntakeView(
        intake=intake,
        reference=intake.reference,
        town=intake.town,
        origin_town=intake.origin_town,
        needs=tuple(needs),
        answers=intake.answers or {},
        details=intake.details or "",
        summary=intake.summary or "",
        deadline_on=intake.deadline_on,
        deadline_text=intake.deadline_text,
        urgency=intake.urgency,
        urgency_reason=intake.urgency_reason,
        crisis=tuple((CrisisKind(c["kind"]), CrisisLevel(c["level"])) for c in intake.crisis or ()),
        crisis_level=intake.crisis_level,
        person=person_from_json(intake.person),
        reporter=reporter_from_json(intake.reporter),
        contact=contact_from_json(intake.contact),
        channel=intake.channel,
        language=intake.language,
        status=intake.status,
        promised_on=intake.promised_on,
        received_at=intake.received_at,
        updated_at=intake.updated_at,
        conversation_id=intake.conversation_id,
        duplicate_of=duplicate_of,
        consents=tuple(await consents_of(session, intake)),
        messages=tuple(messages),
        events=tuple(Written(e.at, name, e.note, e.from_status, e.to_status) for e, name in events.tuples()),
        notes=tuple(Written(note.at, name, note.text) for note, name in notes.tuples()),
    )


def as_json(view: IntakeView) -> dict[str, Any]:
    """Return an opened intake as JSON can carry it: codes as strings, moments as ISO 8601 in UTC, days as YYYY-MM-DD."""
    return {
        "reference": view.reference,
        "town": view.town,
        "origin_town": view.origin_town,
        "needs": [str(need) for need in view.needs],
        "answers": view.answers,
        "details": view.details,
        "summary": view.summary,
        "deadline_on": view.deadline_on.isoformat() if view.deadline_on else None,
        "deadline_text": view.deadline_text,
        "urgency": str(view.urgency),
        "urgency_reason": view.urgency_reason,
        "crisis": [{"kind": str(kind), "level": str(level)} for kind, level in view.crisis],
        "person": part_to_json(view.person),
        "reporter": part_to_json(view.reporter),
        "contact": part_to_json(view.contact),
        "channel": str(view.channel),
        "language": view.language,
        "consents": [
            {
                "purpose": str(consent.purpose),
                "wording_version": consent.wording_version,
                "wording_sha256": consent.wording_sha256,
                "act": consent.act,
                "given_at": _moment(consent.given_at),
                "withdrawn_at": _moment(consent.withdrawn_at),
            }
            for consent in view.consents
        ],
        "status": str(view.status),
        "promised_on": view.promised_on.isoformat(),
        "received_at": _moment(view.received_at),
        "conversation_id": view.conversation_id,
        "duplicate_of": view.duplicate_of,
        "messages": [message.as_public() for message in view.messages],
        "events": [
            {"at": _moment(e.at), "by": e.by, "from": e.from_status, "to": e.to_status, "note": e.text}
            for e in view.events
        ],
        "notes": [{"at": _moment(note.at), "by": note.by, "text": note.text} for note in view.notes],
    }


def _moment(at: datetime | None) -> str | None:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None
