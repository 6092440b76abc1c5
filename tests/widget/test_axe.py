"""axe finds nothing in any state: criterion E5."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import BrowserContext, expect

from .dialogue import dialogue
from .widget_page import WidgetPage

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


async def said(widget: WidgetPage, text: str, answer: str) -> None:
    widget.chat.script = dialogue
    await widget.open()
    await widget.say(text)
    await widget.hears(answer)


async def closed(widget: WidgetPage) -> None:
    await widget.visit()


async def greeting(widget: WidgetPage) -> None:
    await widget.open()


async def buttons(widget: WidgetPage) -> None:
    await said(widget, "hilfe", "Darf ich sie dafür speichern?")


async def used_buttons_and_hint(widget: WidgetPage) -> None:
    await buttons(widget)
    await widget.button("Ja, einverstanden").click()
    await widget.hears("Wie erreicht die Koordinatorin Sie")


async def summary(widget: WidgetPage) -> None:
    await said(widget, "05246 123456 ab 16 uhr", "Stimmt alles?")


async def receipt(widget: WidgetPage) -> None:
    await said(widget, "Absenden", "KX7M-4TQP-92RW")


async def crisis(widget: WidgetPage) -> None:
    await said(widget, "krise", "klingt sehr schwer")


async def contact(widget: WidgetPage) -> None:
    await said(widget, "kontakt", "Verl")


async def menu(widget: WidgetPage) -> None:
    await widget.open()
    await widget.button("Menü").click()


async def delete_question(widget: WidgetPage) -> None:
    await menu(widget)
    await widget.button("Gespräch löschen").click()


async def error(widget: WidgetPage) -> None:
    widget.chat.troubles.append(widget.trouble("/api/conversations", 503, detail="Gerade nicht da."))
    await widget.visit()
    await widget.launcher.click()
    await expect(widget.alert).to_have_text("Gerade nicht da.")


async def offline(widget: WidgetPage) -> None:
    await widget.open()
    await widget.tab.context.set_offline(True)
    await widget.say("unterwegs")
    await expect(widget.messages.last).to_contain_text("wartet")


async def too_long(widget: WidgetPage) -> None:
    await widget.open()
    await widget.say("a" * 2_001)


STATES: list[Callable[[WidgetPage], Awaitable[None]]] = [
    closed,
    greeting,
    buttons,
    used_buttons_and_hint,
    summary,
    receipt,
    crisis,
    contact,
    menu,
    delete_question,
    error,
    offline,
    too_long,
]


async def findings(widget: WidgetPage) -> list[str]:
    results: dict[str, Any] = (await Axe().run(widget.tab, options=RULES)).response
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in results["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
async def test_axe_finds_nothing(widget: WidgetPage, state: Callable[[WidgetPage], Awaitable[None]]) -> None:
    await state(widget)
    assert await findings(widget) == []


@pytest.mark.parametrize(
    "state", [used_buttons_and_hint, crisis, menu, error], ids=lambda state: state.__name__
)
@pytest.mark.parametrize("look", ["dark", "phone", "pale"])
async def test_axe_finds_nothing_whatever_it_looks_like(
    widget: WidgetPage, state: Callable[[WidgetPage], Awaitable[None]], look: str, context: BrowserContext
) -> None:
    if look == "dark":
        await widget.tab.emulate_media(color_scheme="dark")
    elif look == "phone":
        await widget.tab.set_viewport_size({"width": 320, "height": 640})
    else:
        widget.town.attributes = 'color="#ffe680"'
    await state(widget)
    assert await findings(widget) == []
