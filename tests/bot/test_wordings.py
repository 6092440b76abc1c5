"""Which of its two wordings Rasa says: the one for Einfache Sprache when the slot `plain` is true, else the ordinary one."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain

ROOT = Path(__file__).resolve().parents[2]
CHANNEL = "duo"
ROUNDS = 3
MILLISECONDS_PER_RESPONSE = 1.0


@pytest.fixture(scope="module")
def written() -> dict[str, list[dict[str, Any]]]:
    """The responses as they stand in the file."""
    found: dict[str, list[dict[str, Any]]] = yaml.safe_load(
        (ROOT / "domain.yml").read_text(encoding="utf-8")
    )["responses"]
    return found


@pytest.fixture(scope="module")
def speaking() -> TemplatedNaturalLanguageGenerator:
    """Rasa's own choice of wordings, over the domain as Rasa reads it."""
    domain = Domain.from_yaml((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return TemplatedNaturalLanguageGenerator(domain.responses)


@pytest.fixture(scope="module")
def slots(written: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """A value for every variable; each stands for itself."""
    texts = " ".join(one["text"] for variations in written.values() for one in variations)
    return {name: f"{{{name}}}" for name in re.findall(r"{(\w+)}", texts)}


@pytest.mark.parametrize(("plain", "which"), [(True, 0), (False, 1), (None, 1)])
def test_rasa_says_the_wording_the_slot_asks_for(
    plain: bool | None,
    which: int,
    written: dict[str, list[dict[str, Any]]],
    slots: dict[str, Any],
    speaking: TemplatedNaturalLanguageGenerator,
) -> None:
    for name, variations in written.items():
        said = {
            (speaking.generate_from_slots(name, {**slots, "plain": plain}, CHANNEL) or {})["text"]
            for _ in range(ROUNDS)
        }
        assert said == {variations[which]["text"]}, name


def test_choosing_a_wording_costs_next_to_nothing(
    written: dict[str, list[dict[str, Any]]],
    slots: dict[str, Any],
    speaking: TemplatedNaturalLanguageGenerator,
) -> None:
    began = time.perf_counter()
    for name in written:
        speaking.generate_from_slots(name, {**slots, "plain": True}, CHANNEL)
    each = (time.perf_counter() - began) * 1000 / len(written)
    assert each < MILLISECONDS_PER_RESPONSE
