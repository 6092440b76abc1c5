"""The pages in a real browser: axe finds nothing, no page scrolls sideways at 320 px, the form works without JavaScript."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright

from tests.chat.door import Door

pytestmark = pytest.mark.slow

CHROMIUM = os.environ.get("DUO_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PAGES = ("/", "/demo/verl", "/demo/shs", "/datenschutz", "/barrierefreiheit", "/anfrage", "/gibt-es-nicht")


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


async def assert_accessible(page: Page) -> None:
    results = await Axe().run(page)
    found = [
        (violation["id"], [node["target"] for node in violation["nodes"]])
        for violation in results.response["violations"]
    ]
    assert not found, f"{page.url}: {found}"
    overflow = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0, f"{page.url} scrolls sideways by {overflow} px"


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_page(door: Door, chromium: Browser, scheme: str) -> None:
    context = await chromium.new_context(color_scheme=scheme, viewport={"width": 320, "height": 700})  # type: ignore[arg-type]
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for path in PAGES:
        await page.goto(door.address + path)
        await assert_accessible(page)
    assert not [text for text in complaints if "404" not in text]


async def test_the_form_from_the_first_step_to_the_last_without_javascript(
    door: Door, chromium: Browser
) -> None:
    context = await chromium.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700})
    page = await context.new_page()
    await page.goto(f"{door.address}/anfrage?town=verl")
    await page.get_by_role("button", name="Weiter").click()
    assert "Bitte prüfen Sie Ihre Angaben" in await page.content()
    await page.get_by_label("Was ist los").fill(
        "Ich komme nicht mehr zum Einkaufen und brauche jemanden, der hilft."
    )
    await page.get_by_label("Hilfe im Haushalt").check()
    await page.get_by_role("button", name="Weiter").click()
    await page.get_by_label("Einkaufen").check()
    await page.get_by_role("button", name="Weiter").click()
    await page.get_by_label("Für wen ist die Hilfe").select_option("self")
    await page.get_by_label("Ihr Name").fill("Erna Muster")
    await page.get_by_label("Telefonnummer").fill("05246 123456")
    # Enter in a field leads on, although "Zurück" is a button of the same form.
    await page.get_by_label("Telefonnummer").press("Enter")
    await page.get_by_label("Ich bin einverstanden").check()
    await page.get_by_role("button", name="Absenden").click()
    assert await page.get_by_role("heading", level=1).inner_text() == "Ihre Anfrage ist abgesendet"


async def test_each_step_of_the_form(door: Door, chromium: Browser) -> None:
    page = await (await chromium.new_context(viewport={"width": 320, "height": 700})).new_page()
    await page.goto(f"{door.address}/anfrage")
    await page.get_by_role("button", name="Weiter").click()
    await assert_accessible(page)
    await page.get_by_label("Was ist los").fill("Ich will nicht mehr leben, ich bringe mich um.")
    for name in ("Schulden und Rechnungen", "Fahrdienst", "Verl"):
        await page.get_by_label(name, exact=True).check()
    await page.get_by_role("button", name="Weiter").click()
    await assert_accessible(page)
    await page.get_by_role("button", name="Weiter").click()
    await page.get_by_label("Telefonnummer").fill("12")
    await page.get_by_role("button", name="Weiter").click()
    await assert_accessible(page)
    await page.get_by_label("Telefonnummer").fill("05246 123456")
    await page.get_by_label("Für wen ist die Hilfe").select_option("self")
    await page.get_by_role("button", name="Weiter").click()
    await assert_accessible(page)
    await page.get_by_label("Ich bin einverstanden").check()
    await page.get_by_role("button", name="Absenden").click()
    await assert_accessible(page)
