"""A session of a coordinator at the desk, and failed attempts to open one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from casework.models.base import Base, UtcDateTime


class DeskSession(Base):
    """The token itself is only in the browser; here lies its keyed hash."""

    __tablename__ = "desk_sessions"
    __table_args__ = (Index(None, "coordinator_id"),)

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    coordinator_id: Mapped[str] = mapped_column(ForeignKey("coordinators.id", ondelete="CASCADE"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LoginFailure(Base):
    """Failed logins of one login from one source (keyed hash), so that others at other places are not locked out."""

    __tablename__ = "login_failures"

    source_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    blocked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
