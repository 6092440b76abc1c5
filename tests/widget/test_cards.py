"""Summary, receipt, crisis and contact: criteria B8 and C6."""

from __future__ import annotations

import pytest
from playwright.async_api import BrowserContext, expect

from .dialogue import POINTS, dialogue
from .widget_page import WidgetPage

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


async def at_summary(widget: WidgetPage) -> None:
    widget.chat.script = dialogue
    await widget.open()
    await widget.say("05246 123456 ab 16 uhr")
    await widget.hears("Stimmt alles?")


async def test_summary_is_a_list_of_terms_shown_once(widget: WidgetPage) -> None:
    await at_summary(widget)
    card = widget.messages.last.get_by_role("region", name="So gebe ich es weiter")
    assert await card.locator("dt").all_text_contents() == [
        f"{n} {label}" for n, (_, label, _) in enumerate(POINTS, 1)
    ]
    values = await card.locator("dd").all_text_contents()
    assert [value.removesuffix("Ändern") for value in values] == [value for _, _, value in POINTS]
    text = await widget.messages.last.inner_text()
    assert text.count("So gebe ich es weiter") == 1
    assert text.count("AOK") == 1
    assert text.index("AOK") < text.index("Stimmt alles?") < text.index("Absenden")


async def test_summary_button_names_and_changes_its_point(widget: WidgetPage) -> None:
    await at_summary(widget)
    await widget.button("Punkt 6, Kontakt, ändern").click()
    await widget.hears("Wie erreicht die Koordinatorin Sie")
    assert widget.chat.effects[-1] == "6 ändern"
    assert widget.chat.calls("POST", "/messages")[-1][3]["text"] == "6 ändern"
    await expect(widget.button("Punkt 5, Krankenkasse, ändern")).to_be_disabled()


async def test_summary_without_repeated_lines_keeps_its_text(widget: WidgetPage) -> None:
    text = "Es geht um Ihre Mutter. Stimmt das?"
    points = [{"number": 1, "slot": "needs", "label": "Anliegen", "value": "Haushalt"}]
    widget.chat.script = lambda said: [{"text": text, "card": {"kind": "summary", "points": points}}]
    await widget.open()
    await widget.say("x")
    await widget.hears(text)
    await widget.hears("1 Anliegen")


async def test_receipt_shows_copies_and_prints_the_code(widget: WidgetPage, context: BrowserContext) -> None:
    await context.grant_permissions(["clipboard-read", "clipboard-write"])
    await widget.tab.add_init_script(
        "window.printed = []; window.print = function () { window.printed.push(this.document.body.innerText); };"
        "if (window !== top) window.print = () => top.printed.push(document.body.innerText);"
    )
    await at_summary(widget)
    await widget.button("Absenden").click()
    card = widget.messages.last.get_by_role("region", name="Ihre Anfrage ist angekommen")
    await expect(card).to_contain_text("SD-7K3F")
    await expect(card).to_contain_text("KX7M-4TQP-92RW")
    await expect(card).to_contain_text("Mittwoch, 25. November 2026")
    await widget.button("Zugangscode kopieren").click()
    await expect(widget.status).to_have_text("Der Zugangscode ist kopiert.")
    assert await widget.tab.evaluate("navigator.clipboard.readText()") == "KX7M-4TQP-92RW"
    await widget.button("Drucken").click()
    (printed,) = await widget.tab.evaluate("window.printed")
    for words in ("SD-7K3F", "KX7M-4TQP-92RW", "Mittwoch, 25. November 2026"):
        assert words in printed
    assert "Rathaus" not in printed


async def test_receipt_says_when_copying_is_forbidden(widget: WidgetPage) -> None:
    await widget.tab.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    await at_summary(widget)
    await widget.button("Absenden").click()
    await widget.button("Zugangscode kopieren").click()
    await expect(widget.status).to_have_text(
        "Kopieren geht hier nicht. Bitte schreiben Sie den Zugangscode ab."
    )


async def test_crisis_card_stays_in_view_with_numbers_to_call(widget: WidgetPage) -> None:
    widget.chat.script = dialogue
    await widget.open()
    await widget.say("krise")
    card = widget.panel.locator("details.crisis")
    await expect(card.get_by_role("link", name="TelefonSeelsorge, 0800 1110111 anrufen")).to_have_attribute(
        "href", "tel:08001110111"
    )
    await expect(card.get_by_role("link", name="Notruf, 112 anrufen")).to_have_attribute("href", "tel:112")
    # Calm: not an alarm, not modal, and the text field keeps the focus.
    assert await card.evaluate("card => card.closest('[role=alert], [aria-live=assertive]')") is None
    await expect(widget.field).to_be_focused()
    for n in range(4):
        await widget.say(f"weiter {n}")
        await widget.hears(f"Verstanden: weiter {n}")
    await expect(card).to_be_in_viewport()
    await expect(card.get_by_role("link")).to_have_count(3)
    await widget.tab.reload()
    await expect(card.get_by_role("link").first).to_be_visible()
    await expect(widget.messages).to_have_count(11)


async def test_crisis_card_can_be_folded_to_one_line(widget: WidgetPage) -> None:
    widget.chat.script = dialogue
    await widget.open()
    await widget.say("krise")
    summary = widget.panel.get_by_text("Hier hilft Ihnen jetzt ein Mensch")
    await summary.focus()
    await widget.tab.keyboard.press("Enter")
    await expect(widget.panel.locator("details.crisis a").first).not_to_be_visible()
    await expect(summary).to_be_visible()


async def test_crisis_numbers_are_links_in_the_text_too(widget: WidgetPage) -> None:
    widget.chat.script = dialogue
    await widget.open()
    await widget.say("krise")
    await widget.hears("klingt sehr schwer")
    links = await widget.messages.last.locator("a").evaluate_all(
        "links => links.map(a => [a.textContent, a.getAttribute('href')])"
    )
    assert links == [
        ["0800 1110111", "tel:08001110111"],
        ["05241 531300", "tel:+495241531300"],
        ["112", "tel:112"],
    ]


async def test_contact_card_has_a_number_to_call(widget: WidgetPage) -> None:
    widget.chat.script = dialogue
    await widget.open()
    await widget.say("kontakt")
    await expect(widget.messages.last.get_by_role("link", name="05246 961-0")).to_have_attribute(
        "href", "tel:052469610"
    )
    await expect(widget.messages.last.get_by_role("heading", name="Verl")).to_be_visible()


async def test_unknown_card_leaves_the_text(widget: WidgetPage) -> None:
    widget.chat.script = lambda said: [
        {"text": "Der Text sagt alles.", "card": {"kind": "calendar", "days": []}}
    ]
    await widget.open()
    await widget.say("x")
    await widget.hears("Der Text sagt alles.")
