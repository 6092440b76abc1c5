"""The one way to Rasa: its `duo` channel on loopback, with a shared secret and a time limit of our own."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import httpx2

SESSION_START = "/session_start"


class RasaFault(Exception):
    """Rasa gave no usable answer; `reason` is one of timeout, unreachable, refused, status, malformed, empty."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Rasa gave no usable answer: {reason}")
        self.reason = reason


@dataclass(frozen=True)
class Reply:
    """One message of Rasa: text, buttons as {title, payload}, and what actions send along."""

    text: str
    buttons: tuple[dict[str, str], ...] = ()
    card: dict[str, Any] | None = None
    custom: dict[str, Any] = field(default_factory=dict)


class RasaClient:
    """Keeps connections open between turns; `close()` ends them."""

    def __init__(self, url: str, secret: str, *, timeout_seconds: float) -> None:
        self._webhook = f"{url.rstrip('/')}/webhooks/duo/webhook"
        self._ready = f"{url.rstrip('/')}/webhooks/duo/ready"
        self._timeout = timeout_seconds
        # Sanic 21.12 in front of Rasa drops idle connections after 5 s: give them up earlier than that.
        limits = httpx2.Limits(max_connections=200, max_keepalive_connections=50, keepalive_expiry=4.0)
        # On loopback there is no TLS, and reading the certificates of all authorities would be for nothing.
        secure = not url.startswith("http://")
        self._client = httpx2.AsyncClient(
            headers={"X-Duo-Secret": secret},
            limits=limits,
            timeout=timeout_seconds,
            trust_env=False,
            verify=secure,
        )

    async def send(self, sender: str, *, text: str | None = None, payload: str | None = None) -> list[Reply]:
        """Rasa's messages in answer to `text` or `payload`; raises RasaFault within the time limit."""
        body = {"sender": sender, "text": text} if payload is None else {"sender": sender, "payload": payload}
        try:
            async with asyncio.timeout(self._timeout):
                response = await self._post(body)
        except (TimeoutError, httpx2.TimeoutException):
            raise RasaFault("timeout") from None
        except httpx2.HTTPError:
            raise RasaFault("unreachable") from None
        if response.status_code == 400:
            raise RasaFault("refused")
        if response.status_code != 200:
            raise RasaFault("status")
        replies = _read_replies(response)
        if not replies:
            # Rasa answers 200 with nothing when the action server is down or an action failed.
            raise RasaFault("empty")
        return replies

    async def _post(self, body: dict[str, Any]) -> httpx2.Response:
        try:
            return await self._client.post(self._webhook, json=body)
        except httpx2.RemoteProtocolError:
            # The server closed the kept connection at the moment of sending. A Rasa that died instead is not there the
            # second time; one that was replaced goes on from the draft.
            return await self._client.post(self._webhook, json=body)

    async def ready(self, timeout_seconds: float = 1.0) -> bool:
        """Whether Rasa runs with a model loaded."""
        return await self.reaches(self._ready, timeout_seconds)

    async def reaches(self, url: str, timeout_seconds: float = 1.0) -> bool:
        """Whether `url` answers with a success."""
        try:
            response = await self._client.get(url, timeout=timeout_seconds)
        except httpx2.HTTPError:
            return False
        return response.is_success

    async def close(self) -> None:
        await self._client.aclose()


def _read_replies(response: httpx2.Response) -> list[Reply]:
    try:
        messages = response.json()["messages"]
        return [reply for reply in map(_read_reply, messages) if reply is not None]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise RasaFault("malformed") from None


def _read_reply(message: dict[str, Any]) -> Reply | None:
    custom = message.get("custom") or {}
    text = (message.get("text") or custom.get("text") or "").strip()
    card = custom.get("card")
    if not text and card is None:
        return None
    buttons = tuple(
        {"title": str(button["title"]), "payload": str(button["payload"])}
        for button in message.get("buttons") or ()
    )
    return Reply(text=text, buttons=buttons, card=card, custom=custom)
