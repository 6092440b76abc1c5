"""The training data say what their authors wrote, and fit the domain."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader

from bot import train

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "data" / "nlu").glob("*.yml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_message_is_read_as_written(path: Path) -> None:
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    expected = []
    for part in written["nlu"]:
        if "lookup" in part:
            continue
        lines = [line for line in part["examples"].splitlines() if line.strip()]
        assert all(line.startswith("- ") for line in lines), "one message a line, after a hyphen"
        expected += [(part["intent"], line[2:].strip()) for line in lines]
    read = RasaYAMLReader().read(path)
    # Brackets before brackets would be taken for an entity and change the text.
    assert [(one.get("intent"), one.get("text")) for one in read.training_examples] == expected
    assert not read.entity_examples


def test_every_intent_of_the_data_is_in_the_domain() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    known = {
        name for intent in domain["intents"] for name in ([intent] if isinstance(intent, str) else intent)
    }
    used = {
        part.get("intent") or part["lookup"]
        for path in FILES
        for part in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
    }
    assert used <= known
    # Rasa gives these a meaning of its own; ours are start_over and go_back.
    assert not known & {"restart", "back"}


def test_names_of_models_follow_their_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = train.fingerprint()
    assert re.fullmatch(r"[0-9a-f]{16}", before)
    assert train.fingerprint() == before
    monkeypatch.setenv("DUO_SPACY_MODEL", "de_core_news_md")
    assert train.fingerprint() != before


def test_only_the_newest_models_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    monkeypatch.setattr(train, "MODELS", tmp_path)
    for age in range(5):
        model = tmp_path / f"{age}.tar.gz"
        model.write_bytes(b"")
        os.utime(model, (1000 - age, 1000 - age))
    assert [path.name for path in train.prune()] == ["2.tar.gz", "3.tar.gz", "4.tar.gz"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.tar.gz", "1.tar.gz"]


def test_serving_without_a_fitting_model_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DUO_BOT_MODEL", raising=False)
    monkeypatch.setattr(train, "MODELS", tmp_path)
    with pytest.raises(SystemExit, match=r"bot\.train"):
        train.trained_model()
    monkeypatch.setenv("DUO_BOT_MODEL", str(tmp_path / "missing.tar.gz"))
    with pytest.raises(SystemExit, match="no such file"):
        train.trained_model()
