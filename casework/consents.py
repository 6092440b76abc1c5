"""Consents: recording what was agreed to, with the proof, and withdrawing it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from casework.codes import Channel, ConsentPurpose
from casework.models import Consent, Intake
from casework.models.base import new_id, now
from casework.submission import ConsentGiven


def add_consents(session: AsyncSession, intake: Intake, given: Iterable[ConsentGiven]) -> list[Consent]:
    """Add the consents of a submission, each with the SHA-256 of the wording that was shown."""
    consents = [
        Consent(
            id=new_id(),
            intake_id=intake.id,
            conversation_id=intake.conversation_id,
            town=intake.town,
            channel=Channel(intake.channel),
            purpose=consent.purpose,
            wording_version=consent.wording_version,
            wording=consent.wording,
            wording_sha256=wording_sha256(consent.wording),
            act=consent.act[:128],
            given_at=consent.given_at,
        )
        for consent in given
    ]
    session.add_all(consents)
    return consents


async def consents_of(session: AsyncSession, intake: Intake) -> list[Consent]:
    """Return the consents of an intake, oldest first."""
    found = await session.scalars(
        select(Consent).where(Consent.intake_id == intake.id).order_by(Consent.given_at, Consent.purpose)
    )
    return list(found)


async def withdraw_consent(
    session: AsyncSession, intake: Intake, purpose: ConsentPurpose, *, at: datetime | None = None
) -> bool:
    """Mark the consents of one purpose as withdrawn (Art. 7(3) DSGVO); return False if none was open."""
    done = await session.execute(
        update(Consent)
        .where(Consent.intake_id == intake.id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=at or now())
        .returning(Consent.id)
        .execution_options(synchronize_session="fetch")
    )
    return bool(done.all())


def wording_sha256(wording: str) -> str:
    """Return the SHA-256 of a wording's UTF-8 text, 64 hexadecimal digits."""
    return hashlib.sha256(wording.encode()).hexdigest()
