"""Who gets in: one and the same refusal for every token that does not fit, whatever the reason."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

import httpx2
import pytest

from chat.tokens import Purpose, TokenSigner
from tests.chat.door import Conversation, Door

CALLS = ("POST messages", "GET messages", "GET events", "DELETE")


async def call(door: Door, what: str, conversation_id: str, headers: dict[str, str]) -> httpx2.Response:
    method, _, tail = what.partition(" ")
    path = f"/api/conversations/{conversation_id}" + (f"/{tail}" if tail else "")
    body = {"text": "Hallo", "client_message_id": "a"} if method == "POST" else None
    return await door.client.request(method, path, json=body, headers=headers)


async def refused(
    door: Door, other: Conversation, why: str, talk: Conversation
) -> tuple[str, dict[str, str]]:
    """(conversation id, headers) that must not get in."""
    signer = door.services.signer
    match why:
        case "no token":
            return talk.id, {}
        case "not a token":
            return talk.id, {"Authorization": "Bearer Guten-Tag"}
        case "empty":
            return talk.id, {"Authorization": "Bearer"}
        case "another scheme":
            return talk.id, {"Authorization": f"Basic {talk.token}"}
        case "foreign":
            return talk.id, {"Authorization": f"Bearer {other.token}"}
        case "expired":
            token = signer.issue(Purpose.CONVERSATION, talk.id, seconds=60, now=time.time() - 120)
            return talk.id, {"Authorization": f"Bearer {token}"}
        case "later expiry":
            expiry, signature = talk.token.split(".")
            return talk.id, {"Authorization": f"Bearer {int(expiry, 16) + 1:x}.{signature}"}
        case "another purpose":
            return talk.id, {"Authorization": f"Bearer {signer.issue(Purpose.FORM, talk.id, seconds=60)}"}
        case "another secret":
            token = TokenSigner("guessed").issue(Purpose.CONVERSATION, talk.id, seconds=60)
            return talk.id, {"Authorization": f"Bearer {token}"}
        case "unknown conversation":
            token = signer.issue(Purpose.CONVERSATION, "no-such-conversation", seconds=60)
            return "no-such-conversation", {"Authorization": f"Bearer {token}"}
        case "erased":
            assert (await door.client.delete(talk.path, headers=talk.auth)).status_code == 204
            return talk.id, talk.auth
    raise AssertionError(why)


REASONS = (
    "no token", "not a token", "empty", "another scheme", "foreign", "expired", "later expiry", "another purpose",
    "another secret", "unknown conversation", "erased",
)  # fmt: skip


@pytest.mark.parametrize("why", REASONS)
async def test_every_refusal_is_the_same(door: Door, why: str) -> None:
    reference = (await door.client.get("/api/conversations/x/messages")).json()
    conversation_id, headers = await refused(door, await door.begin(), why, await door.begin())
    for what in CALLS:
        response = await call(door, what, conversation_id, headers)
        assert response.status_code == 401, what
        assert response.headers["content-type"] == "application/problem+json"
        assert response.headers["www-authenticate"].startswith("Bearer")
        assert response.json() == reference
    assert not door.rasa.texts


async def test_erasing_leaves_nothing_behind(door: Door) -> None:
    talk = await door.begin(town="verl")
    await talk.say("Ich heiße Petra Muster")
    response = await door.client.delete(talk.path, headers=talk.auth)
    assert response.status_code == 204
    assert response.content == b""
    from sqlalchemy import func, select

    from casework.models import Conversation as Row
    from casework.models import Message

    async with door.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Row)) == 0
        assert await session.scalar(select(func.count()).select_from(Message)) == 0


async def test_erasing_waits_for_the_turn_in_flight(door: Door) -> None:
    import asyncio

    talk = await door.begin()
    door.rasa.delay = 0.3
    turn = asyncio.create_task(talk.post(text="Hallo"))
    await asyncio.sleep(0.1)
    assert (await door.client.delete(talk.path, headers=talk.auth)).status_code == 204
    assert (await turn).status_code == 200
    assert (await door.client.get(f"{talk.path}/messages", headers=talk.auth)).status_code == 401


async def test_last_words_after_the_assistant_erased_everything(door: Door) -> None:
    """Erasing from within the turn: the answer still comes, and is kept nowhere."""
    from casework.conversations import erase_conversation

    talk = await door.begin()
    original = door.services.rasa.send

    async def send_and_erase(sender: str, **message: str) -> object:
        replies = await original(sender, **message)
        async with door.database.writing() as session:
            await erase_conversation(session, sender)
        return replies

    door.services.rasa.send = send_and_erase  # type: ignore[method-assign,assignment]
    answer = await talk.say("abbrechen und löschen")
    assert answer[0]["text"] == "Gehört: abbrechen und löschen"
    assert (await talk.post(text="Hallo")).status_code == 401


async def test_rates_per_conversation(open_door: Callable[..., Awaitable[Door]]) -> None:
    door = await open_door(rate_messages_per_minute=3)
    busy, other = await door.begin(), await door.begin()
    statuses = [(await busy.post(text="Hallo")).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    response = await busy.post(text="Hallo")
    assert 1 <= int(response.headers["retry-after"]) <= 60
    assert response.json()["retry_after"] == int(response.headers["retry-after"])
    assert (await other.post(text="Hallo")).status_code == 200
    assert len(door.rasa.texts) == 4


async def test_rates_per_address(open_door: Callable[..., Awaitable[Door]]) -> None:
    door = await open_door(rate_conversations_per_minute=2, trusted_proxies=1)
    near, far = {"X-Forwarded-For": "203.0.113.7"}, {"X-Forwarded-For": "203.0.113.7, 198.51.100.9"}
    for _ in range(2):
        assert (await door.client.post("/api/conversations", json={}, headers=near)).status_code == 201
    assert (await door.client.post("/api/conversations", json={}, headers=near)).status_code == 429
    assert (await door.client.post("/api/conversations", json={}, headers=far)).status_code == 201
