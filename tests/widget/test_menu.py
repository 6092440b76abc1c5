"""The menu: text size, keeping the conversation as text, deleting it (criterion C8)."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from .widget_page import WidgetPage

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


async def test_text_size_grows_and_is_remembered(widget: WidgetPage) -> None:
    await widget.open()
    bubble = widget.messages.first.locator(".bubble")
    await expect(bubble).to_have_css("font-size", "16px")
    await widget.button("Menü").click()
    await widget.panel.get_by_role("radio", name="Sehr groß").check()
    await expect(bubble).to_have_css("font-size", "24px")
    await widget.tab.reload()
    await expect(bubble).to_have_css("font-size", "24px")


async def test_menu_closes_when_the_focus_leaves_it(widget: WidgetPage) -> None:
    await widget.open()
    await widget.button("Menü").click()
    await expect(widget.button("Menü")).to_have_attribute("aria-expanded", "true")
    await widget.button("Gespräch löschen").focus()
    await widget.tab.keyboard.press("Tab")
    await expect(widget.button("Menü")).to_have_attribute("aria-expanded", "false")
    await expect(widget.button("Gespräch löschen")).not_to_be_visible()


async def test_links_of_the_menu(widget: WidgetPage) -> None:
    widget.town.attributes = (
        'town="verl" accessibility="/barrierefreiheit" privacy="https://www.verl.de/datenschutz"'
    )
    await widget.open()
    await widget.button("Menü").click()
    link = widget.panel.get_by_role("link", name="Barrierefreiheit")
    await expect(link).to_have_attribute("href", f"{widget.town.url}/barrierefreiheit")
    await expect(widget.panel.get_by_role("link", name="Datenschutz")).to_have_attribute(
        "href", "https://www.verl.de/datenschutz"
    )
    await expect(widget.panel.get_by_role("link", name="Zum Formular")).to_have_attribute(
        "href", f"{widget.chat.url}/anfrage?town=verl"
    )


async def test_conversation_can_be_kept_as_text(widget: WidgetPage, tmp_path: Path) -> None:
    await widget.open()
    await widget.say("hallo")
    await widget.hears("Verstanden: hallo")
    await widget.button("Menü").click()
    async with widget.tab.expect_download() as waiting:
        await widget.button("Gespräch als Text speichern").click()
    download = await waiting.value
    assert download.suggested_filename == "gespraech.txt"
    await download.save_as(tmp_path / "gespraech.txt")
    text = (tmp_path / "gespraech.txt").read_text("utf-8")
    assert text.index("Guten Tag.") < text.index("\nhallo\n") < text.index("Verstanden: hallo")
    assert "Sie, " in text


async def test_delete_asks_first_and_the_harmless_answer_has_the_focus(widget: WidgetPage) -> None:
    await widget.open()
    await widget.button("Menü").click()
    await widget.button("Gespräch löschen").click()
    question = widget.tab.get_by_role("alertdialog", name="Gespräch löschen?")
    await expect(question).to_have_accessible_description(
        "Alles, was Sie hier geschrieben haben, wird überall gelöscht, auch eine abgesendete Anfrage. Das lässt sich nicht rückgängig machen."
    )
    await expect(widget.button("Nein, behalten")).to_be_focused()
    await widget.tab.keyboard.press("Escape")
    await expect(question).not_to_be_visible()
    await expect(widget.panel).to_be_visible()
    await expect(widget.button("Menü")).to_be_focused()
    assert widget.chat.calls("DELETE") == []


async def test_delete_erases_on_the_server_and_here(widget: WidgetPage) -> None:
    await widget.open()
    await widget.say("alles wieder weg")
    await widget.hears("Verstanden")
    await widget.button("Menü").click()
    await widget.button("Gespräch löschen").click()
    await widget.button("Ja, alles löschen").click()
    await expect(widget.alert).to_have_text("Das Gespräch ist gelöscht.")
    assert widget.chat.conversations == {}
    assert await widget.stored() is None
    await expect(widget.messages).to_have_count(0)
    await widget.tab.reload()
    await expect(widget.launcher).to_have_text("Chat: Soziales Duo")
    await expect(widget.panel).not_to_be_visible()


async def test_delete_that_fails_says_so_and_can_be_repeated(widget: WidgetPage) -> None:
    await widget.open()
    await widget.button("Menü").click()
    await widget.button("Gespräch löschen").click()
    widget.chat.troubles.append(widget.trouble(next(iter(widget.chat.conversations)), 503))
    await widget.button("Ja, alles löschen").click()
    await expect(widget.host.get_by_text("Das Löschen hat nicht geklappt.")).to_be_visible()
    assert len(widget.chat.conversations) == 1
    await widget.button("Ja, alles löschen").click()
    await expect(widget.alert).to_have_text("Das Gespräch ist gelöscht.")
    assert widget.chat.conversations == {}
    await widget.button("Neues Gespräch beginnen").click()
    await widget.hears("Computerprogramm")
