"""Whose intakes a coordinator may see; every query of the desk takes a scope."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_

from casework.codes import OUTSIDE
from casework.models import Coordinator, Intake


@dataclass(frozen=True)
class TownScope:
    """The towns of a coordinator.

    An intake from outside is seen by the town through whose page it came in; one that came through no town's page by all,
    for somebody must see it.
    """

    towns: frozenset[str]

    @classmethod
    def of(cls, coordinator: Coordinator) -> TownScope:
        """Return the scope of a login; one that is switched off sees nothing."""
        return cls(coordinator.towns if coordinator.active else frozenset())

    def condition(self) -> ColumnElement[bool]:
        """Return the WHERE condition on `Intake`."""
        if not self.towns:
            return false()
        from_outside = or_(Intake.origin_town.in_(self.towns), Intake.origin_town.is_(None))
        return or_(Intake.town.in_(self.towns - {OUTSIDE}), and_(Intake.town == OUTSIDE, from_outside))

    def allows(self, intake: Intake) -> bool:
        """Tell the same for an intake that is at hand."""
        if intake.town != OUTSIDE:
            return intake.town in self.towns
        return bool(self.towns) if intake.origin_town is None else intake.origin_town in self.towns
