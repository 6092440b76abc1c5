"""Pages that show the widget at work: one for each town, made to look like a town's site, and a list of them."""

from __future__ import annotations

from sanic import HTTPResponse, Request, raw

from casework.towns import TownInfo
from chat.problems import Problem
from chat.services import services


async def index(request: Request) -> HTTPResponse:
    """GET /"""
    return services(request).pages.render("index.html", cache_seconds=300)


async def town_page(request: Request, town: str) -> HTTPResponse:
    """GET /demo/{town}"""
    return services(request).pages.render("demo.html", cache_seconds=300, town=_town(request, town))


async def town_colours(request: Request, town: str) -> HTTPResponse:
    """GET /demo/{town}/farben.css: the town's colours as custom properties, since a strict policy allows no inline style."""
    theme = _town(request, town).theme
    rules = "".join(f"--town-{name.replace('_', '-')}:{colour};" for name, colour in theme.items())
    headers = {"Cache-Control": "public, max-age=300"}
    return raw(f":root{{{rules}}}", content_type="text/css; charset=utf-8", headers=headers)


def _town(request: Request, code: str) -> TownInfo:
    chat = services(request)
    if code not in chat.towns.codes:
        raise Problem("not_found")
    return chat.towns.get(code)
