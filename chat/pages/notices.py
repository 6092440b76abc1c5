"""The two notices that the law asks for: data protection (Art. 13 DSGVO) and accessibility (BITV NRW)."""

from __future__ import annotations

from sanic import HTTPResponse, Request

from chat.services import services

# Goes up with every change of the wording; consent records name the version of what was shown.
PRIVACY_VERSION = "2026-11"
PRIVACY_DATE = "22. November 2026"


async def privacy(request: Request) -> HTTPResponse:
    """GET /datenschutz"""
    chat = services(request)
    return chat.pages.render(
        "privacy.html",
        cache_seconds=300,
        version=PRIVACY_VERSION,
        dated=PRIVACY_DATE,
        draft_hours=chat.settings.draft_hours,
    )


async def accessibility(request: Request) -> HTTPResponse:
    """GET /barrierefreiheit"""
    return services(request).pages.render("accessibility.html", cache_seconds=300)
