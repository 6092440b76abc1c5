"""The desk as a Sanic application: its routes, its gate, its headers, its error pages."""

from __future__ import annotations

from sanic import Blueprint, HTTPResponse, Request, Sanic
from sanic.exceptions import NotFound

from casework.database import Database
from casework.encryption import Keyring
from casework.needs import Needs
from casework.settings import Settings
from casework.towns import Towns
from desk import errors, session
from desk.assets import Asset, load_assets
from desk.glance import Glances
from desk.health import health
from desk.inbox import inbox
from desk.intake import intake
from desk.login import login
from desk.pages import SECURITY_HEADERS, Pages
from desk.search import search
from desk.sheet import sheet

ROOMS = (health, login, inbox, search, intake, sheet)
LARGEST_BODY = 128 * 1024  # bytes; the longest note is far below it
_FOR_EVER = "public, max-age=31536000, immutable"
_FOR_A_DAY = "public, max-age=86400"

assets_room = Blueprint("assets")


@assets_room.get("/assets/<name:path>", ctx_public=True)
async def asset(request: Request, name: str) -> HTTPResponse:
    """One browser asset; 304 when the browser has it, compressed when it can read that."""
    found: Asset | None = request.app.ctx.assets.get(name)
    if found is None:
        raise NotFound
    headers = {
        "ETag": f'"{found.digest}"',
        "Cache-Control": _FOR_EVER if request.args.get("v") == found.digest else _FOR_A_DAY,
        "Vary": "Accept-Encoding",
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return HTTPResponse(status=304, headers=headers)
    if found.gzipped is not None and "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return HTTPResponse(found.gzipped, headers=headers, content_type=found.media_type)
    return HTTPResponse(found.content, headers=headers, content_type=found.media_type)


async def _protect(request: Request, response: HTTPResponse) -> None:
    """Response middleware: strict headers everywhere, and no cache keeps a page."""
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    if request.app.ctx.settings.desk_url.startswith("https://"):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")


def create_app(settings: Settings, database: Database | None = None, *, name: str = "desk") -> Sanic:
    """The desk for ``settings``.

    Opens its own database at start unless one is given (then the giver closes it). Raises
    :class:`desk.assets.AssetsMissing` when ``npm ci`` has not been run.
    """
    app: Sanic = Sanic(name, configure_logging=False)
    app.config.update(
        AUTO_EXTEND=False,  # sanic-ext would add documentation routes that nobody needs here
        REQUEST_MAX_SIZE=LARGEST_BODY,
        FALLBACK_ERROR_FORMAT="text",
        ACCESS_LOG=False,
        MOTD=False,
    )
    if settings.trusted_proxies:
        app.config.PROXIES_COUNT = settings.trusted_proxies
    app.ctx.settings = settings
    app.ctx.kept_alive = {}  # session token -> when it was last written back; see desk.session
    app.ctx.assets = load_assets()
    app.ctx.pages = Pages(app.ctx.assets)
    app.ctx.glances = Glances(Towns.load(settings.towns_file), Needs.load(settings.needs_file))
    if database is not None:
        app.ctx.database = database
    else:
        app.before_server_start(_open_database)
        app.after_server_stop(_close_database)

    app.on_request(session.recognise)
    app.on_request(session.gate)
    app.on_response(_protect)
    errors.install(app)
    app.blueprint((assets_room, *ROOMS))
    return app


async def _open_database(app: Sanic) -> None:
    settings: Settings = app.ctx.settings
    app.ctx.database = Database(settings.database_url, keyring=Keyring.load(settings.keys_file))


async def _close_database(app: Sanic) -> None:
    await app.ctx.database.close()
