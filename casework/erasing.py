"""Erasing what belongs to a person from every table (Art. 17 DSGVO)."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from casework.models import Conversation, Erasure, Intake
from casework.models.base import now


async def erase_conversation(session: AsyncSession, conversation_id: str) -> None:
    """Erase a conversation with its messages, draft, consents and intakes (their needs, events, notes, search hashes
    and outbox entries too); only a row without personal data says that it happened. Twice does no harm.
    """
    town = await session.execute(select(Conversation.town).where(Conversation.id == conversation_id))
    conversation = town.one_or_none()
    # the tables that hang on these two go with them by ON DELETE CASCADE, on both databases
    erased = await delete_intakes(session, conversation_id)
    if conversation is not None and not erased:
        session.add(Erasure(at=now(), town=conversation.town, reference=None))
    await session.flush()
    await session.execute(
        delete(Conversation)
        .where(Conversation.id == conversation_id)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()


async def delete_intakes(session: AsyncSession, conversation_id: str) -> int:
    """Erase the intakes that came out of a conversation; each leaves its row without personal data. Returns how many."""
    rows = await session.execute(
        select(Intake.id, Intake.town, Intake.reference).where(Intake.conversation_id == conversation_id)
    )
    intakes = rows.all()
    for intake in intakes:
        session.add(Erasure(at=now(), town=intake.town, reference=intake.reference))
    await session.flush()
    await session.execute(
        delete(Intake)
        .where(Intake.conversation_id == conversation_id)
        .execution_options(synchronize_session=False)
    )
    return len(intakes)


async def erase_intake(session: AsyncSession, intake: Intake) -> None:
    """Erase one intake, and the conversation it came from unless that led to another intake too."""
    others = 0
    if intake.conversation_id is not None:
        others = len(
            (
                await session.scalars(
                    select(Intake.id).where(
                        Intake.conversation_id == intake.conversation_id, Intake.id != intake.id
                    )
                )
            ).all()
        )
        if not others:
            await erase_conversation(session, intake.conversation_id)
            return
    session.add(Erasure(at=now(), town=intake.town, reference=intake.reference))
    await session.flush()
    await session.execute(
        delete(Intake).where(Intake.id == intake.id).execution_options(synchronize_session=False)
    )
    session.expire_all()
