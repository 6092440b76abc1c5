"""GET …/events: typing and new messages as server-sent events.

The token travels in the Authorization header, never in the address, so clients read the stream with fetch.
"""

from __future__ import annotations

import asyncio

from sanic import HTTPResponse, Request

from casework import conversations
from chat.api.reading import authorize
from chat.problems import Problem
from chat.services import Services, services
from chat.streams import Stream, TooManyStreams, message_event

# A stream ends after so long and the client comes back: a token that has expired meanwhile is then noticed.
STREAM_SECONDS = 3600.0
RETRY = b"retry: 3000\n\n"
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


async def listen(request: Request, conversation_id: str) -> HTTPResponse | None:
    """GET /api/conversations/{conversation_id}/events"""
    chat = services(request)
    authorize(request, conversation_id)
    after = _last_seen(request)
    try:
        # Listening begins before the history is read: a message in between comes twice and is sent once, never lost.
        async with chat.streams.listening(conversation_id) as stream:
            chunks, last = await _missed(chat, conversation_id, after)
            response = await request.respond(
                content_type="text/event-stream; charset=utf-8", headers=_HEADERS
            )
            await response.send(RETRY + b"".join(chunks))
            await _pass_on(stream, response, last)
            await response.eof()
    except TooManyStreams:
        raise Problem("unavailable", headers={"Retry-After": "30"}, phones=chat.contact.phones()) from None
    return None


async def _missed(chat: Services, conversation_id: str, after: int | None) -> tuple[list[bytes], int]:
    """What a client that knows the messages up to `after` has missed, and the number of the last message it then knows."""
    async with chat.database.reading() as session:
        conversation = await conversations.find_conversation(session, conversation_id)
        if conversation is None:
            raise Problem("unauthorized")
        last = conversation.last_seq if after is None else min(after, conversation.last_seq)
        chunks: list[bytes] = []
        while messages := await conversations.messages_after(session, conversation_id, last):
            chunks += [message_event(message.as_public()) for message in messages]
            last = messages[-1].seq
    return chunks, last


async def _pass_on(stream: Stream, response: HTTPResponse, last: int) -> None:
    """Sends what the stream brings until it ends or its time is up; messages up to number `last` are known."""
    try:
        async with asyncio.timeout(STREAM_SECONDS):
            while (item := await stream.chunks.get()) is not None:
                seq, chunk = item
                if seq == 0 or seq > last:
                    last = max(last, seq)
                    await response.send(chunk)
    except TimeoutError:
        return


def _last_seen(request: Request) -> int | None:
    """The number of the last message the client has: Last-Event-ID, else `after`, else None (only what is new)."""
    given = request.headers.get("last-event-id") or request.args.get("after")
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and len(given) <= 9):
        raise Problem("invalid_after")
    return int(given)
