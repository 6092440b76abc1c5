"""The access log can be written, and never changed."""

import asyncio

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from casework.access_log import accesses_to, log_access
from casework.codes import AccessAction
from casework.database import Database
from casework.encryption import Keyring
from casework.intakes import find_by_reference, read_intake, record_of
from casework.models import AccessLog, Coordinator
from casework.scope import TownScope
from tests.factories import create_intake
from tests.postgres import PostgresServer


async def test_every_read_leaves_a_row(db: Database, coordinator: Coordinator) -> None:
    async with db.writing() as session:
        received = await create_intake(session)
    reference = received.intake.reference
    async with db.writing() as session:
        await read_intake(session, coordinator, reference)
    async with db.writing() as session:
        await read_intake(session, coordinator, reference, action=AccessAction.PRINT)
        await record_of(session, reference)
        await log_access(session, coordinator, None, "search")
    async with db.reading() as session:
        entries = await accesses_to(session, received.intake)
        assert [(entry.who, entry.action) for entry in entries] == [
            ("operator", "export"),
            ("koordination", "print"),
            ("koordination", "read"),
        ]
        assert {(entry.reference, entry.town) for entry in entries} == {(reference, "verl")}
        search = await session.scalar(select(AccessLog).where(AccessLog.action == AccessAction.SEARCH))
        assert search is not None
        assert (search.who, search.intake_id) == ("koordination", None)


async def test_reading_without_being_able_to_log_is_refused(db: Database, coordinator: Coordinator) -> None:
    async with db.writing() as session:
        received = await create_intake(session)
    async with db.reading() as session:
        with pytest.raises(RuntimeError, match="writing"):
            await read_intake(session, coordinator, received.intake.reference)
        with pytest.raises(RuntimeError, match="writing"):
            await record_of(session, received.intake.reference)


async def test_an_id_finds_reference_and_town(db: Database) -> None:
    async with db.writing() as session:
        received = await create_intake(session)
        entry = await log_access(session, "operator", received.intake.id, AccessAction.EXPORT)
        assert (entry.reference, entry.town) == (received.intake.reference, "verl")
        assert await find_by_reference(session, TownScope(frozenset({"verl"})), received.intake.reference)


@pytest.mark.parametrize(
    "change",
    [
        update(AccessLog).values(who="somebody else"),
        delete(AccessLog),
        text("UPDATE access_log SET at = at"),
        text("DELETE FROM access_log WHERE id = 1"),
    ],
)
async def test_the_database_refuses_to_change_it(db: Database, change: object) -> None:
    async with db.writing() as session:
        await log_access(session, "operator", None, AccessAction.SEARCH)

    async def attempt() -> None:
        async with db.writing() as session:
            await session.execute(change)  # type: ignore[call-overload]

    with pytest.raises(DBAPIError, match="append-only"):
        await attempt()
    async with db.reading() as session:
        [entry] = await session.scalars(select(AccessLog))
        assert entry.who == "operator"


async def test_postgresql_refuses_to_empty_it(postgres: PostgresServer, keyring: Keyring) -> None:
    database = Database(await asyncio.to_thread(postgres.new_database), keyring=keyring)

    async def attempt() -> None:
        async with database.writing() as session:
            await session.execute(text("TRUNCATE access_log"))

    with pytest.raises(DBAPIError, match="append-only"):
        await attempt()
    await database.close()
