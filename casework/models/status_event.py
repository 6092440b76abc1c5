"""What happened to an intake's status, when and by whom."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.codes import IntakeStatus
from casework.models.base import Base, CodeType, SealedText, SerialInteger, UtcDateTime, code_check


class StatusEvent(Base):
    """One change of status; the first has no `from_status`. `town` is the intake's, for the key of the note."""

    __tablename__ = "status_events"
    __table_args__ = (
        code_check("from_status", IntakeStatus),
        code_check("to_status", IntakeStatus),
        Index(None, "intake_id", "number"),
        {"sqlite_autoincrement": True},
    )

    number: Mapped[int] = mapped_column(SerialInteger, primary_key=True)
    id: Mapped[str] = mapped_column(String(32), unique=True)
    intake_id: Mapped[str] = mapped_column(ForeignKey("intakes.id", ondelete="CASCADE"))
    town: Mapped[str] = mapped_column(String(32))
    coordinator_id: Mapped[str | None] = mapped_column(ForeignKey("coordinators.id", ondelete="SET NULL"))
    from_status: Mapped[IntakeStatus | None] = mapped_column(CodeType(IntakeStatus))
    to_status: Mapped[IntakeStatus] = mapped_column(CodeType(IntakeStatus))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    note = SealedText("note")

    @property
    def key_scope(self) -> str:
        """The intake's town."""
        return self.town

    @property
    def seal_row(self) -> str:
        """The event's id."""
        return self.id
