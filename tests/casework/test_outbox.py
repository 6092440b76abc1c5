"""The outbox: at least once, never by two at the same time, later again after a failure."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from casework.database import Database
from casework.models import OutboxEntry
from casework.models.base import now
from casework.outbox import INTAKE_RECEIVED, LEASE, add_entry, due_entries, mark_done, mark_failed
from tests.factories import create_intake


async def take(db: Database, **options: object) -> list[OutboxEntry]:
    async with db.writing() as session:
        return await due_entries(session, **options)  # type: ignore[arg-type]


async def test_an_intake_leaves_one_notice(db: Database) -> None:
    async with db.writing() as session:
        received = await create_intake(session)
    [entry] = await take(db)
    assert (entry.kind, entry.intake_id, entry.attempts) == (INTAKE_RECEIVED, received.intake.id, 1)
    assert await take(db) == [], "it is reserved"
    assert [again.id for again in await take(db, at=now() + LEASE)] == [entry.id], "its sender died"
    async with db.writing() as session:
        await mark_done(session, entry.id)
        await mark_done(session, 99_999)
    assert await take(db, at=now() + timedelta(days=30)) == []


async def test_senders_at_once_share_the_work(db: Database) -> None:
    async with db.writing() as session:
        for _ in range(12):
            await create_intake(session)
    taken = await asyncio.gather(*(take(db, limit=5) for _ in range(4)))
    rest = await take(db, limit=20)
    ids = [entry.id for entries in (*taken, rest) for entry in entries]
    assert len(ids) == len(set(ids)) == 12


async def test_failures_wait_longer_each_time(db: Database) -> None:
    async with db.writing() as session:
        await create_intake(session)
    moment = now()
    pauses = []
    for _ in range(12):
        [entry] = await take(db, at=moment)
        async with db.writing() as session:
            await mark_failed(
                session, entry.id, ConnectionError("petra@muster.example is unknown"), at=moment
            )
        async with db.reading() as session:
            stored = await session.get(OutboxEntry, entry.id)
            assert stored is not None
            assert stored.last_error == "ConnectionError", "the text of an error may name people"
            pauses.append((stored.next_try_at - moment).total_seconds() / 60)
            moment = stored.next_try_at
    assert pauses[:4] == [1, 2, 4, 8]
    assert pauses[-1] == 360


async def test_the_same_notice_twice_is_refused(db: Database) -> None:
    async with db.writing() as session:
        received = await create_intake(session)
        add_entry(session, "reminder", received.intake.id, occasion="2026-12-01")
        add_entry(session, "reminder", received.intake.id, occasion="2026-12-08")

    async def again() -> None:
        async with db.writing() as session:
            add_entry(session, "reminder", received.intake.id, occasion="2026-12-08")

    with pytest.raises(IntegrityError):
        await again()
