"""What the browser stores and whom it talks to: criteria E1 and E2, § 25 TDDDG."""

from __future__ import annotations

import json

import pytest
from playwright.async_api import BrowserContext, expect

from .dialogue import dialogue
from .widget_page import WidgetPage

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

STORED = """async () => ({
  session: { ...sessionStorage }, local: { ...localStorage }, cookie: document.cookie,
  databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""


async def test_before_opening_nothing_is_stored_and_only_the_launcher_is_asked_for(
    widget: WidgetPage, context: BrowserContext
) -> None:
    seen: list[str] = []
    widget.tab.on("request", lambda request: seen.append(request.url))
    await widget.visit()
    await widget.tab.mouse.move(600, 400)
    await widget.tab.keyboard.press("Tab")
    await widget.tab.wait_for_timeout(500)
    # Playwright's requests for the icon of the page are the browser's own.
    assert [url for url in seen if not url.endswith("favicon.ico")] == [
        f"{widget.town.url}/seite",
        f"{widget.chat.url}/widget/duo-chat.js",
    ]
    stored = await widget.tab.evaluate(STORED)
    assert stored == {"session": {}, "local": {}, "cookie": "", "databases": 0, "caches": 0, "workers": 0}
    assert await context.cookies() == []


async def test_after_opening_only_the_session_and_only_the_own_server(
    widget: WidgetPage, context: BrowserContext
) -> None:
    seen: list[str] = []
    widget.tab.on("request", lambda request: seen.append(request.url))
    widget.chat.script = dialogue
    await widget.open()
    await widget.say("05246 123456 ab 16 uhr")
    await widget.hears("Stimmt alles?")
    await widget.settled()
    others = [url for url in seen if not url.startswith((widget.town.url, widget.chat.url))]
    assert others == []
    stored = await widget.tab.evaluate(STORED)
    assert list(stored["session"]) == ["soziales-duo"]
    # What was sent is not kept here: only the key to the conversation and how the panel looks.
    kept = json.loads(stored["session"]["soziales-duo"])
    assert set(kept) <= {"open", "id", "token", "outbox", "draft", "size"}
    assert kept["outbox"] == []
    assert "123456" not in stored["session"]["soziales-duo"]
    assert {key: stored[key] for key in ("local", "cookie", "databases", "caches", "workers")} == {
        "local": {},
        "cookie": "",
        "databases": 0,
        "caches": 0,
        "workers": 0,
    }
    assert await context.cookies() == []
    tokens = {call[2].get("Authorization", "") for call in widget.chat.calls("POST", "/messages")}
    assert len(tokens) == 1
    for url in seen:
        assert kept["token"] not in url
        assert "123456" not in url
    for method, path, headers, _ in widget.chat.requests:
        assert "Cookie" not in headers, (method, path)
        if "/api/" in path and method != "OPTIONS":
            assert "Referer" not in headers, (method, path)


async def test_storage_that_is_switched_off_costs_only_the_reload(widget: WidgetPage) -> None:
    await widget.tab.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    await widget.open()
    await widget.say("ohne Speicher")
    await widget.hears("Verstanden: ohne Speicher")
    await expect(widget.messages).to_have_count(3)
