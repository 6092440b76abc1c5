"""The trace of an erasure: that it happened, without what was erased."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from casework.models.base import Base, SerialInteger, UtcDateTime


class Erasure(Base):
    """One erased intake (or an unfinished conversation, then without reference)."""

    __tablename__ = "erasures"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(SerialInteger, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    town: Mapped[str | None] = mapped_column(String(32))
    reference: Mapped[str | None] = mapped_column(String(16))
