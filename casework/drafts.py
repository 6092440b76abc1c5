"""Drafts: the assistant's state of a conversation, kept here so that any Rasa can be replaced in mid-dialogue."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from casework.conversations import UnknownConversation
from casework.models import Conversation, Draft, Message
from casework.models.base import now

__all__ = ["Draft", "drop_draft", "load_draft", "save_draft"]


async def load_draft(session: AsyncSession, conversation_id: str) -> Draft | None:
    """Return the draft, None while there is none. In a writing session it stays locked until the commit."""
    query = select(Draft).where(Draft.conversation_id == conversation_id)
    if session.info.get("writing"):
        query = query.with_for_update()
    return await session.scalar(query.execution_options(populate_existing=True))


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
    draft = session.identity_map.get(session.identity_key(Draft, conversation_id))
    if draft is None:
        draft = await load_draft(session, conversation_id)
    if draft is None:
        scope = await session.scalar(select(Conversation.key_scope).where(Conversation.id == conversation_id))
        if scope is None:
            raise UnknownConversation("There is no such conversation; it may have been erased")
        draft = Draft(conversation_id=conversation_id, key_scope=scope, revision=0, kept=False)
        session.add(draft)
    draft.asked = asked
    draft.content = state
    draft.revision += 1
    draft.updated_at = now()
    if kept is not None:
        draft.kept = kept
    await session.flush()
    return draft


async def drop_draft(session: AsyncSession, conversation_id: str) -> None:
    """Erase what was said so far, because the person did not consent: the draft and the text of all messages.

    The empty messages stay, so that a repeated request of the client has no second effect.
    """
    draft = await session.get(Draft, conversation_id)
    if draft is not None:
        await session.delete(draft)
        await session.flush()
    await session.execute(
        update(Message)
        .where(Message.conversation_id == conversation_id)
        .values(content_sealed=None)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id)
        .values(crisis_sealed=None, crisis_level=None)
        .execution_options(synchronize_session=False)
    )
