"""Conversations and their messages: starting, adding in order, reading back.

A conversation's texts are sealed with the key of the town whose page it started on, or `pending` while no town is known;
when an intake comes out of it, `casework.intakes` seals them anew with the key of the intake's town.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from casework.codes import Channel, CrisisKind, CrisisLevel, Sender
from casework.encryption import PENDING, current_keyring
from casework.erasing import erase_conversation
from casework.models import Conversation, Message
from casework.models.base import now, table_of

__all__ = [
    "MessageDraft",
    "UnknownConversation",
    "add_message",
    "add_messages",
    "close_conversation",
    "coordinator_messages_since",
    "erase_conversation",
    "find_by_client_message_id",
    "find_conversation",
    "latest_message_id",
    "messages_after",
    "raise_crisis",
    "replies_to",
    "start_conversation",
]

_REPLY_LOCK = 0x5EA11
_ADVANCE = (
    update(table_of(Conversation))
    .where(Conversation.id == bindparam("conversation"))
    .values(last_seq=Conversation.last_seq + bindparam("count"), last_seen_at=bindparam("at"))
    .returning(Conversation.last_seq, Conversation.key_scope)
)
_INSERT = insert(table_of(Message)).returning(table_of(Message).c.id)
_MESSAGE_COLUMNS = [column.key for column in table_of(Message).c if not column.primary_key]


class UnknownConversation(Exception):
    """There is no such conversation, or it was erased."""


@dataclass(frozen=True)
class MessageDraft:
    """What somebody says, before it has its place in a conversation; the parts are those of the public contract."""

    sender: Sender
    text: str
    payload: str | None = None
    buttons: Sequence[dict[str, str]] = ()
    asks: str | None = None
    input: dict[str, Any] | None = None
    card: dict[str, Any] | None = None
    level: str | None = None
    client_message_id: str | None = None
    reply_to: int | None = None


async def start_conversation(
    session: AsyncSession, *, channel: Channel, town: str | None, locale: str = "de"
) -> Conversation:
    """Open a conversation with an unguessable id (192 bits, safe in URLs)."""
    conversation = Conversation(
        id=secrets.token_urlsafe(24),
        channel=channel,
        town=town,
        locale=locale[:16],
        key_scope=town if town in current_keyring().scopes else PENDING,
    )
    session.add(conversation)
    await session.flush()
    return conversation


async def find_conversation(session: AsyncSession, conversation_id: str) -> Conversation | None:
    """Return the conversation, None if it never was or is erased."""
    return await session.get(Conversation, conversation_id)


async def add_message(
    session: AsyncSession,
    conversation_id: str,
    *,
    sender: Sender,
    text: str,
    payload: str | None = None,
    buttons: Sequence[dict[str, str]] = (),
    asks: str | None = None,
    input: dict[str, Any] | None = None,
    card: dict[str, Any] | None = None,
    level: str | None = None,
    client_message_id: str | None = None,
    reply_to: int | None = None,
) -> Message:
    """Add one message with the next `seq`; raise `UnknownConversation` if there is none.

    `reply_to` is the `seq` of the citizen's message that a bot message answers.
    """
    said = MessageDraft(sender, text, payload, buttons, asks, input, card, level, client_message_id, reply_to)
    return (await add_messages(session, conversation_id, [said]))[0]


async def add_messages(
    session: AsyncSession, conversation_id: str, said: Iterable[MessageDraft]
) -> list[Message]:
    """Add several messages in order, at once. The returned messages are not part of the session.

    This is the hottest path of a turn; statements built once and sent without the unit of work take half the time.
    """
    parts = list(said)
    if not parts:
        return []
    at = now()
    connection = await session.connection()
    place = await connection.execute(
        _ADVANCE, {"conversation": conversation_id, "count": len(parts), "at": at}
    )
    row = place.one_or_none()
    if row is None:
        raise UnknownConversation("There is no such conversation; it may have been erased")
    if any(part.sender is Sender.COORDINATOR for part in parts):
        await _order_coordinator_replies(session)
    messages = []
    for seq, part in enumerate(parts, start=row.last_seq - len(parts) + 1):
        message = Message(conversation_id=conversation_id, seq=seq, at=at, sender=part.sender)
        said_parts = {"text": part.text, "payload": part.payload, "buttons": list(part.buttons)}
        message.seal(row.key_scope, said_parts | {"input": part.input, "card": part.card})
        for name in ("asks", "level", "client_message_id", "reply_to"):
            setattr(message, name, getattr(part, name))
        values = {name: getattr(message, name) for name in _MESSAGE_COLUMNS}
        message.id = (await connection.execute(_INSERT, values)).scalar_one()
        messages.append(message)
    return messages


async def _order_coordinator_replies(session: AsyncSession) -> None:
    """Let desk replies commit in the order of their ids, so that whoever polls by id misses none.

    PostgreSQL gives out ids before the commit; on SQLite there is one writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(select(func.pg_advisory_xact_lock(_REPLY_LOCK)))


