"""The whole way, as people go it: a daughter in the chat of a town's page, then the coordinator at her desk."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.conversation.stack import Stack
from tests.widget.conftest import CHROMIUM, FLAGS

STORY = (
    "meine mutter 80 kommt donnerstag aus der reha, hüfte, wohnt allein in kaunitz. wer putzt und kauft ein"
)
ANSWERS = (
    ("Darf ich sie dafür speichern", "ja"),
    ("Stimmt das?", "ja"),
    ("dass Sie uns schreiben?", "klar"),
    ("Pflegegrad?", "beantragt"),
    ("Krankenkasse", "aok. ich bin petra muster, meine mutter heißt erna muster"),
    ("Wer pflegt zurzeit?", "niemand"),
    ("Wobei braucht", "beim Duschen und Anziehen"),
    ("Telefon oder per E-Mail", "05246 123456 ab 16 uhr"),
    ("Anrufbeantworter", "ja"),
)
NEW_PASSWORD = "ein langes neues Passwort 1"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


def picture(page: Page, name: str) -> None:
    """Keeps a screenshot where DUO_SCREENSHOTS says so, for the eyes of people."""
    folder = os.environ.get("DUO_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")


def check_axe(page: Page) -> None:
    """axe finds nothing on the page."""
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()


def say(page: Page, text: str) -> None:
    """Types into the chat."""
    field = page.locator("soziales-duo-chat").get_by_label("Ihre Nachricht")
    field.fill(text)
    field.press("Enter")


def last_message(page: Page) -> str:
    """What the bot said last."""
    return page.locator("soziales-duo-chat [role=log] li").last.inner_text()


def chat_until_summary(page: Page) -> None:
    """Answers every question until the summary stands there."""
    log = page.locator("soziales-duo-chat [role=log]")
    say(page, STORY)
    for _ in range(15):
        before = log.locator("li").count()
        page.wait_for_function(
            "n => !document.querySelector('soziales-duo-chat').shadowRoot.querySelector('[aria-busy=true]') && n >= 0",
            arg=before,
        )
        expect(log).to_contain_text("?")
        text = ""
        for _ in range(60):
            text = log.locator("li").last.inner_text()
            if "Stimmt alles?" in text or any(question in text for question, _ in ANSWERS):
                break
            page.wait_for_timeout(100)
        if "Stimmt alles?" in text:
            return
        answer = next((answer for question, answer in ANSWERS if question in text), None)
        assert answer, text
        count = log.locator("li").count()
        say(page, answer)
        page.wait_for_function(
            "n => document.querySelector('soziales-duo-chat').shadowRoot.querySelectorAll('[role=log] li').length > n + 1",
            arg=count,
        )
    raise AssertionError("no summary: " + log.inner_text())


def test_a_daughter_chats_and_the_coordinator_finds_everything(stack: Stack, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="de-DE")
    page.goto(f"{stack.chat_url}/demo/verl")
    page.locator("soziales-duo-chat button[part=launcher]").click()
    expect(page.locator("soziales-duo-chat [role=log]")).to_contain_text("Computerprogramm")
    picture(page, "chat-greeting-1280")
    chat_until_summary(page)
    picture(page, "chat-summary-1280")
    check_axe(page)
    page.set_viewport_size({"width": 320, "height": 640})
    picture(page, "chat-summary-320")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1280, "height": 900})
    page.reload()
    expect(page.locator("soziales-duo-chat [role=log]")).to_contain_text("Stimmt alles?")
    say(page, "nummer endet auf 57. dann absenden")
    log = page.locator("soziales-duo-chat [role=log]")
    expect(log).to_contain_text("Vorgangsnummer", timeout=20_000)
    picture(page, "chat-receipt-1280")
    check_axe(page)
    reference = next(word for word in log.inner_text().split() if word.startswith("SD-"))

    desk = browser.new_page(viewport={"width": 1280, "height": 900}, locale="de-DE")
    desk.goto(stack.desk_url)
    desk.get_by_label("Anmeldename").fill(stack.demo_login)
    desk.get_by_label("Kennwort").fill(stack.demo_password)
    desk.get_by_role("button", name="Anmelden").click()
    desk.get_by_label("Bisheriges Kennwort").fill(stack.demo_password)
    desk.get_by_label("Neues Kennwort", exact=True).fill(NEW_PASSWORD)
    desk.get_by_label("Neues Kennwort noch einmal").fill(NEW_PASSWORD)
    desk.get_by_role("button", name="Kennwort ändern").click()
    expect(desk.get_by_text(reference)).to_be_visible()
    picture(desk, "desk-inbox-1280")
    check_axe(desk)
    desk.get_by_role("link", name="Erna Muster").first.click()
    main = desk.locator("main")
    for expected in (
        "Erna Muster",
        "80",
        "Petra Muster",
        "05246 123457",
        "ab 16 Uhr",
        "Kaunitz",
        "AOK",
        "26. November",
    ):
        expect(main).to_contain_text(expected.replace("26. November", "26."))
    picture(desk, "desk-intake-1280")
    check_axe(desk)
    desk.set_viewport_size({"width": 320, "height": 640})
    picture(desk, "desk-intake-320")
    assert desk.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()
    desk.close()
