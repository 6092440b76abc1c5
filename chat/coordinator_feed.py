"""Brings what coordinators write at the desk to the people who are listening: one query a second per process.

The desk is another process, and the database is all that both know; one poll for all streams costs the same for one
listener as for a thousand, and none at all while nobody listens.
"""

from __future__ import annotations

import asyncio
import contextlib

import structlog
from sqlalchemy.exc import SQLAlchemyError

from casework import conversations
from casework.database import Database
from chat.streams import StreamHub

log = structlog.get_logger("chat.coordinator_feed")

POLL_SECONDS = 1.0
ERROR_PAUSE_SECONDS = 5.0
_BATCH = 500


class CoordinatorFeed:
    """Polls for new coordinator messages; `run()` goes on until `stop()`."""

    def __init__(self, database: Database, hub: StreamHub, poll_seconds: float = POLL_SECONDS) -> None:
        self._database = database
        self._hub = hub
        self._poll_seconds = poll_seconds
        self._last_id: int | None = None
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Polls until `stop()`; a database that is gone for a while is asked again later."""
        while not self._stopping.is_set():
            pause = self._poll_seconds
            try:
                await self.poll()
            except SQLAlchemyError as error:
                log.warning("feed_without_database", error=type(error).__name__)
                pause = ERROR_PAUSE_SECONDS
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)

    def stop(self) -> None:
        """Lets `run()` end after the poll under way: cutting a query off would leave its connection behind."""
        self._stopping.set()

    async def poll(self) -> None:
        """Hands over what was written since the last poll; while nobody listens nothing is read."""
        if self._last_id is None:
            async with self._database.reading() as session:
                self._last_id = await conversations.latest_message_id(session)
        if not self._hub.count:
            return
        more = True
        while more:
            async with self._database.reading() as session:
                messages = await conversations.coordinator_messages_since(session, self._last_id, _BATCH)
            for message in messages:
                self._last_id = message.id
                if self._hub.listens(message.conversation_id):
                    self._hub.messages(message.conversation_id, [message.as_public()])
            more = len(messages) == _BATCH
