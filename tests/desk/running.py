"""A real desk on a free port in a thread of the test process, and a browser without JavaScript to visit it."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from dataclasses import dataclass, field

import httpx2
from sanic import Sanic

from casework.coordinators import add_coordinator, change_password
from casework.database import Database
from casework.encryption import Keyring
from casework.settings import Settings
from desk.app import create_app

FIRST_PASSWORD = "Start-Kennwort 1"
PASSWORD = "Drei Rote Äpfel 7"


@dataclass
class Visitor:
    """Keeps cookies, follows no redirect, sends forms with the token that their page carries."""

    address: str
    client: httpx2.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx2.Client(base_url=self.address, follow_redirects=False, timeout=20)

    def get(self, path: str, headers: dict[str, str] | None = None) -> httpx2.Response:
        """Open a page."""
        return self.client.get(path, headers=headers)

    def token(self, path: str) -> str:
        """The CSRF token in the page at ``path``."""
        found = re.search(r'name="csrf_token" value="([0-9a-f]{64})"', self.get(path).text)
        assert found, f"{path} carries no token"
        return found[1]

    def post(
        self,
        path: str,
        form: dict[str, str],
        *,
        page: str = "/kennwort",
        headers: dict[str, str] | None = None,
    ) -> httpx2.Response:
        """Send a form as a browser would that has ``page`` open."""
        sent = {"csrf_token": self.token(page), **form}
        return self.client.post(path, data=sent, headers=headers or {"Sec-Fetch-Site": "same-origin"})

    def sign_in(self, login: str, password: str = PASSWORD, *, target: str = "") -> httpx2.Response:
        """Send the login form."""
        form = {"login": login, "password": password, "weiter": target}
        return self.post("/anmelden", form, page="/anmelden")


class RunningDesk:
    """The server and its address."""

    def __init__(self, settings: Settings, keyring: Keyring) -> None:
        self.settings = settings
        self.keyring = keyring
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.app: Sanic | None = None
        self._visitors: list[Visitor] = []
        self._ready = threading.Event()
        self._stop: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="desk", daemon=True)

    def start(self) -> None:
        """Start serving and wait until it does."""
        self._thread.start()
        assert self._ready.wait(30), "the desk did not start"
        if self._failure:
            raise self._failure

    def stop(self) -> None:
        """Stop serving, close the database and the visitors' connections."""
        for visitor in self._visitors:
            visitor.client.close()
        assert self._loop
        assert self._stop
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as failure:
            self._failure = failure
            self._ready.set()

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        database = self.database()
        self.app = create_app(self.settings, database, name=f"desk-{self.port}")
        # Sanic rewrites its own methods for one app; a second one in the process would stumble.
        self.app.config.TOUCHUP = False
        server = await self.app.create_server(
            host="127.0.0.1", port=self.port, return_asyncio_server=True, access_log=False
        )
        assert server is not None
        await server.startup()
        await server.before_start()
        await server.after_start()
        self._ready.set()
        await self._stop.wait()
        await server.before_stop()
        await server.close()
        await server.after_stop()
        await database.close()

    def database(self) -> Database:
        """A door of its own to the desk's data; the caller closes it."""
        return Database(self.settings.database_url, keyring=self.keyring)

    def visitor(self) -> Visitor:
        """A new browser without cookies."""
        visitor = Visitor(self.address)
        self._visitors.append(visitor)
        return visitor


async def create_coordinator(
    database: Database, login: str, towns: tuple[str, ...], *, first_login: bool = False
) -> None:
    """Add a coordinator with ``PASSWORD``, or with ``FIRST_PASSWORD`` still to be changed."""
    async with database.writing() as session:
        coordinator, _ = await add_coordinator(
            session, login=login, name=f"Koordination {login.title()}", towns=towns, password=FIRST_PASSWORD
        )
        if not first_login:
            assert await change_password(session, coordinator, FIRST_PASSWORD, PASSWORD)
