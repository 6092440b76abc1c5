# ruff: noqa: SIM905 - lists of words read better as text
"""Reads which of the offered answers is meant, and which numbered points of the summary."""

import re
from collections.abc import Mapping, Sequence

from rapidfuzz.distance import OSA
from snowballstemmer import stemmer

from casework.answers.numerals import NUMBER_WORDS, ordinal
from casework.answers.text import fold, words

_STEMMER = stemmer("german")
_IGNORED = frozenset(
    "der die das den dem ein eine einen ich bin es ist und oder mit von zu im in am so ja also na bitte eher wohl habe hab hat wir sie er mein meine noch schon glaube denke".split()
)
_NEGATIONS = frozenset("nicht kein keine keinen keiner keins nie ohne nee nein".split())
_POSITION = re.compile(
    r"(?:ja |also |ich |nehme |nehm |waehle |meine |ich nehme |dann |na |bitte |wohl |eher |die |das |der |den |dem |nr\.? ?|nummer |nummero |punkt |antwort |option |moeglichkeit |variante |feld |knopf )*"
    r"([a-z]+|\d{1,2}\.?(?:te[nrsm]?|ste[nrsm]?)?)(?: (?:bitte|davon|antwort|option|moeglichkeit|variante|von oben|trifft zu|ist es|passt|nehme ich|waere es))*[.!)]*"
)
_OF_THE_TWO = re.compile(r"\b(?:erstere[nrsm]?|ersteres)\b|\b(?:letztere[nrsm]?)\b")


def _stems(text: str) -> list[str]:
    return _STEMMER.stemWords([word for word in words(fold(text)) if word not in _IGNORED])


def _position(folded: str, count: int) -> int | None:
    if match := _OF_THE_TWO.search(folded):
        return 0 if match.group().startswith("erst") else count - 1
    match = _POSITION.fullmatch(folded[:80])
    if not match:
        return None
    word = match[1].rstrip(".")
    place = ordinal(word)
    if place is None and word.isdigit():
        place = int(word)
    if place is None and word in (
        "eins",
        "zwei",
        "zwo",
        "drei",
        "vier",
        "fuenf",
        "sechs",
        "sieben",
        "acht",
        "neun",
        "zehn",
    ):
        place = NUMBER_WORDS[word]
    if place is None:
        return None
    position = count + place if place < 0 else place - 1
    return position if 0 <= position < count else None


def _overlap(said: list[str], label: list[str]) -> float:
    """Returns how much of `label` was said, from 0 to 1; a near miss of a longer word counts nearly whole."""
    if not label:
        return 0.0
    score = 0.0
    for wanted in label:
        best = 0.0
        for word in said:
            if word == wanted:
                best = 1.0
                break
            if len(wanted) >= 4 and len(word) > len(wanted) and word.startswith(wanted):
                best = max(best, 0.8)
            if len(wanted) >= 5 and len(word) >= 4:
                allowed = 1 if len(wanted) < 8 else 2
                if OSA.distance(word, wanted, score_cutoff=allowed) <= allowed:
                    best = max(best, 0.9)
                elif len(word) >= 5 and (wanted.startswith(word) or word.startswith(wanted)):
                    best = max(best, 0.8)
        score += best
    return score / len(label)


