"""Trains the small model: `uv run python -m casework.crisis.train` reads the texts, checks itself, writes the weights.

Danger and harmless look-alikes come from `data/crisis/train.jsonl`, ordinary messages from `data/nlu`. The figures printed are from
a five-fold cross-check: every text is scored by a model that has not seen it.
"""

import json
import math
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import yaml

from casework.crisis.detector import CRISIS_FILE, load_shaper
from casework.crisis.model import WEIGHTS_FILE, CrisisModel, chunks, features
from casework.crisis.reading import CrisisKind

ROOT = Path(__file__).parents[2]
EPOCHS = 7
RATE = 4.0
DECAY = 2e-6
ORDINARY = 2_500
"""So many of the ordinary messages are drawn, always the same ones; more only take longer."""
FALSE_SHARE = 0.02
"""Of ordinary messages at most this share may get a gentle word from the model."""
SCALE = 1000

Example = tuple[dict[int, float], str | None]


def read_texts() -> list[tuple[str, str | None, bool]]:
    """Returns (text, kind or None, whether it was written for this purpose)."""
    lines = (ROOT / "data" / "crisis" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [(row["text"], row["crisis"], True) for row in map(json.loads, lines)]
    ordinary: list[tuple[str, str | None, bool]] = []
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu", []):
            examples = str(entry.get("examples", "")).splitlines()
            ordinary += [(line[2:], None, False) for line in examples if line.startswith("- ")]
    return texts + random.Random(1).sample(ordinary, min(ORDINARY, len(ordinary)))  # noqa: S311


def fit(examples: Sequence[Example], seed: int) -> CrisisModel:
    """Returns a model trained by stochastic gradient descent with weight decay; danger counts as much as all the rest."""
    order = random.Random(seed)  # noqa: S311 - an order of examples is no secret
    weights: dict[str, dict[int, float]] = {}
    bias: dict[str, float] = {}
    for kind in CrisisKind:
        table: dict[int, float] = {}
        offset = 0.0
        positive = sum(label == kind for _, label in examples)
        heavier = min(20.0, (len(examples) - positive) / max(positive, 1))
        shuffled = list(examples)
        for epoch in range(EPOCHS):
            order.shuffle(shuffled)
            rate = RATE / (1 + epoch)
            for found, label in shuffled:
                truth = 1.0 if label == kind else 0.0
                total = offset + sum(table.get(bucket, 0.0) * value for bucket, value in found.items())
                error = truth - 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
                if abs(error) < 0.01:
                    continue
                step = rate * error * (heavier if truth else 1.0) / math.sqrt(heavier)
                offset += step * 0.05
                for bucket, value in found.items():
                    table[bucket] = table.get(bucket, 0.0) * (1 - DECAY) + step * value
        weights[kind], bias[kind] = table, offset
    return CrisisModel(weights, bias, 0.5)


def main() -> int:
    shaper = load_shaper(yaml.safe_load(CRISIS_FILE.read_text(encoding="utf-8")))
    texts = [(shaper.shape(text), kind, own) for text, kind, own in read_texts()]
    random.Random(7).shuffle(texts)  # noqa: S311
    examples: list[Example] = [
        (features(part), kind) for shaped, kind, _ in texts for part in chunks(shaped)[:1]
    ]
    dangers: list[float] = []
    ordinary: list[float] = []
    right = 0
    for fold in range(5):
        model = fit([example for n, example in enumerate(examples) if n % 5 != fold], fold)
        for shaped, kind, _ in texts[fold::5]:
            scored = model.scores(shaped)
            top = max(scored, key=lambda each: scored[each])
            (dangers if kind else ordinary).append(scored[top])
            right += bool(kind) and top == kind
    threshold = round(max(0.3, sorted(ordinary)[int(len(ordinary) * (1 - FALSE_SHARE))]), 3)
    found = sum(score >= threshold for score in dangers)
    print(  # noqa: T201 - the figures are what one runs it for
        f"{len(dangers)} of danger, {len(ordinary)} others; threshold {threshold}: found {found / len(dangers):.3f} unseen, kind {right / len(dangers):.3f}"
    )
    final = fit(examples, 99)
    tables = {}
    for kind in CrisisKind:
        kept = {
            bucket: round(value * SCALE)
            for bucket, value in final.weights(kind).items()
            if abs(value) * SCALE >= 80
        }
        ordered = sorted(kept)
        tables[kind.value] = [ordered, [kept[bucket] for bucket in ordered]]
    data = {
        "scale": SCALE,
        "threshold": threshold,
        "bias": {kind.value: round(final.bias(kind), 4) for kind in CrisisKind},
        "weights": tables,
    }
    WEIGHTS_FILE.write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main())
