"""Who is listening to which conversation, and handing them what is new.

A stream that does not keep up is closed; its client comes back and reads what it missed from the history. Nothing is
kept here that is not in the database, so any number of streams may end at any time.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import ujson

from chat.metrics import Metrics

STREAMS_PER_CONVERSATION = 5
STREAMS_IN_ALL = 5_000
HEARTBEAT_SECONDS = 15.0
_QUEUE_LENGTH = 100

HEARTBEAT = b": \n\n"


class TooManyStreams(Exception):
    """This process already holds as many streams as it may."""


class Stream:
    """One listener: chunks of an event stream to send, `None` as the last."""

    def __init__(self) -> None:
        self.chunks: asyncio.Queue[tuple[int, bytes] | None] = asyncio.Queue(_QUEUE_LENGTH)
        self.closed = False

    def put(self, seq: int, chunk: bytes) -> None:
        """Hands over a chunk; `seq` is the message's number, 0 for anything that is no message."""
        if self.closed:
            return
        try:
            self.chunks.put_nowait((seq, chunk))
        except asyncio.QueueFull:
            self.close()

    def close(self) -> None:
        """Ends the stream after what is already waiting."""
        if self.closed:
            return
        self.closed = True
        if self.chunks.full():
            self.chunks.get_nowait()
        self.chunks.put_nowait(None)


class StreamHub:
    """All open streams of this process, by conversation."""

    def __init__(self, metrics: Metrics) -> None:
        self._streams: dict[str, list[Stream]] = {}
        self._count = 0
        self._metrics = metrics

    @property
    def count(self) -> int:
        """How many streams are open."""
        return self._count

    @asynccontextmanager
    async def listening(self, conversation_id: str) -> AsyncIterator[Stream]:
        """A stream of `conversation_id` for as long as the block runs.

        The oldest one is closed when a conversation has too many (forgotten tabs); raises TooManyStreams when the
        process has.
        """
        if self._count >= STREAMS_IN_ALL:
            raise TooManyStreams
        stream = Stream()
        streams = self._streams.setdefault(conversation_id, [])
        if len(streams) >= STREAMS_PER_CONVERSATION:
            streams[0].close()
        streams.append(stream)
        self._changed(1)
        try:
            yield stream
        finally:
            streams.remove(stream)
            if not streams:
                self._streams.pop(conversation_id, None)
            self._changed(-1)

    def listens(self, conversation_id: str) -> bool:
        """Whether anybody listens to this conversation here."""
        return conversation_id in self._streams

    def messages(self, conversation_id: str, messages: Iterable[dict[str, Any]]) -> None:
        """Sends stored messages (in their public form) to all listeners of the conversation."""
        streams = self._streams.get(conversation_id)
        if not streams:
            return
        for message in messages:
            chunk = message_event(message)
            for stream in streams:
                stream.put(message["seq"], chunk)

    def typing(self, conversation_id: str, typing: bool) -> None:
        """Tells the listeners that an answer is on its way, or no longer."""
        chunk = event("typing", {"typing": typing, "sender": "bot"})
        for stream in self._streams.get(conversation_id, ()):
            stream.put(0, chunk)

    def erased(self, conversation_id: str) -> None:
        """Tells the listeners that the conversation no longer exists, and ends their streams."""
        for stream in list(self._streams.get(conversation_id, ())):
            stream.put(0, event("erased", {}))
            stream.close()

    async def keep_alive(self) -> None:
        """Sends a comment to every stream now and then, so that proxies keep them open; runs until cancelled."""
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            for streams in list(self._streams.values()):
                for stream in list(streams):
                    stream.put(0, HEARTBEAT)

    def close(self) -> None:
        """Ends all streams, for shutting down."""
        for streams in list(self._streams.values()):
            for stream in list(streams):
                stream.close()

    def _changed(self, by: int) -> None:
        self._count += by
        self._metrics.streams.inc(by)


def message_event(message: dict[str, Any]) -> bytes:
    """A message in its public form as an event; its `seq` is the event id, so Last-Event-ID tells where to go on."""
    return b"id: %d\n" % message["seq"] + event("message", message)


def event(name: str, data: dict[str, Any]) -> bytes:
    """One server-sent event (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""
    return f"event: {name}\ndata: {ujson.dumps(data, ensure_ascii=False, escape_forward_slashes=False)}\n\n".encode()
