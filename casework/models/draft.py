"""The draft of an intake: what the assistant has understood so far in a conversation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.models.base import Base, SealedJson, UtcDateTime, now


class Draft(Base):
    """One per conversation. `asked` is the slot being asked for; `kept` turns true with the person's consent."""

    __tablename__ = "drafts"

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    key_scope: Mapped[str] = mapped_column(String(32))
    asked: Mapped[str | None] = mapped_column(String(64))
    content_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    revision: Mapped[int] = mapped_column(default=0)
    kept: Mapped[bool] = mapped_column(default=False)
    submitted_reference: Mapped[str | None] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    content = SealedJson("content")

    @property
    def seal_row(self) -> str:
        """The conversation's id."""
        return self.conversation_id

    @property
    def state(self) -> dict[str, Any]:
        """The dialogue's own state, decrypted anew on each access."""
        return self.content or {}
