"""Drafts survive whatever happens between two turns."""

import asyncio

import pytest

from casework.codes import Channel, CrisisKind, CrisisLevel, Sender
from casework.conversations import (
    UnknownConversation,
    add_message,
    find_by_client_message_id,
    find_conversation,
    messages_after,
    raise_crisis,
    start_conversation,
)
from casework.database import Database
from casework.drafts import drop_draft, load_draft, save_draft
from tests.factories import create_intake

STATE = {
    "needs": ["household_help"],
    "answers": {"name": {"value": "Erna Muster", "display": "Erna Muster"}},
    "ä": None,
}


async def start(db: Database) -> str:
    async with db.writing() as session:
        return (await start_conversation(session, channel=Channel.WEB, town=None)).id


async def test_a_draft_comes_back_as_it_was_saved(db: Database) -> None:
    conversation_id = await start(db)
    async with db.writing() as session:
        assert await load_draft(session, conversation_id) is None
        first = await save_draft(session, conversation_id, asked="need", state={})
    assert (first.revision, first.kept, first.asked, first.state) == (1, False, "need", {})
    async with db.writing() as session:
        saved = await save_draft(session, conversation_id, asked="name", state=STATE, kept=True)
    async with db.reading() as session:
        loaded = await load_draft(session, conversation_id)
    assert loaded is not None
    assert (loaded.revision, loaded.kept, loaded.asked, loaded.state) == (2, True, "name", STATE)
    assert loaded.updated_at == saved.updated_at
    assert loaded.created_at == first.created_at
    assert loaded.submitted_reference is None
    async with db.writing() as session:
        assert (await save_draft(session, conversation_id, asked=None, state=STATE)).kept, "consent stays"


async def test_a_draft_needs_a_conversation(db: Database) -> None:
    async with db.writing() as session:
        with pytest.raises(UnknownConversation):
            await save_draft(session, "nobody", asked=None, state={})
        assert await load_draft(session, "nobody") is None


async def test_turns_at_once_lose_nothing(db: Database) -> None:
    conversation_id = await start(db)
    async with db.writing() as session:
        await save_draft(session, conversation_id, asked=None, state={"count": 0})

    async def turn() -> None:
        async with db.writing() as session:
            draft = await load_draft(session, conversation_id)
            assert draft is not None
            await asyncio.sleep(0)
            await save_draft(session, conversation_id, asked=None, state={"count": draft.state["count"] + 1})

    await asyncio.gather(*(turn() for _ in range(20)))
    async with db.reading() as session:
        draft = await load_draft(session, conversation_id)
    assert draft is not None
    assert draft.state == {"count": 20}
    assert draft.revision == 21


async def test_a_refusal_erases_what_was_said(db: Database) -> None:
    conversation_id = await start(db)
    async with db.writing() as session:
        await add_message(
            session, conversation_id, sender=Sender.CITIZEN, text="Ich habe Schulden", client_message_id="1"
        )
        await raise_crisis(session, conversation_id, [CrisisKind.SUICIDE], CrisisLevel.GENTLE)
        await save_draft(session, conversation_id, asked="consent", state=STATE)
    async with db.writing() as session:
        await drop_draft(session, conversation_id)
        await add_message(session, conversation_id, sender=Sender.BOT, text="In Ordnung.")
    async with db.reading() as session:
        assert await load_draft(session, conversation_id) is None
        assert [message.text for message in await messages_after(session, conversation_id)] == ["In Ordnung."]
        repeated = await find_by_client_message_id(session, conversation_id, "1")
        assert repeated is not None, "a repeated request must still be recognised"
        assert repeated.erased
        assert repeated.text == ""
        conversation = await find_conversation(session, conversation_id)
        assert conversation is not None
        assert (conversation.crisis_level, conversation.crisis) == (None, None)


async def test_a_submitted_draft_knows_its_reference_and_goes_on(db: Database) -> None:
    conversation_id = await start(db)
    async with db.writing() as session:
        await save_draft(session, conversation_id, asked="summary", state=STATE, kept=True)
    async with db.writing() as session:
        await load_draft(session, conversation_id)
        received = await create_intake(session, conversation_id=conversation_id, town="shs")
        saved = await save_draft(session, conversation_id, asked=None, state={"done": True})
    assert saved.submitted_reference == received.intake.reference
    assert saved.key_scope == "shs"
    async with db.reading() as session:
        draft = await load_draft(session, conversation_id)
    assert draft is not None
    assert draft.state == {"done": True}
