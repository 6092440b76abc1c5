"""Drafts: the assistant's state of a conversation, kept here so that any Rasa can be replaced in mid-dialogue.

Every turn loads and saves one, hence the statements that are built once. A draft is sealed with the key of its
conversation and bound to it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from casework.conversations import UnknownConversation
from casework.models import Conversation, Draft, Message
from casework.models.base import now, table_of

__all__ = ["Draft", "drop_draft", "load_draft", "save_draft"]

_table = table_of(Draft)
_COLUMNS = [column.key for column in _table.c]
_LOAD = select(_table).where(_table.c.conversation_id == bindparam("conversation"))
_LOAD_LOCKED = _LOAD.with_for_update()
_SAVE = (
    update(table_of(Draft))
    .where(Draft.conversation_id == bindparam("conversation"))
    .values(
        asked=bindparam("asked"),
        content_sealed=bindparam("content"),
        updated_at=bindparam("at"),
        revision=Draft.revision + 1,
    )
    .returning(*_table.c)
)


async def load_draft(session: AsyncSession, conversation_id: str) -> Draft | None:
    """Return the draft, None while there is none. In a writing session it stays locked until the commit.

    The draft is not part of the session: changes reach the database through `save_draft` alone.
    """
    connection = await session.connection()
    query = _LOAD_LOCKED if session.info.get("writing") else _LOAD
    row = (await connection.execute(query, {"conversation": conversation_id})).one_or_none()
    return None if row is None else _draft(session, row._asdict())


async def save_draft(
    session: AsyncSession,
    conversation_id: str,
    *,
    asked: str | None,
    state: dict[str, Any],
    kept: bool | None = None,
) -> Draft:
    """Write the whole state (anything JSON carries) and the slot being asked for; `kept=True` records the consent.

    Load it in the same writing session before: then no other turn comes between.
    """
    scope = session.info.get(_scope_key(conversation_id))
    if scope is None:
        scope = await session.scalar(select(Conversation.key_scope).where(Conversation.id == conversation_id))
        if scope is None:
            raise UnknownConversation("There is no such conversation; it may have been erased")
    at = now()
    draft = Draft(conversation_id=conversation_id, key_scope=scope)
    draft.content = state
    connection = await session.connection()
    saved = await connection.execute(
        _SAVE,
        {"conversation": conversation_id, "asked": asked, "content": draft.content_sealed, "at": at},
    )
    row = saved.one_or_none()
    if row is None:
        first: dict[str, Any] = {
            "asked": asked,
            "revision": 1,
            "kept": bool(kept),
            "created_at": at,
            "updated_at": at,
        }
        first |= {
            "conversation_id": conversation_id,
            "key_scope": scope,
            "content_sealed": draft.content_sealed,
        }
        await connection.execute(insert(_table), first)
        return _draft(session, first)
    values = row._asdict()
    if kept is not None and kept != values["kept"]:
        await connection.execute(
            update(_table).where(_table.c.conversation_id == conversation_id).values(kept=kept)
        )
        values["kept"] = kept
    return _draft(session, values)


async def drop_draft(session: AsyncSession, conversation_id: str) -> None:
    """Erase what was said so far, because the person did not consent: the draft and the text of all messages.

    The empty messages stay, so that a repeated request of the client has no second effect.
    """
    connection = await session.connection()
    messages, conversations = table_of(Message), table_of(Conversation)
    await connection.execute(delete(_table).where(_table.c.conversation_id == conversation_id))
    await connection.execute(
        update(messages).where(messages.c.conversation_id == conversation_id).values(content_sealed=None)
    )
    await connection.execute(
        update(conversations)
        .where(conversations.c.id == conversation_id)
        .values(crisis_sealed=None, crisis_level=None)
    )
    session.expire_all()


def _draft(session: AsyncSession, values: dict[str, Any]) -> Draft:
    draft = Draft(**{name: values.get(name) for name in _COLUMNS})
    session.info[_scope_key(draft.conversation_id)] = draft.key_scope
    return draft


def _scope_key(conversation_id: str) -> tuple[str, str]:
    return ("key scope", conversation_id)
