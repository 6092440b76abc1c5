"""What a screen reader is told: criteria B1 to B5 and B7 of widget/ACCESSIBILITY.md."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from playwright.async_api import expect

from .dialogue import dialogue
from .widget_page import WidgetPage

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

# Writes down every change of a live region, with the region's politeness at that moment, from the first instant on.
RECORDER = """
window.heard = [];
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (options) {
  const root = attach.call(this, options);
  new MutationObserver((changes) => {
    for (const { target, addedNodes, removedNodes, type } of changes) {
      const region = (target.nodeType === 1 ? target : target.parentElement)?.closest('[role=log], [role=status], [role=alert]');
      if (!region || type !== 'childList') continue;
      for (const node of addedNodes) window.heard.push(
        { role: region.getAttribute('role'), live: region.getAttribute('aria-live'), added: node.nodeName, text: node.textContent });
      for (const node of removedNodes) window.heard.push(
        { role: region.getAttribute('role'), live: region.getAttribute('aria-live'), removed: node.nodeName, text: node.textContent });
    }
  }).observe(root, { childList: true, subtree: true });
  return root;
};
"""


async def heard(widget: WidgetPage, role: str) -> list[dict[str, Any]]:
    everything: list[dict[str, Any]] = await widget.tab.evaluate("window.heard")
    return [change for change in everything if change["role"] == role]


async def test_log_is_mounted_before_the_first_message_and_stays(widget: WidgetPage) -> None:
    widget.chat.troubles.append(widget.trouble("/api/conversations", 503))
    await widget.visit()
    await widget.launcher.click()
    log = widget.panel.get_by_role("log", name="Verlauf des Gesprächs")
    await expect(log).to_be_visible()
    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(widget.messages).to_have_count(0)
    before = await log.element_handle()
    await widget.button("Noch einmal versuchen").click()
    await widget.hears("Computerprogramm")
    await widget.say("hallo")
    await widget.hears("Verstanden: hallo")
    assert before is not None
    assert await before.evaluate("log => log.isConnected && log.querySelectorAll('li').length") == 3


async def test_log_only_gets_each_new_message_once(widget: WidgetPage) -> None:
    await widget.tab.add_init_script(RECORDER)
    await widget.open()
    for text in ("eins", "zwei"):
        await widget.say(text)
        await widget.hears(f"Verstanden: {text}")
    rows = [change for change in await heard(widget, "log") if change.get("added") == "LI"]
    assert [
        text
        for row in rows
        for text in ("Guten Tag", "Verstanden: eins", "Verstanden: zwei")
        if text in row["text"]
    ] == [
        "Guten Tag",
        "Verstanden: eins",
        "Verstanden: zwei",
    ]
    assert len(rows) == 5
    assert {row["live"] for row in rows} == {"polite"}
    assert [change for change in await heard(widget, "log") if change.get("removed") == "LI"] == []


async def test_history_is_silent_and_counted(widget: WidgetPage) -> None:
    await widget.tab.add_init_script(RECORDER)
    await widget.open()
    await widget.say("hallo")
    await widget.hears("Verstanden: hallo")
    await widget.tab.reload()
    await widget.hears("Verstanden: hallo")
    await expect(widget.status).to_have_text("Ihr Gespräch ist wieder da, 3 Nachrichten.")
    rows = [change for change in await heard(widget, "log") if change.get("added") == "LI"]
    assert [row["live"] for row in rows] == ["off", "off", "off"]
    await expect(widget.log).to_have_attribute("aria-live", "polite")
    widget.chat.push({"text": "Ich rufe Sie morgen an."})
    await widget.hears("Ich rufe Sie morgen an.")
    rows = [change for change in await heard(widget, "log") if change.get("added") == "LI"]
    assert [row["live"] for row in rows] == ["off", "off", "off", "polite"]


async def test_typing_is_announced_once_when_it_takes_long(widget: WidgetPage) -> None:
    await widget.tab.add_init_script(RECORDER)
    await widget.open()
    widget.chat.delay = 1.8
    await widget.say("lang")
    await expect(widget.panel.locator(".typing")).to_be_visible()
    await widget.hears("Verstanden: lang")
    await expect(widget.panel.locator(".typing")).not_to_be_visible()
    said = [change["text"] for change in await heard(widget, "status") if change.get("added")]
    assert said.count("Der Assistent schreibt.") == 1


async def test_typing_is_not_announced_when_the_answer_is_quick(widget: WidgetPage) -> None:
    await widget.tab.add_init_script(RECORDER)
    await widget.open()
    await widget.say("kurz")
    await widget.hears("Verstanden: kurz")
    await asyncio.sleep(1.3)
    said = [change["text"] for change in await heard(widget, "status") if change.get("added")]
    assert "Der Assistent schreibt." not in said


async def test_typing_of_the_server_is_shown_and_ends(widget: WidgetPage) -> None:
    await widget.open()
    conversation = next(iter(widget.chat.conversations))
    await widget.listening()
    widget.chat.tell(conversation, "typing", {"typing": True, "sender": "bot"})
    await expect(widget.panel.locator(".typing")).to_be_visible()
    widget.chat.tell(conversation, "typing", {"typing": False, "sender": "bot"})
    await expect(widget.panel.locator(".typing")).not_to_be_visible()


async def test_every_message_names_its_sender(widget: WidgetPage) -> None:
    await widget.open()
    await widget.say("hallo")
    await widget.hears("Verstanden: hallo")
    widget.chat.push({"text": "Hier ist die Koordination."})
    await widget.hears("Hier ist die Koordination.")
    widget.chat.push({"text": "Noch etwas."})
    await widget.hears("Noch etwas.")
    names = await widget.messages.locator(".who").all_text_contents()
    assert names == ["Assistent", "Sie", "Assistent", "Koordination", "Koordination"]


async def test_reader_who_scrolled_up_is_not_pulled_away(widget: WidgetPage) -> None:
    widget.chat.script = dialogue
    await widget.open()
    for _ in range(4):
        await widget.say("hilfe")
        await widget.hears("Darf ich sie dafür speichern?")
        await expect(widget.messages.last.locator(".choice").first).to_be_enabled()
    await widget.log.evaluate("log => { log.scrollTop = 0; }")
    await asyncio.sleep(0.1)
    widget.chat.push({"text": "Ich rufe Sie morgen an."})
    await widget.hears("Ich rufe Sie morgen an.")
    assert await widget.log.evaluate("log => log.scrollTop") == 0
    await widget.button("Neue Nachricht").click()
    await expect(widget.messages.last).to_be_in_viewport()
    await expect(widget.log).to_be_focused()
    await expect(widget.button("Neue Nachricht")).not_to_be_visible()


async def test_reader_sees_a_long_answer_from_its_beginning(widget: WidgetPage) -> None:
    widget.chat.script = lambda said: [
        {"text": "Anfang. " + "Viele Worte. " * 200},
        {"text": "Und die Frage?"},
    ]
    await widget.open()
    await widget.say("hallo")
    await widget.hears("Und die Frage?")
    top = await widget.messages.nth(2).evaluate(
        "row => row.getBoundingClientRect().top - row.closest('.log').getBoundingClientRect().top"
    )
    assert 0 <= top < 40
