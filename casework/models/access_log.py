"""The access log (Einsichtsprotokoll): who read or exported which person's data (§ 35 SGB I)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.codes import AccessAction
from casework.models.base import Base, CodeType, SerialInteger, UtcDateTime, code_check


class AccessLog(Base):
    """Append-only: triggers of both databases refuse UPDATE and DELETE. It keeps no foreign key, so that it outlives
    the erasure of an intake; it holds no personal data of citizens.
    """

    __tablename__ = "access_log"
    __table_args__ = (
        code_check("action", AccessAction),
        Index(None, "intake_id", "at"),
        Index(None, "who", "at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(SerialInteger, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    who: Mapped[str] = mapped_column(String(64))
    action: Mapped[AccessAction] = mapped_column(CodeType(AccessAction))
    intake_id: Mapped[str | None] = mapped_column(String(32))
    reference: Mapped[str | None] = mapped_column(String(16))
    town: Mapped[str | None] = mapped_column(String(32))
