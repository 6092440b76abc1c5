"""Linear classifiers with one head for each label, kept as plain arrays."""

from __future__ import annotations

from pathlib import Path
from typing import Any, List, Sequence

import numpy as np
from sklearn.svm import LinearSVC

SEED = 2026
INTENT_COST = 0.5
NEED_COST = 0.5


class LinearHeads:
    """Scores a row of features for each of several labels."""

    def __init__(self, labels: Sequence[str], weights: Any, shifts: Any) -> None:
        self.labels: List[str] = list(labels)
        self._weights = weights
        self._shifts = shifts

    @classmethod
    def fit_one_of_many(cls, rows: Any, targets: Any) -> "LinearHeads":
        """Learns labels of which each message has exactly one."""
        labels = sorted(set(targets))
        wanted = np.array([[target == label for label in labels] for target in targets])
        return cls._fit(rows, wanted, labels, INTENT_COST)

    @classmethod
    def fit_independent(cls, rows: Any, wanted: Any, labels: Sequence[str]) -> "LinearHeads":
        """Learns labels of which a message may have any number; ``wanted`` holds a column for each."""
        return cls._fit(rows, wanted, labels, NEED_COST)

    @classmethod
    def _fit(cls, rows: Any, wanted: Any, labels: Sequence[str], cost: float) -> "LinearHeads":
        # One row for each feature: a message touches few of them, and a row lies together in memory.
        weights = np.zeros((rows.shape[1], len(labels)), dtype=np.float32)
        shifts = np.zeros(len(labels), dtype=np.float32)
        for place in range(len(labels)):
            model = LinearSVC(C=cost, random_state=SEED)
            model.fit(rows, wanted[:, place])
            weights[:, place] = model.coef_[0]
            shifts[place] = model.intercept_[0]
        return cls(labels, weights, shifts)

    def scores(self, rows: Any) -> Any:
        """One row for each message, one column for each label: the signed distance from the border."""
        return np.asarray(rows @ self._weights) + self._shifts

    def save(self, path: Path) -> None:
        """Writes labels and weights as NumPy arrays without pickled objects."""
        np.savez_compressed(path, labels=np.array(self.labels), weights=self._weights, shifts=self._shifts)

    @classmethod
    def load(cls, path: Path) -> "LinearHeads":
        """Reads what :meth:`save` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls([str(label) for label in arrays["labels"]], arrays["weights"], arrays["shifts"])
