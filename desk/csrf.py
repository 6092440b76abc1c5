"""Protection against forged requests: the browser's word about where a request comes from, and a token.

A token is an HMAC over the session's (before login: the visit's) random cookie, so nothing has to be stored,
and a token of one session is worth nothing in another.
OWASP Cross-Site Request Forgery Prevention Cheat Sheet, "Signed Double-Submit Cookie" and "Fetch Metadata".
"""

from __future__ import annotations

import hmac
from hashlib import sha256
from urllib.parse import urlsplit

from sanic import Request

from desk.forms import field

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def token_for(secret: str, bound_to: str) -> str:
    """The token that belongs to one session or visit cookie; 64 hexadecimal digits."""
    return hmac.new(secret.encode(), b"desk-csrf:" + bound_to.encode(), sha256).hexdigest()


def is_forged(request: Request, secret: str, bound_to: str | None) -> bool:
    """Whether a writing request must be refused: it comes from another site, or carries no valid token."""
    if request.method in SAFE_METHODS:
        return False
    if _comes_from_elsewhere(request) or not bound_to:
        return True
    given = request.headers.get(HEADER) or field(request, FIELD)
    return not hmac.compare_digest(given.encode(), token_for(secret, bound_to).encode())


def _comes_from_elsewhere(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    # Browsers without fetch metadata still send Origin with a POST; a client that sends neither has only the token.
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host", "")
