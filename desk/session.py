"""Who is at the desk: the session cookie, the visit cookie before login, and the gate before every route.

Every route is closed unless it is declared with ``ctx_public=True``; a forgotten check therefore locks people
out, never in.
"""

from __future__ import annotations

import secrets
from time import monotonic
from urllib.parse import quote

from sanic import HTTPResponse, Request
from sanic.exceptions import Forbidden
from sanic.response import redirect

from casework import coordinators
from casework.models import Coordinator
from casework.settings import Settings
from desk import csrf
from desk.forms import field
from desk.words import word

LOGIN_PATH = "/anmelden"
PASSWORD_PATH = "/kennwort"  # noqa: S105 - a path
KEEP_ALIVE_SECONDS = (
    90.0  # how often a session in use is written back; casework ends idle ones after many minutes
)
_MOST_KEPT = 1000
# Reached with a password that still has to be changed: the change itself and the way out.
_OPEN_BEFORE_CHANGE = frozenset({PASSWORD_PATH, "/abmelden"})


def _is_https(settings: Settings) -> bool:
    return settings.desk_url.startswith("https://")


def session_cookie(settings: Settings) -> str:
    """The cookie's name; with https it is bound to this host (RFC 6265bis, ``__Host-`` prefix)."""
    return "__Host-duo-desk" if _is_https(settings) else "duo-desk"


def visit_cookie(settings: Settings) -> str:
    """The name of the cookie that binds the login form's token before there is a session."""
    return "__Host-duo-desk-visit" if _is_https(settings) else "duo-desk-visit"


def _set(response: HTTPResponse, settings: Settings, name: str, value: str) -> None:
    # Lax, not Strict: a link in the notice mail must find the open session. Writing needs the CSRF token anyway.
    response.add_cookie(name, value, path="/", secure=_is_https(settings), httponly=True, samesite="Lax")


def start(request: Request, response: HTTPResponse, token: str) -> None:
    """Hand the session token to the browser and drop the visit cookie."""
    settings: Settings = request.app.ctx.settings
    _set(response, settings, session_cookie(settings), token)
    forget(request, response, visit_cookie(settings))


def set_visit(request: Request, response: HTTPResponse, value: str) -> None:
    """Hand the visit cookie to the browser."""
    settings: Settings = request.app.ctx.settings
    _set(response, settings, visit_cookie(settings), value)


def forget(request: Request, response: HTTPResponse, name: str) -> None:
    """Ask the browser to drop one of our cookies."""
    secure = _is_https(request.app.ctx.settings)
    response.add_cookie(name, "", path="/", secure=secure, httponly=True, samesite="Lax", max_age=0)


def ensure_visit(request: Request) -> None:
    """Give an anonymous browser a random visit cookie, so that its login form can carry a token."""
    settings: Settings = request.app.ctx.settings
    if not request.ctx.bound_to:
        request.ctx.bound_to = request.ctx.new_visit = secrets.token_urlsafe(24)
        request.ctx.csrf_token = csrf.token_for(settings.token_secret, request.ctx.bound_to)


async def recognise(request: Request) -> None:
    """Request middleware: find the session; sets ``coordinator``, ``session_token`` and ``csrf_token``."""
    settings: Settings = request.app.ctx.settings
    context = request.ctx
    context.coordinator = context.session_token = context.new_visit = None
    context.bound_to, context.csrf_token = None, ""
    if request.path.startswith(("/assets/", "/healthz", "/readyz")):
        return
    token = request.cookies.get(session_cookie(settings))
    if token:
        context.coordinator = await _owner(request, token)
    if context.coordinator is not None:
        context.session_token = context.bound_to = token
    else:
        context.bound_to = request.cookies.get(visit_cookie(settings))
    if context.bound_to:
        context.csrf_token = csrf.token_for(settings.token_secret, context.bound_to)


async def _owner(request: Request, token: str) -> Coordinator | None:
    """Whose session it is; only once in a while is a writing session opened for it, to keep it alive."""
    kept: dict[str, float] = request.app.ctx.kept_alive
    due = monotonic() - kept.get(token, -KEEP_ALIVE_SECONDS) >= KEEP_ALIVE_SECONDS
    database = request.app.ctx.database
    async with database.writing() if due else database.reading() as session:
        coordinator = await coordinators.find_session(session, token)
    if coordinator is None:
        kept.pop(token, None)
    elif due:
        if len(kept) > _MOST_KEPT:
            kept.clear()
        kept[token] = monotonic()
    return coordinator


async def gate(request: Request) -> HTTPResponse | None:
    """Request middleware: send strangers to the login, new passwords to their change, forged requests away."""
    if request.route is None or _too_large(request):
        return None  # Sanic is already answering 404, 405 or 413; middleware runs for those answers too
    public = getattr(request.route.ctx, "public", False)
    coordinator: Coordinator | None = request.ctx.coordinator
    if coordinator is None and not public:
        return _to_login(request)
    if csrf.is_forged(request, request.app.ctx.settings.token_secret, request.ctx.bound_to):
        raise Forbidden(word("form", "csrf"))
    if (
        coordinator is not None
        and coordinator.must_change_password
        and not public
        and request.path not in _OPEN_BEFORE_CHANGE
    ):
        return redirect(PASSWORD_PATH, status=303)
    return None


def _too_large(request: Request) -> bool:
    length = request.headers.get("content-length", "")
    return length.isdigit() and int(length) > request.app.config.REQUEST_MAX_SIZE


def _to_login(request: Request) -> HTTPResponse:
    if request.method not in csrf.SAFE_METHODS:
        # What was being written must not be lost with the session: the page shows it for copying.
        return request.app.ctx.pages.render(request, "expired.html", status=401, written=_written(request))
    target = LOGIN_PATH if request.path == "/" else f"{LOGIN_PATH}?weiter={quote(request.path)}"
    if request.headers.get("hx-request"):
        return HTTPResponse(status=200, headers={"HX-Redirect": target})
    return redirect(target, status=303)


def _written(request: Request) -> str:
    return field(request, "note")


def local_target(value: str | None) -> str:
    """A ``weiter`` value as a path of this desk; everything else (another host, a scheme) becomes the inbox."""
    if not value or not value.startswith("/") or value.startswith("//") or "\\" in value or len(value) > 200:
        return "/"
    if any(ord(character) < 33 for character in value):
        return "/"
    return value
