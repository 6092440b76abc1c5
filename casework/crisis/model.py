"""A small trained model beside the phrases: it weighs the whole wording and so catches what no phrase says.

Eight logistic regressions over the same hashed features: one for "danger at all", one for "danger now", one for each
kind. The features are character n-grams of each word, words, their stems and families (`concepts.yml`), rows of two
and three, and pairs of families in one stretch. The weights are trained by `python -m casework.crisis.train` and ship
as `weights.json`; reading them needs nothing but the standard library.
"""

import base64
import json
import math
import struct
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import yaml

from casework.crisis.reading import CrisisKind

WEIGHTS_FILE = Path(__file__).with_name("weights.json")
CONCEPTS_FILE = Path(__file__).with_name("concepts.yml")
BUCKETS = 1 << 16
OUTPUTS = ("danger", "acute", *(kind.value for kind in CrisisKind))
WINDOW = 60
"""Texts much longer than this many words are scored in overlapping stretches of a third of it, so that one sentence is not drowned."""
MAX_FAMILIES = 14
LONGEST_WORD = 30

Row = tuple[int, ...]
_ZERO: Row = (0,) * len(OUTPUTS)


def _bucket(name: str) -> int:
    return crc32(name.encode("ascii", "replace")) % BUCKETS


class Concepts:
    """The families of words from `concepts.yml`."""

    def __init__(self, families: Mapping[str, Sequence[str]]) -> None:
        self._exact: dict[str, tuple[str, ...]] = {}
        for family, words in families.items():
            for word in words:
                known = self._exact.get(str(word), ())
                self._exact[str(word)] = (*known, family)

    @classmethod
    def load(cls, path: Path = CONCEPTS_FILE) -> "Concepts":
        """Reads the families. Raises OSError when the file is missing."""
        return cls(yaml.safe_load(path.read_text(encoding="utf-8")))

    def of(self, word: str) -> tuple[str, ...]:
        """Returns the families of a word of a shaped text, by the word itself or its longest known beginning."""
        if found := self._exact.get(word):
            return found
        for end in range(min(len(word) - 1, 14), 4, -1):
            if found := self._exact.get(word[:end]):
                return found
        return ()


def word_features(word: str, families: Sequence[str]) -> list[tuple[int, float]]:
    """Returns the (bucket, value) pairs of one word: character n-grams of 3 to 5, the word, its stem, its families."""
    padded = f" {word[:LONGEST_WORD]} "
    found = [
        (_bucket("c" + padded[start : start + size]), 1.0)
        for size in (3, 4, 5)
        for start in range(len(padded) - size + 1)
    ]
    found.append((_bucket("w " + word[:LONGEST_WORD]), 2.0))
    if len(word) > 6:
        found.append((_bucket("s " + word[:6]), 1.5))
    return found + [(_bucket("k " + family), 3.0) for family in families]


def row_features(stems: Sequence[str], tokens: Sequence[str], at: int) -> list[tuple[int, float]]:
    """Returns the pairs of what begins at word `at`: rows of two and three, and two with one or two words between."""
    found = []
    token = tokens[at]
    if at + 1 < len(tokens):
        found.append((_bucket(f"b {stems[at]} {stems[at + 1]}"), 1.5))
        found.append((_bucket(f"B {token} {tokens[at + 1]}"), 1.5))
    if at + 2 < len(tokens):
        found.append((_bucket(f"t {token} {tokens[at + 1]} {tokens[at + 2]}"), 1.0))
        found.append((_bucket(f"S {token} {tokens[at + 2]}"), 1.0))
    if at + 3 < len(tokens):
        found.append((_bucket(f"S {token} {tokens[at + 3]}"), 1.0))
    return found


def pair_features(families: Set[str]) -> list[tuple[int, float]]:
    """Returns a feature for each two families that meet in one stretch."""
    names = sorted(families)[:MAX_FAMILIES]
    return [
        (_bucket(f"p {first} {second}"), 1.0) for n, first in enumerate(names) for second in names[n + 1 :]
    ]


def windows(count: int) -> Iterator[tuple[int, int]]:
    """Returns the stretches of a text of `count` words, as (first, behind the last)."""
    size = WINDOW if count <= WINDOW + WINDOW // 2 else WINDOW // 3
    start = 0
    while True:
        end = min(count, start + size)
        if count - end < size // 3:
            end = count
        yield start, end
        if end == count:
            return
        start += size // 2


