"""Lists of intakes with what a coordinator needs to choose one: the opened rows, their needs, whether anybody read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from casework.access_log import log_list
from casework.codes import AccessAction, NeedKind
from casework.models import AccessLog, Coordinator, Intake, IntakeNeed
from casework.scope import TownScope


@dataclass(frozen=True)
class Listed:
    """One intake of a list; `unread` is True until somebody has opened it."""

    intake: Intake
    needs: tuple[NeedKind, ...]
    unread: bool


async def listed(session: AsyncSession, coordinator: Coordinator, references: Iterable[str]) -> list[Listed]:
    """Return the intakes with these references in their order, without those the coordinator may not see.

    That they were shown is logged (at most once an hour each), so it needs a writing session.
    """
    wanted = list(dict.fromkeys(references))
    scope = TownScope.of(coordinator)
    # Looked up by reference alone and scoped here: with the scope in the query SQLite reads whole towns instead.
    found = {
        intake.reference: intake
        for intake in await session.scalars(select(Intake).where(Intake.reference.in_(wanted)))
        if scope.allows(intake)
    }
    ids = [intake.id for intake in found.values()]
    await log_list(session, coordinator, found.values())
    needs: dict[str, list[NeedKind]] = {}
    rows = await session.execute(
        select(IntakeNeed.intake_id, IntakeNeed.need)
        .where(IntakeNeed.intake_id.in_(ids))
        .order_by(IntakeNeed.position)
    )
    for intake_id, need in rows.tuples():
        needs.setdefault(intake_id, []).append(need)
    read = set(
        await session.scalars(
            select(AccessLog.intake_id)
            .where(AccessLog.intake_id.in_(ids), AccessLog.action == AccessAction.READ)
            .distinct()
        )
    )
    return [
        Listed(intake, tuple(needs.get(intake.id, ())), intake.id not in read)
        for intake in (found[reference] for reference in wanted if reference in found)
    ]
