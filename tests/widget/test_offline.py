"""Nothing typed is lost and nothing is sent twice, whatever the line does: criterion C7."""

from __future__ import annotations

import random

import pytest
from playwright.async_api import BrowserContext, expect

from .fake_chat import Trouble
from .widget_page import WidgetPage

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


async def test_offline_message_waits_and_is_sent_once(widget: WidgetPage, context: BrowserContext) -> None:
    await widget.open()
    await context.set_offline(True)
    await widget.say("unterwegs")
    await expect(widget.messages.last).to_contain_text("wartet auf die Verbindung")
    await expect(widget.line).to_contain_text("Keine Verbindung.")
    assert widget.chat.effects == []
    await context.set_offline(False)
    await widget.hears("Verstanden: unterwegs")
    await expect(widget.line).to_have_text("")
    await expect(widget.status).to_have_text("Die Verbindung ist wieder da.")
    await expect(widget.log).not_to_contain_text("wartet auf die Verbindung")
    assert widget.chat.effects == ["unterwegs"]


async def test_offline_messages_keep_their_order(widget: WidgetPage, context: BrowserContext) -> None:
    await widget.open()
    await context.set_offline(True)
    for text in ("eins", "zwei", "drei"):
        await widget.say(text)
    await context.set_offline(False)
    await widget.hears("Verstanden: drei")
    assert widget.chat.effects == ["eins", "zwei", "drei"]
    await expect(widget.messages).to_have_count(7)


async def test_offline_message_survives_a_reload(widget: WidgetPage) -> None:
    await widget.open()
    # Chromium repeats a request on a broken reused connection by itself, so it must break for longer.
    trouble = Trouble("/messages", times=1000)
    widget.chat.troubles.append(trouble)
    await widget.say("nicht verlieren")
    await expect(widget.messages.last).to_contain_text("wartet auf die Verbindung")
    before = widget.chat.calls("POST", "/messages")[0][3]["client_message_id"]
    trouble.times = 0
    await widget.tab.reload()
    await widget.hears("Verstanden: nicht verlieren")
    assert {call[3]["client_message_id"] for call in widget.chat.calls("POST", "/messages")} == {before}
    await expect(widget.messages).to_have_count(3)


async def test_lost_answer_does_not_double_the_message(widget: WidgetPage) -> None:
    await widget.open()
    await widget.listening()
    widget.chat.troubles.append(Trouble("/messages", after_effect=True, times=2))
    await widget.say("einmal")
    # The stream brings text and answer although the POST has not been confirmed yet.
    await widget.hears("Verstanden: einmal")
    await widget.settled()
    assert len(widget.chat.calls("POST", "/messages")) == 3
    assert widget.chat.effects == ["einmal"]
    await expect(widget.messages).to_have_count(3)


async def test_lost_answer_before_a_reload_does_not_double_either(widget: WidgetPage) -> None:
    await widget.open()
    widget.chat.streams_work = False
    widget.chat.hang_up()
    trouble = Trouble("/messages", after_effect=True, times=1000)
    widget.chat.troubles.append(trouble)
    await widget.say("einmal")
    await expect(widget.messages.nth(1)).to_contain_text("wartet auf die Verbindung")
    trouble.times = 0
    await widget.tab.reload()
    await expect(widget.messages).to_have_count(3)
    await expect(widget.log).not_to_contain_text("wartet auf die Verbindung")
    texts = await widget.messages.locator(".bubble").all_inner_texts()
    assert texts[1:] == ["einmal", "Verstanden: einmal"]
    assert widget.chat.effects == ["einmal"]


async def test_stream_that_breaks_catches_up(widget: WidgetPage) -> None:
    await widget.open()
    await widget.listening()
    widget.chat.hang_up()
    widget.chat.push({"text": "In der Lücke geschrieben."})
    await widget.hears("In der Lücke geschrieben.")
    await widget.listening()
    widget.chat.push({"text": "Wieder da."})
    await widget.hears("Wieder da.")
    await expect(widget.messages).to_have_count(3)


async def test_without_streams_it_asks_in_turns(widget: WidgetPage) -> None:
    widget.chat.streams_work = False
    await widget.open()
    for _ in range(200):
        if len(widget.chat.calls("GET", "/events")) > 2:
            break
        await widget.tab.wait_for_timeout(50)
    widget.chat.push({"text": "Auch ohne Leitung."})
    await expect(widget.messages.last).to_contain_text("Auch ohne Leitung.", timeout=12_000)


async def test_line_that_breaks_at_random_loses_and_doubles_nothing(widget: WidgetPage) -> None:
    rng = random.Random(20261122)
    await widget.open()
    texts = [f"Nachricht {n}" for n in range(12)]
    for text in texts:
        if rng.random() < 0.5:
            widget.chat.troubles.append(
                Trouble("/messages", after_effect=rng.random() < 0.5, times=rng.randint(1, 3))
            )
        if rng.random() < 0.3:
            widget.chat.hang_up()
        await widget.say(text)
    await expect(widget.messages.last).to_contain_text("Verstanden: Nachricht 11", timeout=30_000)
    await expect(widget.messages).to_have_count(1 + 2 * len(texts), timeout=10_000)
    assert widget.chat.effects == texts
    shown = await widget.messages.locator(".bubble").all_inner_texts()
    assert [text for text in shown if text.startswith("Nachricht")] == texts
    assert [text for text in shown if text.startswith("Verstanden")] == [
        f"Verstanden: {text}" for text in texts
    ]
