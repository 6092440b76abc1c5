"""A real desk on a free port, over a database of its own, in a thread of the test process."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest
from sanic import Sanic

from casework.coordinators import add_coordinator, authenticate, change_password
from casework.database import Database, migrate
from casework.encryption import Keyring
from casework.settings import Settings, load_settings
from desk.app import create_app

PASSWORD = "Drei Rote Äpfel 7"


@dataclass
class Visitor:
    """A browser without JavaScript: keeps cookies, follows no redirect, sends forms with their token."""

    address: str
    client: httpx2.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx2.Client(base_url=self.address, follow_redirects=False, timeout=20)

    def get(self, path: str, **kwargs: object) -> httpx2.Response:
        """Open a page."""
        return self.client.get(path, **kwargs)  # type: ignore[arg-type]

    def token(self, path: str = "/anmelden") -> str:
        """The CSRF token in the page at ``path``."""
        found = re.search(r'name="csrf_token" value="([0-9a-f]{64})"', self.get(path).text)
        assert found, f"{path} carries no token"
        return found[1]

    def post(
        self, path: str, form: dict[str, str], *, page: str = "/kennwort", token: str | None = None
    ) -> httpx2.Response:
        """Send a form as the browser would that has ``page`` open."""
        carried = self.token(page) if token is None else token
        return self.client.post(
            path, data={"csrf_token": carried, **form}, headers={"Sec-Fetch-Site": "same-origin"}
        )

    def sign_in(self, login: str, password: str = PASSWORD, *, target: str = "") -> httpx2.Response:
        """Send the login form."""
        form = {"login": login, "password": password, "weiter": target}
        return self.post("/anmelden", form, page="/anmelden")


class RunningDesk:
    """The server and its address; ``database`` is a second door to the same data for the tests."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.keyring = Keyring.load(settings.keys_file)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._ready = threading.Event()
        self._stop: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._failure: BaseException | None = None
        self.app: Sanic | None = None
        self._thread = threading.Thread(target=self._run, name="desk", daemon=True)

    def start(self) -> None:
        """Start serving and wait until it does."""
        self._thread.start()
        self._ready.wait(20)
        if self._failure:
            raise self._failure

    def stop(self) -> None:
        """Stop serving and close the database."""
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
        self.app = create_app(self.settings, name=f"desk-{self.port}")
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

    def visitor(self) -> Visitor:
        """A new browser without cookies."""
        return Visitor(self.address)


@pytest.fixture(scope="session")
def desk_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with keys and an empty database in a folder of their own."""
    folder: Path = tmp_path_factory.mktemp("desk")
    settings = load_settings(var_dir=folder)
    Keyring.create(settings.keys_file, ("verl", "shs"))
    migrate(settings.database_url)
    return settings


@pytest.fixture(scope="session")
def desk(desk_settings: Settings) -> Iterator[RunningDesk]:
    """The running desk."""
    running = RunningDesk(desk_settings)
    running.start()
    yield running
    running.stop()


@pytest.fixture
async def database(desk: RunningDesk) -> AsyncIterator[Database]:
    """The desk's data, for arranging and checking."""
    opened = Database(desk.settings.database_url, keyring=desk.keyring)
    yield opened
    await opened.close()


async def create_coordinator(
    database: Database, login: str, towns: tuple[str, ...], *, first_login: bool = False
) -> str:
    """A coordinator with ``PASSWORD``, already changed unless ``first_login``; an existing one is taken as it is."""
    async with database.writing() as session:
        coordinator, _ = await add_coordinator(
            session,
            login=login,
            name=f"Koordination {login.title()}",
            towns=towns,
            password=PASSWORD + " alt",
        )
        if not first_login:
            await change_password(session, coordinator, PASSWORD)
    return login


__all__ = ["PASSWORD", "RunningDesk", "Visitor", "authenticate", "create_coordinator"]
