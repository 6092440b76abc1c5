"""A message of a conversation, by the citizen, the assistant or a coordinator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.codes import Sender
from casework.models.base import Base, CodeType, SealedJson, SerialInteger, UtcDateTime, code_check


class Message(Base):
    """Everything said lies in one sealed field, bound to conversation and `seq`; a refusal of consent empties it."""

    __allow_unmapped__ = True  # `_scope` and `_opened` live in memory only
    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        UniqueConstraint("conversation_id", "client_message_id"),
        Index(None, "sender", "id"),
        code_check("sender", Sender),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(SerialInteger, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    sender: Mapped[Sender] = mapped_column(CodeType(Sender))
    content_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    asks: Mapped[str | None] = mapped_column(String(64))
    level: Mapped[str | None] = mapped_column(String(16))
    client_message_id: Mapped[str | None] = mapped_column(String(128))
    reply_to: Mapped[int | None]

    content = SealedJson("content")
    _scope: str | None = None
    _opened: dict[str, Any] | None = None

    @property
    def key_scope(self) -> str:
        """Whose key seals the text: the conversation's, which the writer sets."""
        if self._scope is None:
            raise AttributeError("a message is sealed only through casework.conversations")
        return self._scope

    @property
    def seal_row(self) -> str:
        """Conversation and running number."""
        return f"{self.conversation_id}/{self.seq}"

    def seal(self, scope: str, said: dict[str, Any]) -> None:
        """Set what the message says, sealed with the key of `scope`; empty parts are left out."""
        self._scope = scope
        self._opened = {part: value for part, value in said.items() if value not in (None, (), [])}
        self.content = self._opened

    @property
    def erased(self) -> bool:
        """True when the text was erased because the person did not consent."""
        return self.content_sealed is None

    def _part(self, name: str) -> Any:
        if self._opened is None:
            self._opened = self.content or {}
        return self._opened.get(name)

    @property
    def text(self) -> str:
        """The words; empty when they were erased."""
        return self._part("text") or ""

    @property
    def payload(self) -> str | None:
        """The button payload a citizen's message carried."""
        payload: str | None = self._part("payload")
        return payload

    @property
    def buttons(self) -> Sequence[dict[str, str]]:
        """Offered answers, each {title, payload}."""
        return self._part("buttons") or ()

    @property
    def input(self) -> dict[str, Any] | None:
        """How a client should let the person type the answer."""
        hint: dict[str, Any] | None = self._part("input")
        return hint

    @property
    def card(self) -> dict[str, Any] | None:
        """A structured form of what the text says too."""
        card: dict[str, Any] | None = self._part("card")
        return card

    def as_public(self) -> dict[str, Any]:
        """Return the message as the public contract of `chat/` describes it."""
        public: dict[str, Any] = {
            "seq": self.seq,
            "at": self.at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{self.at.microsecond // 1000:03d}Z",
            "sender": self.sender.value,
            "text": self.text,
        }
        optional = (
            ("buttons", [dict(button) for button in self.buttons]),
            ("asks", self.asks),
            ("input", self.input),
            ("card", self.card),
            ("level", self.level),
        )
        return public | {key: value for key, value in optional if value}
