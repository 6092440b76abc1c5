"""The page of one intake: reading it, setting its status, adding notes."""

from __future__ import annotations

from sanic import Blueprint, HTTPResponse, Request
from sanic.exceptions import NotFound
from sanic.response import redirect

from casework.access_log import accesses_to
from casework.codes import AccessAction, IntakeStatus
from casework.intakes import IntakeNotFound, add_note, change_status, find_by_reference, read_intake
from casework.labels import label
from casework.models import Coordinator
from casework.scope import TownScope
from desk.dates import today_here
from desk.forms import field
from desk.record import RecordPage, record_page
from desk.words import word

intake = Blueprint("intake")

NOTE_LIMIT = 5000  # characters of one note


class StatusConflict(Exception):
    """Somebody else set the status since this page was opened; the whole change is taken back."""


async def open_record(
    request: Request, reference: str, action: AccessAction = AccessAction.READ
) -> RecordPage:
    """The record for reading or printing, logged as ``action``; 404 outside the coordinator's towns."""
    coordinator: Coordinator = request.ctx.coordinator
    try:
        async with request.app.ctx.database.writing() as session:
            view = await read_intake(session, coordinator, reference, action=action)
            accesses = await accesses_to(session, view.intake)
    except IntakeNotFound:
        raise NotFound from None
    return record_page(view, accesses, request.app.ctx.glances, today_here())


async def _page(
    request: Request,
    reference: str,
    *,
    error: str | None = None,
    written: str = "",
    chosen: str | None = None,
    status: int = 200,
) -> HTTPResponse:
    page = await open_record(request, reference)
    return request.app.ctx.pages.render(
        request,
        "intake.html",
        status=status,
        page=page,
        error=error,
        written=written,
        chosen_status=chosen or page.glance.status,
        note_limit=NOTE_LIMIT,
    )


@intake.get("/anliegen/<reference:str>")
async def intake_page(request: Request, reference: str) -> HTTPResponse:
    """The whole record; that it was read is logged."""
    return await _page(request, reference)


@intake.post("/anliegen/<reference:str>")
async def save(request: Request, reference: str) -> HTTPResponse:
    """Set the status, add the note, or both; nothing at all when somebody else has set the status meanwhile.

    The form says which status it was opened with (``was``): only against that one is a change meant.
    """
    was, chosen, note = field(request, "was"), field(request, "status"), field(request, "note").strip()
    if was not in IntakeStatus or chosen not in IntakeStatus:
        return await _page(request, reference, error=word("form", "status_unknown"), written=note, status=400)
    if len(note) > NOTE_LIMIT:
        text = word("form", "note_long", count=len(note), limit=NOTE_LIMIT)
        return await _page(request, reference, error=text, written=note, chosen=chosen, status=400)
    if chosen == was and not note:
        return await _page(request, reference, error=word("form", "nothing_new"), status=400)
    try:
        done = await _store(request, reference, IntakeStatus(was), IntakeStatus(chosen), note)
    except StatusConflict:
        return await _conflict(request, reference, note)
    return redirect(f"/anliegen/{reference}?ok={done}", status=303)


async def _store(request: Request, reference: str, was: IntakeStatus, chosen: IntakeStatus, note: str) -> str:
    """Write the change in one transaction and return the code of what was done."""
    coordinator: Coordinator = request.ctx.coordinator
    async with request.app.ctx.database.writing() as session:
        found = await find_by_reference(session, TownScope.of(coordinator), reference)
        if found is None:
            raise NotFound
        if chosen == was:
            await add_note(session, coordinator, found, note)
            return "note"
        event = await change_status(session, coordinator, found, chosen, note or None)
        if event is not None and event.from_status is not was:
            raise StatusConflict
    return "status_note" if note else "status"


async def _conflict(request: Request, reference: str, note: str) -> HTTPResponse:
    page = await open_record(request, reference)
    last = next((entry for entry in page.timeline if entry.kind == "status"), None)
    text = word(
        "form",
        "status_conflict",
        who=last.who if last and last.who else "jemand anders",
        status=label("status", page.glance.status),
    )
    return request.app.ctx.pages.render(
        request,
        "intake.html",
        status=409,
        page=page,
        error=text,
        written=note,
        chosen_status=page.glance.status,
        note_limit=NOTE_LIMIT,
    )
