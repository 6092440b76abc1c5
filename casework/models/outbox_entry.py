"""The outbox: what must still be sent to somebody because of an intake."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.models.base import Base, SerialInteger, UtcDateTime

WAITING = text("done_at IS NULL")


class OutboxEntry(Base):
    """Commits together with what it tells about. `last_error` is the error's class, never its text."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("intake_id", "kind", "occasion"),
        Index("ix_outbox_waiting", "next_try_at", sqlite_where=WAITING, postgresql_where=WAITING),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(SerialInteger, primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    intake_id: Mapped[str] = mapped_column(ForeignKey("intakes.id", ondelete="CASCADE"))
    occasion: Mapped[str] = mapped_column(String(64), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(String(64))
