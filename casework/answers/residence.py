"""Works out in which town the person in need lives, from the places that a text names and the words around them."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from casework.answers.homes import PAST, Role, role_of
from casework.answers.numerals import spoken_postcode
from casework.answers.offered import MAX_WORDS, position_of
from casework.answers.places import OUTSIDE, Place, PlaceIndex, find_places
from casework.answers.relation import names_person, read_relation, states_own_need
from casework.answers.text import fold


@dataclass(frozen=True)
class TownReading:
    """What a text says about the town of the person in need.

    `kind` is "town" (then `town` is its code), "ambiguous" (one of `candidates`; ask for the postcode), "outside" (then
    `place` is the name or postcode as recognised, None when only "elsewhere" was said) or "unclear". `certain` is
    False where the reading is likely but should be confirmed.
    """

    kind: Literal["town", "ambiguous", "outside", "unclear"]
    town: str | None = None
    district: str | None = None
    candidates: tuple[str, ...] = ()
    place: str | None = None
    certain: bool = True


UNCLEAR = TownReading("unclear", certain=False)


@dataclass(frozen=True)
class _Mention:
    place: Place
    role: Role
    owner: Literal["self", "other", "both", None]
    exact: bool


_BREAK = re.compile(
    r"[.,;:!?()\n]+|(?<=\w) (?=ich (?:in|wohne|lebe|selbst|selber|bin aus)\b)|\b(?:und|aber|sondern|weil|denn|doch|waehrend|obwohl)\b"
)
_NO_HOME = re.compile(r"\b(?:kreis|landkreis|krankenhaus|klinik\w*|reha|kur)\b")
_TAKEN_BACK = re.compile(
    r"\b(?:nein|nee|quatsch|falsch|vertippt|sorry|ich meine?|vielmehr|ach was|tschuldigung)\b"
)
_THEN_AND_NOW = re.compile(_BREAK.pattern + r"|\b(?:jetzt|inzwischen|mittlerweile|heute|nun)\b")
_FIRST = re.compile(r"\b(?:ich|wir|mir|uns|wohne|lebe|bin|komme)\b")
_THIRD = re.compile(r"\b(?:er|sie|wohnt|lebt|die in|der in|das in|dieser|diese)\b")
_SOMEBODY_LIVES = re.compile(r"\bmeine?[nrm]? (?!familie)\w+ (?:\w+ ){0,2}?(?:wohnt|lebt)\b")
_WE_LIVE = re.compile(r"\bwir (?:\w+ )?(?:wohnen|leben)\b|\b(?:wohnen|leben) wir\b")
_WITH = re.compile(r"\b(?:mit|bei|zusammen|neben|gemeinsam)\b")
_EITHER = re.compile(r"\b(?:oder|entweder|zwischen)\b")

_LENGTH_OF_NAME = re.compile(r"\b(lang\w*|laeng\w*|kurz\w*|kuerz\w*) (?:stadt|orts)?(?:namen?|wort)\b")
_OTHER_ONE = re.compile(r"\bander(?:e|en|er|es|n)\b")
_ELSEWHERE = re.compile(
    r"\b(?:woanders|wo anders|anderswo|ausserhalb|auswaerts|weder noch|keine? (?:von|der) (?:beiden|den beiden)|keine? (?:davon|der zwei)|keins|keines|keine\w? (?:von|davon|der) (?:den(?:en)?|beiden|beide|zweien)|weder das eine|"
    r"(?:in )?(?:ner |einer |eine )?(?:ganz )?andere[nr]? (?:stadt|ort|gemeinde)|nicht dabei|keiner der beiden|keine beiden|woandas|weiter weg|anderer ort|nirgends davon|nichts davon|nix davon|weder (?:in )?(?:der|die|das|dem) ein\w+|im ausland)\b"
)
# "wohne aber in Verl" is one thought, though "aber" parts others.
_TACKED_ON = re.compile(r"\b(wohn\w*|leb\w*|bin|komme?|such\w*|ist|arbeite\w*) (?:aber|jedoch|doch|denn) ")
_SPELLED_OUT = re.compile(r"\b(?:[a-z][ .-]){2,24}[a-z]\b")
_UNSURE = re.compile(
    r"\b(?:weiss nicht|weiss ich nicht|keine ahnung|ka|weis nicht|unsicher|obdachlos|keine wohnung|keinen festen)\b"
)


_WEIGHT: dict[Role, int] = {"lives": 3, "named": 2, "near": 1, "away": 0, "negated": -1}


def _clauses(folded: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for match in (_THEN_AND_NOW if PAST.search(folded) else _BREAK).finditer(folded):
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, len(folded)))
    return spans


def _between(folded: str, found: list[tuple[int, int, Place, bool]]) -> set[int]:
    """Returns the starts of the two places in "zwischen Bielefeld und Paderborn"."""
    for first, second in pairwise(found):
        if re.search(r"\bzwischen(?: \w+)?$", folded[: first[0]].rstrip()) and re.fullmatch(
            r" ?(?:und|u\.?|&) ?", folded[first[1] : second[0]]
        ):
            return {first[0], second[0]}
    return set()


def _read_mentions(folded: str, index: PlaceIndex, asked: bool) -> list[_Mention]:
    found = find_places(folded, index, asked)
    mentions: list[_Mention] = []
    owner: Literal["self", "other", "both", None] = None
    person_seen = False
    between = _between(folded, found)
    for begin, stop in _clauses(folded):
        clause = folded[begin:stop]
        first, person = (
            bool(_FIRST.search(clause)),
            names_person(clause) or bool(_SOMEBODY_LIVES.search(clause)),
        )
        own_home = bool(
            re.search(r"\b(?:wohne|lebe|bin aus|komme aus|wohnen wir|wir wohnen|wir leben|bei mir)\b", clause)
        )
        together = own_home and _WE_LIVE.search(clause) and (person_seen or person)
        if together or (person and first and own_home and _WITH.search(clause)):
            owner = "both"
        elif person and not own_home:
            owner = "other"
        elif first or own_home:
            owner = "self"
        elif _THIRD.search(clause) and person_seen:
            owner = "other"
        person_seen = person_seen or person
        short = asked and len(clause.split()) <= 4
        here = [item for item in found if begin <= item[0] < stop]
        for start, end, place, exact in here:
            role = role_of(folded[begin:start].rstrip(" -"), folded[end:stop].lstrip(), clause, short)
            previous = mentions[-1] if mentions else None
            if (
                role == "near"
                and previous
                and folded[:start].endswith((" bei ", "(bei "))
                and previous.place.codes & place.codes
            ):
                role = previous.role  # "Sende bei Verl"
            if mentions and _TAKEN_BACK.search(folded[found[len(mentions) - 1][1] : start]):
                mentions = [replace(mention, role="negated") for mention in mentions]
            mentions.append(
                _Mention(
                    place, "near" if start in between and role in ("named", "lives") else role, owner, exact
                )
            )
    return mentions


def _offered(folded: str, index: PlaceIndex, candidates: tuple[str, ...]) -> TownReading | None:
    """Reads "die zweite", "nicht die erste, die andere", "die mit dem langen Namen" as the towns were offered."""
    offered = candidates or index.codes
    if (match := _LENGTH_OF_NAME.search(folded)) and len(folded.split()) <= MAX_WORDS:
        by_length = sorted(offered, key=lambda code: len(index.name(code)), reverse=True)
        return TownReading("town", by_length[0 if match[1].startswith("l") else -1], certain=False)
    picked, ruled_out = position_of(folded, len(offered))
    if picked is not None and picked < len(offered):
        return TownReading("town", offered[picked], certain=ruled_out is None)
    if picked is not None and not candidates:
        return TownReading("outside")
    if ruled_out is not None:
        rest = tuple(code for n, code in enumerate(offered) if n != ruled_out)
        return TownReading("unclear", candidates=rest, certain=False)
    return None


def _decide(mentions: list[_Mention], codes: tuple[str, ...], either: bool) -> TownReading:
    top = max(_WEIGHT[mention.role] for mention in mentions)
    strongest = [mention for mention in mentions if _WEIGHT[mention.role] == top]
    if top == 3:  # a postcode beside "ich wohne in ..." still overrules the district
        strongest += [m for m in mentions if m.place.rank == 3 and m.role == "named"]
    exact = all(mention.exact or len(mention.place.name) >= 7 for mention in strongest)
    certain = exact and top >= 2 and not any(mention.place.heard for mention in strongest)
    possible = frozenset(codes) | {OUTSIDE}
    ranks = sorted({mention.place.rank for mention in strongest}, reverse=True)
    conflict = False
    for rank in ranks:
        group = [mention.place.codes for mention in strongest if mention.place.rank == rank]
        narrowed = possible.intersection(*group)
        if narrowed:
            possible = narrowed
        elif rank >= 2 or not any(m.place.rank == 3 for m in strongest):
            conflict = True
            possible = frozenset().union(*group) | (possible if rank < ranks[0] else frozenset())
    inside = tuple(code for code in codes if code in possible)
    if conflict or (either and len(inside) > 1):
        return TownReading("ambiguous" if len(inside) > 1 else "unclear", candidates=inside, certain=False)
    if len(possible) > 1:
        if OUTSIDE in possible:
            return TownReading("unclear", candidates=inside, certain=False)
        return TownReading("ambiguous", candidates=inside, district=_district(strongest, None), certain=False)
    (code,) = possible
    if code == OUTSIDE:
        named = max(
            (m for m in strongest if OUTSIDE in m.place.codes),
            key=lambda m: (m.place.rank == 2 and 4) or m.place.rank,
        )
        return TownReading("outside", place=named.place.name, certain=certain)
    return TownReading("town", code, district=_district(strongest, code), certain=certain)


def _district(mentions: list[_Mention], code: str | None) -> str | None:
    named = [
        m.place.district for m in mentions if m.place.district and (code is None or code in m.place.codes)
    ]
    return max(named, key=len) if named else None


def read_residence(
    text: str, index: PlaceIndex, *, asked: bool, candidates: tuple[str, ...] = ()
) -> TownReading:
    """Returns the town of the person in need as `text` gives it; see `casework.towns.Towns.read`."""
    folded = _TACKED_ON.sub(r"\1 ", fold(text))
    if not folded:
        return UNCLEAR
    if asked:
        folded = _SPELLED_OUT.sub(lambda match: re.sub(r"\W", "", match.group()), folded)
        folded = spoken_postcode(folded)
    mentions = _read_mentions(folded, index, asked)
    ruled_out = {
        code for m in mentions if m.role == "negated" for code in m.place.codes if len(m.place.codes) == 1
    }
    positive = [mention for mention in mentions if mention.role != "negated"]
    if not positive:
        if not asked:
            return UNCLEAR
        rest = tuple(code for code in (candidates or index.codes) if code not in ruled_out)
        if ruled_out >= set(index.codes):
            return TownReading("outside", certain=False)
        if ruled_out & set(index.codes):
            if _ELSEWHERE.search(folded) and not _OTHER_ONE.search(folded):
                return TownReading("outside")
            if len(rest) == 1 and _OTHER_ONE.search(folded):
                return TownReading("town", rest[0])
            return TownReading("unclear", candidates=rest, certain=False)
        if _UNSURE.search(folded):
            return UNCLEAR
        if _ELSEWHERE.search(folded):
            return TownReading("outside")
        return _offered(folded, index, candidates) or UNCLEAR
    needy = read_relation(text)
    for_other = needy is not None and needy.who != "self"
    homes = [m for m in positive if _WEIGHT[m.role] >= 2]
    of_other = [m for m in homes if m.owner in ("other", "both")]
    of_self = [m for m in homes if m.owner in ("self", "both")]
    of_any = [m for m in homes if m.owner is None]
    either = bool(_EITHER.search(folded))
    unsure_self = needy is None or not needy.certain
    if of_other and (for_other or (unsure_self and of_self and not states_own_need(folded))):
        reading = _decide(of_other, index.codes, either)
        several = len({m.place.codes for m in of_other if m.place.rank > 1}) > 1
        return replace(reading, certain=reading.certain and not several)
    if for_other and of_any:
        return _decide(of_any + [m for m in of_self if m.role == "named"], index.codes, either)
    if for_other and of_self:
        return replace(_decide(of_self, index.codes, either), certain=asked)
    if of_self:
        return _decide(of_self + of_any, index.codes, either)
    if of_any:
        return _decide(of_any, index.codes, either)
    if of_other:  # somebody else's town, while the writer seems to be the one in need
        return replace(_decide(of_other, index.codes, either), certain=False)
    if asked and len(positive) == 1 and len(folded.split()) <= 4 and not _NO_HOME.search(folded):
        return replace(_decide(positive, index.codes, either), certain=False)
    inside = tuple(code for code in index.codes if any(code in m.place.codes for m in positive))
    near = [m for m in positive if m.role == "near"]
    if len(near) == 1 and not asked:
        return replace(_decide(near, index.codes, either), certain=False)
    return TownReading("ambiguous" if len(inside) > 1 else "unclear", candidates=inside, certain=False)
