"""Reads a page as a browser without JavaScript does, and checks what every page must keep to."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

import html5lib

_HARMLESS = {"expected-doctype-but-got-chars"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """All elements of a page, in order, each with the text inside it."""

    source: str
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[Element] = []
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in {"input", "meta", "link", "br", "img", "path", "circle"}:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def fields(self) -> dict[str, list[str]]:
        """What a browser would send, without the button."""
        sent: dict[str, list[str]] = {}
        for element in self.elements:
            name = element.attributes.get("name", "")
            if element.tag == "input" and name:
                kind = element.attributes.get("type", "text")
                if kind in {"radio", "checkbox"} and "checked" not in element.attributes:
                    continue
                sent.setdefault(name, []).append(element.attributes.get("value", ""))
            elif element.tag == "textarea":
                sent.setdefault(name, []).append(element.text.removeprefix("\n"))
            elif element.tag == "select":
                sent.setdefault(name, []).append(self._selected(element))
        return sent

    def _selected(self, select: Element) -> str:
        options = self.elements[self.elements.index(select) + 1 :]
        for option in options:
            if option.tag != "option":
                break
            if "selected" in option.attributes:
                return option.attributes["value"]
        return ""


def check(source: str) -> Page:
    """A valid page: one h1, a title, unique ids, a label for each field, links to ids that exist, nothing inline."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(source)
    errors = [error[1] for error in parser.errors if error[1] not in _HARMLESS]
    assert not errors, errors
    page = Page(source)
    assert source.lower().startswith("<!doctype html>")
    assert page.all("html")[0].attributes["lang"] == "de"
    assert len(page.all("h1")) == 1
    assert page.all("h1")[0].text.strip()
    assert len(page.all("title")) == 1
    assert page.all("title")[0].text.strip()
    ids = Counter(element.attributes["id"] for element in page.elements if "id" in element.attributes)
    assert not [name for name, count in ids.items() if count > 1]
    assert len(page.all("main")) == 1
    labelled = {element.attributes.get("for") for element in page.all("label")}
    for element in page.elements:
        attributes = element.attributes
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        if element.tag in {"input", "select", "textarea"} and attributes.get("type") != "hidden":
            assert attributes["id"] in labelled, attributes
        for reference in ("aria-describedby", "aria-labelledby"):
            for name in attributes.get(reference, "").split():
                assert name in ids, name
        if element.tag == "a" and attributes["href"].startswith("#"):
            assert attributes["href"][1:] in ids, attributes["href"]
    assert not page.all("style")
    assert not [script for script in page.all("script") if "src" not in script.attributes]
    levels = [int(element.tag[1]) for element in page.elements if re.fullmatch(r"h[1-6]", element.tag)]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels) if before <= after)
    return page
