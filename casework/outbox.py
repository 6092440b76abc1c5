"""The outbox: notices that commit together with their cause and are sent afterwards, at least once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from casework.models import OutboxEntry
from casework.models.base import now

INTAKE_RECEIVED = "intake_received"

LEASE = timedelta(minutes=5)
"""How long a sender has before another one may take the entry."""

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)


def add_entry(session: AsyncSession, kind: str, intake_id: str, *, occasion: str = "") -> OutboxEntry:
    """Put a notice about an intake into the outbox; the same kind and occasion again is refused by the database."""
    at = now()
    entry = OutboxEntry(kind=kind, intake_id=intake_id, occasion=occasion, created_at=at, next_try_at=at)
    session.add(entry)
    return entry


async def due_entries(
    session: AsyncSession, *, limit: int = 20, at: datetime | None = None
) -> list[OutboxEntry]:
    """Take entries that are due, oldest first, and reserve them for `LEASE`, so that two senders never send the same.

    Commit, send, then `mark_done` or `mark_failed` in a new session. Without either it comes again after the lease.
    """
    moment = at or now()
    found = await session.scalars(
        select(OutboxEntry)
        .where(OutboxEntry.done_at.is_(None), OutboxEntry.next_try_at <= moment)
        .order_by(OutboxEntry.next_try_at, OutboxEntry.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    entries = list(found)
    for entry in entries:
        entry.attempts += 1
        entry.next_try_at = moment + LEASE
    await session.flush()
    return entries


async def mark_done(session: AsyncSession, entry_id: int, *, at: datetime | None = None) -> None:
    """Note that the entry was sent; no harm if its intake was erased meanwhile."""
    entry = await session.get(OutboxEntry, entry_id)
    if entry is not None:
        entry.done_at = at or now()
        entry.last_error = None
        await session.flush()


async def mark_failed(
    session: AsyncSession, entry_id: int, error: BaseException, *, at: datetime | None = None
) -> None:
    """Note the kind of the error (never its text, which may name people) and try again later: 1, 2, 4 … minutes, at
    most 6 hours apart.
    """
    entry = await session.get(OutboxEntry, entry_id)
    if entry is not None:
        pause = min(FIRST_PAUSE * 2 ** min(entry.attempts - 1, 20), LONGEST_PAUSE)
        entry.next_try_at = (at or now()) + pause
        entry.last_error = type(error).__name__[:64]
        await session.flush()
