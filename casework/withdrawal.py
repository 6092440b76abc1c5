"""Taking everything back in the middle of a conversation that itself goes on."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from casework.drafts import drop_draft
from casework.erasing import delete_intakes
from casework.models import Intake


async def withdraw(session: AsyncSession, conversation_id: str) -> list[str]:
    """Erases draft, message texts and intakes of a conversation and returns the references that are gone.

    The conversation stays, so that the assistant can say that it is done (Art. 17 DSGVO).
    """
    references = await session.scalars(
        select(Intake.reference).where(Intake.conversation_id == conversation_id)
    )
    gone = list(references)
    await delete_intakes(session, conversation_id)
    await drop_draft(session, conversation_id)
    return gone
