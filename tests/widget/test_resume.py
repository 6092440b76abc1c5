"""Reload, page change, pauses and two tabs: criteria A2, C9 and "survives a reload in the same tab"."""

from __future__ import annotations

import asyncio
import json

import pytest
from playwright.async_api import BrowserContext, expect

from .dialogue import dialogue
from .widget_page import WidgetPage

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


async def test_reload_goes_on_and_leaves_the_focus_alone(widget: WidgetPage) -> None:
    widget.chat.script = dialogue
    await widget.open()
    await widget.say("hilfe")
    await widget.hears("Darf ich sie dafür speichern?")
    await widget.field.fill("halb getippt")
    await widget.tab.reload()
    await expect(widget.messages).to_have_count(3)
    assert await widget.focused() == "page:body"
    await expect(widget.field).to_have_value("halb getippt")
    await expect(widget.button("Ja, einverstanden")).to_be_enabled()
    assert len(widget.chat.calls("POST", "/api/conversations")) == 1


async def test_reload_shows_used_buttons_as_used(widget: WidgetPage) -> None:
    widget.chat.script = dialogue
    await widget.open()
    await widget.say("hilfe")
    await widget.button("Ja, einverstanden").click()
    await widget.hears("Wie erreicht die Koordinatorin Sie")
    await widget.tab.reload()
    await expect(widget.messages).to_have_count(6)
    await expect(widget.log.locator(".choice", has_text="Ja, einverstanden")).to_have_attribute(
        "aria-disabled", "true"
    )
    await expect(widget.button("Keins von beiden")).to_be_enabled()


async def test_next_page_of_the_town_goes_on(widget: WidgetPage) -> None:
    await widget.open()
    await widget.say("hallo")
    await widget.hears("Verstanden: hallo")
    await widget.tab.locator("#before").click()
    await widget.tab.wait_for_url("**/seite2")
    await expect(widget.messages).to_have_count(3)
    await expect(widget.panel).to_be_visible()


async def test_next_page_on_a_phone_is_not_covered(widget: WidgetPage) -> None:
    await widget.tab.set_viewport_size({"width": 390, "height": 800})
    await widget.open()
    await widget.visit("/seite2")
    await expect(widget.launcher).to_have_text("Gespräch fortsetzen")
    await expect(widget.panel).not_to_be_visible()
    await widget.launcher.click()
    await expect(widget.messages).to_have_count(1)
    await widget.tab.reload()
    await expect(widget.panel).to_be_visible()


async def test_closed_panel_stays_closed_after_a_reload(widget: WidgetPage) -> None:
    await widget.open()
    await widget.button("Chat schließen").click()
    await widget.tab.reload()
    await expect(widget.launcher).to_have_text("Gespräch fortsetzen")
    await expect(widget.panel).not_to_be_visible()
    # Nobody asked for the conversation, so nothing was fetched.
    assert len(widget.chat.calls("GET", "/messages.*")) <= 1


async def test_message_to_a_closed_panel_shows_on_the_launcher(widget: WidgetPage) -> None:
    await widget.open()
    await widget.listening()
    await widget.button("Chat schließen").click()
    widget.chat.push({"text": "Ich rufe Sie morgen an."})
    await expect(widget.launcher).to_have_text("Neue Nachricht im Chat")
    await widget.launcher.click()
    await widget.hears("Ich rufe Sie morgen an.")


async def test_two_tabs_stay_in_step(widget: WidgetPage, context: BrowserContext) -> None:
    widget.chat.script = dialogue
    await widget.open()
    await widget.say("hilfe")
    await widget.hears("Darf ich sie dafür speichern?")
    # What a browser does when it duplicates a tab: the new one begins with a copy of the session storage.
    copy = json.dumps(await widget.stored())
    tab = await context.new_page()
    await tab.add_init_script(f"sessionStorage.setItem('soziales-duo', {copy})")
    second = WidgetPage(tab, widget.town, widget.chat)
    await second.visit()
    await expect(second.messages).to_have_count(3)
    await second.listening()
    await second.button("Ja, einverstanden").click()
    await second.hears("Wie erreicht die Koordinatorin Sie")
    await widget.hears("Wie erreicht die Koordinatorin Sie")
    await expect(widget.messages).to_have_count(6)
    await expect(widget.log.locator(".choice", has_text="Ja, einverstanden")).to_have_attribute(
        "aria-disabled", "true"
    )
    await widget.say("im ersten")
    await second.hears("Verstanden: im ersten")
    await expect(second.messages).to_have_count(8)
    await expect(widget.messages).to_have_count(8)
    assert widget.chat.effects == ["hilfe", "Ja, einverstanden", "im ersten"]


async def test_pause_of_any_length_goes_on(widget: WidgetPage) -> None:
    await widget.open()
    await widget.listening()
    # A phone asleep: the stream dies unnoticed, messages come, then the page is in front again.
    widget.chat.streams_work = False
    widget.chat.hang_up()
    await asyncio.sleep(0.2)
    widget.chat.push({"text": "Während Sie weg waren."})
    await widget.tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await widget.hears("Während Sie weg waren.")
    await widget.say("wieder da")
    await widget.hears("Verstanden: wieder da")


async def test_back_button_goes_on(widget: WidgetPage) -> None:
    await widget.open()
    await widget.say("hallo")
    await widget.hears("Verstanden: hallo")
    await widget.visit("/seite2")
    await expect(widget.messages).to_have_count(3)
    await widget.tab.go_back()
    await expect(widget.messages).to_have_count(3)
    await widget.say("zurück")
    await widget.hears("Verstanden: zurück")
    assert widget.chat.effects == ["hallo", "zurück"]
