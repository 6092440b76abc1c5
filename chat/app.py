"""The app of the public doors: `create_app(settings)` puts the parts together; running it is the caller's business."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from sanic import HTTPResponse, Request, Sanic, empty
from sanic.config import Config
from sanic.response import BaseHTTPResponse

from casework.database import Database
from casework.encryption import Keyring
from casework.needs import Needs
from casework.settings import Settings
from casework.towns import Towns
from chat import errors
from chat.api import conversations, events, health, receipts
from chat.api.openapi import openapi
from chat.buttons import ButtonTitles
from chat.contact import ContactWays
from chat.coordinator_feed import CoordinatorFeed
from chat.headers import ResponseHeaders
from chat.limits import MAX_BODY_BYTES, MovingWindow
from chat.logs import configure_logging
from chat.metrics import Metrics
from chat.notices import NoticeBoard
from chat.pages import assets, demo, form
from chat.pages import notices as notice_pages
from chat.pages.templating import Pages
from chat.rasa import RasaClient
from chat.services import RateLimits, Services
from chat.streams import StreamHub
from chat.tokens import TokenSigner
from chat.turns import TurnTaker

Handler = Callable[..., Any]

API_ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/api/conversations", conversations.begin),
    ("DELETE", "/api/conversations/<conversation_id:str>", conversations.erase),
    ("POST", "/api/conversations/<conversation_id:str>/messages", conversations.send),
    ("GET", "/api/conversations/<conversation_id:str>/messages", conversations.history),
    ("GET", "/api/conversations/<conversation_id:str>/events", events.listen),
    ("POST", "/api/receipts", receipts.look_up),
)
PAGE_ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/healthz", health.healthz),
    ("GET", "/readyz", health.readyz),
    ("GET", "/metrics", health.metrics),
    ("GET", "/openapi.json", openapi),
    ("GET", "/", demo.index),
    ("GET", "/demo/<town:str>", demo.town_page),
    ("GET", "/demo/<town:str>/farben.css", demo.town_colours),
    ("GET", "/datenschutz", notice_pages.privacy),
    ("GET", "/barrierefreiheit", notice_pages.accessibility),
    ("GET", "/anfrage", form.show),
    ("POST", "/anfrage", form.receive),
)
RECEIPTS_PER_MINUTE = 10
FORMS_PER_MINUTE = 30
DRAIN_SECONDS = 5.0


def create_app(settings: Settings, *, keyring: Keyring | None = None, name: str = "chat") -> Sanic[Any, Any]:
    """The app, ready to be served by one process; it opens the database when it starts.

    Raises what reading towns.yml, needs.yml, crisis.yml or the keys file raises.
    """
    config = Config(
        defaults={
            "AUTO_EXTEND": False,  # sanic-ext would add routes and CORS rules of its own
            "ACCESS_LOG": False,  # addresses of people and ids of conversations
            "FALLBACK_ERROR_FORMAT": "json",
            "REQUEST_MAX_SIZE": MAX_BODY_BYTES,
            "KEEP_ALIVE_TIMEOUT": 75,
            "RESPONSE_TIMEOUT": 30,
            "GRACEFUL_SHUTDOWN_TIMEOUT": 5.0,
            "MOTD": False,
        },
        env_prefix=None,  # all settings come through casework.settings
    )
    app: Sanic[Any, Any] = Sanic(name, config=config, configure_logging=False)
    shared = _services(settings, keyring or Keyring.load(settings.keys_file))
    app.ctx.services = shared
    errors.install(app)
    _add_routes(app)
    _add_headers(app, shared)
    _add_lifecycle(app, shared)
    return app


def _services(settings: Settings, keyring: Keyring) -> Services:
    towns, needs, metrics = Towns.load(settings.towns_file), Needs.load(settings.needs_file), Metrics()
    contact, streams = ContactWays(towns, settings.public_url), StreamHub(metrics)
    database = Database(settings.database_url, keyring=keyring)
    rasa = RasaClient(settings.rasa_url, settings.bot_secret, timeout_seconds=settings.turn_timeout_seconds)
    titles = ButtonTitles(database, needs, towns)
    notices = NoticeBoard.load(settings, towns, contact)
    return Services(
        settings=settings,
        database=database,
        rasa=rasa,
        towns=towns,
        needs=needs,
        contact=contact,
        notices=notices,
        signer=TokenSigner(settings.token_secret),
        metrics=metrics,
        streams=streams,
        titles=titles,
        turns=TurnTaker(database, rasa, needs, contact, notices, titles, streams, metrics),
        limits=RateLimits(
            messages=MovingWindow(settings.rate_messages_per_minute),
            conversations=MovingWindow(settings.rate_conversations_per_minute),
            receipts=MovingWindow(RECEIPTS_PER_MINUTE),
            forms=MovingWindow(FORMS_PER_MINUTE),
        ),
        pages=Pages(settings, towns, contact),
    )


def _add_routes(app: Sanic[Any, Any]) -> None:
    allowed: dict[str, list[str]] = {}
    for method, uri, handler in (*API_ROUTES, *PAGE_ROUTES):
        methods = ["GET", "HEAD"] if method == "GET" and uri != events_uri() else [method]
        name = f"{handler.__module__.rsplit('.', 1)[-1]}_{handler.__name__}"
        # Naming the error format spares Sanic from parsing every handler's source to guess it.
        app.route(uri, methods=methods, name=name, error_format="json")(handler)
        allowed.setdefault(uri, []).extend(methods)
    for uri, methods in allowed.items():
        name = f"options_{len(app.router.routes)}"
        app.route(uri, methods=["OPTIONS"], name=name, error_format="json")(_options(methods))
    assets.mount(app)


def events_uri() -> str:
    """The one GET that has no HEAD: a stream has no end to answer for."""
    return "/api/conversations/<conversation_id:str>/events"


def _options(methods: list[str]) -> Handler:
    allow = ", ".join([*methods, "OPTIONS"])

    async def options(request: Request, **_: str) -> HTTPResponse:
        return empty(headers={"Allow": allow})

    return options


def _add_headers(app: Sanic[Any, Any], shared: Services) -> None:
    origins = [origin for code in shared.towns.codes for origin in shared.towns.get(code).origins]
    headers = ResponseHeaders([*origins, shared.settings.public_url])

    async def add(request: Request, response: BaseHTTPResponse) -> None:
        headers.add(request, response)

    app.register_middleware(add, "response")


def _add_lifecycle(app: Sanic[Any, Any], shared: Services) -> None:
    feed = CoordinatorFeed(shared.database, shared.streams)
    background: list[asyncio.Task[None]] = []

    async def start(_: Sanic[Any, Any]) -> None:
        configure_logging()
        background.extend(asyncio.create_task(job) for job in (feed.run(), shared.streams.keep_alive()))

    async def stop(_: Sanic[Any, Any]) -> None:
        feed.stop()
        shared.streams.close()
        await shared.turns.drain(DRAIN_SECONDS)
        polling, beating = background
        beating.cancel()
        await asyncio.wait([polling, beating], timeout=DRAIN_SECONDS)
        await shared.rasa.close()
        await shared.database.close()

    app.register_listener(start, "after_server_start")
    app.register_listener(stop, "before_server_stop")
