"""Keyed hashes by which an intake is found although its texts are encrypted."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from casework.models.base import Base


class SearchToken(Base):
    """`token` is the first 64 bits of a keyed hash, as a signed number."""

    __tablename__ = "search_tokens"
    __table_args__ = (Index(None, "intake_id"),)

    token: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    intake_id: Mapped[str] = mapped_column(ForeignKey("intakes.id", ondelete="CASCADE"), primary_key=True)
