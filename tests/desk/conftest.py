"""The desk under test: once on SQLite, once on PostgreSQL, with three coordinators."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from casework.database import Database, migrate
from casework.encryption import Keyring, use_keyring
from casework.settings import load_settings
from tests.desk.running import RunningDesk, Visitor, create_coordinator

# verl and shs see one town each, duo sees both.
COORDINATORS = {"verl": ("verl",), "shs": ("shs",), "duo": ("verl", "shs")}


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def desk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, keyring: Keyring
) -> Iterator[RunningDesk]:
    """The running desk over a database of its own."""
    folder = tmp_path_factory.mktemp("desk")
    url = ""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").new_database()
    settings = load_settings(var_dir=folder, database_url=url, DUO_TOKEN_SECRET="a secret for tests alone")
    migrate(settings.database_url)
    use_keyring(keyring)
    running = RunningDesk(settings, keyring)
    asyncio.run(_add_coordinators(running))
    running.start()
    yield running
    running.stop()


async def _add_coordinators(running: RunningDesk) -> None:
    database = running.database()
    for login, towns in COORDINATORS.items():
        await create_coordinator(database, login, towns)
    await database.close()


@pytest.fixture(autouse=True)
def _own_keyring(keyring: Keyring) -> None:
    """Other rooms' tests may have put another keyring in use."""
    use_keyring(keyring)


@pytest.fixture
async def database(desk: RunningDesk) -> AsyncIterator[Database]:
    """The desk's data, for arranging and checking."""
    opened = desk.database()
    yield opened
    await opened.close()


@pytest.fixture
def stranger(desk: RunningDesk) -> Visitor:
    """Somebody who is not signed in."""
    return desk.visitor()


def _signed_in(desk: RunningDesk, login: str) -> Visitor:
    visitor = desk.visitor()
    assert visitor.sign_in(login).status_code == 303
    return visitor


@pytest.fixture(scope="session")
def verl(desk: RunningDesk) -> Visitor:
    """The coordinator of Verl, signed in."""
    return _signed_in(desk, "verl")


@pytest.fixture(scope="session")
def shs(desk: RunningDesk) -> Visitor:
    """The coordinator of Schloß Holte-Stukenbrock, signed in."""
    return _signed_in(desk, "shs")


@pytest.fixture(scope="session")
def duo(desk: RunningDesk) -> Visitor:
    """The coordinator of both towns, signed in."""
    return _signed_in(desk, "duo")
