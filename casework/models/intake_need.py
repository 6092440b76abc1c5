"""The needs of an intake, in clear because the inbox filters by them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from casework.codes import NeedKind
from casework.models.base import Base, CodeType, code_check


class IntakeNeed(Base):
    """One need of one intake; `position` keeps the person's order, 0 first."""

    __tablename__ = "intake_needs"
    __table_args__ = (code_check("need", NeedKind), Index(None, "need", "intake_id"))

    intake_id: Mapped[str] = mapped_column(ForeignKey("intakes.id", ondelete="CASCADE"), primary_key=True)
    need: Mapped[NeedKind] = mapped_column(CodeType(NeedKind), primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger)
