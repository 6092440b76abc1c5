"""A conversation from the first word on: what is shown, what is sent."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from .fake_chat import GREETING
from .widget_page import WidgetPage

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


async def test_program_says_that_it_is_one(widget: WidgetPage) -> None:
    await widget.open()
    await expect(widget.panel.locator("#subtitle")).to_have_text("Automatischer Assistent, ein Computerprogramm")
    await expect(widget.messages.first).to_contain_text(GREETING)
    (_, _, _, body), = widget.chat.calls("POST", "/api/conversations")
    assert body == {"town": "verl", "locale": "de"}


async def test_text_is_sent_once_and_answered(widget: WidgetPage) -> None:
    await widget.open()
    await widget.say("wer putzt und kauft ein")
    await widget.hears("Verstanden: wer putzt und kauft ein")
    await expect(widget.messages).to_have_count(3)
    (_, _, headers, body), = widget.chat.calls("POST", "/messages")
    assert headers["Authorization"].startswith("Bearer t-")
    assert body["text"] == "wer putzt und kauft ein"
    assert len(body["client_message_id"]) == 36
    assert "payload" not in body
