"""GET /openapi.json: the contract, as openapi.yml states it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sanic import HTTPResponse, Request, json

from chat.services import services

OPENAPI_FILE = Path(__file__).parent.with_name("openapi.yml")


@cache
def load_openapi() -> dict[str, Any]:
    """The document without servers."""
    document: dict[str, Any] = yaml.safe_load(OPENAPI_FILE.read_text(encoding="utf-8"))
    return document


async def openapi(request: Request) -> HTTPResponse:
    """GET /openapi.json"""
    document = load_openapi() | {"servers": [{"url": services(request).settings.public_url}]}
    return json(document, headers={"Cache-Control": "public, max-age=3600"})
