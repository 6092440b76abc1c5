"""A running action server over a real database in a folder of the test."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest

from actions.app import KEY_HEADER, create_app
from casework.codes import Channel
from casework.conversations import start_conversation
from casework.database import Database, migrate
from casework.drafts import load_draft
from casework.encryption import Keyring
from casework.settings import Settings, load_settings
from tests.chat.door import serving

_numbers = itertools.count(1)


@dataclass
class ActionServer:
    """The server as Rasa calls it."""

    client: httpx2.AsyncClient
    settings: Settings
    database: Database
    events: list[dict[str, Any]] = field(default_factory=list)

    async def call(
        self, action: str, message: dict[str, Any] | None = None, *, sender: str, secret: str | None = None
    ) -> httpx2.Response:
        """One action call with the tracker as Rasa 3.6 sends it."""
        latest = message or {"text": "", "intent": {"name": None, "confidence": 0.0}, "entities": []}
        tracker = {
            "sender_id": sender,
            "slots": {},
            "latest_message": latest,
            "events": [*self.events, {"event": "user", "text": latest.get("text")}],
            "paused": False,
            "followup_action": None,
            "active_loop": {"name": "intake_form"},
            "latest_action_name": "action_listen",
            "latest_input_channel": "duo",
        }
        body = {
            "next_action": action,
            "sender_id": sender,
            "tracker": tracker,
            "domain": {},
            "version": "3.6.21",
        }
        given = self.settings.actions_secret if secret is None else secret
        return await self.client.post("/webhook", json=body, headers={KEY_HEADER: given})

    async def begin(self) -> str:
        """A new conversation on Verl's page."""
        async with self.database.writing() as session:
            return (await start_conversation(session, channel=Channel.WEB, town="verl")).id

    async def draft(self, sender: str) -> Any:
        """The stored draft's state."""
        async with self.database.reading() as session:
            draft = await load_draft(session, sender)
            return draft.state if draft else None


def button(slot: str, value: str) -> dict[str, Any]:
    """A pressed button as Rasa reads `/choose{...}`."""
    return {
        "text": f'/choose{{"slot":"{slot}","value":"{value}"}}',
        "intent": {"name": "choose", "confidence": 1.0},
        "entities": [{"entity": "slot", "value": slot}, {"entity": "value", "value": value}],
    }


def typed(text: str, intent: str = "out_of_scope", confidence: float = 0.3, **needs: float) -> dict[str, Any]:
    """A typed message as the bot's classifier reads it."""
    return {
        "text": text,
        "intent": {"name": intent, "confidence": confidence},
        "entities": [],
        "needs": needs,
        "beside": needs,
    }


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database to copy, since migrating takes longer than a test."""
    path = tmp_path_factory.mktemp("actions") / "duo.db"
    migrate(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture
async def server(tmp_path: Path, migrated: Path) -> AsyncIterator[ActionServer]:
    settings = load_settings(var_dir=tmp_path)
    keyring = Keyring.create(settings.keys_file, ["verl", "shs"])
    shutil.copy(migrated, tmp_path / "duo.db")
    app = create_app(settings, name=f"actions-{next(_numbers)}")
    async with (
        serving(app) as address,
        httpx2.AsyncClient(base_url=address, timeout=20, trust_env=False) as client,
    ):
        database = Database(settings.database_url, keyring=keyring)
        yield ActionServer(client, settings, database)
        await database.close()
