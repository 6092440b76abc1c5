"""Judging the understanding: reading the files, choosing the judge, counting. The trained model is replaced by its answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casework.dialogue.reading import Reading, World
from casework.needs import Needs
from casework.settings import Settings
from casework.towns import Towns
from duo import evaluation
from duo.setup import SetupError

WORLD = World(Needs.load(), Towns.load(), date(2026, 11, 22))


def _file(folder: Path, *lines: Mapping[str, Any]) -> Path:
    path = folder / "judged.jsonl"
    path.write_text(
        "\n\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n", encoding="utf-8"
    )
    return path


def _understands(monkeypatch: pytest.MonkeyPatch, readings: Mapping[str, Reading]) -> None:
    def understood(texts: Sequence[str]) -> list[Reading]:
        return [readings[text] for text in texts]

    monkeypatch.setattr(evaluation, "understood", understood)


def _needs(text: str, *needs: tuple[str, float]) -> Reading:
    return Reading(text=text, intent=f"need_{needs[0][0]}", confidence=needs[0][1], needs=needs)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "no lines"),
        ('{"text": "a"}\nnothing\n', "line 2"),
        ('["text"]\n', "line 1"),
        ('{"needs": ["debt"]}\n', "line 1"),
        ('{"text": 5}\n', "line 1"),
    ],
)
def test_a_wrong_file_is_told_by_line(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "wrong.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SetupError, match=told):
        evaluation.read_lines(path)


def test_a_missing_file_tells_the_usage(settings: Settings) -> None:
    with pytest.raises(SetupError, match="DATA=FILE"):
        evaluation.evaluate("/nowhere.jsonl", settings, as_json=False)


def test_needs_by_hand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings) -> None:
    _understands(
        monkeypatch,
        {
            "right": _needs("right", ("debt", 0.9), ("housing", 0.05)),
            "third": _needs("third", ("housing", 0.4), ("benefits", 0.3), ("debt", 0.2)),
            "two": replace(
                _needs("two", ("therapy", 0.7), ("debt", 0.2)), beside={"therapy": 0.9, "debt": 0.8}
            ),
            "off": _needs("off", ("other", 0.3), ("housing", 0.2), ("paperwork", 0.15), ("transport", 0.14)),
        },
    )
    path = _file(
        tmp_path,
        {"text": "right", "needs": ["debt"]},
        {"text": "third", "needs": ["debt"]},
        {"text": "two", "needs": ["debt", "therapy"]},
        {"text": "off", "needs": ["transport"]},
    )
    result, wrong = evaluation.judge(path, settings, WORLD)
    assert (result["n"], result["top1"], result["top3"]) == (4, 0.5, 0.75)
    # Sets taken: {debt}, {housing}, {therapy, debt}, {other}: 3 hits, 5 wanted, 5 taken.
    assert result["multi_f1"] == 0.6
    assert result["per_label"]["debt"] == {"n": 2, "precision": 1.0, "recall": 0.5, "f1": 0.6667}
    assert result["per_label"]["therapy"]["f1"] == 1.0
    assert len(wrong) == 2
    assert "third" in wrong[0]


def test_control_by_hand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings) -> None:
    _understands(
        monkeypatch,
        {
            "zurück": Reading(text="zurück", intent="go_back", confidence=0.9),
            "von vorn": Reading(text="von vorn", intent="start_over", confidence=0.9),
            "jau": Reading(text="jau", intent="need_other", confidence=0.2),
            "wer sind sie": Reading(text="wer sind sie", intent="ask_cost", confidence=0.9),
        },
    )
    path = _file(
        tmp_path,
        {"text": "zurück", "control": "back"},
        {"text": "von vorn", "control": "restart"},
        {"text": "jau", "control": "affirm"},
        {"text": "wer sind sie", "control": "ask_who"},
    )
    result, wrong = evaluation.judge(path, settings, WORLD)
    assert result["accuracy"] == 0.75
    assert result["macro_f1"] == 0.75
    assert wrong == ["ask_who -> ask_cost: wer sind sie"]


def test_out_of_scope_by_hand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings) -> None:
    _understands(
        monkeypatch,
        {
            "wetter": Reading(text="wetter", intent="out_of_scope", confidence=0.9, needs=(("other", 0.05),)),
            "miete": _needs("miete", ("housing", 0.8)),
        },
    )
    result, wrong = evaluation.judge(_file(tmp_path, {"text": "wetter"}, {"text": "miete"}), settings, WORLD)
    assert result == {"n": 2, "rejected": 0.5}
    assert "miete" in wrong[0]


def test_towns_take_the_way_of_the_dialogue(tmp_path: Path, settings: Settings) -> None:
    path = _file(
        tmp_path,
        {"text": "in Kaunitz", "town": "verl"},
        {"text": "Sende", "town": "unclear"},
        {"text": "wir wohnen in Gütersloh", "town": "outside"},
        {"text": "33758", "town": "verl"},  # wrong on purpose
    )
    result, wrong = evaluation.judge(path, settings, WORLD)
    assert result["accuracy"] == 0.75
    assert wrong == ["verl -> shs: 33758"]


def test_contact_values_are_exact(tmp_path: Path, settings: Settings) -> None:
    path = _file(
        tmp_path,
        {"asked": "phone", "text": "05246 / 12 34 56", "expect": "+495246123456"},
        {"asked": "email", "text": "Petra.Muster@Beispiel.de", "expect": "petra.muster@beispiel.de"},
        {"asked": "name", "text": "ich heiße Petra Muster", "expect": "Petra Muster"},
        {"asked": "birth_year", "text": "1946", "expect": 1946},
        {"asked": "phone", "text": "sag ich nicht", "expect": None},
        {"asked": "phone", "text": "05246 123456", "expect": "+495246123457"},  # wrong on purpose
    )
    result, wrong = evaluation.judge(path, settings, WORLD)
    assert result["n"] == 6
    assert result["accuracy"] == 0.8333
    assert result["per_label"]["phone"] == {"n": 3, "accuracy": 0.6667}
    assert len(wrong) == 1


def test_an_unknown_contact_slot_is_told(tmp_path: Path, settings: Settings) -> None:
    path = _file(tmp_path, {"asked": "shoe_size", "text": "42", "expect": 42})
    with pytest.raises(SetupError, match="shoe_size"):
        evaluation.judge(path, settings, WORLD)


def test_crisis_counts_missed_and_false_alarms(tmp_path: Path, settings: Settings) -> None:
    path = _file(
        tmp_path,
        {"text": "Ich will mich umbringen", "crisis": "suicide"},
        {"text": "Mein Mann schlägt mich", "crisis": "violence"},
        {"text": "Ich brauche Hilfe beim Putzen", "crisis": "suicide"},  # missed on purpose
        {"text": "Wann hat das Rathaus offen?", "crisis": None},
    )
    result, wrong = evaluation.judge(path, settings, WORLD)
    assert result["recall"] == 0.6667
    assert result["recall_per_kind"] == {"suicide": 0.5, "violence": 1.0}
    assert result["kind_accuracy"] == 1.0
    assert result["false_alarms"] == 0.0
    assert wrong == ["missed suicide: Ich brauche Hilfe beim Putzen"]


def test_the_last_line_is_json_when_asked(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _file(tmp_path, {"text": "in Verl", "town": "verl"})
    assert evaluation.evaluate(str(path), settings, as_json=True) == 0
    last = capsys.readouterr().out.strip().splitlines()[-1]
    assert json.loads(last)["accuracy"] == 1.0
