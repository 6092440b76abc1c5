"""A conversation from the first word on: what is shown, what is sent."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from .dialogue import dialogue
from .fake_chat import GREETING, FakeChat, Trouble
from .widget_page import WidgetPage

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


async def test_program_says_that_it_is_one(widget: WidgetPage) -> None:
    await widget.open()
    await expect(widget.panel.locator("#subtitle")).to_have_text("Ein Programm, kein Mensch")
    await expect(widget.messages.first).to_contain_text(GREETING)
    ((_, _, _, body),) = widget.chat.calls("POST", "/api/conversations")
    assert body == {"town": "verl", "locale": "de"}


async def test_text_is_sent_once_and_answered(widget: WidgetPage) -> None:
    await widget.open()
    await widget.say("wer putzt und kauft ein")
    await widget.hears("Verstanden: wer putzt und kauft ein")
    await expect(widget.messages).to_have_count(3)
    ((_, _, headers, body),) = widget.chat.calls("POST", "/messages")
    assert headers["Authorization"].startswith("Bearer t-")
    assert body["text"] == "wer putzt und kauft ein"
    assert len(body["client_message_id"]) == 36
    assert "payload" not in body


async def test_button_sends_its_payload_and_shows_its_title(widget: WidgetPage) -> None:
    widget.chat.script = dialogue
    await widget.open()
    await widget.say("hilfe")
    await widget.button("Ja, einverstanden").click()
    await widget.hears("Wie erreicht die Koordinatorin Sie")
    (_, _, _, body) = widget.chat.calls("POST", "/messages")[-1]
    assert body["payload"] == '/affirm{"slot":"consent"}'
    assert "text" not in body
    await expect(widget.messages.filter(has_text="Ja, einverstanden").last).to_contain_text("Sie")
    await expect(widget.messages).to_have_count(6)


async def test_double_click_sends_once(widget: WidgetPage) -> None:
    widget.chat.script = dialogue
    widget.chat.delay = 0.2
    await widget.open()
    await widget.say("hilfe")
    await widget.button("Ja, einverstanden").dblclick()
    await widget.hears("Wie erreicht die Koordinatorin Sie")
    await widget.field.fill("noch etwas")
    await widget.button("Senden").dblclick()
    await widget.hears("Verstanden: noch etwas")
    assert widget.chat.effects == ["hilfe", "Ja, einverstanden", "noch etwas"]


async def test_messages_typed_quickly_go_out_in_order(widget: WidgetPage) -> None:
    widget.chat.delay = 0.1
    await widget.open()
    for text in ("eins", "zwei", "drei"):
        await widget.say(text)
    await widget.hears("Verstanden: drei")
    assert widget.chat.effects == ["eins", "zwei", "drei"]
    texts = await widget.messages.locator(".bubble").all_inner_texts()
    assert [text for text in texts[1:] if text.startswith("Verstanden")] == [
        f"Verstanden: {n}" for n in ("eins", "zwei", "drei")
    ]
    assert [text for text in texts[1:] if not text.startswith("Verstanden")] == ["eins", "zwei", "drei"]


async def test_text_typed_before_the_greeting_begins_the_conversation_and_is_sent(widget: WidgetPage) -> None:
    widget.chat.troubles.append(Trouble("/api/conversations", 503))
    await widget.visit()
    await widget.launcher.click()
    await expect(widget.button("Noch einmal versuchen")).to_be_visible()
    await widget.say("bin schon da")
    await widget.hears("Verstanden: bin schon da")
    assert widget.chat.effects == ["bin schon da"]


async def test_markup_and_script_stay_text(widget: WidgetPage) -> None:
    wild = '<img src=x onerror="document.title=1"><b>fett</b> javascript:alert(1)'
    widget.chat.script = lambda said: [{"text": wild, "buttons": [{"title": wild, "payload": "/x"}]}]
    await widget.open()
    await widget.say(wild)
    await expect(widget.messages).to_have_count(3)
    assert await widget.log.locator("img, b").count() == 0
    await expect(widget.messages.nth(1).locator(".bubble")).to_have_text(wild)
    await expect(widget.messages.nth(2).locator(".bubble")).to_have_text(wild)


async def test_language_is_german_whatever_the_page_says(widget: WidgetPage) -> None:
    await widget.open()
    assert await widget.tab.locator("html").get_attribute("lang") == "en"
    assert await widget.panel.get_attribute("lang") == "de"


async def test_addresses_in_answers_are_links_and_nothing_else(widget: WidgetPage) -> None:
    widget.chat.script = dialogue
    await widget.open()
    await widget.say("kontakt https://boese.example/x")
    await widget.hears("Verstanden")
    # What a person writes is never made a link in their own message.
    assert await widget.messages.nth(1).locator("a").count() == 0
    await widget.say("kontakt")
    link = widget.log.get_by_role("link", name="https://chat.example/anfrage", exact=True)
    await expect(link).to_have_attribute("rel", "noopener noreferrer")


async def test_server_attribute_names_another_server(widget: WidgetPage) -> None:
    other = FakeChat()
    try:
        widget.town.attributes = f'server="{other.url}"'
        widget.town.policy = widget.town.policy.replace("connect-src", f"connect-src {other.url}")
        await widget.open()
        assert len(other.calls("POST", "/api/conversations")) == 1
        assert widget.chat.calls("POST") == []
    finally:
        other.close()


async def test_tag_shows_its_content_when_the_files_do_not_come(widget: WidgetPage) -> None:
    widget.town.inside = '<a href="tel:+4952469610">Telefon 05246 961-0</a>'
    widget.chat.troubles.append(Trouble("panel.js", 500, times=5))
    await widget.visit()
    await expect(widget.tab.get_by_role("link", name="Telefon 05246 961-0")).not_to_be_visible()
    await widget.launcher.click()
    await expect(widget.tab.get_by_role("link", name="Telefon 05246 961-0")).to_be_visible()


async def test_form_page_opens_when_nothing_else_is_left(widget: WidgetPage) -> None:
    widget.chat.troubles.append(Trouble("panel.js", 500, times=5))
    await widget.visit()
    await widget.launcher.click()
    await widget.tab.wait_for_url(f"{widget.chat.url}/anfrage")
