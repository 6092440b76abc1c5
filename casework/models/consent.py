"""A consent, with the wording that was shown (Art. 7(1) DSGVO asks for the proof)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.codes import Channel, ConsentPurpose
from casework.models.base import Base, CodeType, UtcDateTime, code_check


class Consent(Base):
    """One purpose of one intake; `act` is what the person did (a button's payload), never their free words."""

    __tablename__ = "consents"
    __table_args__ = (
        code_check("purpose", ConsentPurpose),
        code_check("channel", Channel),
        Index(None, "intake_id"),
        Index(None, "conversation_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    intake_id: Mapped[str | None] = mapped_column(ForeignKey("intakes.id", ondelete="CASCADE"))
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    town: Mapped[str | None] = mapped_column(String(32))
    channel: Mapped[Channel] = mapped_column(CodeType(Channel))
    purpose: Mapped[ConsentPurpose] = mapped_column(CodeType(ConsentPurpose))
    wording_version: Mapped[str] = mapped_column(String(32))
    wording: Mapped[str] = mapped_column(Text)
    wording_sha256: Mapped[str] = mapped_column(String(64))
    act: Mapped[str] = mapped_column(String(128))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
