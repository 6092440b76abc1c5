"""Error pages: German, with the way out, and without a word of what anybody wrote.

An unexpected fault is logged with a number that the page shows too; the log gets the kind of the error and where
it happened, never its message, because messages of databases and parsers quote the data.
"""

from __future__ import annotations

import secrets
import traceback
from dataclasses import dataclass

import structlog
from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import SanicException
from sqlalchemy.exc import InterfaceError, OperationalError

log = structlog.get_logger("desk")


@dataclass(frozen=True)
class ErrorText:
    """What an error page says: what happened and what to do now."""

    title: str
    what: str
    way_out: str


TEXTS = {
    400: ErrorText(
        "Diese Eingabe passt nicht",
        "Der Schreibtisch konnte mit der Anfrage nichts anfangen.",
        "Gehen Sie zurück, prüfen Sie die Angaben und senden Sie sie noch einmal.",
    ),
    401: ErrorText(
        "Bitte melden Sie sich an",
        "Diese Seite ist nur für angemeldete Koordinatorinnen und Koordinatoren.",
        "Melden Sie sich an; danach geht es hier weiter.",
    ),
    403: ErrorText(
        "Das ist hier nicht möglich",
        "Die Anfrage wurde zum Schutz der Daten abgelehnt. Es wurde nichts geändert.",
        "Laden Sie die Seite neu, von der Sie kamen, und versuchen Sie es noch einmal.",
    ),
    404: ErrorText(
        "Diese Seite gibt es nicht",
        "Die Adresse oder die Vorgangsnummer ist nicht bekannt, oder der Vorgang gehört nicht zu Ihrer Stadt.",
        "Prüfen Sie die Vorgangsnummer oder suchen Sie im Eingang.",
    ),
    405: ErrorText(
        "Das geht auf diesem Weg nicht",
        "Die Adresse gibt es, aber nicht für diese Art von Anfrage.",
        "Gehen Sie zum Eingang und öffnen Sie den Vorgang von dort.",
    ),
    413: ErrorText(
        "Der Text ist zu lang",
        "Es kamen mehr Daten an, als der Schreibtisch auf einmal annimmt.",
        "Gehen Sie zurück, kürzen Sie den Text oder teilen Sie ihn auf.",
    ),
    429: ErrorText(
        "Zu viele Versuche",
        "Es kamen zu viele Anfragen in kurzer Zeit.",
        "Warten Sie einige Minuten und versuchen Sie es dann noch einmal.",
    ),
    500: ErrorText(
        "Da ist bei uns etwas schiefgegangen",
        "Der Fehler liegt nicht bei Ihnen. Was gespeichert war, ist noch da.",
        "Versuchen Sie es noch einmal. Bleibt der Fehler, nennen Sie Ihrer IT die Fehlernummer.",
    ),
    503: ErrorText(
        "Der Schreibtisch ist gerade nicht bereit",
        "Die Datenbank antwortet nicht. Was gespeichert war, ist noch da.",
        "Versuchen Sie es in einer Minute noch einmal. Bleibt es dabei, nennen Sie Ihrer IT die Fehlernummer.",
    ),
}


def install(app: Sanic) -> None:
    """Let every error of ``app`` end in one of the pages above."""
    app.error_handler.add(Exception, handle)


async def handle(request: Request, error: BaseException) -> HTTPResponse:
    """Turn an exception into its page; never raises, even when a template is at fault."""
    status = _status_of(error)
    number = None
    if status >= 500:
        number = secrets.token_hex(4)
        frames = traceback.extract_tb(error.__traceback__)[-6:]
        log.error(
            "desk_request_failed",
            number=number,
            status=status,
            error=type(error).__name__,
            cause=type(error.__cause__).__name__ if error.__cause__ else None,
            route=request.route.name if request.route else None,
            at=[f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames],
        )
    # Only what our own code raised on purpose says more than the status; it never quotes input.
    detail = str(error) if status == 403 and isinstance(error, SanicException) and str(error) else None
    return request.app.ctx.pages.render(
        request, "error.html", status=status, text=TEXTS[status], number=number, detail=detail, code=status
    )


def _status_of(error: BaseException) -> int:
    if isinstance(error, OperationalError | InterfaceError | ConnectionError):
        return 503
    if isinstance(error, SanicException):
        if error.status_code in TEXTS:
            return error.status_code
        return 400 if error.status_code < 500 else 500
    return 500
