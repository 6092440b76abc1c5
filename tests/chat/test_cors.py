"""Which sites may call the API from a browser: the towns' own, and no other."""

from __future__ import annotations

import pytest

from casework.towns import Towns
from tests.chat.door import VERL, Door

ORIGINS = [origin for code in Towns.load().codes for origin in Towns.load().get(code).origins]


@pytest.mark.parametrize("origin", [*ORIGINS, "http://127.0.0.1:8000"])
async def test_the_towns_sites_may_call(door: Door, origin: str) -> None:
    response = await door.client.post("/api/conversations", json={}, headers={"Origin": origin})
    assert response.status_code == 201
    assert response.headers["access-control-allow-origin"] == origin
    assert "Origin" in response.headers["vary"]
    assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "https://www.verl.de.evil.example",
        "http://www.verl.de",
        "https://WWW.VERL.DE",
    ],
)
async def test_others_may_not(door: Door, origin: str) -> None:
    for method, path in (
        ("POST", "/api/conversations"),
        ("OPTIONS", "/api/conversations"),
        ("GET", "/api/none"),
    ):
        headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        response = await door.client.request(method, path, headers=headers)
        assert "access-control-allow-origin" not in response.headers
        assert "access-control-allow-methods" not in response.headers
        assert "Origin" in response.headers["vary"]


async def test_a_preflight(door: Door) -> None:
    headers = {
        "Origin": VERL,
        "Access-Control-Request-Method": "DELETE",
        "Access-Control-Request-Headers": "authorization, content-type",
    }
    response = await door.client.options("/api/conversations/abc", headers=headers)
    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == VERL
    assert "DELETE" in response.headers["access-control-allow-methods"]
    allowed = response.headers["access-control-allow-headers"].lower()
    assert {"authorization", "content-type", "last-event-id"} <= set(allowed.split(", "))
    assert int(response.headers["access-control-max-age"]) > 0


async def test_errors_carry_the_headers_too(door: Door) -> None:
    response = await door.client.get("/api/conversations/x/messages", headers={"Origin": VERL})
    assert response.status_code == 401
    assert response.headers["access-control-allow-origin"] == VERL


async def test_the_widget_loads_on_the_towns_sites_only(door: Door) -> None:
    ours = await door.client.get("/widget/duo-chat.js", headers={"Origin": VERL})
    assert ours.headers["access-control-allow-origin"] == VERL
    foreign = await door.client.get("/widget/duo-chat.js", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in foreign.headers


async def test_pages_are_not_shared(door: Door) -> None:
    response = await door.client.get("/anfrage", headers={"Origin": VERL})
    assert "access-control-allow-origin" not in response.headers
