"""POST /api/receipts: with the receipt code, see where an intake stands and go on with its conversation."""

from __future__ import annotations

from sanic import HTTPResponse, Request, json

from casework import conversations, intakes
from casework.labels import label
from chat.api.conversations import NO_STORE, issue_token
from chat.api.reading import read_object
from chat.problems import Problem
from chat.services import services

MAX_CODE_CHARACTERS = 64


async def look_up(request: Request) -> HTTPResponse:
    """POST /api/receipts

    A code that is mistyped, withdrawn or never existed gives the same 404, and every try counts for its address only.
    """
    chat = services(request)
    chat.limit_address(chat.limits.receipts, request)
    code = read_object(request).get("code")
    if not isinstance(code, str) or not code.strip() or len(code) > MAX_CODE_CHARACTERS:
        raise Problem("invalid_receipt")
    async with chat.database.reading() as session:
        intake = await intakes.find_by_receipt_code(session, code)
        if intake is None:
            raise Problem("receipt_not_found")
        conversation_id = intake.conversation_id
        messages = await conversations.messages_after(session, conversation_id) if conversation_id else []
        document = {
            "reference": intake.reference,
            "status": intake.status,
            "status_text": label("status", intake.status),
            "promised_on": intake.promised_on.isoformat(),
            "messages": [message.as_public() for message in messages],
            "conversation": {"id": conversation_id, "token": issue_token(chat, conversation_id)}
            if conversation_id
            else None,
        }
    return json(document, headers=NO_STORE)
