"""Writing: criteria C3, C4 and C5."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from .dialogue import dialogue
from .fake_chat import Message
from .widget_page import WidgetPage

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


async def test_label_is_visible_and_shift_enter_makes_a_new_line(widget: WidgetPage) -> None:
    await widget.open()
    await expect(widget.panel.locator("label", has_text="Ihre Nachricht")).to_be_visible()
    low = await widget.field.evaluate("field => field.offsetHeight")
    await widget.field.press_sequentially("erste Zeile")
    await widget.field.press("Shift+Enter")
    await widget.field.press_sequentially("zweite Zeile")
    assert await widget.field.evaluate("field => field.offsetHeight") > low
    await widget.field.press("Enter")
    await widget.hears("Verstanden: erste Zeile\nzweite Zeile")
    assert widget.chat.effects == ["erste Zeile\nzweite Zeile"]
    await expect(widget.field).to_have_value("")
    assert await widget.field.evaluate("field => field.offsetHeight") == low


async def test_enter_that_ends_a_word_composition_does_not_send(widget: WidgetPage) -> None:
    await widget.open()
    await widget.field.fill("日本")
    await widget.field.evaluate(
        "field => field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }))"
    )
    await expect(widget.field).to_have_value("日本")
    assert widget.chat.calls("POST", "/messages") == []


async def test_empty_text_is_not_sent_and_says_so(widget: WidgetPage) -> None:
    await widget.open()
    await widget.say("   \n ")
    await expect(widget.alert).to_have_text("Bitte schreiben Sie zuerst etwas.")
    await expect(widget.field).to_be_focused()
    assert widget.chat.calls("POST", "/messages") == []
    await widget.say("doch")
    await widget.hears("Verstanden: doch")
    await expect(widget.alert).to_have_text("")


async def test_long_text_is_counted_from_200_left(widget: WidgetPage) -> None:
    await widget.open()
    count = widget.panel.locator("#count")
    await widget.field.fill("a" * 1_799)
    await expect(count).to_have_text("")
    await widget.field.fill("ä" * 1_800)
    await expect(count).to_have_text("Noch 200 Zeichen frei.")
    await expect(widget.status).to_have_text("Noch 200 Zeichen frei.")
    await widget.field.fill("a" * 1_999)
    await expect(count).to_have_text("Noch 1 Zeichen frei.")
    # The server counts code points, and so does the field: an emoji is one.
    await widget.field.fill("🙂" * 2_000)
    await expect(count).to_have_text("Noch 0 Zeichen frei.")
    await widget.field.press("Enter")
    await widget.hears("Verstanden: 🙂")


async def test_long_text_is_never_cut(widget: WidgetPage) -> None:
    await widget.open()
    await widget.field.fill("a" * 2_034)
    words = (
        "Ihre Nachricht ist 34 Zeichen zu lang. Bitte kürzen Sie sie oder schicken Sie sie in zwei Teilen."
    )
    await expect(widget.panel.locator("#count")).to_have_text(words)
    await expect(widget.field).to_have_attribute("aria-invalid", "true")
    await widget.field.press("Enter")
    await expect(widget.alert).to_have_text(words)
    await expect(widget.field).to_have_value("a" * 2_034)
    assert widget.chat.calls("POST", "/messages") == []
    await widget.field.fill("a" * 2_000)
    assert await widget.field.get_attribute("aria-invalid") is None
    await widget.field.press("Enter")
    await expect(widget.messages).to_have_count(3)


async def test_input_hint_sets_the_purpose_and_words_still_work(widget: WidgetPage) -> None:
    widget.chat.script = dialogue
    await widget.open()
    await widget.say("Ja, einverstanden")
    await widget.hears("Wie erreicht die Koordinatorin Sie")
    await expect(widget.field).to_have_attribute("type", "tel")
    await expect(widget.field).to_have_attribute("autocomplete", "tel")
    await expect(widget.field).to_have_attribute("inputmode", "text")
    await expect(widget.field).to_be_focused()
    await widget.tab.keyboard.type("05246 123456 ab 16 uhr")
    await widget.tab.keyboard.press("Enter")
    await widget.hears("Stimmt alles?")
    assert widget.chat.effects[-1] == "05246 123456 ab 16 uhr"
    assert await widget.field.evaluate("field => field.localName") == "textarea"
    await expect(widget.field).to_be_focused()


async def test_input_hint_keeps_what_is_being_written(widget: WidgetPage) -> None:
    async def hint(message: Message) -> None:
        widget.chat.push(message, sender="bot")
        await widget.hears(str(message["text"]))

    await widget.open()
    await widget.field.fill("mitten im Wort")
    await hint({"text": "Ihr Name?", "input": {"type": "text", "autocomplete": "name"}})
    await expect(widget.field).to_have_value("mitten im Wort")
    await expect(widget.field).to_have_attribute("autocomplete", "name")
    await widget.field.fill("")
    await hint({"text": "Erzählen Sie."})
    await widget.field.fill("zwei\nZeilen")
    await hint({"text": "Ihre E-Mail?", "input": {"type": "email", "autocomplete": "email"}})
    await expect(widget.field).to_have_value("zwei\nZeilen")
    await expect(widget.field).to_have_attribute("autocomplete", "email")
