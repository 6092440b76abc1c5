"""The chat by keyboard alone: criteria A1 to A4, C1, C2 of widget/ACCESSIBILITY.md."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from .dialogue import dialogue
from .fake_chat import FakeChat, TownPage
from .widget_page import WidgetPage

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


async def test_launcher_is_a_named_button_that_announces_a_dialogue(widget: WidgetPage) -> None:
    await widget.visit()
    launcher = widget.tab.get_by_role("button", name="Chat: Soziales Duo")
    await expect(launcher).to_have_attribute("aria-haspopup", "dialog")
    await expect(launcher).to_have_attribute("aria-expanded", "false")
    await launcher.click()
    await expect(widget.tab.get_by_role("dialog", name="Soziales Duo")).to_be_visible()
    await expect(widget.launcher).to_have_attribute("aria-expanded", "true")


async def test_launcher_takes_the_label_of_the_tag(widget: WidgetPage) -> None:
    widget.town.attributes = 'label="Fragen Sie uns"'
    await widget.visit()
    await expect(widget.tab.get_by_role("button", name="Fragen Sie uns")).to_be_visible()


@pytest.mark.parametrize("key", ["Enter", "Space"])
async def test_opening_moves_the_focus_into_the_text_field(widget: WidgetPage, key: str) -> None:
    await widget.visit()
    await widget.launcher.focus()
    await widget.tab.keyboard.press(key)
    await expect(widget.field).to_be_focused()


async def test_opening_on_a_touch_screen_leaves_the_keyboard_down(
    chromium: Browser, town: TownPage, chat: FakeChat
) -> None:
    context = await chromium.new_context(
        viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True
    )
    widget = WidgetPage(await context.new_page(), town, chat)
    await widget.visit()
    await widget.launcher.tap()
    await expect(widget.panel.get_by_role("heading", name="Soziales Duo")).to_be_focused()
    await context.close()


async def test_escape_closes_and_returns_the_focus_and_the_conversation_stays(widget: WidgetPage) -> None:
    await widget.open()
    await widget.say("hallo")
    await widget.hears("Verstanden: hallo")
    await widget.tab.keyboard.press("Escape")
    await expect(widget.panel).not_to_be_visible()
    await expect(widget.launcher).to_be_focused()
    await expect(widget.launcher).to_have_attribute("aria-expanded", "false")
    await widget.tab.keyboard.press("Enter")
    await expect(widget.field).to_be_focused()
    await expect(widget.messages).to_have_count(3)
    assert len(widget.chat.calls("POST", "/api/conversations")) == 1


async def test_escape_closes_the_menu_first(widget: WidgetPage) -> None:
    await widget.open()
    await widget.button("Menü").click()
    await widget.tab.keyboard.press("Escape")
    await expect(widget.panel).to_be_visible()
    await expect(widget.button("Menü")).to_be_focused()
    await expect(widget.button("Menü")).to_have_attribute("aria-expanded", "false")


async def test_close_button_returns_the_focus(widget: WidgetPage) -> None:
    await widget.open()
    await widget.button("Chat schließen").press("Enter")
    await expect(widget.panel).not_to_be_visible()
    await expect(widget.launcher).to_be_focused()
    await expect(widget.launcher).to_have_text("Gespräch fortsetzen")


async def test_wide_panel_can_be_left_with_tab_both_ways(widget: WidgetPage) -> None:
    await widget.open()
    assert not await widget.panel.evaluate("dialog => dialog.matches(':modal')")
    await widget.button("Senden").focus()
    await widget.tab.keyboard.press("Tab")
    assert await widget.focused() == "page:after"
    await widget.tab.keyboard.press("Shift+Tab")
    assert await widget.focused() == "Senden"
    await widget.button("Menü").focus()
    await widget.tab.keyboard.press("Shift+Tab")
    assert await widget.focused() == "page:before"


async def test_narrow_panel_is_modal_and_the_page_is_inert(widget: WidgetPage) -> None:
    await widget.tab.set_viewport_size({"width": 390, "height": 800})
    await widget.open()
    assert await widget.panel.evaluate("dialog => dialog.matches(':modal')")
    seen = set()
    for _ in range(20):
        await widget.tab.keyboard.press("Tab")
        seen.add(await widget.focused())
    assert {"Schnell weg", "Menü", "Chat schließen", "field", "Senden"} <= seen
    assert not seen & {"page:before", "page:after"}


async def test_narrow_panel_becomes_wide_without_losing_anything(widget: WidgetPage) -> None:
    await widget.tab.set_viewport_size({"width": 390, "height": 800})
    await widget.open()
    await widget.field.fill("halb getippt")
    await widget.tab.set_viewport_size({"width": 1280, "height": 900})
    await widget.tab.wait_for_function(
        "() => !document.querySelector('soziales-duo-chat').shadowRoot.querySelector(':modal')"
    )
    await expect(widget.panel).to_be_visible()
    await expect(widget.field).to_have_value("halb getippt")
    await expect(widget.field).to_be_focused()
    assert await widget.tab.evaluate("document.documentElement.style.overflow") == ""


async def test_used_buttons_stay_readable_and_the_next_tab_leads_on(widget: WidgetPage) -> None:
    widget.chat.script = dialogue
    await widget.open()
    await widget.say("hilfe")
    chosen = widget.button("Ja, einverstanden")
    await chosen.press("Enter")
    await widget.hears("Wie erreicht die Koordinatorin Sie")
    used = widget.log.locator(".choice", has_text="Ja, einverstanden")
    await expect(used).to_be_focused()
    await expect(used).to_have_attribute("aria-disabled", "true")
    await expect(used).to_have_text("Ja, einverstanden (gewählt)")
    await expect(widget.button("Nein")).to_be_disabled()
    await used.press("Enter")
    await widget.tab.keyboard.press("Tab")
    assert await widget.focused() == "Keins von beiden"
    assert widget.chat.effects == ["hilfe", "Ja, einverstanden"]


async def test_whole_dialogue_by_keyboard(widget: WidgetPage) -> None:
    widget.chat.script = dialogue
    keyboard = widget.tab.keyboard
    await widget.visit()
    await widget.tab.locator("#before").focus()
    await keyboard.press("Tab")
    await keyboard.press("Enter")
    await widget.hears("Computerprogramm")
    await keyboard.type("hilfe")
    await keyboard.press("Enter")
    await widget.hears("Darf ich sie dafür speichern?")
    for _ in range(3):
        await keyboard.press("Shift+Tab")
    assert await widget.focused() == "Ja, einverstanden"
    await keyboard.press("Space")
    await widget.hears("Wie erreicht die Koordinatorin Sie")
    await keyboard.press("Tab")
    await keyboard.press("Tab")
    assert await widget.focused() == "field"
    await keyboard.type("05246 123456 ab 16 uhr")
    await keyboard.press("Enter")
    await widget.hears("Stimmt alles?")
    await keyboard.press("Shift+Tab")
    await keyboard.press("Shift+Tab")
    assert await widget.focused() == "Absenden"
    await keyboard.press("Enter")
    await widget.hears("KX7M-4TQP-92RW")
    await keyboard.press("Tab")
    assert await widget.focused() == "Zugangscode kopieren"
