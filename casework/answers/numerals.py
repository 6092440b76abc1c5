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


_SMALL = {word: value for word, value in NUMBER_WORDS.items() if 0 < value < 100}
_TEN = "|".join(_TENS)
_SPACED = re.compile(rf"\b({'|'.join(one for one in _ONES if one != 'eins')}) und ({_TEN})\b")
_YEAR_WORDS = re.compile(
    r"\b(achtzehn|neunzehn|zwanzig) ?hundert ?(?:und ?)?({0})?\b|\bzwei ?tausend ?(?:und ?)?({0})?\b".format(
        "|".join(sorted(_SMALL, key=len, reverse=True))
    )
)
_YEAR_IN_TWO = re.compile(
    r"\bneunzehn ({})\b".format(
        "|".join(sorted((word for word, value in _SMALL.items() if value >= 20), key=len, reverse=True))
    )
)
_DAY_ORDINALS = {f"{stem}e": value for stem, value in ORDINAL_WORDS.items() if value > 0} | {
    f"{word}{'te' if value < 20 else 'ste'}": value for word, value in _SMALL.items() if 12 < value <= 31
}
_DAY_AND_MONTH = re.compile(
    r"\b({})[nr] ({})[nr]\b".format(
        "|".join(sorted(_DAY_ORDINALS, key=len, reverse=True)),
        "|".join(word for word, value in _DAY_ORDINALS.items() if value <= 12),
    )
)


def digits_for_years(folded: str) -> str:
    """Returns a folded text with dictated years and days in digits ("dritter vierter neunzehnhundertsechs" -> "3.4. 1906")."""

    def year(match: re.Match[str]) -> str:
        if match[1]:
            return str(100 * _SMALL[match[1]] + _SMALL.get(match[2] or "", 0))
        return str(2000 + _SMALL.get(match[3] or "", 0))

    joined = _SPACED.sub(r"\1und\2", folded)
    joined = _YEAR_IN_TWO.sub(lambda match: f"19{_SMALL[match[1]]}", joined)
    return _DAY_AND_MONTH.sub(
        lambda match: f"{_DAY_ORDINALS[match[1]]}.{_DAY_ORDINALS[match[2]]}.", _YEAR_WORDS.sub(year, joined)
    )


_POSTCODE_PART = re.compile(
    rf"(?:({'|'.join(sorted(_SMALL, key=len, reverse=True))})?(tausend))?(?:({'|'.join(_ONES)})?(hundert)(?:und)?)?"
    rf"({'|'.join(sorted((*_SMALL, 'null'), key=len, reverse=True))})?"
)

_DIGIT = re.compile("|".join(sorted((*_ONES, "null"), key=len, reverse=True)))
_GLUED_DIGITS = re.compile(rf"(?:{_DIGIT.pattern}){{2,5}}")


def spoken_postcode(folded: str) -> str:
    """Returns a folded text with a postcode in words put in digits ("dreiunddreissig vierhundertfuenfzehn" -> "33415")."""
    pieces: list[str] = []
    start = end = 0
    for word in re.finditer(r"[a-z]+", folded):
        match = _POSTCODE_PART.fullmatch(word.group()[:60])
        if not match and _GLUED_DIGITS.fullmatch(word.group()[:60]):
            start = start if pieces else word.start()
            pieces += [str(NUMBER_WORDS[one]) for one in _DIGIT.findall(word.group())]
            end = word.end()
            continue
        if not match:
            if sum(map(len, pieces)) == 5:
                break
            pieces = []
            continue
        value = _SMALL.get(match[1] or "", 1) * 1000 if match[2] else 0
        value += _ONES.get(match[3] or "", 1) * 100 if match[4] else 0
        value += NUMBER_WORDS.get(match[5] or "", 0)
        start = start if pieces else word.start()
        pieces.append(str(value))
        end = word.end()
    digits = "".join(pieces)
    return f"{folded[:start]}{digits}{folded[end:]}" if len(digits) == 5 else folded


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
