"""The model that reads a message: which intent, and which needs, with calibrated probabilities.

Character and word n-grams, TF-IDF and linear classifiers; why these is in
``docs/decisions/0004-understanding-model.md``. No Rasa here: ``classifier.py`` wraps it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Iterable, List, Optional, Sequence, Tuple

import numpy as np

from bot.components.calibration import fit_sigmoid, fit_temperature, sigmoid, softmax
from bot.components.features import Features, Reading
from bot.components.linear import LinearHeads
from bot.components.training_pairs import two_need_messages

NEED_PREFIX = "need_"
UNKNOWN_INTENT = "out_of_scope"
# What a message without one known word gets: a guess that no dialogue should act upon.
UNKNOWN_CONFIDENCE = 0.5
FOLDS = 5
SEED = 2026


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
    """A trained model; make one with :meth:`train` or :meth:`load`."""

    def __init__(
        self,
        features: Features,
        intent_heads: LinearHeads,
        temperature: float,
        need_heads: Optional[LinearHeads],
        sigmoids: Dict[str, Tuple[float, float]],
    ) -> None:
        self._features = features
        self._intent_heads = intent_heads
        self._temperature = temperature
        self._need_heads = need_heads
        self._sigmoids = sigmoids

    @property
    def intents(self) -> List[str]:
        """The names of all intents the model can answer with."""
        return list(self._intent_heads.labels)

    @classmethod
    def train(cls, readings: Sequence[Reading], labels: Sequence[str]) -> "Understanding":
        """Learns from messages and their intents; the same input gives the same model.

        Args:
            readings: the messages as :func:`bot.components.features.read` returns them.
            labels: one intent name for each message.

        Raises:
            ValueError: with fewer than two different intents.
        """
        if len(set(labels)) < 2:
            raise ValueError("training needs messages of at least two intents")
        targets = np.array(labels)
        features = Features.fit(readings)
        rows = features.transform(readings)
        intent_heads = LinearHeads.fit_one_of_many(rows, targets)
        temperature = cls._calibrate_intents(readings, targets)
        needs = sorted({label for label in labels if label.startswith(NEED_PREFIX)})
        need_heads, sigmoids = None, {}
        if needs:
            need_heads = cls._fit_needs(features, readings, targets, needs)
            sigmoids = cls._calibrate_needs(readings, targets, needs)
        return cls(features, intent_heads, temperature, need_heads, sigmoids)

    @staticmethod
    def _fit_needs(
        features: Features, readings: Sequence[Reading], targets: Any, needs: Sequence[str]
    ) -> LinearHeads:
        pairs, both = two_need_messages(readings, targets, seed=SEED)
        rows = features.transform([*readings, *pairs])
        wanted = np.array(
            [[label == need for need in needs] for label in targets]
            + [[need in couple for need in needs] for couple in both]
        )
        return LinearHeads.fit_independent(rows, wanted, needs)

    @classmethod
    def _calibrate_intents(cls, readings: Sequence[Reading], targets: Any) -> float:
        scores, truth = [], []
        labels = sorted(set(targets))
        for learn, held in _folds(targets):
            if set(targets[learn]) != set(labels):
                continue  # an intent with a single message cannot be held out
            features = Features.fit([readings[i] for i in learn])
            heads = LinearHeads.fit_one_of_many(
                features.transform([readings[i] for i in learn]), targets[learn]
            )
            scores.append(heads.scores(features.transform([readings[i] for i in held])))
            truth.append(np.searchsorted(labels, targets[held]))
        if not scores:
            return 1.0
        return fit_temperature(np.vstack(scores), np.concatenate(truth))

    @classmethod
    def _calibrate_needs(
        cls, readings: Sequence[Reading], targets: Any, needs: Sequence[str]
    ) -> Dict[str, Tuple[float, float]]:
        scores, truth = [], []
        for learn, held in _folds(targets):
            known = [readings[i] for i in learn]
            features = Features.fit(known)
            heads = cls._fit_needs(features, known, targets[learn], needs)
            strangers = [readings[i] for i in held]
            pairs, both = two_need_messages(strangers, targets[held], seed=SEED + 1)
            scores.append(heads.scores(features.transform([*strangers, *pairs])))
            truth += [[label == need for need in needs] for label in targets[held]]
            truth += [[need in couple for need in needs] for couple in both]
        all_scores, all_truth = np.vstack(scores), np.array(truth)
        return {
            need: fit_sigmoid(all_scores[:, place], all_truth[:, place]) for place, need in enumerate(needs)
        }

    def understand(self, reading: Reading) -> Understood:
        """Reads one message; never fails, whatever the text is."""
        return self.understand_all([reading])[0]

    def understand_all(self, readings: Sequence[Reading]) -> List[Understood]:
        """Reads many messages at once, with the same results as one at a time."""
        if not readings:
            return []
        rows = self._features.transform(readings)
        chances = softmax(self._intent_heads.scores(rows) / self._temperature)
        need_scores = self._need_heads.scores(rows) if self._need_heads else None
        results = []
        for place, reading in enumerate(readings):
            known = self._features.known_share(reading)
            if known == 0.0:
                results.append(self._nothing_known())
                continue
            order = np.argsort(-chances[place], kind="stable")
            intents = [(self._intent_heads.labels[i], round(float(chances[place, i]), 4)) for i in order]
            needs = {}
            if self._need_heads is not None and need_scores is not None:
                for column, label in enumerate(self._need_heads.labels):
                    chance = float(sigmoid(need_scores[place, column], *self._sigmoids[label]))
                    needs[label[len(NEED_PREFIX) :]] = round(chance, 4)
            results.append(Understood(intents, needs, round(known, 3)))
        return results

    def _nothing_known(self) -> Understood:
        others = [label for label in self._intent_heads.labels if label != UNKNOWN_INTENT]
        share = round((1.0 - UNKNOWN_CONFIDENCE) / max(1, len(others)), 4)
        intents = [(UNKNOWN_INTENT, UNKNOWN_CONFIDENCE)] + [(label, share) for label in others]
        needs = [label[len(NEED_PREFIX) :] for label in others if label.startswith(NEED_PREFIX)]
        return Understood(intents, dict.fromkeys(needs, 0.0), 0.0)

    def save(self, folder: Path) -> None:
        """Writes the model as JSON and NumPy arrays, so that loading never executes anything."""
        self._features.save(folder)
        self._intent_heads.save(folder / "intents.npz")
        if self._need_heads is not None:
            self._need_heads.save(folder / "needs.npz")
        about = {"temperature": self._temperature, "sigmoids": self._sigmoids}
        (folder / "understanding.json").write_text(json.dumps(about), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Understanding":
        """Reads what :meth:`save` wrote."""
        about = json.loads((folder / "understanding.json").read_text(encoding="utf-8"))
        needs = folder / "needs.npz"
        return cls(
            Features.load(folder),
            LinearHeads.load(folder / "intents.npz"),
            float(about["temperature"]),
            LinearHeads.load(needs) if needs.exists() else None,
            {label: (float(a), float(b)) for label, (a, b) in about["sigmoids"].items()},
        )


def _folds(targets: Any) -> Iterable[Tuple[Any, Any]]:
    """Splits into FOLDS parts with all intents in each, as far as there are enough messages."""
    place_in_label: Dict[str, int] = {}
    fold_of = np.zeros(len(targets), dtype=int)
    shuffled = np.random.RandomState(SEED).permutation(len(targets))
    for index in shuffled:
        seen = place_in_label.get(targets[index], 0)
        fold_of[index] = seen % FOLDS
        place_in_label[targets[index]] = seen + 1
    for number in range(FOLDS):
        held = np.flatnonzero(fold_of == number)
        if len(held):
            yield np.flatnonzero(fold_of != number), held
