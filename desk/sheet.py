"""The printed sheet: one page A4 to take along, logged as a print."""

from __future__ import annotations

from datetime import UTC, datetime

from sanic import Blueprint, HTTPResponse, Request

from casework.codes import AccessAction
from desk.excerpt import LEFT_OUT, excerpt
from desk.intake import open_record

sheet = Blueprint("sheet")

# What fits on one page beside the answers; the rest stays at the desk, and the sheet says so.
_DETAILS_FIT = 700
_NOTES_FIT = 2
_NOTE_FITS = 160
_ROOMY = 700  # characters of answers and own words; with more the sheet is set smaller


@sheet.get("/anliegen/<reference:str>/blatt")
async def case_sheet(request: Request, reference: str) -> HTTPResponse:
    """The sheet of one intake; 404 outside the coordinator's towns."""
    page = await open_record(request, reference, AccessAction.PRINT)
    answers = sum(len(answer.display) for group in page.answer_groups for answer in group.answers)
    notes = [entry for entry in page.timeline if entry.text][:_NOTES_FIT]
    return request.app.ctx.pages.render(
        request,
        "sheet.html",
        page=page,
        tight=answers + len(page.details or "") > _ROOMY,
        short_details=excerpt(page.details, _DETAILS_FIT, LEFT_OUT),
        notes=[(entry, excerpt(entry.text, _NOTE_FITS)) for entry in notes],
        printed_at=datetime.now(UTC),
    )
