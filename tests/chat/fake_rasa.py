"""A Rasa that does as it is told: an HTTP server with the `duo` channel, and an action server's health route."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from sanic import HTTPResponse, Request, Sanic, json, raw

SECRET = "a-secret-for-tests"
GREETING = "Guten Tag. Ich bin der automatische Assistent des Sozialen Duos, ein Computerprogramm. Womit können wir helfen?"

Answer = Callable[[dict[str, Any]], list[dict[str, Any]]]


def echo(message: dict[str, Any]) -> list[dict[str, Any]]:
    """Greets, and repeats what was said so that tests see what arrived."""
    if message.get("payload") == "/session_start":
        return [{"text": GREETING}]
    said = message.get("text") or message["payload"]
    return [{"text": f"Gehört: {said}", "buttons": [{"title": "Ja, einverstanden", "payload": "/affirm"}]}]


class FakeRasa:
    """Records every message; `answer`, `delay`, `status` and `body` say how it behaves."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.answer: Answer = echo
        self.delay = 0.0
        self.status = 200
        self.body: bytes | None = None
        self.ready = True
        self.actions_ready = True
        self.at_once = 0
        self.most_at_once: dict[str, int] = {}
        self._now: dict[str, int] = {}

    @property
    def texts(self) -> list[str]:
        """What citizens typed, in the order in which it came."""
        return [message["text"] for message in self.received if "text" in message]

    def app(self, name: str) -> Sanic[Any, Any]:
        """The app that speaks the channel."""
        app: Sanic[Any, Any] = Sanic(name, configure_logging=False)
        app.config.AUTO_EXTEND = False
        app.config.ACCESS_LOG = False
        app.post("/webhooks/duo/webhook", error_format="json")(self._webhook)
        app.get("/webhooks/duo/ready", error_format="json")(self._ready)
        app.get("/health", error_format="json")(self._actions)
        return app

    async def _webhook(self, request: Request) -> HTTPResponse:
        message = request.json
        sender = message["sender"]
        self._now[sender] = self._now.get(sender, 0) + 1
        self.most_at_once[sender] = max(self.most_at_once.get(sender, 0), self._now[sender])
        try:
            self.secrets.append(request.headers.get("x-duo-secret"))
            self.received.append(message)
            if self.delay:
                await asyncio.sleep(self.delay)
            if self.body is not None:
                return raw(self.body, status=self.status, content_type="application/json")
            return json({"messages": self.answer(message)}, status=self.status)
        finally:
            self._now[sender] -= 1

    async def _ready(self, request: Request) -> HTTPResponse:
        return json({"ready": self.ready}, status=200 if self.ready else 503)

    async def _actions(self, request: Request) -> HTTPResponse:
        return json({}, status=200 if self.actions_ready else 503)
