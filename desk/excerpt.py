"""Shortening what people wrote to what fits a place, between words, and saying so."""

from __future__ import annotations

LEFT_OUT = " … (gekürzt, vollständig am Schreibtisch)"


def excerpt(text: str | None, longest: int, rest: str = " …") -> str:
    """At most about ``longest`` characters of ``text``, cut between words and followed by ``rest`` when cut."""
    text = (text or "").strip()
    if len(text) <= longest:
        return text
    start = text[:longest]
    return (start.rsplit(None, 1)[0] if len(start.split()) > 1 else start) + rest
