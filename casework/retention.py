"""Erasing what is no longer needed: unfinished conversations, drafts that became intakes, sessions that ended."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from casework.erasing import erase_conversation
from casework.models import Conversation, DeskSession, Draft, Intake, LoginFailure
from casework.models.base import now


async def erase_unfinished(session: AsyncSession, older_than: datetime, *, limit: int = 500) -> int:
    """Erase conversations from which no intake came and in which nothing was said since `older_than`; return how many.

    It reaches every table. Call again while it returns `limit`. Pass now minus the setting `draft_hours`.
    """
    idle = await session.scalars(
        select(Conversation.id)
        .where(
            Conversation.last_seen_at < older_than,
            ~exists().where(Intake.conversation_id == Conversation.id),
        )
        .order_by(Conversation.last_seen_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    conversations = list(idle)
    for conversation_id in conversations:
        await erase_conversation(session, conversation_id)
    return len(conversations)


async def erase_spent_drafts(session: AsyncSession, older_than: datetime) -> int:
    """Erase drafts that became intakes and were not touched since: working copies that nobody needs any more."""
    done = await session.execute(
        delete(Draft)
        .where(Draft.submitted_reference.is_not(None), Draft.updated_at < older_than)
        .returning(Draft.conversation_id)
        .execution_options(synchronize_session=False)
    )
    return len(done.all())


async def forget_ended_sessions(session: AsyncSession, *, at: datetime | None = None) -> int:
    """Erase desk sessions that are over, and failed logins of more than a day ago; return how many sessions."""
    moment = at or now()
    ended = await session.execute(
        delete(DeskSession)
        .where(DeskSession.expires_at < moment)
        .returning(DeskSession.token_hash)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        delete(LoginFailure)
        .where(
            LoginFailure.last_at < moment - timedelta(days=1),
            or_(LoginFailure.blocked_until.is_(None), LoginFailure.blocked_until < moment),
        )
        .execution_options(synchronize_session=False)
    )
    return len(ended.all())
