"""What the assistant said, as it is stored and as clients see it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from casework.codes import Sender
from casework.conversations import MessageDraft
from casework.needs import Needs
from chat.rasa import Reply

PublicMessage = dict[str, Any]


def message_draft(reply: Reply, asked: str | None, needs: Needs, reply_to: int | None) -> MessageDraft:
    """A message to store; `asked` is the slot that it asks for, which also tells what a browser should offer."""
    return MessageDraft(
        Sender.BOT,
        reply.text,
        buttons=reply.buttons,
        asks=asked,
        input=_input_for(asked, needs),
        card=reply.card,
        level=reply.custom.get("level"),
        reply_to=reply_to,
    )


def unstored(reply: Reply, seq: int) -> PublicMessage:
    """A message in its public form that is kept nowhere, because its conversation is erased."""
    message: PublicMessage = {
        "seq": seq,
        "at": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "sender": Sender.BOT.value,
        "text": reply.text,
    }
    if reply.buttons:
        message["buttons"] = list(reply.buttons)
    return message


def _input_for(slot: str | None, needs: Needs) -> dict[str, Any] | None:
    if slot is None or not needs.has(slot):
        return None
    hint = needs.question(slot).input
    return dict(hint) if hint else None
