"""Receipt codes are keys: whoever holds one may read and erase the intake. The desk shows them masked."""

from __future__ import annotations

import re

# The form that casework gives out (four characters three times); people type it with spaces and in lower case too.
_RECEIPT_CODE = re.compile(
    r"\b(?P<first>(?=[A-Z]*\d|\d*[A-Z])[A-Z0-9]{4})(?P<gap>[-–\s])[A-Z0-9]{4}[-–\s][A-Z0-9]{4}\b", re.I
)


def mask_receipt_codes(text: str) -> str:
    """``KX7M-4TQP-92RW`` becomes ``KX7M-••••-••••``; other text stays as it is."""

    def _mask(match: re.Match[str]) -> str:
        whole = match.group(0)
        # Three four-letter words in a row ("kann noch mehr") are German, not a code: a code has a digit.
        if not any(character.isdigit() for character in whole) or whole.replace(" ", "").isdigit():
            return whole
        return f"{match['first']}-••••-••••"

    return _RECEIPT_CODE.sub(_mask, text)
