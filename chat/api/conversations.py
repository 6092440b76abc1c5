"""Conversations: begin one, send a message, read the history, erase everything."""

from __future__ import annotations

from sanic import HTTPResponse, Request, empty, json

from casework import conversations
from casework.codes import Channel
from casework.conversations import UnknownConversation
from chat.api.reading import authorize, read_after, read_locale, read_message, read_object, read_town
from chat.problems import Problem, too_many
from chat.services import Services, services
from chat.tokens import Purpose
from chat.turns import Incoming, UnknownPayload

NO_STORE = {"Cache-Control": "no-store"}


async def begin(request: Request) -> HTTPResponse:
    """POST /api/conversations"""
    chat = services(request)
    content = read_object(request) if request.body else {}
    town, locale = read_town(content, chat.towns.codes), read_locale(content)
    chat.limit_address(chat.limits.conversations, request)
    async with chat.database.writing() as session:
        conversation = await conversations.start_conversation(
            session, channel=Channel.WEB, town=town, locale=locale
        )
        conversation_id = conversation.id
    chat.metrics.conversations.labels(Channel.WEB).inc()
    messages = await chat.turns.start(conversation_id, town)
    token = issue_token(chat, conversation_id)
    document = {"conversation_id": conversation_id, "token": token, "messages": messages}
    return json(document, status=201, headers=NO_STORE)


async def send(request: Request, conversation_id: str) -> HTTPResponse:
    """POST /api/conversations/{conversation_id}/messages"""
    chat = services(request)
    authorize(request, conversation_id)
    retry_after = chat.limits.messages.hit(conversation_id)
    if retry_after:
        raise too_many("too_many_messages", retry_after)
    client_message_id, text, payload = read_message(read_object(request))
    try:
        shown = text if payload is None else await chat.titles.title(conversation_id, payload)
        answer = await chat.turns.take(conversation_id, Incoming(client_message_id, shown or "", payload))
    except UnknownConversation:
        raise Problem("unauthorized") from None
    except UnknownPayload:
        raise Problem("invalid_payload") from None
    return json({"messages": answer}, headers=NO_STORE)


async def history(request: Request, conversation_id: str) -> HTTPResponse:
    """GET /api/conversations/{conversation_id}/messages"""
    chat = services(request)
    authorize(request, conversation_id)
    after = read_after(request)
    async with chat.database.reading() as session:
        if await conversations.find_conversation(session, conversation_id) is None:
            raise Problem("unauthorized")
        messages = await conversations.messages_after(session, conversation_id, after)
        document = {"messages": [message.as_public() for message in messages]}
    return json(document, headers=NO_STORE)


async def erase(request: Request, conversation_id: str) -> HTTPResponse:
    """DELETE /api/conversations/{conversation_id}"""
    chat = services(request)
    authorize(request, conversation_id)
    async with chat.turns.exclusively(conversation_id), chat.database.writing() as session:
        if await conversations.find_conversation(session, conversation_id) is None:
            raise Problem("unauthorized")
        await conversations.erase_conversation(session, conversation_id)
    chat.streams.erased(conversation_id)
    chat.titles.forget(conversation_id)
    return empty(headers=NO_STORE)


def issue_token(chat: Services, conversation_id: str) -> str:
    """A fresh token for a conversation, valid as long as the settings say."""
    return chat.signer.issue(Purpose.CONVERSATION, conversation_id, seconds=chat.settings.token_hours * 3600)
