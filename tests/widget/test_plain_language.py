"""The switch for Einfache Sprache: at the beginning it begins anew, later it holds for the next conversation (criterion C10)."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from .widget_page import WidgetPage

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]
SWITCH = "Einfache Sprache"


def locales(widget: WidgetPage) -> list[str]:
    """The language tags with which conversations were begun, in order."""
    return [body["locale"] for _, _, _, body in widget.chat.calls("POST", "/api/conversations")]


async def switch(widget: WidgetPage, *, to: bool) -> None:
    """Uses the switch in the menu and looks at what it says of itself afterwards."""
    await widget.button("Menü").click()
    await expect(widget.button(SWITCH)).to_have_attribute("aria-pressed", str(not to).lower())
    await widget.button(SWITCH).click()
    await expect(widget.button("Menü")).to_be_focused()
    await widget.button("Menü").click()
    await expect(widget.button(SWITCH)).to_have_attribute("aria-pressed", str(to).lower())
    await widget.button("Menü").click()


async def test_at_the_beginning_the_conversation_begins_anew(widget: WidgetPage) -> None:
    await widget.open()
    first = next(iter(widget.chat.conversations))
    await widget.field.fill("schon getippt")
    await switch(widget, to=True)
    await expect(widget.messages).to_have_count(1)
    await widget.hears("Computerprogramm")
    assert locales(widget) == ["de", "de-x-simple"]
    assert len(widget.chat.calls("DELETE", first)) == 1, "nobody needs the first one any more"
    assert len(widget.chat.conversations) == 1
    await expect(widget.field).to_have_value("schon getippt")
    await widget.field.press("Enter")
    await widget.hears("Verstanden: schon getippt")
    await widget.tab.reload()
    await expect(widget.messages).to_have_count(3)
    assert locales(widget) == ["de", "de-x-simple"], "the same conversation goes on"


async def test_later_it_holds_for_the_next_conversation(widget: WidgetPage) -> None:
    await widget.open()
    await widget.say("hallo")
    await widget.hears("Verstanden: hallo")
    await switch(widget, to=True)
    await expect(widget.alert).to_have_text(
        "Das gilt ab dem nächsten Gespräch. Dieses Gespräch geht weiter wie bisher."
    )
    await expect(widget.messages).to_have_count(3)
    assert locales(widget) == ["de"]
    await widget.button("Menü").click()
    await widget.button("Gespräch löschen").click()
    await widget.button("Ja, alles löschen").click()
    await widget.button("Neues Gespräch beginnen").click()
    await widget.hears("Computerprogramm")
    assert locales(widget) == ["de", "de-x-simple"]


async def test_a_page_can_ask_for_it_and_a_person_can_turn_it_off(widget: WidgetPage) -> None:
    widget.town.attributes = 'town="verl" plain'
    await widget.open()
    await switch(widget, to=False)
    await widget.hears("Computerprogramm")
    assert locales(widget) == ["de-x-simple", "de"]
    await widget.settled()
    await widget.tab.reload()
    await widget.button("Menü").click()
    await expect(widget.button(SWITCH)).to_have_attribute("aria-pressed", "false")


async def test_without_the_server_nothing_is_begun_twice(widget: WidgetPage) -> None:
    widget.chat.troubles.append(widget.trouble("/api/conversations", 503))
    await widget.visit()
    await widget.launcher.click()
    await expect(widget.alert).not_to_be_empty()
    await switch(widget, to=True)
    await widget.hears("Computerprogramm")
    await widget.tab.wait_for_timeout(9_000)  # longer than the chat waits before it tries again by itself
    assert locales(widget) == ["de", "de-x-simple"]
    assert len(widget.chat.conversations) == 1
