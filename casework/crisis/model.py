"""A small trained model beside the phrases: it catches what no phrase says, and only ever adds a gentle word.

One logistic regression for each kind over hashed character and word n-grams. The weights are trained by
`python -m casework.crisis.train` and ship as `weights.json`; reading them needs nothing but the standard library.
"""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from zlib import crc32

from casework.crisis.reading import CrisisKind

WEIGHTS_FILE = Path(__file__).with_name("weights.json")
BUCKETS = 1 << 15
CHUNK = 240
"""Longer texts are scored in stretches of this many characters, so that one sentence is not drowned by the rest."""


def features(shaped: str) -> dict[int, float]:
    """Returns the hashed n-grams of a shaped text with weights of unit length: characters 3 to 5, words 1 to 2."""
    counts: dict[int, float] = {}
    data = shaped.encode("ascii", "replace")
    for size in (3, 4, 5):
        for start in range(len(data) - size + 1):
            bucket = crc32(data[start : start + size]) % BUCKETS
            counts[bucket] = 1.0
    words = shaped.split()
    for word, following in zip(words, [*words[1:], ""], strict=False):
        counts[crc32(f"w {word}".encode()) % BUCKETS] = 1.5
        counts[crc32(f"w {word} {following}".encode()) % BUCKETS] = 1.5
    length = math.sqrt(sum(value * value for value in counts.values())) or 1.0
    return {bucket: value / length for bucket, value in counts.items()}


def chunks(shaped: str) -> list[str]:
    """Returns overlapping stretches of a shaped text, cut at spaces."""
    if len(shaped) <= CHUNK + 60:
        return [shaped]
    parts = []
    start = 0
    while start < len(shaped):
        end = min(len(shaped), start + CHUNK)
        cut = shaped.rfind(" ", start, end + 1)
        end = cut + 1 if cut > start + CHUNK // 2 else end
        parts.append(shaped[start:end])
        start = end if end >= len(shaped) else max(start + CHUNK // 2, end - 60)
    return parts


class CrisisModel:
    """Scores shaped texts; see `Shaper`."""

    def __init__(
        self, weights: Mapping[str, Mapping[int, float]], bias: Mapping[str, float], threshold: float
    ) -> None:
        self._weights = weights
        self._bias = bias
        kinds = list(CrisisKind)
        # One look-up a feature instead of six: bucket -> the weights of all kinds in their order.
        self._rows = {
            bucket: tuple(weights[kind].get(bucket, 0.0) for kind in kinds)
            for bucket in set().union(*(weights[kind] for kind in kinds))
        }
        self.threshold = threshold

    @classmethod
    def load(cls, path: Path = WEIGHTS_FILE) -> "CrisisModel":
        """Reads the weights. Raises OSError or ValueError when the file is missing or broken."""
        data = json.loads(path.read_text(encoding="ascii"))
        weights = {
            kind: {
                int(bucket): value / data["scale"] for bucket, value in zip(table[0], table[1], strict=True)
            }
            for kind, table in data["weights"].items()
        }
        return cls(weights, data["bias"], data["threshold"])

    def weights(self, kind: CrisisKind) -> Mapping[int, float]:
        """Returns the weight of each bucket for `kind`."""
        return self._weights[kind]

    def bias(self, kind: CrisisKind) -> float:
        """Returns what the score of `kind` starts from."""
        return self._bias[kind]

    def scores(self, shaped: str) -> dict[CrisisKind, float]:
        """Returns for each kind how likely the text speaks of it, from 0 to 1."""
        best = dict.fromkeys(CrisisKind, 0.0)
        for part in chunks(shaped):
            a = b = c = d = e = f = 0.0  # the six kinds in their order
            for bucket, value in features(part).items():
                row = self._rows.get(bucket)
                if row:
                    a += row[0] * value
                    b += row[1] * value
                    c += row[2] * value
                    d += row[3] * value
                    e += row[4] * value
                    f += row[5] * value
            for kind, score in zip(CrisisKind, (a, b, c, d, e, f), strict=True):
                total = max(-30.0, min(30.0, self._bias[kind] + score))
                best[kind] = max(best[kind], 1 / (1 + math.exp(-total)))
        return best

    def likely(self, shaped: str) -> Sequence[CrisisKind]:
        """Returns the kinds above the threshold, the likeliest first."""
        scored = self.scores(shaped)
        return sorted(
            (kind for kind in CrisisKind if scored[kind] >= self.threshold), key=lambda kind: -scored[kind]
        )
