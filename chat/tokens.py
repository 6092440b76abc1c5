"""Signed tokens: whoever holds one may act on one subject until it expires.

A token is `<expiry as hex>.<HMAC-SHA256, base64url>`. The subject (a conversation id, say) is part of what is signed
but not of the token, so a token in a log or a screenshot does not name the conversation it opens.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from base64 import urlsafe_b64encode
from enum import StrEnum

_TOKEN = re.compile(r"([0-9a-f]{1,12})\.([A-Za-z0-9_-]{43})")


class Purpose(StrEnum):
    """What a token is for; a token of one purpose never passes for another."""

    CONVERSATION = "conversation"
    FORM = "form"


class TokenSigner:
    """Issues and checks tokens with one secret, given as text of any length."""

    def __init__(self, secret: str) -> None:
        if not secret:
            raise ValueError("the token secret is empty: set DUO_TOKEN_SECRET or run `duo keys`")
        # A derived key keeps the tokens apart from anything else that is ever signed with the same secret.
        self._key = hmac.digest(secret.encode(), b"soziales-duo chat tokens v1", "sha256")

    def issue(self, purpose: Purpose, subject: str, *, seconds: float, now: float | None = None) -> str:
        """A token for `subject` that is valid for `seconds` from `now` (Unix time)."""
        expires = int((time.time() if now is None else now) + seconds)
        return f"{expires:x}.{self._signature(purpose, subject, expires)}"

    def check(self, purpose: Purpose, subject: str, token: str, *, now: float | None = None) -> bool:
        """Whether `token` is genuine, meant for `subject` and not expired; never raises.

        The signature is computed and compared (in constant time) before the expiry is looked at, so that the time an
        answer takes tells nothing about which of the two was wrong.
        """
        match = _TOKEN.fullmatch(token)
        if match is None:
            return False
        expires = int(match[1], 16)
        genuine = hmac.compare_digest(self._signature(purpose, subject, expires), match[2])
        fresh = expires > (time.time() if now is None else now)
        return genuine and fresh

    def _signature(self, purpose: Purpose, subject: str, expires: int) -> str:
        content = b"\x00".join((purpose.encode(), subject.encode(errors="surrogatepass"), b"%x" % expires))
        digest = hmac.new(self._key, content, hashlib.sha256).digest()
        return urlsafe_b64encode(digest).rstrip(b"=").decode()
