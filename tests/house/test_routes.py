"""Every door is locked or on this list: a route that is new fails here until somebody has decided."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from sanic import Sanic

from actions.app import create_app as create_actions
from casework.database import Database, migrate
from casework.encryption import Keyring
from casework.settings import Settings, load_settings
from chat.app import create_app as create_chat
from desk.app import create_app as create_desk
from tests.chat.door import serving

# What everybody may call, and why.
PUBLIC_IN_CHAT = {
    "/": "the list of the towns' pages",
    "/demo/<town:str>": "a page as the town embeds the widget",
    "/demo/<town:str>/farben.css": "its colours",
    "/anfrage": "the form without JavaScript",
    "/datenschutz": "the privacy information, before any data (Art. 13 DSGVO)",
    "/barrierefreiheit": "the accessibility statement",
    "/openapi.json": "the description of the interface",
    "/api/conversations": "opens a conversation; rate limited by address",
    "/api/receipts": "wants the receipt code, which is the key; rate limited by address",
    "/healthz": "liveness, no data",
    "/readyz": "readiness, no data",
    "/metrics": "counts without people; the reverse proxy keeps it inside",
    "/assets/<name:path>": "browser assets",
    "/widget/<name:path>": "the widget",
    "/assets/kern/<name:path>": "styles and fonts",
}
PUBLIC_AT_THE_DESK = {
    "/anmelden": "the login itself",
    "/assets/<name:path>": "browser assets",
    "/healthz": "liveness, no data",
    "/readyz": "readiness, no data",
}
PUBLIC_IN_ACTIONS = {"/health": "liveness, no data"}

STRANGER = "a-conversation-of-somebody-else"
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("house")
    made = load_settings(var_dir=folder, smtp_url=None)
    Keyring.create(made.keys_file, ["verl", "shs"])
    migrate(made.database_url)
    return made


def _routes(app: Sanic) -> list[tuple[str, str]]:
    """(path with its gaps, method) of every route, without preflights, which carry no data."""
    return sorted(
        ("/" + route.path.lstrip("/"), method)
        for route in app.router.routes
        for method in route.methods
        if method != "OPTIONS"
    )


def _filled(path: str) -> str:
    filled = path
    for gap, value in {
        "<conversation_id:str>": STRANGER,
        "<reference:str>": "SD-7K3F",
        "<town:str>": "verl",
        "<name:path>": "none",
    }.items():
        filled = filled.replace(gap, value)
    assert "<" not in filled, f"say in this test what fills the gap of {path}"
    return filled


async def _call(address: str, path: str, method: str, **more: Any) -> httpx2.Response:
    async with httpx2.AsyncClient(base_url=address, timeout=20, trust_env=False) as client:
        return await client.request(method, _filled(path), **more)


@pytest.fixture
async def chat(settings: Settings) -> AsyncIterator[tuple[str, list[tuple[str, str]]]]:
    app = create_chat(settings, name=f"house-chat-{next(_numbers)}")
    async with serving(app) as address:
        yield address, _routes(app)


@pytest.fixture
async def desk(settings: Settings) -> AsyncIterator[tuple[str, Sanic]]:
    database = Database(settings.database_url, keyring=Keyring.load(settings.keys_file))
    app = create_desk(settings, database, name=f"house-desk-{next(_numbers)}")
    async with serving(app) as address:
        yield address, app
    await database.close()


@pytest.fixture
async def actions(settings: Settings) -> AsyncIterator[tuple[str, list[tuple[str, str]]]]:
    app = create_actions(settings, name=f"house-actions-{next(_numbers)}")
    async with serving(app) as address:
        yield address, _routes(app)


async def test_every_route_of_chat_wants_a_token_or_is_public(
    chat: tuple[str, list[tuple[str, str]]],
) -> None:
    address, routes = chat
    known = {path for path, _ in routes}
    locked = [(path, method) for path, method in routes if path not in PUBLIC_IN_CHAT]
    assert {path for path, _ in locked} == {
        "/api/conversations/<conversation_id:str>",
        "/api/conversations/<conversation_id:str>/messages",
        "/api/conversations/<conversation_id:str>/events",
    }, "a new route of chat: lock it, or say in PUBLIC_IN_CHAT why it is open"
    assert not PUBLIC_IN_CHAT.keys() - known, "forget what is gone"
    for path, method in locked:
        for headers in ({}, {"Authorization": "Bearer made-up"}):
            response = await _call(
                address, path, method, headers=headers, json={} if method == "POST" else None
            )
            assert response.status_code == 401, f"{method} {path}: {response.status_code}"


async def test_receipts_want_the_code(chat: tuple[str, list[tuple[str, str]]]) -> None:
    response = await _call(chat[0], "/api/receipts", "POST", json={"code": "KX7M-4TQP-92RW"})
    assert response.status_code in {401, 404, 422}


async def test_every_route_of_the_desk_wants_a_login_or_is_public(desk: tuple[str, Sanic]) -> None:
    address, app = desk
    declared = {
        "/" + route.path.lstrip("/") for route in app.router.routes if getattr(route.ctx, "public", False)
    }
    assert declared == set(PUBLIC_AT_THE_DESK), "say in PUBLIC_AT_THE_DESK why a page is open"
    locked = [(path, method) for path, method in _routes(app) if path not in PUBLIC_AT_THE_DESK]
    assert locked
    for path, method in locked:
        response = await _call(address, path, method)
        assert response.status_code in {303, 401}, f"{method} {path}: {response.status_code}"
        if response.status_code == 303:
            assert response.headers["location"].startswith("/anmelden"), path


async def test_every_route_of_the_actions_wants_the_secret_or_is_public(
    actions: tuple[str, list[tuple[str, str]]],
) -> None:
    address, routes = actions
    locked = [(path, method) for path, method in routes if path not in PUBLIC_IN_ACTIONS]
    assert locked == [("/webhook", "POST")]
    for headers in ({}, {"X-Duo-Secret": "guessed"}):
        response = await _call(address, "/webhook", "POST", json={"next_action": "x"}, headers=headers)
        assert response.status_code == 401


async def test_health_of_the_actions_tells_no_data(actions: tuple[str, list[tuple[str, str]]]) -> None:
    assert (await _call(actions[0], "/health", "GET")).json() == {"status": "ok"}
