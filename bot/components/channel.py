"""The only door to Rasa: ``POST /webhooks/duo/webhook`` for ``chat/``, on loopback, with a shared secret.

It takes ``{"sender", "text"}`` for what people type or ``{"sender", "payload"}`` for what they choose, and
answers ``{"messages": [{"text"?, "buttons"?, "custom"?}]}``. Anything else that a caller sends is ignored.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import os
import re
from typing import Any, Awaitable, Callable, Dict, List, Optional, Text

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.patches import failed_actions

logger = logging.getLogger("bot.channel")

SECRET_SETTING = "DUO_BOT_SECRET"  # noqa: S105 - the name of a setting
MAX_TEXT_CHARS = 2000
# A turn calls several actions, each with its own time limit; this is the limit for all of them.
TURN_SECONDS = 20.0
_SENDER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_PAYLOAD = re.compile(r"/([a-z_]{1,64})(\{.{0,500}\})?")
# Rasa's own intents that would rewind or restart a conversation behind the back of the actions. What people
# mean by these words are our intents go_back and start_over.
_NEVER = frozenset({"restart", "back", "nlu_fallback"})
_ALWAYS = frozenset({"session_start"})
# Stands for a text of nothing but slashes: looks the same and is no command to Rasa.
_SLASH_LIKE = "\u2215"


class BadMessage(ValueError):
    """The request is not a message we take; the text says why, without quoting it."""


class CollectedReplies(CollectingOutputChannel):
    """Collects one message for each reply of the bot, with text, buttons and custom data together."""

    async def send_response(self, recipient_id: Text, message: Dict[Text, Any]) -> None:
        """Keeps what ``chat/`` may show of a reply."""
        reply = {key: message[key] for key in ("text", "buttons", "custom") if message.get(key)}
        if reply:
            self.messages.append(reply)


def plain_text(text: Text) -> Text:
    """What a person typed, so that Rasa never takes it for a command.

    Rasa reads "/intent{…}" at the beginning of a text as an order; leading slashes mean nothing to people.
    """
    stripped = text.strip()
    if not stripped.startswith("/"):
        return stripped
    return stripped.lstrip("/ \t\r\n\f\v\u00a0").strip() or _SLASH_LIKE


def checked_message(body: Any, intents: frozenset[Text]) -> UserMessage:
    """Turns the body of a request into a message for Rasa.

    Args:
        body: the decoded JSON.
        intents: the intents that a payload may name.

    Raises:
        BadMessage: if anything about the body is not as it should be.
    """
    if not isinstance(body, dict):
        raise BadMessage("the body must be a JSON object")
    sender, text, payload = body.get("sender"), body.get("text"), body.get("payload")
    if not isinstance(sender, str) or not _SENDER.fullmatch(sender):
        raise BadMessage("sender must be 1 to 64 letters, digits, hyphens or underscores")
    if (text is None) == (payload is None):
        raise BadMessage("exactly one of text and payload is needed")
    if payload is not None:
        match = _PAYLOAD.fullmatch(payload) if isinstance(payload, str) else None
        if match is None or match[1] not in intents or not _is_flat_object(match[2]):
            raise BadMessage("payload is not one of the assistant's own")
        return UserMessage(payload, CollectedReplies(), sender, input_channel=DuoChannel.name())
    if not isinstance(text, str) or not text.strip():
        raise BadMessage("text must not be empty")
    if len(text) > MAX_TEXT_CHARS:
        raise BadMessage(f"text must not be longer than {MAX_TEXT_CHARS} characters")
    return UserMessage(plain_text(text), CollectedReplies(), sender, input_channel=DuoChannel.name())


def _is_flat_object(entities: Optional[Text]) -> bool:
    """Whether the braces of a payload hold a JSON object of plain values, or are missing."""
    if entities is None:
        return True
    try:
        values = json.loads(entities)
    except (ValueError, RecursionError):
        return False
    return isinstance(values, dict) and all(
        isinstance(value, (str, int, float, bool)) for value in values.values()
    )


def is_authentic(request: Request) -> bool:
    """Whether the caller knows the secret; nobody does while none is set."""
    secret = os.environ.get(SECRET_SETTING, "")
    given = request.headers.get("X-Duo-Secret", "")
    return bool(secret) and hmac.compare_digest(
        given.encode("utf-8", "surrogateescape"), secret.encode("utf-8", "surrogateescape")
    )


def allowed_intents(agent: Any) -> frozenset[Text]:
    """The intents that a payload may name: the domain's, without Rasa's own commands."""
    return (frozenset(agent.domain.intents) - _NEVER) | _ALWAYS


def ready_agent(request: Request) -> Optional[Any]:
    """The agent if a model is loaded, otherwise None."""
    agent = getattr(request.app.ctx, "agent", None)
    return agent if agent is not None and agent.is_ready() and agent.domain else None


def forget(agent: Any, sender: Text) -> None:
    """Drops the tracker of a turn that failed, so that the next message starts from the draft."""
    store = getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)
    if hasattr(store, "forget"):
        store.forget(sender)


class DuoChannel(InputChannel):
    """Rasa's view of the door."""

    @classmethod
    def name(cls) -> Text:
        """Part of the path: /webhooks/duo/…"""
        return "duo"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[Text, Any]]) -> "DuoChannel":
        """There is nothing in ``credentials.yml``: the secret comes from the environment."""
        if not os.environ.get(SECRET_SETTING):
            logger.error("%s is not set: every message will be refused", SECRET_SETTING)
        return cls()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The two routes below /webhooks/duo."""
        routes = Blueprint("duo_channel")

        @routes.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            if ready_agent(request) is None:
                return response.json({"ready": False}, status=503)
            return response.json({"ready": True})

        @routes.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            if not is_authentic(request):
                return response.json({"error": "unauthorized"}, status=401)
            agent = ready_agent(request)
            if agent is None:
                return response.json({"error": "no model is loaded"}, status=503)
            try:
                message = checked_message(request.json, allowed_intents(agent))
            except BadMessage as error:
                return response.json({"error": str(error)}, status=400)
            return await answer(on_new_message, message, agent)

        return routes


async def answer(
    on_new_message: Callable[[UserMessage], Awaitable[Any]], message: UserMessage, agent: Any
) -> HTTPResponse:
    """Runs one turn: 200 with the replies, 502 if an action or Rasa failed, 504 if it took too long.

    Rasa keeps quiet about failed actions. A caller must know, because an answer may be lost; the
    conversation is then dropped here and goes on from the draft.
    """
    failures: List[Text] = []
    mark = failed_actions.set(failures)
    seconds = float(os.environ.get("DUO_BOT_TURN_TIMEOUT", TURN_SECONDS))
    try:
        await asyncio.wait_for(on_new_message(message), timeout=seconds)
    except asyncio.TimeoutError:
        forget(agent, message.sender_id)
        logger.error("a turn took longer than %s seconds", seconds)
        return response.json({"error": "timeout"}, status=504)
    except Exception:
        forget(agent, message.sender_id)
        logger.exception("a turn failed")
        return response.json({"error": "turn failed"}, status=502)
    finally:
        failed_actions.reset(mark)
    if failures:
        forget(agent, message.sender_id)
        logger.error("actions failed: %s", ", ".join(failures))
        return response.json({"error": "actions failed"}, status=502)
    return response.json({"messages": message.output_channel.messages})
