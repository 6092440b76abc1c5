"""A coordinator: a login at the desk, and the towns whose intakes it may see."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.codes import Role
from casework.models.base import Base, CodeType, UtcDateTime, code_check


class CoordinatorTown(Base):
    """One town that one coordinator may see."""

    __tablename__ = "coordinator_towns"

    coordinator_id: Mapped[str] = mapped_column(
        ForeignKey("coordinators.id", ondelete="CASCADE"), primary_key=True
    )
    town: Mapped[str] = mapped_column(String(32), primary_key=True)


class Coordinator(Base):
    """The login is lower case; the password is stored as an argon2id hash."""

    __tablename__ = "coordinators"
    __table_args__ = (code_check("role", Role),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(128))
    role: Mapped[Role] = mapped_column(CodeType(Role))
    password_hash: Mapped[str] = mapped_column(String(256))
    must_change_password: Mapped[bool]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_login_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    town_rows: Mapped[list[CoordinatorTown]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def towns(self) -> frozenset[str]:
        """Codes of the towns this coordinator may see."""
        return frozenset(row.town for row in self.town_rows)
