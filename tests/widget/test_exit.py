"""Quick exit: criterion A5 of widget/ACCESSIBILITY.md."""

from __future__ import annotations

import json

import pytest
from playwright.async_api import BrowserContext, expect

from .widget_page import WidgetPage

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


async def gone(widget: WidgetPage) -> None:
    """The neutral page is there, nothing is stored, and Back does not return to the chat."""
    await widget.tab.wait_for_url(f"{widget.town.url}/neutral")
    assert await widget.tab.evaluate("sessionStorage.length") == 0
    await widget.tab.go_back()
    assert widget.tab.url == "about:blank"


async def test_button_leaves_at_once(widget: WidgetPage) -> None:
    await widget.open()
    await widget.say("geheim")
    await widget.hears("Verstanden: geheim")
    await widget.button("Schnell weg").click()
    await gone(widget)


async def test_three_times_escape_leaves(widget: WidgetPage) -> None:
    await widget.open()
    await widget.say("geheim")
    await widget.hears("Verstanden: geheim")
    for _ in range(3):
        await widget.tab.keyboard.press("Escape")
    await gone(widget)


async def test_three_times_escape_leaves_from_the_delete_question_too(widget: WidgetPage) -> None:
    await widget.open()
    await widget.button("Menü").click()
    await widget.button("Gespräch löschen").click()
    for _ in range(3):
        await widget.tab.keyboard.press("Escape")
    await gone(widget)


async def test_three_slow_escapes_do_not_leave(widget: WidgetPage) -> None:
    await widget.tab.clock.install()
    await widget.open()
    for _ in range(3):
        await widget.tab.keyboard.press("Escape")
        await widget.tab.clock.run_for(2_000)
    assert widget.tab.url == f"{widget.town.url}/seite"
    await expect(widget.launcher).to_be_visible()


async def test_escape_without_an_open_chat_is_the_page_s_own(widget: WidgetPage) -> None:
    await widget.open()
    await widget.button("Chat schließen").click()
    for _ in range(4):
        await widget.tab.keyboard.press("Escape")
    assert widget.tab.url == f"{widget.town.url}/seite"


async def test_nothing_is_shown_or_stored_while_the_neutral_page_loads(widget: WidgetPage) -> None:
    # An address that answers "no content" leaves the tab where it is, as a page that is still loading does.
    widget.town.neutral = "/nothing"
    await widget.open()
    await widget.say("geheim")
    await widget.hears("Verstanden: geheim")
    await widget.button("Schnell weg").click()
    await expect(widget.tab.locator("html")).to_have_css("display", "none")
    assert await widget.host.evaluate("host => host.shadowRoot.textContent") == ""
    assert await widget.tab.evaluate("sessionStorage.length") == 0


async def test_answer_that_comes_after_leaving_brings_nothing_back(widget: WidgetPage) -> None:
    # An address that answers "no content" leaves the tab where it is, as a page that is still loading does.
    widget.town.neutral = "/nothing"
    await widget.open()
    widget.chat.delay = 0.4
    await widget.say("geheim")
    await widget.button("Schnell weg").click()
    await widget.tab.wait_for_timeout(800)
    assert await widget.tab.evaluate("sessionStorage.length") == 0


async def test_other_tab_of_the_conversation_leaves_too(widget: WidgetPage, context: BrowserContext) -> None:
    await widget.open()
    copy = json.dumps(await widget.stored())
    tab = await context.new_page()
    await tab.add_init_script(
        f"if (location.pathname === '/seite') sessionStorage.setItem('soziales-duo', {copy})"
    )
    second = WidgetPage(tab, widget.town, widget.chat)
    await second.visit()
    await expect(second.messages).to_have_count(1)
    await widget.button("Schnell weg").click()
    await second.tab.wait_for_url(f"{widget.town.url}/neutral")
    assert await second.tab.evaluate("sessionStorage.length") == 0


async def test_it_says_beforehand_what_it_cannot_undo(widget: WidgetPage) -> None:
    await widget.open()
    await expect(widget.button("Schnell weg")).to_have_accessible_description(
        "Schließt den Chat und zeigt eine neutrale Seite. Dreimal Esc tut dasselbe."
    )
    await widget.button("Menü").click()
    await expect(widget.panel.get_by_text("Das bleibt: der Verlauf Ihres Browsers")).to_be_visible()


@pytest.mark.parametrize("address", ["javascript:document.title='x'", "ftp://x", "http://["])
async def test_neutral_page_is_a_web_page_only(widget: WidgetPage, address: str) -> None:
    widget.town.attributes = f'exit-to="{address}"'
    await widget.tab.route(
        "https://www.dwd.de/", lambda route: route.fulfill(body="Wetter", content_type="text/plain")
    )
    await widget.open()
    await widget.button("Schnell weg").click()
    await widget.tab.wait_for_url("https://www.dwd.de/")
