"""The figures of an evaluation, against figures worked out by hand."""

from __future__ import annotations

import pytest

from duo import scores


def test_share() -> None:
    assert scores.share([True, True, False]) == 0.6667
    assert scores.share([]) == 0.0


def test_per_label() -> None:
    # a: 2 wanted, 3 got, 2 hits -> precision 2/3, recall 1, F1 4/5. b: 2 wanted, 1 got, 1 hit. c: never found.
    gold = ["a", "a", "b", "b", "c"]
    predicted = ["a", "a", "a", "b", "x"]
    assert scores.per_label(gold, predicted) == {
        "a": {"n": 2, "precision": 0.6667, "recall": 1.0, "f1": 0.8},
        "b": {"n": 2, "precision": 1.0, "recall": 0.5, "f1": 0.6667},
        "c": {"n": 1, "precision": 0.0, "recall": 0.0, "f1": 0.0},
    }


def test_macro_f1_counts_every_label_alike() -> None:
    labels = scores.per_label(["a", "a", "b", "b", "c"], ["a", "a", "a", "b", "x"])
    assert scores.macro_f1(labels) == pytest.approx((0.8 + 0.6667 + 0.0) / 3, abs=1e-4)
    assert scores.macro_f1({}) == 0.0


def test_set_f1() -> None:
    # 3 hits among 4 wanted and 5 taken: 2·3 / (4+5)
    gold = [{"debt", "therapy"}, {"housing"}, {"other"}]
    taken = [{"debt"}, {"housing", "debt"}, {"other", "housing"}]
    assert scores.set_f1(gold, taken) == 0.6667
    assert scores.set_f1([], []) == 0.0


def test_calibration_error() -> None:
    # bin (0.8, 0.9]: two texts, mean confidence 0.85, both right -> 0.15 · 2/4
    # bin (0.5, 0.6]: two texts at 0.6, one right -> 0.1 · 2/4
    confidences = [0.9, 0.8 + 1e-9, 0.6, 0.6]
    assert scores.calibration_error(confidences, [True, True, True, False]) == pytest.approx(0.125, abs=1e-3)


def test_a_perfectly_sure_and_right_model_has_no_calibration_error() -> None:
    assert scores.calibration_error([1.0, 1.0, 0.0], [True, True, False]) == 0.0


def test_the_table_shows_every_figure(capsys: pytest.CaptureFixture[str]) -> None:
    scores.print_table(
        "needs.jsonl",
        {"n": 2, "top1": 0.5, "per_label": {"debt": {"n": 2, "f1": 0.5}}, "recall": {"suicide": 1.0}},
    )
    printed = capsys.readouterr().out
    for shown in ("needs.jsonl", "top1", "0.5", "debt", "f1 0.5", "suicide", "1.0"):
        assert shown in printed
