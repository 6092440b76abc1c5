"""The database: one class for SQLite and PostgreSQL, reading and writing sessions, migration.

SQLite with the driver's defaults loses updates silently. Here every writing session starts with BEGIN IMMEDIATE, so what
it reads cannot change before it commits; writers of one process wait in a queue, those of other processes in SQLite's own.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from casework import sqlite_driver
from casework.encryption import Keyring, use_keyring

if TYPE_CHECKING:
    from alembic.config import (
        Config,
    )  # imported only where it is needed: half a second and 15 MB for each process

BUSY_SECONDS = 15
"""How long a writer waits for a writer of another process before it gives up."""

MIGRATIONS = Path(__file__).with_name("migrations")
_MIGRATION_LOCK = 0x50D1A1
_one_migration = threading.Lock()


class Database:
    """The one way to the data: `async with db.writing() as session:` commits at the end of the block, unless it raises.

    `keyring` defaults to the keys file of the settings. Services never commit.
    """

    def __init__(self, url: str, *, keyring: Keyring | None = None) -> None:
        if keyring is None:
            from casework.settings import get_settings

            keyring = Keyring.load(get_settings().keys_file)
        use_keyring(keyring)
        self.engine = create_engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._one_writer = asyncio.Lock() if self.is_sqlite else None
        writing_engine = self.engine.execution_options(writing=True)
        self._reading = async_sessionmaker(self.engine, expire_on_commit=False, info={"writing": False})
        self._writing = async_sessionmaker(writing_engine, expire_on_commit=False, info={"writing": True})

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Give a session that sees one consistent state and keeps nothing."""
        async with self._reading() as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """Give a session whose changes commit together when the block ends, or not at all when it raises."""
        if self._one_writer is None:
            async with self._writing.begin() as session:
                yield session
            return
        async with self._one_writer:
            async with self._writing.begin() as session:
                yield session
            if session.info.get("durable"):
                await self._sync_to_disk()

    async def _sync_to_disk(self) -> None:
        """Checkpoint SQLite's log, which syncs it: what was promised to a person survives a power cut."""
        async with self.engine.connect() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            if driver is not None:
                await (await driver.execute("PRAGMA wal_checkpoint(PASSIVE)")).close()

    async def ping(self) -> None:
        """Ask the database for an answer; raises when there is none."""
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()


def create_engine(url: str) -> AsyncEngine:
    """Return the async engine for a database URL with everything set that correctness needs."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_async_engine(url, pool_size=8, max_overflow=8, pool_pre_ping=True, hide_parameters=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(
        url,
        hide_parameters=True,
        pool_size=4,
        connect_args={"timeout": BUSY_SECONDS, "async_creator_fn": sqlite_driver.connect},
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver starts no transaction of its own; `_begin_sqlite` does
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        "secure_delete = ON",
        "temp_store = MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite_driver.OneTripConnection)
    driver.begin_with("BEGIN IMMEDIATE" if writing else "BEGIN")


def alembic_config() -> Config:
    """Return alembic's configuration; it needs no ini file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def migrate(url: str, revision: str = "head") -> None:
    """Bring the database at `url` to the newest schema; safe to call from several processes and inside a loop."""
    failure: list[BaseException] = []

    def run() -> None:
        try:
            with _one_migration:  # alembic's context is one for the whole process
                asyncio.run(_migrate(url, revision))
        except BaseException as error:
            failure.append(error)

    thread = threading.Thread(target=run, name="migrate")
    thread.start()
    thread.join()
    if failure:
        raise failure[0]


async def _migrate(url: str, revision: str) -> None:
    engine = create_engine(url)
    try:
        async with engine.execution_options(writing=True).begin() as connection:
            if engine.dialect.name == "postgresql":
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            await connection.run_sync(_upgrade, revision)
    finally:
        await engine.dispose()


def _upgrade(connection: Connection, revision: str) -> None:
    from alembic import command

    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def schema_revision(connection: Connection) -> str | None:
    """Return the schema revision the database is at, None for an empty one."""
    from alembic.migration import MigrationContext

    revision: Any = MigrationContext.configure(connection).get_current_revision()
    return None if revision is None else str(revision)
