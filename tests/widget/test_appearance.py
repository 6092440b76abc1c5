"""Seeing and touching: criteria D1 to D8 of widget/ACCESSIBILITY.md.

With DUO_SCREENSHOTS=<folder> the dialogue is also photographed at 320 and 1280 pixels, for people to look at.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from .dialogue import dialogue
from .widget_page import WidgetPage

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

COLOURS = [
    "#000000",
    "#ffffff",
    "#ffd500",
    "#00594c",
    "#1f4e8c",
    "#777777",
    "#ff0000",
    "rebeccapurple",
    "rgb(200 200 120)",
    "hsl(180 50% 45%)",
]


def luminance(colour: str) -> float:
    """Relative luminance of a computed colour (WCAG 2.2)."""
    channels = [int(float(number)) / 255 for number in re.findall(r"[\d.]+", colour)[:3]]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


async def style(element: Locator, name: str) -> str:
    return str(
        await element.evaluate("(element, name) => getComputedStyle(element).getPropertyValue(name)", name)
    )


async def at_summary(widget: WidgetPage) -> None:
    widget.chat.script = dialogue
    await widget.open()
    await widget.say("hilfe")
    await widget.button("Ja, einverstanden").click()
    await widget.hears("Wie erreicht die Koordinatorin Sie")
    await widget.say("05246 123456 ab 16 uhr")
    await widget.hears("Stimmt alles?")


@pytest.mark.parametrize(
    ("colour", "scheme"),
    [
        *((colour, "light") for colour in COLOURS),
        *((colour, "dark") for colour in ("#000000", "#ffd500", "#00594c")),
    ],
)
async def test_contrast_holds_for_every_colour(widget: WidgetPage, colour: str, scheme: str) -> None:
    widget.town.attributes = f'color="{colour}"'
    await widget.tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    widget.chat.script = dialogue
    await widget.visit()
    assert (
        contrast(await style(widget.launcher, "color"), await style(widget.launcher, "background-color"))
        >= 4.5
    )
    await widget.launcher.click()
    await widget.hears("Computerprogramm")
    await widget.say("hilfe")
    background = await style(widget.panel, "background-color")
    header = widget.panel.locator("header")
    assert contrast(await style(header, "color"), await style(header, "background-color")) >= 4.5
    send = widget.button("Senden")
    assert contrast(await style(send, "color"), await style(send, "background-color")) >= 4.5
    assert contrast(await style(send, "border-top-color"), background) >= 3
    choice = widget.button("Ja, einverstanden")
    assert contrast(await style(choice, "color"), background) >= 4.5
    assert contrast(await style(choice, "border-top-color"), background) >= 3
    assert contrast(await style(widget.field, "border-top-color"), background) >= 3


@pytest.mark.parametrize("colour", ["nonsense", "transparent", "var(--x)", "oklch(70% 0.1 200)"])
async def test_contrast_of_a_colour_that_cannot_be_used_is_the_default_s(
    widget: WidgetPage, colour: str
) -> None:
    widget.town.attributes = f'color="{colour}"'
    await widget.visit()
    await expect(widget.launcher).to_have_css("background-color", "rgb(28, 79, 107)")
    await expect(widget.launcher).to_have_css("color", "rgb(255, 255, 255)")


async def test_contrast_with_a_colour_from_the_page_s_style_sheet(widget: WidgetPage) -> None:
    widget.town.policy += "; style-src 'unsafe-inline'"
    widget.town.head = (
        "<style>soziales-duo-chat { --duo-color: #ffd500; } button { background: red !important; }</style>"
    )
    await widget.visit()
    await expect(widget.launcher).to_have_css("background-color", "rgb(255, 213, 0)")
    await expect(widget.launcher).to_have_css("color", "rgb(0, 0, 0)")


@pytest.mark.parametrize("size", ["Normal", "Sehr groß"])
async def test_reflow_at_320_pixels_needs_no_sideways_scrolling(widget: WidgetPage, size: str) -> None:
    await widget.tab.set_viewport_size({"width": 320, "height": 640})
    await widget.open()
    await widget.button("Menü").click()
    await widget.panel.get_by_role("radio", name=size, exact=True).check()
    await widget.button("Menü").click()
    widget.chat.script = dialogue
    for word in (
        "hilfe",
        "05246 123456 ab 16 uhr",
        "Absenden",
        "krise",
        "kontakt",
        "Donaudampfschifffahrtsgesellschaft" * 3,
    ):
        await widget.say(word)
        await expect(widget.field).to_have_value("")
    await widget.hears("Verstanden: Donau")
    wide = await widget.panel.evaluate("""panel => [panel, ...panel.querySelectorAll('*')]
        .filter(e => e.getBoundingClientRect().right > 321 && !e.closest('.hidden, option') && !e.matches('.hidden'))
        .map(e => e.className || e.localName)""")
    assert wide == []
    for scroller in (widget.panel, widget.log):
        assert await scroller.evaluate("e => e.scrollWidth - e.clientWidth") <= 0


async def test_zoom_of_400_percent_leaves_everything_reachable(widget: WidgetPage) -> None:
    await widget.tab.set_viewport_size({"width": 320, "height": 256})
    await at_summary(widget)
    for name in ("Menü", "Chat schließen", "Schnell weg", "Punkt 1, Anliegen, ändern", "Absenden", "Senden"):
        button = widget.button(name)
        await button.scroll_into_view_if_needed()
        await button.click(trial=True)
    await widget.field.scroll_into_view_if_needed()
    await expect(widget.field).to_be_in_viewport(ratio=1)
    await widget.button("Absenden").click()
    await widget.hears("KX7M-4TQP-92RW")
    await expect(widget.messages.last).to_be_in_viewport()


async def test_text_is_large_and_follows_the_browser_not_the_page(widget: WidgetPage) -> None:
    widget.town.policy += "; style-src 'unsafe-inline'"
    widget.town.head = "<style>html { font-size: 62.5%; } * { font-family: cursive; letter-spacing: 3px; text-transform: uppercase; }</style>"
    await at_summary(widget)
    small = await widget.panel.evaluate("""panel => [...panel.querySelectorAll('*')]
        .filter(e => e.localName !== 'time' && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
        .map(e => [e.className || e.localName, parseFloat(getComputedStyle(e).fontSize)]).filter(([, size]) => size < 16)""")
    assert small == []
    await expect(widget.launcher).to_have_css("font-size", "16px")
    await expect(widget.messages.first).to_have_css("text-transform", "none")


async def test_spacing_of_text_cuts_nothing_off(widget: WidgetPage) -> None:
    await at_summary(widget)
    await widget.host.evaluate("""host => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }');
        host.shadowRoot.adoptedStyleSheets = [...host.shadowRoot.adoptedStyleSheets, sheet];
    }""")
    cut = await widget.panel.evaluate("""panel => [...panel.querySelectorAll('button, .bubble, dt, dd, h2, h3, p')]
        .filter(e => !e.matches('.hidden') && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)
            && getComputedStyle(e).overflow !== 'visible').map(e => e.className || e.localName)""")
    assert [name for name in cut if "who" not in name] == []
    await widget.button("Schnell weg").click(trial=True)
    await widget.button("Chat schließen").click(trial=True)


async def test_targets_are_large(widget: WidgetPage) -> None:
    await widget.tab.set_viewport_size({"width": 320, "height": 640})
    await at_summary(widget)
    await widget.say("krise")
    await widget.hears("klingt sehr schwer")
    await widget.button("Menü").click()
    small = await widget.panel.evaluate("""panel => [...panel.querySelectorAll(
            'button, textarea, input:not([type=radio]), summary, .menu a, .menu label, .crisis a')]
        .map(e => [e.textContent, e.getBoundingClientRect()]).filter(([, box]) => box.width && (box.height < 44 || box.width < 44))
        .map(([text, box]) => [text, box.width, box.height])""")
    assert small == []


async def test_forced_colours_keep_borders_and_states(widget: WidgetPage) -> None:
    await widget.tab.emulate_media(forced_colors="active")
    await at_summary(widget)
    for element in (
        widget.messages.last.locator(".bubble"),
        widget.button("Absenden"),
        widget.button("Menü"),
        widget.field,
        widget.messages.last.locator(".card"),
    ):
        assert await style(element, "border-top-style") == "solid"
        assert await style(element, "border-top-width") != "0px"
    await widget.field.focus()
    assert await style(widget.field, "outline-style") == "solid"
    used = widget.log.locator(".choice[data-chosen]")
    assert await style(used, "border-top-width") == "3px"


async def test_reduced_motion_moves_nothing(widget: WidgetPage) -> None:
    await widget.tab.emulate_media(reduced_motion="reduce")
    await widget.open()
    widget.chat.delay = 1
    await widget.say("lang")
    await expect(widget.panel.locator(".typing")).to_be_visible()
    moving = await widget.panel.evaluate("""panel => [...panel.querySelectorAll('*')].filter(e => {
        const style = getComputedStyle(e);
        return (style.animationName !== 'none' && parseFloat(style.animationDuration) > 0) || parseFloat(style.transitionDuration) > 0
            || style.scrollBehavior === 'smooth';
    }).map(e => e.className || e.localName)""")
    assert moving == []


async def test_focus_is_visible_on_everything(widget: WidgetPage) -> None:
    await at_summary(widget)
    await widget.button("Menü").focus()
    seen = []
    for _ in range(14):
        seen.append(
            await widget.tab.evaluate("""() => {
            const e = document.querySelector('soziales-duo-chat').shadowRoot.activeElement;
            if (!e) return null;
            const style = getComputedStyle(e), box = e.getBoundingClientRect();
            const top = e.getRootNode().elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
            return [e.textContent || e.localName, style.outlineStyle, parseFloat(style.outlineWidth), top === e || e.contains(top)];
        }""")
        )
        await widget.tab.keyboard.press("Tab")
    inside = [entry for entry in seen if entry]
    assert len(inside) >= 12
    assert [entry for entry in inside if entry[1] != "solid" or entry[2] < 3 or not entry[3]] == []


@pytest.mark.parametrize("width", [320, 1280])
async def test_pictures_for_people(widget: WidgetPage, width: int, tmp_path: Path) -> None:
    folder = Path(os.environ.get("DUO_SCREENSHOTS") or tmp_path)
    widget.town.attributes = 'town="verl" color="#00594c"'
    await widget.tab.set_viewport_size({"width": width, "height": 720})
    await at_summary(widget)
    await widget.tab.screenshot(path=folder / f"summary-{width}.png")
    await widget.button("Absenden").click()
    await widget.hears("KX7M-4TQP-92RW")
    await widget.tab.screenshot(path=folder / f"receipt-{width}.png")
    assert (folder / f"receipt-{width}.png").stat().st_size > 10_000
