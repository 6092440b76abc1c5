"""Reading what a client sent, strictly: everything that is not as agreed is a problem, never a guess."""

from __future__ import annotations

import json
import re
from typing import Any

from sanic import Request

from chat.limits import MAX_JSON_BYTES, MAX_MESSAGE_CHARACTERS
from chat.problems import Problem, message_too_long
from chat.services import services
from chat.tokens import Purpose

_CLIENT_MESSAGE_ID = re.compile(r"[\x21-\x7e]{1,100}")
# A button's payload: a known-looking name, optionally with one flat JSON object of short texts.
_PAYLOAD = re.compile(r'/([a-z][a-z0-9_]{0,60})(\{(?:[^{}"\\]|"[^"\\\x00-\x1f]{0,120}"){0,20}\})?')
# Rasa's own commands, which no button of ours carries.
_RESERVED = frozenset({"restart", "session_start", "back"})
# Control characters other than tab and line feed, the byte order mark, and halves of surrogate pairs: none can be
# typed, and not every database stores them.
_UNTYPABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\ufeff\ud800-\udfff]")
_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}")


def read_object(request: Request) -> dict[str, Any]:
    """The JSON object in the body; raises the 400 or 413 problem."""
    body = request.body
    if len(body) > MAX_JSON_BYTES:
        raise Problem("body_too_large", members={"limit_bytes": MAX_JSON_BYTES})
    try:
        content = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Problem("malformed") from None
    if not isinstance(content, dict):
        raise Problem("malformed")
    return content


def typed_text(text: str) -> str:
    """`text` as a person can have typed it: line ends unified, untypable characters gone, no space around it."""
    return _UNTYPABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def authorize(request: Request, conversation_id: str) -> None:
    """Raises the one 401 problem unless the bearer token is genuine, fresh and meant for this conversation."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    genuine = services(request).signer.check(Purpose.CONVERSATION, conversation_id, token.strip())
    if not genuine or scheme.lower() != "bearer":
        raise Problem("unauthorized")


def read_message(content: dict[str, Any]) -> tuple[str, str | None, str | None]:
    """(client_message_id, text, payload) of a message; exactly one of text and payload is set."""
    client_message_id, text, payload = (content.get(key) for key in ("client_message_id", "text", "payload"))
    if not isinstance(client_message_id, str) or not _CLIENT_MESSAGE_ID.fullmatch(client_message_id):
        raise Problem("invalid_message")
    if (text is None) == (payload is None):
        raise Problem("invalid_message")
    if payload is not None:
        if not isinstance(payload, str) or not is_payload(payload):
            raise Problem("invalid_payload")
        return client_message_id, None, payload
    if not isinstance(text, str):
        raise Problem("invalid_message")
    if len(text) > MAX_MESSAGE_CHARACTERS:
        raise message_too_long(MAX_MESSAGE_CHARACTERS)
    text = typed_text(text)
    if not text:
        raise Problem("message_empty")
    return client_message_id, text, None


def is_payload(payload: str) -> bool:
    """Whether `payload` has the shape of a button's payload and is none of Rasa's own commands."""
    if len(payload) > 300:
        return False
    match = _PAYLOAD.fullmatch(payload)
    if match is None or match[1] in _RESERVED:
        return False
    if match[2] is None:
        return True
    try:
        values = json.loads(match[2])
    except ValueError:
        return False
    return isinstance(values, dict) and all(isinstance(value, str) for value in values.values())


def read_town(content: dict[str, Any], codes: tuple[str, ...]) -> str | None:
    """The town code, or None when there is none; raises the 422 problem for a code that towns.yml does not have."""
    town = content.get("town")
    if town is None:
        return None
    if not isinstance(town, str) or town not in codes:
        raise Problem("unknown_town", towns=", ".join(codes))
    return town


def read_locale(content: dict[str, Any]) -> str:
    """The language tag the client asked for, "de" when it did not."""
    locale = content.get("locale")
    if locale is None:
        return "de"
    if not isinstance(locale, str) or not _LOCALE.fullmatch(locale):
        raise Problem("unknown_locale")
    return locale


def read_after(request: Request) -> int:
    """The number after which messages are wanted, 0 when none is given."""
    after = request.args.get("after", "0")
    if not re.fullmatch(r"[0-9]{1,9}", after):
        raise Problem("invalid_after")
    return int(after)
