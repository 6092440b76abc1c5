"""What every page of the desk must be, whatever it shows."""

from __future__ import annotations

from itertools import pairwise
from xml.etree.ElementTree import Element

import html5lib

_NEED_LABELS = ("input", "select", "textarea")
_POINTING = ("aria-labelledby", "aria-describedby", "for", "list")


def check_page(markup: str) -> Element:
    """Parse strictly and assert the rules of a good page; gives the root for further looks."""
    root: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(markup)
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    assert root.get("lang") == "de"

    headings = [text_of(element) for element in elements if element.tag == "h1"]
    assert len(headings) == 1, f"one h1, not {headings}"
    assert headings[0].strip()
    titles = [text_of(element) for element in elements if element.tag == "title"]
    assert len(titles) == 1
    assert titles[0].endswith(" – Schreibtisch Soziales Duo")
    assert not titles[0].startswith(" – "), "the title names the page"

    ids = [element.get("id") for element in elements if element.get("id")]
    assert len(ids) == len(set(ids)), f"ids twice: {sorted({one for one in ids if ids.count(one) > 1})}"
    for element in elements:
        for attribute in _POINTING:
            for target in (element.get(attribute) or "").split():
                assert target in ids, f"{element.tag} {attribute} points to nothing: {target}"
        assert "style" not in element.attrib, "no inline style: the policy forbids it"
        assert not [name for name in element.attrib if name.startswith("on")], "no inline handler"

    labelled = {element.get("for") for element in elements if element.tag == "label"}
    for element in elements:
        if element.tag in _NEED_LABELS and element.get("type") not in ("hidden", "submit"):
            named = (
                element.get("id") in labelled
                or element.get("aria-label")
                or element.get("aria-hidden") == "true"
            )
            assert named, f"a {element.tag} without a label: {element.attrib}"
        if element.tag == "script":
            assert element.get("src"), "no inline script"
        if element.tag == "form" and element.get("method") == "post":
            names = [field.get("name") for field in element.iter() if field.tag == "input"]
            assert "csrf_token" in names, f"a form without a token: {element.get('action')}"
        if element.tag in ("a", "button"):
            assert text_of(element).strip() or element.get("aria-label"), f"a {element.tag} without a name"
    _check_heading_order(
        [int(element.tag[1]) for element in elements if element.tag in ("h1", "h2", "h3", "h4")]
    )
    return root


def _check_heading_order(levels: list[int]) -> None:
    assert levels[0] == 1
    for before, after in pairwise(levels):
        assert after <= before + 1, f"a heading level is left out: {levels}"


def text_of(element: Element) -> str:
    """All text inside an element."""
    return "".join(element.itertext())


def visible_text(markup: str) -> str:
    """The text of the page's main part with single spaces, for looking things up in it."""
    root = html5lib.HTMLParser(namespaceHTMLElements=False).parse(markup)
    main = next(element for element in root.iter() if element.tag == "main")
    return " ".join(text_of(main).split())
