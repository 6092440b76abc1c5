"""The intake: what a person in need asks for, and everything the coordinator needs to act on it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.codes import Channel, CrisisLevel, IntakeStatus, Urgency
from casework.models.base import Base, CodeType, SealedJson, SealedText, UtcDateTime, code_check

OPEN = text("status <> 'closed'")


class Intake(Base):
    """Columns in clear are only those that queries sort or filter by; all that tells about a person is sealed.

    `rank` orders the inbox (0 acute crisis, 1 urgent, 2 soon, 3 normal). `origin_town` is the page of the town by which
    an intake from outside came in, so that this town's coordinators see it.
    """

    __tablename__ = "intakes"
    __table_args__ = (
        code_check("status", IntakeStatus),
        code_check("urgency", Urgency),
        code_check("channel", Channel),
        code_check("crisis_level", CrisisLevel),
        CheckConstraint("rank BETWEEN 0 AND 3", name="rank"),
        CheckConstraint("duplicate_of_id IS NULL OR duplicate_of_id <> id", name="not_own_duplicate"),
        Index(
            "ix_intakes_open",
            "rank",
            "promised_on",
            "received_at",
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index(None, "town", "status"),
        Index(None, "received_at"),
        Index(None, "conversation_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    idempotency_key: Mapped[str] = mapped_column(String(128), unique=True)
    receipt_code_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id", ondelete="SET NULL"))
    duplicate_of_id: Mapped[str | None] = mapped_column(ForeignKey("intakes.id", ondelete="SET NULL"))
    town: Mapped[str] = mapped_column(String(32))
    origin_town: Mapped[str | None] = mapped_column(String(32))
    channel: Mapped[Channel] = mapped_column(CodeType(Channel))
    language: Mapped[str] = mapped_column(String(16))
    status: Mapped[IntakeStatus] = mapped_column(CodeType(IntakeStatus))
    urgency: Mapped[Urgency] = mapped_column(CodeType(Urgency))
    crisis_level: Mapped[CrisisLevel | None] = mapped_column(CodeType(CrisisLevel))
    rank: Mapped[int] = mapped_column(SmallInteger)
    deadline_on: Mapped[date | None]
    promised_on: Mapped[date]
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    delete_after: Mapped[date | None]

    summary_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    details_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    answers_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    deadline_text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    urgency_reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    crisis_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    person_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    reporter_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    contact_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    summary = SealedText("summary")
    details = SealedText("details")
    deadline_text = SealedText("deadline_text")
    urgency_reason = SealedText("urgency_reason")
    answers = SealedJson("answers")
    crisis = SealedJson("crisis")
    person = SealedJson("person")
    reporter = SealedJson("reporter")
    contact = SealedJson("contact")

    @property
    def key_scope(self) -> str:
        """The town's key (or the one for `outside`) seals the intake."""
        return self.town

    @property
    def seal_row(self) -> str:
        """The intake's id."""
        return self.id
