"""Liveness, readiness and metrics, for supervisors and monitoring."""

from __future__ import annotations

import asyncio

from sanic import HTTPResponse, Request, json, raw
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from chat.metrics import CONTENT_TYPE
from chat.services import Services, services

NO_STORE = {"Cache-Control": "no-store"}
CHECK_SECONDS = 1.5


async def healthz(request: Request) -> HTTPResponse:
    """GET /healthz: this process answers."""
    return json({"status": "ok"}, headers=NO_STORE)


async def readyz(request: Request) -> HTTPResponse:
    """GET /readyz: 200 when all that a turn needs is there, else 503; either way the state of each part."""
    chat = services(request)
    states = await asyncio.gather(
        _database_answers(chat), chat.rasa.ready(), chat.rasa.reaches(f"{chat.settings.actions_url}/health")
    )
    checks = dict(
        zip(("database", "rasa", "actions"), ("ok" if state else "down" for state in states), strict=True)
    )
    ready = all(states)
    return json(
        {"status": "ready" if ready else "not_ready", "checks": checks},
        status=200 if ready else 503,
        headers=NO_STORE,
    )


async def metrics(request: Request) -> HTTPResponse:
    """GET /metrics: Prometheus' text format, without anything about a person."""
    return raw(services(request).metrics.exposition(), content_type=CONTENT_TYPE, headers=NO_STORE)


async def _database_answers(chat: Services) -> bool:
    try:
        async with asyncio.timeout(CHECK_SECONDS), chat.database.reading() as session:
            await session.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError, TimeoutError):
        return False
    return True
