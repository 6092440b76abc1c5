"""A real `chat` on a free port, over a database of its own and a Rasa that does as it is told."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from functools import cache
from pathlib import Path
from typing import Any

import httpx2
import pytest

from casework.crisis import Crisis
from casework.database import migrate
from casework.encryption import Keyring
from casework.settings import Settings, load_settings
from casework.towns import Towns
from chat.app import create_app
from tests.chat.door import Door, serving
from tests.chat.fake_rasa import SECRET, FakeRasa

_names = itertools.count(1)


@pytest.fixture(scope="session", autouse=True)
def data_files_are_read_once() -> Iterator[None]:
    """Every test opens a door of its own; compiling the phrases of crisis.yml each time would take longer than the test."""
    with pytest.MonkeyPatch.context() as patch:
        for reader in (Towns, Crisis):
            patch.setattr(reader, "load", cache(reader.load))
        yield


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database file to copy, since migrating takes longer than a test."""
    path = tmp_path_factory.mktemp("database") / "duo.db"
    migrate(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture
async def open_door(
    tmp_path: Path, keyring: Keyring, empty_database: Path
) -> AsyncIterator[Callable[..., Awaitable[Door]]]:
    """Opens a door; settings may be changed by name."""
    async with AsyncExitStack() as stack:

        async def open_one(**changes: Any) -> Door:
            number = next(_names)
            rasa = FakeRasa()
            rasa_url = await stack.enter_async_context(serving(rasa.app(f"rasa-{number}")))
            app = create_app(
                _settings(tmp_path, empty_database, number, rasa_url, changes),
                keyring=keyring,
                name=f"chat-{number}",
            )
            address = await stack.enter_async_context(serving(app))
            client = await stack.enter_async_context(
                httpx2.AsyncClient(base_url=address, timeout=20, trust_env=False, verify=False)
            )
            return Door(client, app.ctx.services, rasa, address)

        yield open_one


def _settings(
    folder: Path, empty_database: Path, number: int, rasa_url: str, changes: dict[str, Any]
) -> Settings:
    path = folder / f"duo-{number}.db"
    shutil.copy(empty_database, path)
    values: dict[str, Any] = {
        "var_dir": folder,
        "database_url": f"sqlite+aiosqlite:///{path}",
        "rasa_url": rasa_url,
        "actions_url": rasa_url,
        "public_url": "http://127.0.0.1:8000",
        "turn_timeout_seconds": 1.0,
        "rate_messages_per_minute": 1000,
        "rate_conversations_per_minute": 1000,
    }
    settings = load_settings(**(values | changes))
    # Secrets come from the keys file when the environment has none; here they need no file.
    settings.__dict__.update(
        bot_secret=SECRET, actions_secret="unused", token_secret="another-secret-for-tests"
    )
    return settings


@pytest.fixture
async def door(open_door: Callable[..., Awaitable[Door]]) -> Door:
    return await open_door()
