"""Invented records for tests of every room. All people are made up; every number is from the example range."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

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
from casework.intakes import (
    ConsentGiven,
    Contact,
    Person,
    Received,
    Reporter,
    Submission,
    receive_intake,
)

CONSENT_WORDING = (
    "Ihre Angaben, auch zur Gesundheit, liest nur die Koordinatorin. Sie können sie jederzeit löschen lassen. "
    "Darf ich sie dafür speichern?"
)


def create_consent(purpose: ConsentPurpose = ConsentPurpose.CONTACT, **changes: Any) -> ConsentGiven:
    """A consent given with the button."""
    values: dict[str, Any] = {
        "purpose": purpose,
        "wording_version": "2026-11",
        "wording": CONSENT_WORDING,
        "act": "/affirm",
        "given_at": datetime(2026, 11, 22, 13, 2, tzinfo=UTC),
    }
    return ConsentGiven(**(values | changes))


def create_person(**changes: Any) -> Person:
    """Erna Muster, 80, in Kaunitz; her daughter writes."""
    values: dict[str, Any] = {
        "name": "Erna Muster",
        "age": 80,
        "relation": "mother",
        "knows": "yes",
        "district": "Kaunitz",
    }
    return Person(**(values | changes))


def create_reporter(**changes: Any) -> Reporter:
    """Petra Muster, the daughter."""
    values: dict[str, Any] = {"kind": ReporterKind.RELATIVE, "name": "Petra Muster"}
    return Reporter(**(values | changes))


def create_contact(**changes: Any) -> Contact:
    """By phone, after four."""
    values: dict[str, Any] = {
        "ways": (ContactWay.PHONE,),
        "phone": "+495246123457",
        "phone_display": "05246 123457",
        "preferred_time": "ab 16 Uhr",
        "voicemail": "yes",
    }
    return Contact(**(values | changes))


def create_submission(**changes: Any) -> Submission:
    """The daughter's intake of the example conversation; name any field to change it."""
    values: dict[str, Any] = {
        "conversation_id": None,
        "idempotency_key": f"test-{uuid4()}",
        "channel": Channel.WEB,
        "town": "verl",
        "needs": (NeedKind.HOUSEHOLD_HELP,),
        "answers": {
            "household_tasks": {"value": "clean,shop", "display": "putzen, einkaufen"},
            "care_grade": {"value": "applied", "display": "beantragt"},
            "insurer": {"value": "AOK", "display": "AOK"},
        },
        "details": "Meine Mutter, 80, kommt Donnerstag aus der Reha, Hüfte. Sie wohnt allein in Kaunitz. "
        "Wer putzt und kauft ein?",
        "summary": "Hilfe im Haushalt (putzen, einkaufen) ab 26.11. für Erna Muster, 80, in Verl (Kaunitz). "
        "Pflegegrad beantragt, Krankenkasse AOK. Die Tochter Petra Muster ist ab 16 Uhr erreichbar.",
        "deadline_on": date(2026, 11, 26),
        "deadline_text": "kommt Donnerstag aus der Reha",
        "urgency": Urgency.SOON,
        "urgency_reason": "Termin in 4 Tagen (Donnerstag, 26. November)",
        "crisis": (),
        "person": create_person(),
        "reporter": create_reporter(),
        "contact": create_contact(),
        "consents": (create_consent(), create_consent(ConsentPurpose.HEALTH)),
        "language": "de",
    }
    return Submission(**(values | changes))


async def create_intake(session: AsyncSession, *, today: date | None = None, **changes: Any) -> Received:
    """Receive an invented intake in the session's transaction; the caller's ``writing()`` commits it."""
    return await receive_intake(session, create_submission(**changes), today=today)


def create_crisis(
    kind: CrisisKind = CrisisKind.SUICIDE, level: CrisisLevel = CrisisLevel.ACUTE
) -> dict[str, Any]:
    """The ``crisis=`` argument of a flagged intake."""
    return {"crisis": ((kind, level),)}
