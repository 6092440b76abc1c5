"""The coordinator's inbox: what is open, most urgent first, page by page without counting rows off."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, TextClause, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from casework.access_log import log_list
from casework.codes import Channel, CrisisLevel, IntakeStatus, NeedKind, Urgency
from casework.models import Coordinator, Intake, IntakeNeed
from casework.models.intake import OPEN
from casework.scope import TownScope

Sort = Literal["urgent", "newest"]


@dataclass(frozen=True)
class InboxRow:
    """One line of the inbox. `name` and `district` are filled only for a coordinator whose look is logged."""

    reference: str
    town: str
    origin_town: str | None
    needs: tuple[NeedKind, ...]
    status: IntakeStatus
    urgency: Urgency
    crisis_level: CrisisLevel | None
    deadline_on: date | None
    promised_on: date
    received_at: datetime
    channel: Channel
    name: str | None = None
    district: str | None = None


@dataclass(frozen=True)
class InboxPage:
    """One page; `next_after` is the cursor of the following one, None at the end. `counts` has every status."""

    rows: tuple[InboxRow, ...]
    next_after: str | None
    counts: dict[IntakeStatus, int] = field(default_factory=dict)


async def inbox(
    session: AsyncSession,
    scope: TownScope,
    *,
    town: str | None = None,
    need: NeedKind | None = None,
    status: IntakeStatus | Literal["open", "all"] | None = None,
    flagged: bool | None = None,
    sort: Sort = "urgent",
    limit: int = 50,
    after: str | None = None,
    coordinator: Coordinator | None = None,
) -> InboxPage:
    """Return a page of the intakes in `scope`, open ones (not closed) unless a status or "all" is asked for.

    "urgent" sorts by acute crisis, then urgency, then the promised day, then newest first. Pass `coordinator` (in a
    writing session) to get names too: that they were shown is then logged.
    """
    wanted = [scope.condition()]
    if town is not None:
        wanted.append(Intake.town == town)
    if need is not None:
        wanted.append(Intake.id.in_(select(IntakeNeed.intake_id).where(IntakeNeed.need == need)))
    if flagged is not None:
        wanted.append(Intake.crisis_level.is_not(None) if flagged else Intake.crisis_level.is_(None))
    counts = await session.execute(select(Intake.status, func.count()).where(*wanted).group_by(Intake.status))
    query = select(Intake).where(*wanted, *_status_condition(status))
    place = _read_cursor(after, sort)
    if place is not None:
        query = query.where(_beyond(place, sort))
    newest = (Intake.received_at.desc(), Intake.id)
    order = newest if sort == "newest" else (Intake.rank, Intake.promised_on, *newest)
    found = list(await session.scalars(query.order_by(*order).limit(limit + 1)))
    shown = found[:limit]
    if coordinator is not None:
        await log_list(session, coordinator, shown)
    needs = await _needs_of(session, shown)
    return InboxPage(
        rows=tuple(
            _row(intake, needs.get(intake.id, ()), open_names=coordinator is not None) for intake in shown
        ),
        next_after=_cursor(shown[-1]) if len(found) > limit else None,
        counts=dict.fromkeys(IntakeStatus, 0) | dict(counts.tuples().all()),
    )


def _status_condition(
    status: IntakeStatus | Literal["open", "all"] | None,
) -> list[ColumnElement[bool] | TextClause]:
    if status == "all":
        return []
    if status is None or status == "open":
        return [OPEN]
    return [Intake.status == IntakeStatus(status)]


async def _needs_of(session: AsyncSession, intakes: list[Intake]) -> dict[str, tuple[NeedKind, ...]]:
    rows = await session.execute(
        select(IntakeNeed.intake_id, IntakeNeed.need)
        .where(IntakeNeed.intake_id.in_([intake.id for intake in intakes]))
        .order_by(IntakeNeed.position)
    )
    needs: dict[str, tuple[NeedKind, ...]] = {}
    for intake_id, need in rows.tuples():
        needs[intake_id] = (*needs.get(intake_id, ()), need)
    return needs


def _row(intake: Intake, needs: tuple[NeedKind, ...], *, open_names: bool) -> InboxRow:
    person: dict[str, Any] = (intake.person or {}) if open_names else {}
    reporter: dict[str, Any] = (intake.reporter or {}) if open_names else {}
    return InboxRow(
        reference=intake.reference,
        town=intake.town,
        origin_town=intake.origin_town,
        needs=needs,
        status=intake.status,
        urgency=intake.urgency,
        crisis_level=intake.crisis_level,
        deadline_on=intake.deadline_on,
        promised_on=intake.promised_on,
        received_at=intake.received_at,
        channel=intake.channel,
        name=person.get("name") or reporter.get("name"),
        district=person.get("district"),
    )


@dataclass(frozen=True)
class _Place:
    rank: int
    promised_on: date
    received_at: datetime
    id: str


def _cursor(last: Intake) -> str:
    place = [last.rank, last.promised_on.isoformat(), last.received_at.isoformat(), last.id]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _read_cursor(after: str | None, sort: Sort) -> _Place | None:
    """Read a cursor; one that somebody made up starts at the beginning."""
    if not after:
        return None
    try:
        rank, promised_on, received_at, intake_id = json.loads(
            base64.urlsafe_b64decode(after + "=" * (-len(after) % 4))
        )
        moment = datetime.fromisoformat(received_at)
        if moment.tzinfo is None:
            return None
        return _Place(int(rank), date.fromisoformat(promised_on), moment, str(intake_id))
    except (ValueError, TypeError, binascii.Error):
        return None


def _beyond(place: _Place, sort: Sort) -> ColumnElement[bool]:
    later = or_(
        Intake.received_at < place.received_at,
        and_(Intake.received_at == place.received_at, Intake.id > place.id),
    )
    if sort == "newest":
        return later
    return or_(
        Intake.rank > place.rank,
        and_(Intake.rank == place.rank, Intake.promised_on > place.promised_on),
        and_(Intake.rank == place.rank, Intake.promised_on == place.promised_on, later),
    )
