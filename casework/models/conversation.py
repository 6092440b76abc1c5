"""A conversation: from the first word to the desk's replies; its id equals Rasa's sender id."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.codes import Channel, CrisisLevel
from casework.models.base import Base, CodeType, SealedJson, UtcDateTime, code_check, now


class Conversation(Base):
    """Its `town` is the page it started on (None: unknown); `key_scope` says whose key seals its texts."""

    __tablename__ = "conversations"
    __table_args__ = (
        code_check("channel", Channel),
        code_check("crisis_level", CrisisLevel),
        Index(None, "last_seen_at"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    channel: Mapped[Channel] = mapped_column(CodeType(Channel))
    town: Mapped[str | None] = mapped_column(String(32))
    locale: Mapped[str] = mapped_column(String(16))
    key_scope: Mapped[str] = mapped_column(String(32))
    last_seq: Mapped[int] = mapped_column(default=0)
    crisis_level: Mapped[CrisisLevel | None] = mapped_column(CodeType(CrisisLevel))
    crisis_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    crisis = SealedJson("crisis")
    """List of {kind, level, at}, as the crisis layer raised them."""

    @property
    def seal_row(self) -> str:
        """The conversation's id."""
        return self.id
