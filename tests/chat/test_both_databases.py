"""The whole way through a conversation on either database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from casework import conversations
from casework.codes import Sender
from tests.chat.door import Door, read_events


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest) -> dict[str, str]:
    """The settings that choose the database; SQLite is what the other tests run on."""
    if request.param == "sqlite":
        return {}
    return {"database_url": request.getfixturevalue("postgres").new_database()}


@pytest.fixture
async def either(settings: dict[str, str], open_door: Callable[..., Awaitable[Door]]) -> Door:
    return await open_door(**settings)


async def test_a_conversation_from_the_first_word_to_its_erasure(either: Door) -> None:
    talk = await either.begin(town="verl")
    await asyncio.gather(*(talk.say(f"Nachricht {number}") for number in range(6)))
    await asyncio.gather(*(talk.say("Noch eine", client_message_id="same") for _ in range(4)))
    crisis, _ = await talk.say("ich will nicht mehr leben, ich bringe mich um")
    assert crisis["level"] == "crisis"
    history = await talk.history()
    assert [message["seq"] for message in history] == list(range(1, len(history) + 1))
    assert [message["text"] for message in history].count("Noch eine") == 1
    assert either.rasa.most_at_once[talk.id] == 1
    async with either.client.stream(
        "GET", f"{talk.path}/events?after={len(history)}", headers=talk.auth
    ) as stream:
        async with either.database.writing() as session:
            await conversations.add_message(
                session, talk.id, sender=Sender.COORDINATOR, text="Ich rufe Sie an."
            )
        async with asyncio.timeout(5):
            name, message, _ = await anext(read_events(stream))
    assert (name, message["sender"]) == ("message", "coordinator")
    assert (await either.client.delete(talk.path, headers=talk.auth)).status_code == 204
    assert (await either.client.get(f"{talk.path}/messages", headers=talk.auth)).status_code == 401
