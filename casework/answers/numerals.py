"""German number words up to 110, and ordinals, as people type and dictate them."""

import re

_ONES = {
    "ein": 1,
    "eins": 1,
    "zwei": 2,
    "zwo": 2,
    "drei": 3,
    "vier": 4,
    "fuenf": 5,
    "sechs": 6,
    "sieben": 7,
    "acht": 8,
    "neun": 9,
}
_TEENS = {
    "zehn": 10, "elf": 11, "zwoelf": 12, "dreizehn": 13, "vierzehn": 14, "fuenfzehn": 15, "sechzehn": 16, "siebzehn": 17,
    "achtzehn": 18, "neunzehn": 19,
}  # fmt: skip
_TENS = {
    "zwanzig": 20, "dreissig": 30, "vierzig": 40, "fuenfzig": 50, "sechzig": 60, "siebzig": 70, "achtzig": 80, "neunzig": 90,
}  # fmt: skip

NUMBER_WORDS: dict[str, int] = (
    _ONES
    | _TEENS
    | _TENS
    | {f"{one}und{ten}": n + t for one, n in _ONES.items() if one != "eins" for ten, t in _TENS.items()}
    | {"hundert": 100, "einhundert": 100, "null": 0}
    | {f"hundert{one}": 100 + n for one, n in (_ONES | {"zehn": 10}).items()}
)
"""Folded word -> number."""

ORDINAL_WORDS: dict[str, int] = {
    "erst": 1, "zweit": 2, "zwot": 2, "dritt": 3, "viert": 4, "fuenft": 5, "sechst": 6, "siebt": 7, "siebent": 7, "acht": 8,
    "neunt": 9, "zehnt": 10, "elft": 11, "zwoelft": 12, "letzt": -1, "vorletzt": -2,
}  # fmt: skip
"""Folded stem of an ordinal -> position; "letzt" counts from the end."""

_ORDINAL = re.compile(rf"(?:{'|'.join(sorted(ORDINAL_WORDS, key=len, reverse=True))})e[nrsm]?")


def number(word: str) -> int | None:
    """Returns the value of a folded number word or of digits (at most four), else None."""
    if word.isascii() and word.isdigit() and len(word) <= 4:
        return int(word)
    return NUMBER_WORDS.get(word)


def ordinal(word: str) -> int | None:
    """Returns the position that a folded ordinal names ("zweite", "2te", "letzten" -> -1), else None."""
    if match := re.fullmatch(r"(\d{1,2})(?:\.|te[nrsm]?|ste[nrsm]?)", word):
        return int(match[1])
    if _ORDINAL.fullmatch(word):
        return ORDINAL_WORDS[re.sub(r"e[nrsm]?$", "", word)]
    return None
