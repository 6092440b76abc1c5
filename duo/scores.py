"""Figures of an evaluation: shares, F1, calibration. All between 0 and 1."""

from collections.abc import Mapping, Sequence
from typing import Any

BINS = 10


def share(hits: Sequence[bool]) -> float:
    """The part that is true; 0 for none at all."""
    return round(sum(hits) / len(hits), 4) if hits else 0.0


def _f1(true_positive: int, wanted: int, got: int) -> float:
    return 2 * true_positive / (wanted + got) if wanted + got else 0.0


def per_label(gold: Sequence[str], predicted: Sequence[str]) -> dict[str, dict[str, float]]:
    """Number, precision, recall and F1 of every label that `gold` has."""
    found = {}
    for name in sorted(set(gold)):
        hit = sum(want == got == name for want, got in zip(gold, predicted, strict=True))
        wanted, got = gold.count(name), list(predicted).count(name)
        found[name] = {
            "n": wanted,
            "precision": round(hit / got, 4) if got else 0.0,
            "recall": round(hit / wanted, 4),
            "f1": round(_f1(hit, wanted, got), 4),
        }
    return found


def macro_f1(labels: Mapping[str, Mapping[str, float]]) -> float:
    """The mean of the labels' F1."""
    return round(sum(label["f1"] for label in labels.values()) / len(labels), 4) if labels else 0.0


def set_f1(gold: Sequence[set[str]], predicted: Sequence[set[str]]) -> float:
    """F1 over all needs of all texts (micro), for texts with one need or several."""
    hit = sum(len(want & got) for want, got in zip(gold, predicted, strict=True))
    return round(_f1(hit, sum(map(len, gold)), sum(map(len, predicted))), 4)


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error: mean distance of confidence and accuracy over ten bins, weighted by their size."""
    error = 0.0
    for number in range(BINS):
        inside = [
            (confidence, hit)
            for confidence, hit in zip(confidences, right, strict=True)
            if number / BINS < confidence <= (number + 1) / BINS or (number == 0 and confidence == 0)
        ]
        if inside:
            confidence = sum(c for c, _ in inside) / len(inside)
            accuracy = sum(h for _, h in inside) / len(inside)
            error += len(inside) / len(confidences) * abs(confidence - accuracy)
    return round(error, 4)


def print_table(title: str, result: Mapping[str, Any]) -> None:
    """Prints the figures, the labels below one another."""
    print(f"\n{title}")
    for name, value in result.items():
        if not isinstance(value, Mapping):
            print(f"  {name:<20} {value}")
    for name, value in result.items():
        if isinstance(value, Mapping):
            print(f"  {name}")
            for label, figures in value.items():
                shown = (
                    "  ".join(f"{k} {v}" for k, v in figures.items())
                    if isinstance(figures, Mapping)
                    else figures
                )
                print(f"    {label:<20} {shown}")