def features(shaped: str, concepts: Concepts) -> list[tuple[int, float]]:
    """Returns all pairs of a shaped text as one stretch, brought to unit length; for training."""
    words = shaped.split()
    families = [concepts.of(word) for word in words]
    stems = [word[:6] for word in words]
    tokens = [own[0] if own else stem for own, stem in zip(families, stems, strict=True)]
    found = pair_features({family for own in families for family in own})
    for at, word in enumerate(words):
        found += word_features(word, families[at])
        found += row_features(stems, tokens, at)
    length = math.sqrt(sum(value * value for _, value in found)) or 1.0
    return [(bucket, value / length) for bucket, value in found]


@dataclass(frozen=True)
class Fusion:
    """Weighs a score of the model together with what the phrases found; `limit` is where the answer turns to yes."""

    bias: float
    score: float
    acute_phrase: float
    gentle_phrase: float
    calm_phrase: float
    limit: float

    def says(self, score: float, acute: bool, gentle: bool, calm: bool) -> bool:
        """Returns whether the model's `score` and the phrases together reach the limit."""
        total = self.bias + self.score * score
        total += self.acute_phrase * acute + self.gentle_phrase * gentle + self.calm_phrase * calm
        return total >= self.limit


class CrisisModel:
    """Scores shaped texts; see `Shaper`."""

    def __init__(
        self,
        table: Sequence[Row],
        scales: Sequence[float],
        bias: Sequence[float],
        fusions: Mapping[str, Fusion],
        concepts: Concepts,
    ) -> None:
        self._table = table
        self._scales = scales
        self._bias = bias
        self._concepts = concepts
        self.danger = fusions["danger"]
        self.acute = fusions["acute"]

    @classmethod
    def load(cls, path: Path = WEIGHTS_FILE) -> "CrisisModel":
        """Reads the weights. Raises OSError or ValueError when the file is missing or broken."""
        data = json.loads(path.read_text(encoding="ascii"))
        if tuple(data["outputs"]) != OUTPUTS:
            raise ValueError(f"{path.name}: trained for other outputs; run casework.crisis.train")
        table = list(struct.iter_unpack(f"{len(OUTPUTS)}b", base64.b64decode(data["table"])))
        if len(table) != BUCKETS:
            raise ValueError(f"{path.name}: {len(table)} rows instead of {BUCKETS}")
        fusions = {name: Fusion(**values) for name, values in data["fusions"].items()}
        return cls(table, data["scales"], data["bias"], fusions, Concepts.load())

    def _summed(self, found: Sequence[tuple[int, float]]) -> tuple[float, list[float]]:
        """Returns the squared length of some features and their weighted rows, added up."""
        sums = [0.0] * len(OUTPUTS)
        square = 0.0
        by_value: dict[float, list[Row]] = {}
        for bucket, value in found:
            square += value * value
            by_value.setdefault(value, []).append(self._table[bucket])
        for value, rows in by_value.items():
            for n, column in enumerate(zip(*rows, strict=True)):
                sums[n] += value * sum(column)
        return square, sums

    def scores(self, shaped: str) -> dict[str, float]:
        """Returns the log-odds of each output, of the stretch that sounds most dangerous."""
        words = shaped.split()
        families = [self._concepts.of(word) for word in words]
        stems = [word[:6] for word in words]
        tokens = [own[0] if own else stem for own, stem in zip(families, stems, strict=True)]
        known: dict[str, tuple[float, list[float]]] = {}
        rows: dict[tuple[str, ...], tuple[float, list[float]]] = {}
        met: dict[frozenset[str], tuple[float, list[float]]] = {}
        squares = [0.0]
        totals = [[0.0] * len(OUTPUTS)]
        for at, word in enumerate(words):
            if word not in known:
                known[word] = self._summed(word_features(word, families[at]))
            square, sums = known[word]
            row = (stems[at], *stems[at + 1 : at + 2], "", *tokens[at : at + 4])
            if row not in rows:
                rows[row] = self._summed(row_features(stems, tokens, at))
            row_square, row_sums = rows[row]
            squares.append(squares[-1] + square + row_square)
            totals.append([a + b + c for a, b, c in zip(totals[-1], sums, row_sums, strict=True)])
        best: list[float] | None = None
        for start, end in windows(len(words)):
            near = frozenset(family for own in families[start:end] for family in own)
            if near not in met:
                met[near] = self._summed(pair_features(near))
            square, sums = met[near]
            length = math.sqrt(squares[end] - squares[start] + square) or 1.0
            scored = [
                bias + scale * (late - early + pairs) / length
                for bias, scale, late, early, pairs in zip(
                    self._bias, self._scales, totals[end], totals[start], sums, strict=True
                )
            ]
            if best is None or scored[0] > best[0]:
                best = scored
        return dict(zip(OUTPUTS, best or self._bias, strict=True))
