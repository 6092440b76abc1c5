"""Every test that takes `db` or `database_url` runs twice: on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from casework.coordinators import add_coordinator
from casework.database import Database, migrate
from casework.encryption import Keyring
from casework.models import Coordinator


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "duo.db"
    migrate(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of its own for one test, with the newest schema."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres").clean_database()
        return url
    path = tmp_path / "duo.db"
    shutil.copy(request.getfixturevalue("migrated_file"), path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres").empty_database()
        return url
    return f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
async def db(database_url: str, keyring: Keyring) -> AsyncIterator[Database]:
    """The open database of one test."""
    database = Database(database_url, keyring=keyring)
    yield database
    await database.close()


@pytest.fixture
async def coordinator(db: Database) -> Coordinator:
    """A coordinator who may see both towns."""
    async with db.writing() as session:
        added, _ = await add_coordinator(
            session, login="koordination", name="Ute Beispiel", towns=["verl", "shs"]
        )
    return added


@pytest.fixture
async def verl_only(db: Database) -> Coordinator:
    """A coordinator who may see Verl alone."""
    async with db.writing() as session:
        added, _ = await add_coordinator(session, login="verl", name="Vera Beispiel", towns=["verl"])
    return added
