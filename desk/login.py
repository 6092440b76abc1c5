"""Login, logout and the change of the first password."""

from __future__ import annotations

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import redirect

from casework import coordinators
from desk import session
from desk.forms import field
from desk.words import word

login = Blueprint("login")


def _login_page(
    request: Request, *, status: int = 200, error: str | None = None, name: str = ""
) -> HTTPResponse:
    session.ensure_visit(request)
    target = session.local_target(request.args.get("weiter") or field(request, "weiter"))
    return request.app.ctx.pages.render(
        request, "login.html", status=status, error=error, login=name, target=target
    )


@login.get(session.LOGIN_PATH, ctx_public=True)
async def login_page(request: Request) -> HTTPResponse:
    """The login form; who is signed in already goes on to the desk."""
    if request.ctx.coordinator is not None:
        return redirect(session.local_target(request.args.get("weiter")), status=303)
    return _login_page(request)


@login.post(session.LOGIN_PATH, ctx_public=True)
async def sign_in(request: Request) -> HTTPResponse:
    """Check name and password and open a session; one text for every wrong pair, so that names cannot be probed."""
    name, password = field(request, "login").strip(), field(request, "password")
    if not name or not password:
        return _login_page(request, status=400, error=word("form", "login_empty"), name=name[:80])
    source = request.remote_addr or request.ip
    async with request.app.ctx.database.writing() as db:
        coordinator = await coordinators.authenticate(db, name, password, source=source)
        token = await coordinators.open_session(db, coordinator) if coordinator else None
        wait = 0 if coordinator else await coordinators.seconds_to_wait(db, name, source=source)
    if wait:
        text = word("form", "login_throttled", wait=_wait_text(wait))
        return _login_page(request, status=429, error=text, name=name[:80])
    if coordinator is None or token is None:
        return _login_page(request, status=401, error=word("form", "login_wrong"), name=name[:80])
    target = (
        session.PASSWORD_PATH
        if coordinator.must_change_password
        else session.local_target(field(request, "weiter"))
    )
    response = redirect(target, status=303)
    session.start(request, response, token)
    return response


@login.post("/abmelden")
async def sign_out(request: Request) -> HTTPResponse:
    """End the session here and in the database."""
    async with request.app.ctx.database.writing() as db:
        await coordinators.end_session(db, request.ctx.session_token)
    response = redirect(f"{session.LOGIN_PATH}?ok=signed_out", status=303)
    session.forget(request, response, session.session_cookie(request.app.ctx.settings))
    return response


def _password_page(
    request: Request, *, status: int = 200, errors: dict[str, str] | None = None
) -> HTTPResponse:
    return request.app.ctx.pages.render(
        request,
        "password.html",
        status=status,
        errors=errors or {},
        min_length=coordinators.MIN_PASSWORD_LENGTH,
    )


@login.get(session.PASSWORD_PATH)
async def password_page(request: Request) -> HTTPResponse:
    """The form for a new password; the only page open to a login with a start password."""
    return _password_page(request)


@login.post(session.PASSWORD_PATH)
async def change_password(request: Request) -> HTTPResponse:
    """Change the password, end all sessions that knew the old one, and go on with a fresh session."""
    old, new, again = (field(request, name) for name in ("old", "new", "again"))
    if new != again:
        return _password_page(request, status=400, errors={"again": word("form", "password_repeat")})
    try:
        async with request.app.ctx.database.writing() as db:
            coordinator = await coordinators.find_session(db, request.ctx.session_token)
            changed = coordinator is not None and await coordinators.change_password(
                db, coordinator, old, new
            )
            token = await coordinators.open_session(db, coordinator) if changed and coordinator else None
    except coordinators.PasswordRefused as refused:
        return _password_page(request, status=400, errors={"new": _refusal(refused.reason)})
    if token is None:
        return _password_page(request, status=400, errors={"old": word("form", "password_old")})
    response = redirect("/?ok=password", status=303)
    session.start(request, response, token)
    return response


def _refusal(reason: str) -> str:
    lengths = {"short": coordinators.MIN_PASSWORD_LENGTH, "long": coordinators.MAX_PASSWORD_LENGTH}
    return word("form", f"password_{reason}", length=lengths.get(reason, 0))


def _wait_text(seconds: int) -> str:
    if seconds < 60:
        return f"{seconds} Sekunden" if seconds != 1 else "eine Sekunde"
    minutes = -(-seconds // 60)
    return f"{minutes} Minuten" if minutes != 1 else "eine Minute"
