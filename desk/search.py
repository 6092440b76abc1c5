"""Search over the encrypted records, by POST, because what is searched for is a person's data and stays out of addresses."""

from __future__ import annotations

from sanic import Blueprint, HTTPResponse, Request

from casework.access_log import log_access
from casework.codes import AccessAction
from casework.listing import listed
from casework.models import Coordinator
from casework.scope import TownScope
from casework.search import search as find
from desk.forms import field
from desk.inbox import Row, rows_of
from desk.words import word

search = Blueprint("search")

SHORTEST = 3
LONGEST = 200
LIMIT = 50


def _page(
    request: Request,
    *,
    text: str = "",
    rows: list[Row] | None = None,
    error: str | None = None,
    status: int = 200,
) -> HTTPResponse:
    number = len(rows or ())
    return request.app.ctx.pages.render(
        request,
        "search.html",
        status=status,
        text=text,
        rows=rows,
        error=error,
        found_text=f"{number} {'Vorgang' if number == 1 else 'Vorgänge'} gefunden"
        if rows
        else "Nichts gefunden",
        limited=number >= LIMIT,
    )


@search.get("/suche")
async def search_form(request: Request) -> HTTPResponse:
    """The empty search page."""
    return _page(request)


@search.post("/suche")
async def search_results(request: Request) -> HTTPResponse:
    """Everything in the coordinator's towns that matches; the search and each name shown are logged."""
    coordinator: Coordinator = request.ctx.coordinator
    text = field(request, "q").strip()[:LONGEST]
    if len(text) < SHORTEST:
        return _page(request, text=text, error=word("form", "search_short"), status=400)
    async with request.app.ctx.database.writing() as session:
        found = await find(session, TownScope.of(coordinator), text, limit=LIMIT)
        await log_access(session, coordinator, None, AccessAction.SEARCH)
        rows = await listed(session, coordinator, (intake.reference for intake in found))
    return _page(request, text=text, rows=rows_of(rows, request.app.ctx.glances))
