"""What the tests of `chat` share: a running app, a client, a conversation."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx2
from sanic import Sanic

from casework.database import Database
from chat.services import Services
from tests.chat.fake_rasa import FakeRasa

VERL = "https://www.verl.de"


@asynccontextmanager
async def serving(app: Sanic[Any, Any]) -> AsyncIterator[str]:
    """Serves an app on a free port in the running loop; the value is its address."""
    app.config.TOUCHUP = (
        False  # Sanic rewrites its own methods for one app; a second one in the process would stumble
    )
    listening = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
    assert server is not None
    await server.startup()
    await server.before_start()
    await server.after_start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        await server.before_stop()
        await server.close()
        await asyncio.sleep(0)
        await server.after_stop()
        Sanic.unregister_app(app)


@dataclass
class Conversation:
    """One conversation as a client sees it."""

    client: httpx2.AsyncClient
    id: str
    token: str
    first: list[dict[str, Any]]
    sent: int = 0

    @property
    def path(self) -> str:
        return f"/api/conversations/{self.id}"

    @property
    def auth(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def post(self, **content: Any) -> httpx2.Response:
        """Sends a message; a client_message_id is made up unless given."""
        self.sent += 1
        body = {"client_message_id": f"m-{self.sent}"} | content
        return await self.client.post(f"{self.path}/messages", json=body, headers=self.auth)

    async def say(self, text: str, **content: Any) -> list[dict[str, Any]]:
        """Sends a text and returns the answer's messages."""
        response = await self.post(text=text, **content)
        assert response.status_code == 200, response.text
        messages: list[dict[str, Any]] = response.json()["messages"]
        return messages

    async def history(self, after: int = 0) -> list[dict[str, Any]]:
        response = await self.client.get(f"{self.path}/messages?after={after}", headers=self.auth)
        assert response.status_code == 200, response.text
        messages: list[dict[str, Any]] = response.json()["messages"]
        return messages


@dataclass
class Door:
    """The running app, its client and its inner parts."""

    client: httpx2.AsyncClient
    services: Services
    rasa: FakeRasa
    address: str

    @property
    def database(self) -> Database:
        return self.services.database

    async def begin(self, **content: Any) -> Conversation:
        response = await self.client.post("/api/conversations", json=content)
        assert response.status_code == 201, response.text
        body = response.json()
        return Conversation(self.client, body["conversation_id"], body["token"], body["messages"])


async def read_events(response: httpx2.Response) -> AsyncIterator[tuple[str, Any, str | None]]:
    """(name, data, id) of each event of a stream."""
    name, data, number = "message", "", None
    async for line in response.aiter_lines():
        if not line:
            if data:
                yield name, json.loads(data), number
            name, data, number = "message", "", None
        elif line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            data = line.removeprefix("data: ")
        elif line.startswith("id: "):
            number = line.removeprefix("id: ")


async def until(true: Callable[[], object], seconds: float = 5.0) -> None:
    """Waits until `true()` is; fails after so many seconds."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - what is waited for happens in another task that knows no event of ours
            await asyncio.sleep(0.01)
