"""Turns whatever goes wrong into a problem document, or into a page for a browser; never into a stack trace."""

from __future__ import annotations

import structlog
from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import MethodNotAllowed, SanicException
from sqlalchemy.exc import SQLAlchemyError

from chat.limits import MAX_BODY_BYTES
from chat.problems import Problem
from chat.services import services

log = structlog.get_logger("chat.errors")

_BY_STATUS = {
    401: "unauthorized",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    429: "too_many_requests",
}


def install(app: Sanic) -> None:
    """Makes `app` answer every exception through `answer`."""
    app.error_handler.add(Exception, answer)


def answer(request: Request, error: Exception) -> HTTPResponse:
    """The response for `error`: HTML for people on pages, problem details for everybody else."""
    problem = as_problem(request, error)
    chat = services(request)
    chat.metrics.refusals.labels(problem.code).inc()
    if _wants_page(request):
        return chat.pages.problem(problem)
    return problem.response()


def as_problem(request: Request, error: Exception) -> Problem:
    """The problem that tells about `error` without repeating anything that was sent."""
    if isinstance(error, Problem):
        return error
    phones = services(request).contact.phones()
    if isinstance(error, MethodNotAllowed):
        return Problem("method_not_allowed", headers={"Allow": str(error.headers.get("Allow", ""))})
    if isinstance(error, SanicException) and error.status_code < 500:
        code = _BY_STATUS.get(error.status_code, "malformed")
        return Problem(code, members={"limit_bytes": MAX_BODY_BYTES} if code == "body_too_large" else None)
    if isinstance(error, SQLAlchemyError | SanicException):
        # The message of a database error holds the values of the statement: only its type goes into the log.
        log.error("unavailable", route=_route(request), error=type(error).__name__)
        return Problem("unavailable", headers={"Retry-After": "10"}, phones=phones)
    log.error("unexpected", route=_route(request), error=type(error).__name__, at=_place(error))
    return Problem("server_error", phones=phones)


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "") and not request.path.startswith("/api/")


def _route(request: Request) -> str:
    """The pattern of the route, since the path itself holds the conversation's id."""
    return str(request.uri_template or "unknown")


def _place(error: Exception) -> str:
    """File and line where the error arose, without the values that were in play."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "unknown"
