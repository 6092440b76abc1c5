"""One browser for all widget tests; each test gets its own chat server, town page and browser context."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from .fake_chat import FakeChat, TownPage
from .widget_page import WidgetPage

CHROMIUM = os.environ.get("DUO_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
def chat() -> Iterator[FakeChat]:
    server = FakeChat()
    yield server
    server.close()


@pytest.fixture
def town(chat: FakeChat) -> Iterator[TownPage]:
    page = TownPage(chat.url)
    yield page
    page.close()


@pytest_asyncio.fixture(loop_scope="session")
async def context(chromium: Browser) -> AsyncIterator[BrowserContext]:
    context = await chromium.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE")
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def tab(context: BrowserContext) -> Page:
    page = await context.new_page()
    page.set_default_timeout(5_000)
    return page


@pytest_asyncio.fixture(loop_scope="session")
async def widget(tab: Page, town: TownPage, chat: FakeChat) -> AsyncIterator[WidgetPage]:
    """The town's page in a tab, the chat still closed; at the end nothing may have broken the policy or thrown."""
    page = WidgetPage(tab, town, chat)
    yield page
    assert page.faults == []
