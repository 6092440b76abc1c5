"""Writing the access log: every read of a person's data leaves a row that nobody can change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from casework.codes import AccessAction
from casework.models import AccessLog, Coordinator, Intake
from casework.models.base import now

LIST_AGAIN_AFTER = timedelta(hours=1)
"""A list that refreshes itself logs each intake shown once per this time, not each minute."""


async def log_access(
    session: AsyncSession, who: Coordinator | str, intake: Intake | str | None, action: AccessAction | str
) -> AccessLog:
    """Add one row: who (a coordinator, or a name like "operator") did what with which intake (or its id; None: no single
    one, as in a search). What was searched for is not recorded.
    """
    if isinstance(intake, str):
        intake = await session.get(Intake, intake)
    row = _row(session, who, intake, AccessAction(action))
    session.add(row)
    await session.flush()
    return row


async def log_list(session: AsyncSession, who: Coordinator | str, intakes: Iterable[Intake]) -> int:
    """Log that names were shown in a list, at most once an hour for each person who looks and intake; return how many."""
    shown = {intake.id: intake for intake in intakes}
    if not shown:
        return 0
    known = await session.scalars(
        select(AccessLog.intake_id).where(
            AccessLog.intake_id.in_(shown),
            AccessLog.who == _name(who),
            AccessLog.action == AccessAction.LIST,
            AccessLog.at > now() - LIST_AGAIN_AFTER,
        )
    )
    fresh = shown.keys() - set(known)
    session.add_all(_row(session, who, shown[intake_id], AccessAction.LIST) for intake_id in fresh)
    await session.flush()
    return len(fresh)


async def accesses_to(session: AsyncSession, intake: Intake) -> list[AccessLog]:
    """Return who did what with an intake, newest first."""
    found = await session.scalars(
        select(AccessLog).where(AccessLog.intake_id == intake.id).order_by(AccessLog.id.desc())
    )
    return list(found)


def _row(
    session: AsyncSession, who: Coordinator | str, intake: Intake | None, action: AccessAction
) -> AccessLog:
    if not session.info.get("writing", True):
        raise RuntimeError("An access is logged only in a writing session; use `async with db.writing()`")
    return AccessLog(
        at=now(),
        who=_name(who),
        action=action,
        intake_id=intake.id if intake else None,
        reference=intake.reference if intake else None,
        town=intake.town if intake else None,
    )


def _name(who: Coordinator | str) -> str:
    return who if isinstance(who, str) else who.login
