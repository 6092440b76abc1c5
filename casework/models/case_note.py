"""A coordinator's note on an intake (Vermerk): added, never changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.models.base import Base, SealedText, UtcDateTime


class CaseNote(Base):
    """`town` is the intake's, for the key of the text."""

    __tablename__ = "case_notes"
    __table_args__ = (Index(None, "intake_id", "at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    intake_id: Mapped[str] = mapped_column(ForeignKey("intakes.id", ondelete="CASCADE"))
    town: Mapped[str] = mapped_column(String(32))
    coordinator_id: Mapped[str | None] = mapped_column(ForeignKey("coordinators.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    text = SealedText("text")

    @property
    def key_scope(self) -> str:
        """The intake's town."""
        return self.town

    @property
    def seal_row(self) -> str:
        """The note's id."""
        return self.id