async def find_by_client_message_id(
    session: AsyncSession, conversation_id: str, client_message_id: str
) -> Message | None:
    """Return the message a client already sent under this id."""
    return await session.scalar(
        select(Message).where(
            Message.conversation_id == conversation_id, Message.client_message_id == client_message_id
        )
    )


async def replies_to(session: AsyncSession, conversation_id: str, seq: int) -> list[Message]:
    """Return the bot's messages that answered the message `seq`, in order."""
    found = await session.scalars(
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.reply_to == seq)
        .order_by(Message.seq)
    )
    return list(found)


async def messages_after(
    session: AsyncSession, conversation_id: str, after: int = 0, limit: int = 500
) -> list[Message]:
    """Return the messages with a `seq` above `after`, in order; those erased after a refusal are left out."""
    found = await session.scalars(
        select(Message)
        .where(
            Message.conversation_id == conversation_id,
            Message.seq > after,
            Message.content_sealed.is_not(None),
        )
        .order_by(Message.seq)
        .limit(limit)
    )
    return list(found)


async def coordinator_messages_since(
    session: AsyncSession, message_id: int, limit: int = 500
) -> list[Message]:
    """Return desk replies of all conversations with an id above `message_id`, in the order they were written."""
    found = await session.scalars(
        select(Message)
        .where(Message.sender == Sender.COORDINATOR, Message.id > message_id)
        .order_by(Message.id)
        .limit(limit)
    )
    return list(found)


async def latest_message_id(session: AsyncSession) -> int:
    """Return the highest id of a desk reply, 0 if there is none: where a poller starts."""
    return (
        await session.scalar(select(func.max(Message.id)).where(Message.sender == Sender.COORDINATOR))
    ) or 0


async def raise_crisis(
    session: AsyncSession, conversation_id: str, kinds: Iterable[CrisisKind], level: CrisisLevel
) -> None:
    """Note what the crisis layer saw; an acute level is never lowered by a later gentle one."""
    conversation = await session.get(Conversation, conversation_id, with_for_update=True)
    if conversation is None:
        raise UnknownConversation("There is no such conversation; it may have been erased")
    at = now().isoformat(timespec="seconds")
    seen = list(conversation.crisis or [])
    seen += [{"kind": str(kind), "level": str(level), "at": at} for kind in kinds]
    conversation.crisis = seen
    if conversation.crisis_level is not CrisisLevel.ACUTE:
        conversation.crisis_level = level
    await session.flush()


async def close_conversation(session: AsyncSession, conversation_id: str) -> None:
    """Mark that the person ended the chat; its messages stay as long as its intake."""
    await session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id, Conversation.closed_at.is_(None))
        .values(closed_at=now())
        .execution_options(synchronize_session=False)
    )
