"""aiosqlite with one trip to its thread per statement.

The stock driver makes a trip for the cursor, the statement, the rows and the closing; each costs about 0.1 ms of processor
time, more than SQLite itself. Here BEGIN, the statement and all its rows are one trip. A chat turn needs half the time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

import aiosqlite

Rows = list[Any]


class OneTripCursor:
    """The part of aiosqlite's cursor that SQLAlchemy uses; rows are fetched together with the statement."""

    def __init__(self, connection: OneTripConnection) -> None:
        self._connection = connection
        self._rows: Rows = []
        self.description: Any = None
        self.lastrowid: int | None = None
        self.rowcount = -1

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> OneTripCursor:
        """Run one statement and fetch what it gives."""
        await self._connection.trip(self._run, sql, parameters)
        return self

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> OneTripCursor:
        """Run one statement for many parameters; it gives no rows."""
        await self._connection.trip(self._run_many, sql, parameters)
        return self

    async def fetchall(self) -> Rows:
        """Return the rows of the last statement."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is open: the real cursor lives only as long as its statement."""

    def _run(self, driver: sqlite3.Connection, sql: str, parameters: Sequence[Any]) -> None:
        cursor = driver.execute(sql, parameters)
        self.description = cursor.description
        if cursor.description:
            self._rows = cursor.fetchall()
        self._keep(cursor)

    def _run_many(self, driver: sqlite3.Connection, sql: str, parameters: Iterable[Sequence[Any]]) -> None:
        self._keep(driver.executemany(sql, parameters))

    def _keep(self, cursor: sqlite3.Cursor) -> None:
        self.lastrowid, self.rowcount = cursor.lastrowid, cursor.rowcount
        cursor.close()


class OneTripConnection(aiosqlite.Connection):
    """A connection whose transaction begins with its first statement, in the same trip.

    A begun transaction without a statement costs nothing: commit and rollback then stay at home too.
    """

    _begin: str | None = None
    _sent = False

    async def cursor(self) -> OneTripCursor:  # type: ignore[override]
        """Return a cursor, without a trip."""
        return OneTripCursor(self)

    def begin_with(self, sql: str) -> None:
        """Let the next statement begin the transaction with `sql`."""
        self._begin = sql

    async def commit(self) -> None:
        """Commit what was begun."""
        await self._end("commit")

    async def rollback(self) -> None:
        """Take back what was begun."""
        await self._end("rollback")

    async def trip(self, work: Any, *arguments: Any) -> None:
        """Do the work in the driver's thread, after BEGIN if one is due."""
        begin, self._begin = self._begin, None
        self._sent = True
        await self._execute(self._work, begin, work, arguments)

    def _work(self, begin: str | None, work: Any, arguments: tuple[Any, ...]) -> None:
        if begin is not None:
            self._conn.execute(begin)
        work(self._conn, *arguments)

    async def _end(self, how: str) -> None:
        """End the transaction in the thread, behind whatever a cancelled caller left there unfinished."""
        self._begin = None
        if self._sent:
            self._sent = False
            await self._execute(getattr(self._conn, how))


def connect(database: str, **options: Any) -> OneTripConnection:
    """Return a connection to await; the options are those of `sqlite3.connect`."""
    connection = OneTripConnection(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)
    connection._thread.daemon = (
        True  # as SQLAlchemy does for the stock driver: an open pool must not keep a process alive
    )
    return connection
