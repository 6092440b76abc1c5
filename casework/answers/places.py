"""Finds the places that a text names: by exact spelling, by edit distance, by postcode."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from casework.answers.text import fold

OUTSIDE = "outside"


@dataclass(frozen=True)
class Place:
    """What one spelling stands for: towns it may lie in, and which district or outside place it names.

    `rank` says what overrules what: 3 a postcode, 2 a town, 1 a district. A `careful` name is an everyday word too;
    a `heard` one is only likely, and only as a short answer to the question for the town.
    """

    codes: frozenset[str]
    name: str
    district: str | None = None
    rank: int = 1
    careful: bool = False
    heard: bool = False


_TOKEN = re.compile(r"[a-z0-9]+")
MAX_MENTIONS = 30
"""Nobody names more places than this; a text that does is not read to its end."""

_POSTCODE = re.compile(r"(?:(?<![\d/+.,-])|(?<=\bd-))(\d{5})(?![\d/])(?! ?[-/] ?\d)")
_SPACED_POSTCODE = re.compile(r"(?<!\d)(\d{2}) (\d{3})(?!\d)|(?<!\d)(\d) (\d) (\d) (\d) (\d)(?! ?\d)")
_WEAK_HEAD = re.compile(r"\b(?:in|aus|nach|bei|von|ortsteil|stadtteil|ot|teil)$")


class PlaceIndex:
    """All spellings of all places, looked up exactly and by edit distance."""

    def __init__(
        self,
        spellings: Mapping[str, Place],
        postcodes: Mapping[str, Place],
        everyday: Iterable[str],
        codes: tuple[str, ...],
    ):
        self.codes = codes
        self._spellings = dict(spellings)
        self._postcodes = dict(postcodes)
        self._everyday = frozenset(everyday)
        self._by_letter: dict[str, list[tuple[str, Place, int]]] = {}
        for spelling, place in self._spellings.items():
            joined = spelling.replace(" ", "")
            ours = OUTSIDE not in place.codes
            if place.careful or place.heard or len(joined) < (6 if ours else 7):
                continue
            allowed = 2 if len(joined) >= 9 and (ours or place.rank == 2) else 1
            self._by_letter.setdefault(joined[0], []).append((joined, place, allowed))

    def postcode(self, digits: str) -> Place:
        """Returns the place of a postcode; one that is not listed lies outside under its own name."""
        known = self._postcodes.get(digits)
        if known:
            return known
        for code in self.codes:
            for own in (p for p, place in self._postcodes.items() if place.codes == {code}):
                if OSA.distance(own, digits) == 1:  # a slip of one digit: better ask than send away
                    return Place(frozenset({code, OUTSIDE}), digits, rank=3)
        return Place(frozenset({OUTSIDE}), digits, rank=3)

    def near(self, joined: str) -> Place | None:
        """Returns the place whose spelling is within its edit distance of `joined` (no spaces), the nearest first."""
        if len(joined) < 5 or joined in self._everyday:
            return None
        best: tuple[int, Place] | None = None
        for spelling, place, allowed in self._by_letter.get(joined[0], ()):
            if abs(len(spelling) - len(joined)) <= allowed:
                distance = OSA.distance(spelling, joined, score_cutoff=allowed)
                if distance <= allowed and (best is None or distance < best[0]):
                    best = (distance, place)
        return best[1] if best else None

    def swapped(self, word: str) -> Place | None:
        """Returns the town whose short name holds the letters of `word` with two neighbours swapped ("Velr"), as heard."""
        for spelling, place in self._spellings.items():
            swap = len(spelling) == len(word) in (4, 5) and sorted(spelling) == sorted(word)
            if swap and place.rank == 2 and OUTSIDE not in place.codes and OSA.distance(spelling, word) == 1:
                return replace(place, heard=True)
        return None

    def name(self, code: str) -> str:
        """Returns the longest name that the places of the town `code` go by."""
        return max((p.name for p in self._spellings.values() if p.codes == {code}), key=len, default="")

    def exact(self, spelling: str) -> Place | None:
        return self._spellings.get(spelling)


def find_places(folded: str, index: PlaceIndex, asked: bool) -> list[tuple[int, int, Place, bool]]:
    """Returns (start, end, place, exact) of every place named, without overlaps, longest names first."""
    found: list[tuple[int, int, Place, bool]] = []
    found += [
        (match.start(), match.end(), index.postcode(match[1]), True)
        for match in _POSTCODE.finditer(folded)
        if "01000" <= match[1] <= "99998"
    ][:MAX_MENTIONS]
    if asked and not found:
        for match in _SPACED_POSTCODE.finditer(folded):
            typed = index.postcode("".join(group for group in match.groups() if group))
            if OUTSIDE not in typed.codes:
                found.append((match.start(), match.end(), typed, True))
    tokens = [(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(folded)]
    i = 0
    while i < len(tokens) and len(found) < MAX_MENTIONS:
        step = 1
        for size in (4, 3, 2, 1):
            window = tokens[i : i + size]
            if len(window) < size or any(token.isdigit() for *_, token in window):
                continue
            start, end = window[0][0], window[-1][1]
            name = " ".join(token for *_, token in window)
            signs = re.search(r"[.,;:!?]", folded[start:end].replace("st.", "st"))
            if size > 1 and signs and ("." not in folded[start:end] or size > 3):  # "S.H.S." is one name
                continue
            place: Place | None = index.exact(name)
            exact = True
            if place is None and size <= 3:
                place, exact = index.near(name.replace(" ", "")), False
                if (
                    place is not None
                    and size > 1
                    and (index.exact(window[0][2]) or index.exact(window[-1][2]))
                ):
                    place = None
            if place is None and size == 1 and asked and len(tokens) <= 2:
                place = index.swapped(name)
            if place is None:
                continue
            following = tokens[i + size][2] if i + size < len(tokens) else ""
            if following.startswith(("str", "weg", "allee", "platz", "damm")) and name.endswith(
                ("er", "str")
            ):
                step = size + 1
                break
            if (
                following and not asked and name == f"{_folded_name(place)}er"
            ):  # "die Verler Tafel" tells nobody's home
                break
            if _counts(
                place, name, folded[:start].rstrip(), folded[end:].lstrip(), asked, len(tokens), index
            ):
                found.append((start, end, place, exact))
                step = size
                break
        i += step
    return sorted(found, key=lambda item: item[0])


def _folded_name(place: Place) -> str:
    return fold(place.district or place.name)


def _counts(
    place: Place, name: str, before: str, after: str, asked: bool, length: int, index: PlaceIndex
) -> bool:
    if place.heard:
        return asked and length <= 4
    if place.careful:
        short = asked and length <= 2
        return short or bool(
            re.search(r"\b(?:in|aus)$", before) and (asked or re.match(r"(?:[.,;!?]|$|wohn|leb|und)", after))
        )
    if len(place.codes) > 1 and OUTSIDE not in place.codes and name == "sende":
        if re.search(r"\bich(?: \w+)?$", before) or re.match(
            r"(?:ich|ihnen|euch|dir|mir|es|gerne?|das|die|den|eine?n?|hiermit|bitte|dann)\b", after
        ):
            return False
        near_place = re.match(r"\d{5}|\(?(?:verl|shs|schloss|stadt)", after) or re.search(
            r"\d{5}$|\b(?:verl|shs|holte|stukenbrock)-?$", before
        )
        return asked or bool(near_place or _WEAK_HEAD.search(before))
    if len(name) <= 2:
        return (asked and length <= 2) or bool(re.search(r"\b(?:in|aus)$", before))
    return True
