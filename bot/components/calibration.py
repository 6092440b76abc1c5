"""Turns scores of linear classifiers into probabilities that mean what they say.

Fitted on messages that the scoring model had not seen (Platt 1999; Guo et al. 2017, "On Calibration of
Modern Neural Networks", for the temperature).
"""

from __future__ import annotations

from typing import Any, Tuple

import numpy as np
from scipy import optimize


def softmax(scores: Any) -> Any:
    """Row-wise softmax of a two-dimensional array."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)


def sigmoid(score: Any, slope: float, shift: float) -> Any:
    """The probability of a score: 1 / (1 + exp(-(slope·score + shift)))."""
    return 1.0 / (1.0 + np.exp(-np.clip(slope * score + shift, -30.0, 30.0)))


def fit_temperature(scores: Any, truth: Any) -> float:
    """The temperature under which ``softmax(scores / temperature)`` is least surprised by the truth.

    Args:
        scores: one row for each message, one column for each class.
        truth: the right column for each message.
    """
    rows = np.arange(len(truth))

    def surprise(log_temperature: float) -> float:
        chances = softmax(scores / np.exp(log_temperature))
        return float(-np.log(np.clip(chances[rows, truth], 1e-12, 1.0)).mean())

    found = optimize.minimize_scalar(surprise, bounds=(-4.0, 3.0), method="bounded")
    return float(np.exp(found.x))


def fit_sigmoid(scores: Any, truth: Any) -> Tuple[float, float]:
    """Slope and shift for :func:`sigmoid`, from scores of one yes-or-no question and the right answers."""
    positives = int(truth.sum())
    negatives = len(truth) - positives
    # Platt's soft targets keep the fit finite when the classes separate perfectly.
    wanted = np.where(truth, (positives + 1.0) / (positives + 2.0), 1.0 / (negatives + 2.0))

    def surprise(parameters: Any) -> float:
        chances = np.clip(sigmoid(scores, parameters[0], parameters[1]), 1e-12, 1 - 1e-12)
        return float(-(wanted * np.log(chances) + (1 - wanted) * np.log(1 - chances)).mean())

    found = optimize.minimize(surprise, x0=np.array([2.0, 0.0]), method="L-BFGS-B")
    return float(found.x[0]), float(found.x[1])
