"""What people are told when something does not work, and the way out: criterion B4."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from .dialogue import dialogue
from .widget_page import WidgetPage

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


async def test_start_that_fails_offers_all_other_ways(widget: WidgetPage) -> None:
    widget.town.inside = '<a href="tel:+4952469610">Telefon 05246 961-0</a>'
    widget.chat.troubles.append(
        widget.trouble("/api/conversations", 503, detail="Der Dienst ist gerade nicht da.")
    )
    await widget.visit()
    await widget.launcher.click()
    await expect(widget.alert).to_have_text("Der Dienst ist gerade nicht da.")
    await expect(widget.panel.get_by_role("link", name="Zum Formular")).to_have_attribute(
        "href", f"{widget.chat.url}/anfrage?town=verl"
    )
    await expect(widget.tab.get_by_role("link", name="Telefon 05246 961-0")).to_be_visible()
    await widget.button("Noch einmal versuchen").click()
    await widget.hears("Computerprogramm")
    await expect(widget.alert).to_have_text("")
    await expect(widget.panel.get_by_role("link", name="Zum Formular")).not_to_be_visible()


async def test_refused_message_says_why_and_goes_back_into_the_field(widget: WidgetPage) -> None:
    await widget.open()
    await widget.listening()  # the questions after connecting must not meet the trouble
    widget.chat.troubles.append(
        widget.trouble("/messages", 413, detail="Die Nachricht ist zu lang. Erlaubt sind 2.000 Zeichen.")
    )
    await widget.say("sehr lang")
    await expect(widget.alert).to_have_text("Die Nachricht ist zu lang. Erlaubt sind 2.000 Zeichen.")
    await expect(widget.field).to_have_value("sehr lang")
    await expect(widget.messages).to_have_count(1)
    await widget.field.press("Enter")
    await widget.hears("Verstanden: sehr lang")
    await expect(widget.alert).to_have_text("")
    assert widget.chat.effects == ["sehr lang"]


async def test_refused_button_can_be_used_again(widget: WidgetPage) -> None:
    widget.chat.script = dialogue
    await widget.open()
    await widget.listening()  # the questions after connecting must not meet the trouble
    await widget.say("hilfe")
    widget.chat.troubles.append(widget.trouble("/messages", 422, detail="Das geht gerade nicht."))
    await widget.button("Ja, einverstanden").click()
    await expect(widget.alert).to_have_text("Das geht gerade nicht.")
    await expect(widget.button("Ja, einverstanden")).to_be_enabled()
    await widget.button("Ja, einverstanden").click()
    await widget.hears("Wie erreicht die Koordinatorin Sie")


async def test_too_fast_waits_as_long_as_the_server_says(widget: WidgetPage) -> None:
    await widget.open()
    await widget.listening()  # the questions after connecting must not meet the trouble
    widget.chat.troubles.append(
        widget.trouble("/messages", 429, detail="Bitte warten Sie eine Sekunde.", retry_after=1)
    )
    await widget.say("schnell")
    await expect(widget.messages.last).to_contain_text("wartet auf die Verbindung")
    await widget.hears("Verstanden: schnell")
    first, second = widget.chat.calls("POST", "/messages")
    assert first[3] == second[3]
    assert widget.chat.effects == ["schnell"]


async def test_server_that_keeps_failing_leaves_the_choice_to_the_person(widget: WidgetPage) -> None:
    await widget.open()
    await widget.listening()  # the questions after connecting must not meet the trouble
    widget.chat.troubles.append(
        widget.trouble("/messages", 500, times=5, detail="Bei uns ist ein Fehler passiert.", retry_after=0.05)
    )
    await widget.say("bitte")
    await expect(widget.messages.last).to_contain_text("nicht gesendet")
    await expect(widget.messages.last).to_contain_text("Bei uns ist ein Fehler passiert.")
    await expect(widget.alert).to_have_text("Eine Nachricht wurde nicht gesendet. Sie steht noch im Verlauf.")
    await widget.button("Noch einmal senden").click()
    await widget.hears("Verstanden: bitte")
    assert widget.chat.effects == ["bitte"]
    assert len({call[3]["client_message_id"] for call in widget.chat.calls("POST", "/messages")}) == 1


async def test_failed_message_can_be_taken_back(widget: WidgetPage) -> None:
    await widget.open()
    await widget.listening()  # the questions after connecting must not meet the trouble
    widget.chat.troubles.append(widget.trouble("/messages", 500, times=5, retry_after=0.05))
    await widget.say("vertippt")
    await widget.button("Zurück ins Textfeld").click()
    await expect(widget.field).to_have_value("vertippt")
    await expect(widget.field).to_be_focused()
    await expect(widget.messages).to_have_count(1)
    await widget.say("richtig")
    await widget.hears("Verstanden: richtig")
    assert widget.chat.effects == ["richtig"]


async def test_conversation_that_is_gone_says_so_and_begins_anew(widget: WidgetPage) -> None:
    await widget.open()
    await widget.listening()
    widget.chat.conversations.clear()
    await widget.say("noch da?")
    await expect(widget.alert).to_contain_text("Dieses Gespräch ist beendet.")
    await expect(widget.alert).to_contain_text("Was Sie noch nicht gesendet hatten, steht im Textfeld.")
    await expect(widget.messages).to_have_count(0)
    assert await widget.stored() is None
    await widget.button("Neues Gespräch beginnen").click()
    await widget.hears("Computerprogramm")
    await expect(widget.field).to_have_value("noch da?")
    await expect(widget.alert).to_have_text("")
    await widget.field.press("Enter")
    await widget.hears("Verstanden: noch da?")


async def test_conversation_without_a_greeting_works(widget: WidgetPage) -> None:
    widget.chat.greeting = []
    await widget.visit()
    await widget.launcher.click()
    await expect(widget.field).to_be_focused()
    await widget.say("ohne Gruß")
    await widget.hears("Verstanden: ohne Gruß")