def read_choice(text: str, options: Mapping[str, Sequence[str]]) -> str | None:
    """Returns the code of the option that `text` means, or None when it is unclear.

    `options` maps a code to its label and synonyms, in the order offered. Exact labels win, then positions ("die zweite",
    "2"), then words by stem and small typos; two options that fit equally well are unclear. A ruled out option
    ("nicht das Bad") never counts.
    """
    folded = fold(text, 400)
    bare = " ".join(words(folded))
    if not bare:
        return None
    plain = {code: [" ".join(words(fold(label))) for label in labels] for code, labels in options.items()}
    for code, labels in plain.items():
        if bare in labels or bare == code:
            return code
    position = _position(folded.strip(" .,!?"), len(options))
    numeric_labels = any(
        label.split()[:1] and label.split()[0].isdigit() for labels in plain.values() for label in labels
    )
    if position is not None and not numeric_labels:
        return list(options)[position]
    said = _stems(folded)[:40]
    negated_at = [n for n, word in enumerate(words(folded)) if word in _NEGATIONS]
    scores: dict[str, float] = {}
    for code, labels in plain.items():
        best = 0.0
        for label in labels:
            if not label:
                continue
            stems = _stems(label) or label.split()
            value = _overlap(said, stems)
            if re.search(rf"\b{re.escape(label)}\b", bare):
                value = 1.0 + 0.01 * len(label)
            elif value < 1.0 and len(stems) > 1:
                value *= 0.8
            label_negates = any(word in _NEGATIONS for word in label.split())
            if negated_at and not label_negates:
                value *= 0.4
            best = max(best, value)
        scores[code] = best
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < 0.5:
        return None
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < 0.05:
        return None
    return ranked[0][0]


_POINT = re.compile(
    r"\b(?:punkt|nummer|nr|zeile|feld|frage|position|pos|angabe|stelle)\.? ?([a-z]{3,9}|\d{1,2})\b(?! ?(?:uhr|euro|jahre))"
)
_POINT_LIST = re.compile(
    r"(?<![\d.,:/+])(\d{1,2})(?:\.(?!\d))?(?= ?(?:,|und|u\.?|&|\+|/)? ?(?:\d{1,2}\b\.? ?(?:,|und|&|\+)? ?){0,6}(?:bitte |muss |muessen |soll |noch |ist |sind |war |stimm|passt |moechte ich |will ich |wuerde ich |ich )*(?:aender|korrigier|falsch|stimm|anders|passt nicht|verbesser|bearbeit|berichtig|neu|loesch|weg|nochmal|anpass|aktualisier))"
)
_ORDINAL_POINT = re.compile(
    r"\b(?:der|die|das|den|beim|am|im) ([a-z]{4,9}|\d{1,2}\.) (?:punkt|zeile|angabe|stelle)\b"
)
_BARE = re.compile(
    r"(?:die |den |der |das |bitte |nur |ja |also |aendern )*(\d{1,2}|[a-z]{3,6})\.?(?:(?: und |, ?| ?& ?| ?\+ ?|/| )(\d{1,2}|[a-z]{3,6})\.?)?(?: bitte)?"
)
_CHANGE_VERB = re.compile(
    r"\b(?:aender\w*|korrigier\w*|verbesser\w*|bearbeit\w*) (?:wir |sie |bitte |noch |mal |ich )*(?:die |den |das )?(\d{1,2})\b(?: (?:und|,) (\d{1,2})\b)?"
)


def _small(word: str | None) -> int | None:
    if not word:
        return None
    if word.isdigit():
        return int(word)
    found = ordinal(word.rstrip("."))
    return (
        found
        if found and found > 0
        else NUMBER_WORDS.get(word)
        if NUMBER_WORDS.get(word, 99) <= 20 and word != "ein"
        else None
    )


def read_number_of_point(text: str) -> list[int]:
    """Returns the numbers of the points of a summary that `text` names ("6 ändern", "Nummer vier"), in order, each once."""
    folded = fold(text, 400).strip(" .!?")
    found: list[tuple[int, int]] = []
    for pattern in (_POINT, _POINT_LIST, _ORDINAL_POINT, _CHANGE_VERB):
        for match in pattern.finditer(folded):
            found += [
                (match.start(), value) for group in match.groups() if (value := _small(group)) is not None
            ]
    if not found and (bare := _BARE.fullmatch(folded[:60])):
        values = [_small(group) for group in bare.groups()]
        if values[0] is not None and (bare[2] is None or values[1] is not None):
            found = [(n, value) for n, value in enumerate(values) if value is not None]
    numbers: list[int] = []
    for _, value in sorted(found):
        if 0 < value <= 30 and value not in numbers:
            numbers.append(value)
    return numbers
