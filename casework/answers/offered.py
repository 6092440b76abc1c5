"""Reads which of the offered answers a short message picks: "die zweite", "2", "nicht die erste, die andere"."""

import re
from itertools import pairwise

from casework.answers.text import words

_POSITIONS = (
    re.compile(
        r"erste[nrs]?|erstens|1|1te|1ste|eins|a|oben|obere[nrs]?|oberste[nrs]?|erstere[nrs]?|links|linke[nrs]?|erstgenannte[nrs]?|zuerst"
    ),
    re.compile(
        r"zweite[nrs]?|zweitens|2|2te|2ste|zwei|b|unten|untere[nrs]?|letztere[nrs]?|rechts|rechte[nrs]?|zwote[nrs]?|zweitgenannte[nrs]?"
    ),
    re.compile(r"dritte[nrs]?|drittens|3|3te|drei|c"),
)
_LAST = re.compile(r"letzte[nrs]?|unterste[nrs]?")
_OTHER = re.compile(r"andere[nrs]?|anderes")
_BESIDE = frozenset(
    ["die", "das", "der", "den", "dem", "nr", "nummer", "nummero", "option", "antwort", "stadt", "ort", "gemeinde", "gruppe", "knopf", "button", "feld", "punkt", "von", "beiden", "zweien", "auswahl", "moeglichkeit", "variante", "also", "ja", "jo", "na", "nee", "nein", "bitte", "danke", "nehme", "nehm", "nimm", "wohl", "denke", "glaube", "glaub", "halt", "eben", "natuerlich", "genau", "richtig", "ok", "okay", "dann", "mal", "einfach", "hier", "es", "is", "ist", "s", "waere", "war", "was", "sie", "gesagt", "genannt", "geschrieben", "haben", "du", "hast", "gesagt", "in", "ich", "wohne", "wohn", "lebe", "leb", "wir", "wohnen", "gemeint", "meine", "mein", "wie", "oben", "am", "im", "bei", "zur", "zum", "will", "waehle", "waehl", "nicht", "nich", "net", "sondern", "doch", "lieber", "aber", "und", "er", "aus", "komme", "komm", "bin", "zutrifft", "stimmt", "passt", "trifft", "zu"]
)  # fmt: skip
MAX_WORDS = 10


def position_of(folded: str, count: int) -> tuple[int | None, int | None]:
    """Returns (position picked, position ruled out) among `count` offered answers, each from 0 or None.

    The position `count` is one past the offered ones ("die dritte" of two). Order words count only where the message says
    nothing else: "die zweite" picks, "die zweite Tür links" or a stray digit in a longer text does not.
    """
    said = words(folded)
    if not 0 < len(said) <= MAX_WORDS:
        return None, None
    picked: int | None = None
    ruled_out: int | None = None
    other = negated = False
    for word in said:
        if word in ("nicht", "nich", "net"):
            negated = True
            continue
        if word in ("sondern", "lieber", "doch", "aber"):
            negated = False
        at = next((n for n, pattern in enumerate(_POSITIONS) if pattern.fullmatch(word)), None)
        if at is None and _LAST.fullmatch(word):
            at = count - 1
        if at is not None:
            if negated:
                ruled_out, negated = at, False
            elif picked is None:
                picked = at
            elif picked != at:
                return None, None
        elif _OTHER.fullmatch(word):
            other = True
        elif word not in _BESIDE:
            return None, None
    if any(
        word == "mal" and pattern.fullmatch(before)
        for before, word in pairwise(said)
        for pattern in _POSITIONS
    ):
        return None, None  # "das erste Mal hier"
    if picked is None and ruled_out is not None and other and count == 2 and ruled_out < 2:
        picked = 1 - ruled_out
    if picked is not None and picked > count:
        return None, None
    return picked, ruled_out
