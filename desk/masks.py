"""Receipt codes are keys: whoever holds one may read and erase the intake. The desk shows them masked."""

from __future__ import annotations

import re

from casework.receipt_codes import normalise

# As it is given out, also with a typing mistake in it: three groups of four with dashes.
_GIVEN_OUT = re.compile(
    r"\b(?P<first>[A-Z0-9]{4})[-–—](?P<rest>[A-Z0-9]{4}[-–—][A-Z0-9]{4})\b", re.IGNORECASE
)
# As people type it: in lower case, with spaces or without anything between.
_TYPED = re.compile(r"\b(?P<first>[A-Z0-9]{4})(?P<rest>[ .]?[A-Z0-9]{4}[ .]?[A-Z0-9]{4})\b", re.IGNORECASE)


def mask_receipt_codes(text: str) -> str:
    """``KX7M-4TQP-92RW`` becomes ``KX7M-••••-••••``; other text, three German words of four letters too, stays."""
    return _TYPED.sub(_mask_if_code, _GIVEN_OUT.sub(_mask, text))


def _mask(match: re.Match[str]) -> str:
    letters = any(character.isalpha() for character in match[0])
    digits = any(character.isdigit() for character in match[0])
    return f"{match['first']}-••••-••••" if letters and digits else match[0]


def _mask_if_code(match: re.Match[str]) -> str:
    # The check character makes the difference to an ordinary word or number.
    return _mask(match) if normalise(match[0]) else match[0]
