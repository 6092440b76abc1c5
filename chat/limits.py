"""How much one address or one conversation may ask of us, counted in this process only.

One `chat` process serves a pair of towns, so counters in memory are enough and nothing about an address is ever stored.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections import deque
from collections.abc import Callable

from sanic import Request

MAX_MESSAGE_CHARACTERS = 2_000
# 2,000 characters take at most 12 bytes each as JSON escapes (a surrogate pair); the rest is room for the frame.
MAX_JSON_BYTES = 32 * 1024
# A form carries several texts, URL-encoded. Larger bodies are cut off by the server before they are in memory.
MAX_BODY_BYTES = 512 * 1024


class MovingWindow:
    """At most `limit` hits for a key within any `seconds`; keys that fall silent are forgotten."""

    def __init__(
        self, limit: int, seconds: float = 60.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = limit
        self._seconds = seconds
        self._clock = clock
        self._hits: dict[str, deque[float]] = {}
        self._swept_at = clock()

    def hit(self, key: str) -> int:
        """Counts one hit and returns 0, or refuses it and returns the seconds to wait (for Retry-After)."""
        now = self._clock()
        if now - self._swept_at > self._seconds:
            self._sweep(now)
        hits = self._hits.get(key)
        if hits is None:
            hits = self._hits[key] = deque()
        while hits and hits[0] <= now - self._seconds:
            hits.popleft()
        if len(hits) >= self._limit:
            oldest = hits[0] if hits else now
            return max(1, math.ceil(oldest + self._seconds - now))
        hits.append(now)
        return 0

    def __len__(self) -> int:
        return len(self._hits)

    def _sweep(self, now: float) -> None:
        self._swept_at = now
        stale = [key for key, hits in self._hits.items() if not hits or hits[-1] <= now - self._seconds]
        for key in stale:
            del self._hits[key]


def client_address(request: Request, trusted_proxies: int) -> str:
    """The address to count for: the peer, or what the outermost of `trusted_proxies` proxies of ours reported.

    IPv6 is counted by /64, since that is what one household gets. Entries further left in X-Forwarded-For are the
    client's own claim and are ignored.
    """
    address = request.ip
    if trusted_proxies > 0:
        header = request.headers.getall("x-forwarded-for", [])
        hops = [hop.strip() for line in header for hop in line.split(",") if hop.strip()]
        if len(hops) >= trusted_proxies:
            address = hops[-trusted_proxies]
    try:
        parsed = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
