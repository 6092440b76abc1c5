"""The model that reads a message: which intent, and which needs, with calibrated probabilities.

Character and word n-grams, TF-IDF and linear models; why these is in
``docs/decisions/0004-understanding-model.md``. No Rasa here: ``classifier.py`` wraps it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np

from bot.components.calibration import sigmoid, softmax
from bot.components.features import Reading, Vocabulary, Weighting
from bot.components.linear import LinearHeads

NEED_PREFIX = "need_"
UNKNOWN_INTENT = "out_of_scope"
# What a message without one known word gets: a guess that no dialogue should act upon.
UNKNOWN_CONFIDENCE = 0.5
# Added to the logarithm of the odds of out_of_scope. Training makes all intents equally likely, but what lies
# outside is wider than any list of examples. Chosen on tests/nlu/dev: of the messages out of scope 87 % are
# rejected instead of 66 %, of the needs 1.7 % instead of 0.3 %.
UNKNOWN_LIFT = 2.5


@dataclass(frozen=True)
class Understood:
    """What the model makes of one message.

    Attributes:
        intents: every intent with its probability, the likeliest first; they add up to 1.
        needs: each need's code with its own probability between 0 and 1. They are independent of each
            other: a message about two needs has two high ones, one about none has none.
        known: the share of the message that the model knows from its training, 0 to 1.
    """

    intents: List[Tuple[str, float]]
    needs: Dict[str, float]
    known: float


class Understanding:
    """A trained model; :func:`bot.components.learning.learn` makes one."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        weighting: Weighting,
        intent_heads: LinearHeads,
        temperature: float,
        need_heads: Optional[LinearHeads],
        sigmoids: Dict[str, Tuple[float, float]],
    ) -> None:
        self._vocabulary = vocabulary
        self._weighting = weighting
        self._intent_heads = intent_heads
        self._temperature = temperature
        self._need_heads = need_heads
        self._sigmoids = sigmoids

    @property
    def intents(self) -> List[str]:
        """The names of all intents the model can answer with."""
        return list(self._intent_heads.labels)

    def understand(self, reading: Reading) -> Understood:
        """Reads one message; never fails, whatever the text is."""
        return self.understand_all([reading])[0]

    def understand_all(self, readings: Sequence[Reading]) -> List[Understood]:
        """Reads many messages at once, with the same results as one at a time."""
        if not readings:
            return []
        rows = self._weighting.rows(self._vocabulary.sheet(readings))
        logits = self._intent_heads.centred_scores(rows) / self._temperature
        if UNKNOWN_INTENT in self._intent_heads.labels:
            logits[:, self._intent_heads.labels.index(UNKNOWN_INTENT)] += UNKNOWN_LIFT
        chances = softmax(logits)
        need_scores = None if self._need_heads is None else self._need_heads.scores(rows)
        results = []
        for place, reading in enumerate(readings):
            known = self._vocabulary.known_share(reading)
            if known == 0.0:
                results.append(self._nothing_known())
                continue
            order = np.argsort(-chances[place], kind="stable")
            intents = [(self._intent_heads.labels[i], round(float(chances[place, i]), 4)) for i in order]
            needs = {} if need_scores is None else self._chances_of_needs(need_scores[place])
            results.append(Understood(intents, needs, round(known, 3)))
        return results

    def _chances_of_needs(self, scores: Any) -> Dict[str, float]:
        labels = [] if self._need_heads is None else self._need_heads.labels
        return {
            label[len(NEED_PREFIX) :]: round(float(sigmoid(score, *self._sigmoids[label])), 4)
            for label, score in zip(labels, scores, strict=True)
        }

    def _nothing_known(self) -> Understood:
        others = [label for label in self._intent_heads.labels if label != UNKNOWN_INTENT]
        share = round((1.0 - UNKNOWN_CONFIDENCE) / max(1, len(others)), 4)
        intents = [(UNKNOWN_INTENT, UNKNOWN_CONFIDENCE)] + [(label, share) for label in others]
        needs = [label[len(NEED_PREFIX) :] for label in others if label.startswith(NEED_PREFIX)]
        return Understood(intents, dict.fromkeys(needs, 0.0), 0.0)

    def save(self, folder: Path) -> None:
        """Writes the model as JSON and NumPy arrays, so that loading never executes anything."""
        self._vocabulary.save(folder / "vocabulary.json")
        np.save(folder / "idf.npy", self._weighting.idf, allow_pickle=False)
        self._intent_heads.save(folder / "intents.npz")
        if self._need_heads is not None:
            self._need_heads.save(folder / "needs.npz")
        about = {"temperature": self._temperature, "sigmoids": self._sigmoids}
        (folder / "understanding.json").write_text(json.dumps(about), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Understanding":
        """Reads what :meth:`save` wrote."""
        about = json.loads((folder / "understanding.json").read_text(encoding="utf-8"))
        vocabulary = Vocabulary.load(folder / "vocabulary.json")
        idf = np.load(folder / "idf.npy", allow_pickle=False)
        needs = folder / "needs.npz"
        return cls(
            vocabulary,
            Weighting(idf, Weighting.words_of(vocabulary)),
            LinearHeads.load(folder / "intents.npz"),
            float(about["temperature"]),
            LinearHeads.load(needs) if needs.exists() else None,
            {label: (float(slope), float(shift)) for label, (slope, shift) in about["sigmoids"].items()},
        )
