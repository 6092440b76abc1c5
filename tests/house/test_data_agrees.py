"""Towns, needs, intents and codes stand in several files; they say the same."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import yaml

from casework.codes import (
    Channel,
    ConsentPurpose,
    ContactWay,
    CrisisKind,
    CrisisLevel,
    IntakeStatus,
    NeedKind,
    ReporterKind,
    Sender,
    Urgency,
)
from casework.crisis import Crisis
from casework.labels import labels
from casework.needs import Needs
from casework.towns import OUTSIDE, Towns
from chat.app import API_ROUTES
from tests.house.project import ROOT, domain, intents, python_files, responses, training

BUTTON_INTENT = "choose"
NEEDS = Needs.load()
TOWNS = Towns.load()
ENUM_LABELS = {
    "status": IntakeStatus,
    "urgency": Urgency,
    "channel": Channel,
    "reporter": ReporterKind,
    "crisis": CrisisKind,
    "crisis_level": CrisisLevel,
    "consent": ConsentPurpose,
    "sender": Sender,
    "contact_way": ContactWay,
}


@pytest.mark.parametrize("kind", NeedKind)
def test_every_need_is_known_everywhere(kind: NeedKind) -> None:
    need = NEEDS.get(kind)
    assert need.label
    assert need.short
    assert f"need_{kind}" in intents()
    assert any(intent == f"need_{kind}" for intent, _, _ in training())


def test_there_are_no_needs_that_the_record_does_not_know() -> None:
    assert set(NEEDS.kinds) == set(NeedKind)
    assert {name for name in intents() if name.startswith("need_")} == {f"need_{kind}" for kind in NeedKind}
    assert {need for start in NEEDS.starts for need in start.needs} <= set(NeedKind)


def test_intents_and_examples_belong_together() -> None:
    trained = {intent for intent, _, _ in training()}
    assert trained == intents() - {BUTTON_INTENT}


def test_there_are_enough_examples() -> None:
    counted = Counter(intent for intent, _, _ in training())
    few = {
        intent: number
        for intent, number in counted.items()
        if number < (350 if intent.startswith("need_") else 60)
    }
    assert not few, f"a need takes 350 messages, another intent 60: {few}"


def test_a_message_is_filed_once() -> None:
    filed: dict[str, set[str]] = {}
    for intent, text, _ in training():
        filed.setdefault(text.casefold(), set()).add(intent)
    torn = {text: sorted(names) for text, names in filed.items() if len(names) > 1}
    assert not torn, f"one text, two meanings: {torn}"


def _rules() -> list[dict[str, Any]]:
    return [
        rule
        for path in sorted((ROOT / "data" / "rules").glob("*.yml"))
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
    ]


def test_rules_use_what_the_domain_has() -> None:
    actions = {*domain()["actions"], *responses(), *domain()["forms"], "action_listen"}
    for rule in _rules():
        for step in rule["steps"]:
            assert step.get("intent", BUTTON_INTENT) in intents(), rule["rule"]
            assert step.get("action", "action_listen") in actions, rule["rule"]
            assert step.get("active_loop") in {None, *domain()["forms"]}, rule["rule"]


def test_every_side_question_has_its_rule() -> None:
    from casework.dialogue.turn import SIDE_QUESTIONS

    answered = {step["intent"] for rule in _rules() for step in rule["steps"] if "intent" in step}
    assert answered == set(SIDE_QUESTIONS)


def test_every_command_of_the_dialogue_is_an_intent() -> None:
    from casework.dialogue.commands import _COMMANDS

    assert set(_COMMANDS) <= intents()


def test_the_domain_names_the_actions_that_exist() -> None:
    from actions.session import ActionSessionStart
    from actions.submission import ActionSubmitIntake
    from actions.turns import ValidateIntakeForm

    written = {
        action.name(action)  # type: ignore[arg-type]
        for action in (ActionSessionStart, ActionSubmitIntake, ValidateIntakeForm)
    }
    assert written == set(domain()["actions"])


@pytest.mark.parametrize(("group", "codes"), ENUM_LABELS.items())
def test_every_code_has_a_german_label(group: str, codes: Any) -> None:
    assert set(labels()[group]) == {str(code) for code in codes}


def test_codes_of_towns_fit_everywhere() -> None:
    for code in TOWNS.codes:
        assert code.isidentifier(), "a code stands in addresses, button payloads and key scopes"
        assert code.islower()
    assert OUTSIDE in labels()["town"]
    assert len({postcode for code in TOWNS.codes for postcode in TOWNS.get(code).postcodes}) == sum(
        len(TOWNS.get(code).postcodes) for code in TOWNS.codes
    )


def test_no_code_knows_a_town_by_name() -> None:
    """Another pair of towns is data; only comments and docstrings may give examples."""
    import ast

    from tests.house.project import named, tree

    names = {TOWNS.get(code).name for code in TOWNS.codes} | set(TOWNS.codes)
    found = []
    for path in python_files("casework", "actions", "chat", "desk", "duo"):
        docs = {
            id(node.value)
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        found += [
            f"{named(path)}:{node.lineno}"
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docs
            and node.value in names
        ]
    assert not found


def test_every_kind_of_crisis_has_numbers_and_words() -> None:
    crisis = Crisis.load(None, TOWNS)
    for kind in CrisisKind:
        for town in (*TOWNS.codes, None):
            assert crisis.numbers(kind, town), f"{kind} shows no number in {town}"
        for level in CrisisLevel:
            assert crisis.text(kind, level)


def test_the_public_contract_has_its_calls() -> None:
    calls = {(method, uri.replace("<conversation_id:str>", "{id}")) for method, uri, _ in API_ROUTES}
    assert calls == {
        ("POST", "/api/conversations"),
        ("POST", "/api/conversations/{id}/messages"),
        ("GET", "/api/conversations/{id}/messages"),
        ("GET", "/api/conversations/{id}/events"),
        ("DELETE", "/api/conversations/{id}"),
        ("POST", "/api/receipts"),
    }
