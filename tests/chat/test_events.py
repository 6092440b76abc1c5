"""The event stream: what is new arrives at once, what was missed comes first, nothing comes twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest

from casework import conversations
from casework.codes import Sender
from chat import streams
from chat.coordinator_feed import CoordinatorFeed
from tests.chat.door import Conversation, Door, read_events, until


class Listener:
    """Collects events in the background."""

    def __init__(self) -> None:
        self.events: list[tuple[str, Any, str | None]] = []
        self._new = asyncio.Event()
        self.ended = False

    async def read(self, response: httpx2.Response) -> None:
        async for event in read_events(response):
            self.events.append(event)
            self._new.set()
        self.ended = True
        self._new.set()

    async def until(self, count: int) -> list[tuple[str, Any, str | None]]:
        async with asyncio.timeout(5):
            while len(self.events) < count:
                self._new.clear()
                await self._new.wait()
        return self.events

    @property
    def texts(self) -> list[str]:
        return [data["text"] for name, data, _ in self.events if name == "message"]


@asynccontextmanager
async def listening(
    door: Door, talk: Conversation, query: str = "", **headers: str
) -> AsyncIterator[Listener]:
    before = door.services.streams.count
    listener = Listener()
    async with door.client.stream(
        "GET", f"{talk.path}/events{query}", headers=talk.auth | headers
    ) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-store"
        task = asyncio.create_task(listener.read(response))
        await until(lambda: door.services.streams.count > before)
        yield listener
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_turn_is_seen_in_another_tab(door: Door) -> None:
    talk = await door.begin()
    async with listening(door, talk) as tab:
        answer = await talk.say("Hallo")
        events = await tab.until(4)
    assert [name for name, _, _ in events] == ["message", "typing", "typing", "message"]
    assert [data["typing"] for name, data, _ in events if name == "typing"] == [True, False]
    assert events[0][1]["text"] == "Hallo"
    assert events[-1][1] == answer[0]
    assert events[-1][2] == str(answer[0]["seq"])


@pytest.mark.parametrize("how", ["after", "Last-Event-ID"])
async def test_what_was_missed_comes_first(door: Door, how: str) -> None:
    talk = await door.begin()
    await talk.say("Eins")
    query, headers = ("?after=1", {}) if how == "after" else ("", {"Last-Event-ID": "1"})
    async with listening(door, talk, query, **headers) as tab:
        await tab.until(2)
        await talk.say("Zwei")
        await tab.until(6)
    assert tab.texts == ["Eins", "Gehört: Eins", "Zwei", "Gehört: Zwei"]


async def test_without_a_number_only_what_is_new_comes(door: Door) -> None:
    talk = await door.begin()
    await talk.say("Alt")
    async with listening(door, talk) as tab:
        await talk.say("Neu")
        await tab.until(4)
    assert tab.texts == ["Neu", "Gehört: Neu"]


async def test_other_conversations_are_not_heard(door: Door) -> None:
    mine, other = await door.begin(), await door.begin()
    async with listening(door, mine) as tab:
        await other.say("Geheim")
        await mine.say("Hallo")
        await tab.until(4)
    assert tab.texts == ["Hallo", "Gehört: Hallo"]


async def test_a_coordinator_writes_at_the_desk(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = await door.begin()
    async with listening(door, talk) as tab:
        await asyncio.sleep(0.1)
        async with door.database.writing() as session:
            await conversations.add_message(
                session, talk.id, sender=Sender.COORDINATOR, text="Ich rufe Sie morgen an."
            )
        await tab.until(1)
    name, data, number = tab.events[0]
    assert (name, data["sender"], data["text"]) == ("message", "coordinator", "Ich rufe Sie morgen an.")
    assert number == str(data["seq"])


async def test_one_poll_serves_every_listener(door: Door) -> None:
    """The feed asks the database once, whoever listens, and not at all while nobody does."""
    talks = [await door.begin() for _ in range(3)]
    feed = CoordinatorFeed(door.database, door.services.streams)
    await feed.poll()
    async with listening(door, talks[0]) as one, listening(door, talks[1]) as two:
        async with door.database.writing() as session:
            for talk in talks:
                await conversations.add_message(
                    session, talk.id, sender=Sender.COORDINATOR, text=f"An {talk.id}"
                )
        await feed.poll()
        await one.until(1)
        await two.until(1)
    assert one.texts[0] == f"An {talks[0].id}"
    assert two.texts[0] == f"An {talks[1].id}"


async def test_erasing_ends_the_stream(door: Door) -> None:
    talk = await door.begin()
    async with listening(door, talk) as tab:
        assert (await door.client.delete(talk.path, headers=talk.auth)).status_code == 204
        await tab.until(1)
        assert tab.events[0][0] == "erased"
        await until(lambda: tab.ended)


async def test_a_listener_that_leaves_is_forgotten(door: Door) -> None:
    talk = await door.begin()
    async with listening(door, talk):
        assert door.services.streams.count == 1
    await until(lambda: not door.services.streams.count)
    assert not door.services.streams.listens(talk.id)


async def test_a_conversation_has_a_limited_number_of_streams(door: Door) -> None:
    from contextlib import AsyncExitStack

    talk = await door.begin()
    async with AsyncExitStack() as stack:
        for _ in range(streams.STREAMS_PER_CONVERSATION):
            await stack.enter_async_context(listening(door, talk))
        response = await stack.enter_async_context(
            door.client.stream("GET", f"{talk.path}/events", headers=talk.auth)
        )
        assert response.status_code == 200
        await until(lambda: door.services.streams.count == streams.STREAMS_PER_CONVERSATION)


async def test_a_heartbeat_keeps_the_line_open(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.05)
    talk = await door.begin()
    beating = asyncio.create_task(door.services.streams.keep_alive())
    async with door.client.stream("GET", f"{talk.path}/events", headers=talk.auth) as response:
        lines = response.aiter_lines()
        async with asyncio.timeout(5):
            assert await anext(lines) == "retry: 3000"
            seen = [await anext(lines) for _ in range(3)]
    beating.cancel()
    assert ": " in seen or ":" in seen


def test_a_stream_that_does_not_keep_up_is_closed() -> None:
    stream = streams.Stream()
    for number in range(200):
        stream.put(number, b"x")
    assert stream.closed


async def test_the_number_must_be_a_number(door: Door) -> None:
    talk = await door.begin()
    response = await door.client.get(f"{talk.path}/events?after=x", headers=talk.auth)
    assert response.status_code == 422
