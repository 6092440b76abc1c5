"""Headers that every response carries: who may read it from another site, and what a browser may do with it."""

from __future__ import annotations

from collections.abc import Iterable

from sanic import Request
from sanic.compat import Header
from sanic.response import BaseHTTPResponse

# https://developer.mozilla.org/docs/Web/HTTP/Headers/Content-Security-Policy. KERN's styles carry icons as data: URLs.
PAGE_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
API_CSP = "default-src 'none'; frame-ancestors 'none'"
PREFLIGHT_SECONDS = 7200
# What the towns' sites may fetch from here.
_SHARED = ("/api/", "/widget/", "/assets/")


class ResponseHeaders:
    """Adds the headers; `origins` are the sites that may call the API from a browser."""

    def __init__(self, origins: Iterable[str]) -> None:
        self._origins = frozenset(origin.rstrip("/") for origin in origins)

    def add(self, request: Request | None, response: BaseHTTPResponse) -> None:
        headers = response.headers
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "no-referrer")
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        is_page = (response.content_type or "").startswith("text/html")
        headers.setdefault("Content-Security-Policy", PAGE_CSP if is_page else API_CSP)
        if request is None:
            return
        if request.path.startswith(_SHARED):
            self._add_cors(request, headers)
            if not request.path.startswith("/api/"):
                # The widget and its fonts are embedded in the towns' sites.
                headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin")

    def _add_cors(self, request: Request, headers: Header) -> None:
        """Cross-origin resource sharing for the towns' own sites (https://fetch.spec.whatwg.org/#http-cors-protocol)."""
        headers.add("Vary", "Origin")
        origin = request.headers.get("origin")
        if origin not in self._origins:
            return
        headers["Access-Control-Allow-Origin"] = origin
        headers["Access-Control-Expose-Headers"] = "Retry-After"
        if request.method == "OPTIONS" and "access-control-request-method" in request.headers:
            headers["Access-Control-Allow-Methods"] = headers.get("Allow", "")
            headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type, Last-Event-ID"
            headers["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
