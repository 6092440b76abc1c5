"""Is the desk alive, and can it work: two routes for supervisors and load balancers, without personal data."""

from __future__ import annotations

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json

health = Blueprint("health")


@health.get("/healthz", ctx_public=True)
async def alive(request: Request) -> HTTPResponse:
    """200 as long as the process answers."""
    return json({"status": "ok"})


@health.get("/readyz", ctx_public=True)
async def ready(request: Request) -> HTTPResponse:
    """200 when the database answers, else 503; names the dependency, not its address."""
    try:
        await request.app.ctx.database.ping()
    except Exception:  # whatever it is, the answer is the same: not ready
        return json({"status": "unavailable", "database": "unavailable"}, status=503)
    return json({"status": "ok", "database": "ok"})
