"""Linear models with one head for each label, learned in seconds and kept as plain arrays.

Two views of the same features: ridge regression on yes and no (its heads see how n-grams work together) and
complement naive Bayes (Rennie et al. 2003, "Tackling the Poor Assumptions of Naive Bayes Text Classifiers"; it
counts each n-gram for itself and is steadier on rare words). Both are linear, so their sum is one
matrix.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, List, Sequence

import numpy as np
from scipy import sparse

RIDGE = 1.5
# After eight steps the scores hardly change; more only fit the training messages closer.
STEPS = 10
BAYES_SMOOTHING = 0.1


class LinearHeads:
    """Scores a row of features for each of several labels."""

    def __init__(self, labels: Sequence[str], weights: Any, shifts: Any) -> None:
        # One row of weights for each feature: a message touches few, and a row lies together in memory.
        self.labels: List[str] = list(labels)
        self.weights = np.ascontiguousarray(weights, dtype=np.float32)
        self.shifts = np.asarray(shifts, dtype=np.float32)

    def scores(self, rows: Any) -> Any:
        """One row for each message, one column for each label."""
        return np.asarray(rows @ self.weights) + self.shifts

    def centred_scores(self, rows: Any) -> Any:
        """The scores of each message less their mean, so that only differences between labels count."""
        scores = self.scores(rows)
        return scores - scores.mean(axis=1, keepdims=True)

    def plus(self, other: "LinearHeads", own_scale: float, other_scale: float) -> "LinearHeads":
        """One model that gives the weighted sum of both models' scores."""
        return LinearHeads(
            self.labels,
            self.weights * own_scale + other.weights * other_scale,
            self.shifts * own_scale + other.shifts * other_scale,
        )

    def save(self, path: Path) -> None:
        """Writes labels and weights as NumPy arrays without pickled objects."""
        np.savez_compressed(path, labels=np.array(self.labels), weights=self.weights, shifts=self.shifts)

    @classmethod
    def load(cls, path: Path) -> "LinearHeads":
        """Reads what :meth:`save` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls([str(label) for label in arrays["labels"]], arrays["weights"], arrays["shifts"])


def balance(wanted: Any) -> Any:
    """Weights for messages with one label each, so that every label counts the same however many it has."""
    numbers = np.maximum(wanted.sum(axis=0), 1)
    share = wanted / (numbers * wanted.shape[1])
    return (share.sum(axis=1) * len(wanted)).astype(np.float32)


def fit_ridge(rows: Any, wanted: Any, labels: Sequence[str], weights: Any) -> LinearHeads:
    """Ridge regression on +1 and -1, all heads at once by conjugate gradients.

    Args:
        rows: one row of features for each message.
        wanted: a Boolean column for each label.
        labels: the names of the columns.
        weights: how much each message counts; 1 is normal.
    """
    ones = sparse.csr_matrix(np.ones((rows.shape[0], 1), dtype=np.float32))
    design = sparse.hstack([rows, ones], format="csr", dtype=np.float32)
    transposed = design.T.tocsr()
    weight = np.asarray(weights, dtype=np.float32)[:, None]
    residual = transposed @ (weight * np.where(wanted, 1.0, -1.0).astype(np.float32))
    found = np.zeros_like(residual)
    direction = residual.copy()
    size = (residual * residual).sum(axis=0)
    for _ in range(STEPS):
        moved = transposed @ (weight * (design @ direction)) + RIDGE * direction
        step = size / np.maximum((direction * moved).sum(axis=0), 1e-12)
        found += step * direction
        residual -= step * moved
        new_size = (residual * residual).sum(axis=0)
        direction = residual + (new_size / np.maximum(size, 1e-12)) * direction
        size = new_size
    return LinearHeads(labels, found[:-1], found[-1])


def fit_bayes(rows: Any, wanted: Any, labels: Sequence[str]) -> LinearHeads:
    """Complement naive Bayes: a label's score is how little a message looks like all other labels."""
    positive = abs(rows)  # spaCy vectors have negative numbers, frequencies have none
    sums = np.asarray(positive.T @ wanted.astype(np.float32))
    others = sums.sum(axis=1, keepdims=True) - sums + BAYES_SMOOTHING
    weights = -np.log(others / others.sum(axis=0, keepdims=True))
    return LinearHeads(labels, weights, np.zeros(len(labels)))
