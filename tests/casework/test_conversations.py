"""Conversations and messages on both databases."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from casework.codes import Channel, CrisisKind, CrisisLevel, Sender
from casework.conversations import (
    MessageDraft,
    UnknownConversation,
    add_message,
    add_messages,
    close_conversation,
    coordinator_messages_since,
    find_by_client_message_id,
    find_conversation,
    latest_message_id,
    messages_after,
    raise_crisis,
    replies_to,
    start_conversation,
)
from casework.database import Database


async def start(db: Database, town: str | None = "verl") -> str:
    async with db.writing() as session:
        return (await start_conversation(session, channel=Channel.WEB, town=town)).id


async def test_ids_are_unguessable_and_safe_in_urls(db: Database) -> None:
    ids = [await start(db) for _ in range(5)]
    assert len(set(ids)) == 5
    assert all(re.fullmatch(r"[\w-]{32}", each) for each in ids)


async def test_a_message_comes_back_in_the_public_form(db: Database) -> None:
    conversation_id = await start(db)
    buttons = [{"title": "Überspringen", "payload": "/skip"}]
    async with db.writing() as session:
        asked = await add_message(
            session, conversation_id, sender=Sender.CITIZEN, text="Hallo", client_message_id="a"
        )
        await add_messages(
            session,
            conversation_id,
            [
                MessageDraft(Sender.BOT, "Guten Tag.", reply_to=asked.seq, level="crisis"),
                MessageDraft(
                    Sender.BOT,
                    "Wie heißen Sie?",
                    buttons=buttons,
                    asks="name",
                    input={"type": "text", "autocomplete": "name"},
                    card={"kind": "contact"},
                    reply_to=asked.seq,
                ),
            ],
        )
    async with db.reading() as session:
        first, second, third = [
            message.as_public() for message in await messages_after(session, conversation_id)
        ]
        replies = await replies_to(session, conversation_id, asked.seq)
        known = await find_by_client_message_id(session, conversation_id, "a")
        unknown = await find_by_client_message_id(session, conversation_id, "b")
    assert first == asked.as_public()
    assert first.keys() == {"seq", "at", "sender", "text"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", first["at"])
    said = datetime.fromisoformat(first["at"])
    assert abs(said - datetime.now(UTC)) < timedelta(minutes=1)
    assert second["level"] == "crisis"
    assert third == {
        "seq": 3,
        "at": third["at"],
        "sender": "bot",
        "text": "Wie heißen Sie?",
        "buttons": buttons,
        "asks": "name",
        "input": {"type": "text", "autocomplete": "name"},
        "card": {"kind": "contact"},
    }
    assert [message.seq for message in replies] == [2, 3]
    assert known is not None
    assert known.seq == asked.seq
    assert unknown is None


async def test_history_goes_on_after_a_seq(db: Database) -> None:
    conversation_id = await start(db)
    async with db.writing() as session:
        for number in range(1, 8):
            await add_message(session, conversation_id, sender=Sender.BOT, text=str(number))
    async with db.reading() as session:
        assert [m.text for m in await messages_after(session, conversation_id, 4)] == ["5", "6", "7"]
        assert [m.seq for m in await messages_after(session, conversation_id, 2, limit=2)] == [3, 4]


async def test_a_client_message_id_counts_once(db: Database) -> None:
    conversation_id = await start(db)
    other = await start(db)

    async def send(to: str) -> None:
        async with db.writing() as session:
            await add_message(session, to, sender=Sender.CITIZEN, text="Hallo", client_message_id="same")

    await send(conversation_id)
    await send(other)  # the same id in another conversation is another message
    with pytest.raises(IntegrityError):
        await send(conversation_id)
    async with db.reading() as session:
        assert len(await messages_after(session, conversation_id)) == 1


async def test_messages_sent_at_once_keep_their_order(db: Database) -> None:
    conversation_id = await start(db)

    async def send(number: int) -> int:
        async with db.writing() as session:
            message = await add_message(session, conversation_id, sender=Sender.CITIZEN, text=str(number))
            return message.seq

    seqs = await asyncio.gather(*(send(number) for number in range(24)))
    assert sorted(seqs) == list(range(1, 25))


async def test_unknown_conversations_are_refused(db: Database) -> None:
    async with db.writing() as session:
        with pytest.raises(UnknownConversation):
            await add_message(session, "nobody", sender=Sender.CITIZEN, text="Hallo")
        with pytest.raises(UnknownConversation):
            await raise_crisis(session, "nobody", [CrisisKind.SUICIDE], CrisisLevel.ACUTE)
        assert await find_conversation(session, "nobody") is None


async def test_coordinator_replies_are_found_by_id(db: Database) -> None:
    conversation_id, other = await start(db), await start(db)
    async with db.writing() as session:
        assert await latest_message_id(session) == 0
        for to in (conversation_id, other):
            await add_message(session, to, sender=Sender.BOT, text="Guten Tag.")
            await add_message(session, to, sender=Sender.COORDINATOR, text="Ich rufe morgen an.")
    async with db.reading() as session:
        first, second = await coordinator_messages_since(session, 0)
        assert [first.conversation_id, second.conversation_id] == [conversation_id, other]
        assert [m.id for m in await coordinator_messages_since(session, first.id)] == [second.id]
        assert await latest_message_id(session) == second.id


async def test_an_acute_crisis_is_never_lowered(db: Database) -> None:
    conversation_id = await start(db)
    async with db.writing() as session:
        await raise_crisis(session, conversation_id, [CrisisKind.SUICIDE], CrisisLevel.ACUTE)
        await raise_crisis(session, conversation_id, [CrisisKind.VIOLENCE], CrisisLevel.GENTLE)
    async with db.reading() as session:
        conversation = await find_conversation(session, conversation_id)
        assert conversation is not None
        assert conversation.crisis_level is CrisisLevel.ACUTE
        assert [seen["kind"] for seen in conversation.crisis] == ["suicide", "violence"]


async def test_closing_is_remembered_once(db: Database) -> None:
    conversation_id = await start(db)
    closed = []
    for _ in range(2):
        async with db.writing() as session:
            await close_conversation(session, conversation_id)
        async with db.reading() as session:
            conversation = await find_conversation(session, conversation_id)
            assert conversation is not None
            closed.append(conversation.closed_at)
    assert closed[0] is not None
    assert closed[0] == closed[1]


async def test_nothing_is_kept_when_the_block_raises(db: Database) -> None:
    conversation_id = await start(db)

    async def fail() -> None:
        async with db.writing() as session:
            await add_message(session, conversation_id, sender=Sender.CITIZEN, text="Hallo")
            raise RuntimeError("the handler failed")

    with pytest.raises(RuntimeError):
        await fail()
    async with db.writing() as session:
        assert await messages_after(session, conversation_id) == []
        assert (await add_message(session, conversation_id, sender=Sender.BOT, text="Ja")).seq == 1
