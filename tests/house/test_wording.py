"""Everything the dialogue can say exists in German, is filled in completely and keeps its manners."""

from __future__ import annotations

import ast
import re
import string
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from casework.codes import NeedKind
from casework.dialogue.people import whom_values
from casework.dialogue.state import DraftState, Phase
from casework.labels import labels
from casework.needs import Needs
from tests.house.project import ROOT, domain, named, ordinary_responses, python_files, responses, tree

NEEDS = Needs.load()
PERSONS = ("_self", "_plural")
MOST_CHARACTERS = 400
MOST_STATEMENTS = 3

# Calls whose literal arguments are names of responses.
SPEAKING = {"say", "Say", "wording"}
# Where names are put together, and from what: (pattern of the f-string, its fillings).
COMPOSED = {
    "utter_again_{}_{}": None,  # falls back to utter_again_<slot>
    "utter_again_{}": [f"utter_again_{slot}" for slot in ("text", "choice")],
    "utter_why_{}": None,  # falls back to utter_why
    "utter_explain_{}": None,  # falls back to utter_explain
    "utter_heard_before_consent{}": ["utter_heard_before_consent", "utter_heard_before_consent_date"],
    "utter_question_{}": None,  # test_every_question_is_worded
    "utter_question_person_{}": ["utter_question_person_relative", "utter_question_person_other"],
    "utter_tip_{}": None,  # only said where there is one
}
# The long text about privacy, given only to somebody who asks for "mehr": it must say who, what, why, who reads and how to
# take it back (Art. 13 DSGVO).
MAY_BE_LONG = {"utter_consent_more"}
# Four short sentences where each is needed: the greeting carries the AI disclosure and the emergency number.
MAY_SAY_MORE = MAY_BE_LONG | {"utter_greeting"}
# Whoever asks for a person is told at once that nobody reads along, and both ways to one.
MAY_SAY_MORE |= {"utter_human"}
# One question in two breaths: the second half names the answers, or what to add to a yes.
ASKED_IN_TWO_BREATHS = {
    "utter_again_person_knows",
    "utter_question_tried_before",
    "utter_question_deadline_paperwork",
    "utter_question_deadline_debt",
}


def _pattern(node: ast.JoinedStr) -> str:
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)


def _names_in(path: Path) -> tuple[set[str], set[str]]:
    """(literal response names, patterns of composed ones) anywhere in a file."""
    literal, composed = set(), set()
    inside = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.JoinedStr):
            inside |= {id(part) for part in node.values}
            if _pattern(node).startswith("utter_"):
                composed.add(_pattern(node))
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            literal |= set(re.findall(r"^utter_[a-z_]+$", node.value))
    return literal, composed


SPEAKERS = [
    path for path in python_files("casework", "actions") if "utter_" in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("path", SPEAKERS, ids=named)
def test_everything_said_exists(path: Path) -> None:
    literal, composed = _names_in(path)
    missing = literal - set(responses())
    assert not missing, f"domain.yml lacks {sorted(missing)}"
    unknown = composed - set(COMPOSED)
    assert not unknown, f"say in COMPOSED what {sorted(unknown)} can become"
    for pattern in composed:
        for name in COMPOSED[pattern] or ():
            assert name in responses(), name


def test_speakers_speak_through_known_calls() -> None:
    """The search above finds every name because names stand as literals; nothing speaks by a computed name."""
    for path in SPEAKERS:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say" and node.args:
                first = node.args[0]
                known = (ast.Constant, ast.JoinedStr, ast.IfExp)
                passed_on = isinstance(first, ast.Name | ast.Subscript)
                assert isinstance(first, known) or passed_on, f"{named(path)}:{node.lineno}"


def test_first_fallbacks_exist() -> None:
    for name in ("utter_why", "utter_explain", "utter_again_text", "utter_again_choice", "utter_offer_start"):
        assert name in responses()


@pytest.mark.parametrize("slot", NEEDS.slots)
def test_every_question_is_worded(slot: str) -> None:
    if f"utter_question_{slot}" in responses():
        return
    askers = [kind for kind in NEEDS.kinds if slot in NEEDS.get(kind).questions]
    assert askers, f"utter_question_{slot} is missing"
    for kind in askers:
        assert f"utter_question_{slot}_{kind}" in responses()


def test_the_plain_question_comes_with_the_special_one() -> None:
    """A variant without a plain response could leave somebody without any question."""
    slots = sorted(NEEDS.slots, key=len, reverse=True)
    for name in responses():
        for prefix in ("utter_question_", "utter_again_", "utter_why_", "utter_explain_"):
            if name.startswith(prefix):
                rest = name.removeprefix(prefix)
                known = any(rest == slot or rest.startswith(f"{slot}_") for slot in slots)
                assert known or rest in {"text", "choice"}, f"{name} is for no question of needs.yml"


@pytest.mark.parametrize(
    "slot",
    sorted(
        ({slot for kind in NEEDS.kinds for slot in NEEDS.get(kind).questions} | set(NEEDS.order))
        - {"needs", "need", "consent", "understanding", "summary", "follow_up"}
    ),
)
def test_why_is_answered_for_every_question(slot: str) -> None:
    """The first question and the steps of the course (consent, say-back, summary, follow-up) have the general answer."""
    assert f"utter_why_{slot}" in responses()


@pytest.mark.parametrize("slot", [slot for slot in NEEDS.slots if NEEDS.question(slot).explain])
def test_what_is_that_is_answered(slot: str) -> None:
    assert f"utter_explain_{slot}" in responses()


def test_variants_are_of_kinds_that_exist() -> None:
    """A variant with a misspelt suffix would never be said."""
    suffixes = {f"_{kind}{person}" for kind in NeedKind for person in ("", *PERSONS)}
    suffixes |= {*PERSONS, *(f"_{phase}" for phase in Phase), "_relative", "_other", "_known", "_more", ""}
    slots = sorted(NEEDS.slots, key=len, reverse=True)
    for name in responses():
        if name.startswith("utter_question_"):
            rest = name.removeprefix("utter_question_")
            slot = next(slot for slot in slots if rest == slot or rest.startswith(f"{slot}_"))
            assert rest.removeprefix(slot) in suffixes, f"{name} is never said"


@cache
def _values_given() -> dict[str, frozenset[str]]:
    """Response name (or its prefix for composed names) -> names of the values that the code passes with it."""
    given: dict[str, set[str]] = {}
    for path in SPEAKERS:
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name not in SPEAKING:
                continue
            spoken = {
                inner.value
                for argument in node.args
                for inner in ast.walk(argument)
                if isinstance(inner, ast.Constant)
                and isinstance(inner.value, str)
                and inner.value.startswith("utter_")
            }
            values = {keyword.arg for keyword in node.keywords if keyword.arg}
            values |= {
                key.value
                for argument in node.args
                if isinstance(argument, ast.Dict)
                for key in argument.keys
                if isinstance(key, ast.Constant)
            }
            for each in spoken:
                given.setdefault(each, set()).update(values)
    return {name: frozenset(values) for name, values in given.items()}


def _always_known(name: str) -> set[str]:
    """Values of the conversation itself: the slots of the domain, and what questions and hints carry."""
    known = set(domain()["slots"])
    if name.startswith("utter_question_") or name == "utter_offer_needs":
        known |= set(whom_values(DraftState()))
        known |= {"example", "place", "understood"}  # casework/dialogue/turn.py and questions.py add them
    if name.startswith("utter_again_"):
        known |= {"example", "postcodes", "place"}  # Conversation._hints
    return known


@pytest.mark.parametrize("name", responses())
def test_every_gap_is_filled(name: str) -> None:
    for text in responses()[name]:
        gaps = {gap for _, gap, _, _ in string.Formatter().parse(text) if gap}
        unfilled = gaps - _always_known(name) - _values_given().get(name, frozenset())
        assert not unfilled, f"{name} names {unfilled}, which nobody passes"


def _said_by_us() -> list[tuple[str, str]]:
    """(where, text) of every sentence people read that stands in a data file."""
    found = [(name, text) for name, texts in responses().items() for text in texts]
    found += [(f"needs.yml {question}", label) for question, label in _labels_of_needs()]
    for path in ("chat/labels.de.yml", "desk/labels.de.yml", "casework/labels.de.yml"):
        found += [
            (path, text) for text in _strings(yaml.safe_load((ROOT / path).read_text(encoding="utf-8")))
        ]
    return found


def _labels_of_needs() -> list[tuple[str, str]]:
    found = [(kind, NEEDS.get(kind).label) for kind in NEEDS.kinds]
    for slot in NEEDS.slots:
        found.append((slot, NEEDS.question(slot).label))
        found += [(slot, option.label) for option in NEEDS.question(slot).options]
    return found


def _strings(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data]
    if isinstance(data, dict):
        return [
            text for key, value in data.items() if not str(key).endswith("_en") for text in _strings(value)
        ]
    return [text for value in data for text in _strings(value)] if isinstance(data, list) else []


SAID = _said_by_us()


def test_nobody_is_shouted_at() -> None:
    assert not [(where, text) for where, text in SAID if "!" in text]


def test_no_emoji() -> None:
    pictures = {"So", "Sk", "Cn", "Co"}
    # Signs of law and typography that people know are words, not pictures.
    allowed = set("§°")
    loud = [
        (where, text)
        for where, text in SAID
        if any(unicodedata.category(sign) in pictures and sign not in allowed for sign in text)
    ]
    assert not loud


def test_everybody_is_addressed_as_sie() -> None:
    du = re.compile(
        r"\b(?:du|dich|dir|dein(?:e[mnrs]?)?|ihr (?:könnt|habt|seid)|euch|euer|eure[mnrs]?)\b", re.I
    )
    familiar = [(where, text) for where, text in SAID if du.search(re.sub("„[^“]*“", "", text))]
    assert not familiar, "outside quotations people are addressed as Sie"


def test_no_empty_phrases() -> None:
    empty = re.compile(
        r"ich verstehe, wie sie sich fühlen|schnellstmöglich|\bsuper\b|leider leider|gerne doch|hilft ihnen weiter",
        re.I,
    )
    assert not [(where, text) for where, text in SAID if empty.search(text)]


def _sentences(text: str) -> list[str]:
    plain = re.sub("„[^“]*“|\\{[^}]*\\}", "X", text)
    plain = re.sub(r"\b(?:z\. ?B|bzw|usw|ca|Nr|Abs|Dr)\.", "X", plain)
    plain = re.sub(r"(\d)\.(?=\s|\d)", r"\1", plain)
    return [part for part in re.split(r"(?<=[.?])\s+|\n", plain) if part.strip()]


@pytest.mark.parametrize("name", responses())
def test_responses_are_short(name: str) -> None:
    for text in responses()[name]:
        assert len(text) <= MOST_CHARACTERS or name in MAY_BE_LONG, f"{len(text)} characters"
    assert ordinary_responses()[name], "only worded in Einfache Sprache"
    for text in ordinary_responses()[name]:
        sentences = _sentences(text)
        questions = [sentence for sentence in sentences if sentence.rstrip().endswith("?")]
        assert len(questions) <= 1 or name in ASKED_IN_TWO_BREATHS, f"two questions: {questions}"
        statements = [sentence for sentence in sentences if sentence not in questions]
        assert len(statements) <= MOST_STATEMENTS or name in MAY_SAY_MORE, statements


def test_exceptions_are_still_needed() -> None:
    assert set(responses()) >= MAY_SAY_MORE | ASKED_IN_TWO_BREATHS
    for name in MAY_SAY_MORE - MAY_BE_LONG:
        assert any(len(_sentences(text)) > MOST_STATEMENTS for text in ordinary_responses()[name]), name


def test_phrases_are_all_used_with_their_values() -> None:
    """Every phrase(...) that the code names stands in labels.de.yml with the gaps the code fills."""
    for path in python_files("casework", "actions"):
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") == "phrase"
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                key = str(node.args[0].value)
                assert key in labels()["phrase"], f"{named(path)}:{node.lineno} phrase {key!r}"
                gaps = {gap for _, gap, _, _ in string.Formatter().parse(labels()["phrase"][key]) if gap}
                passed = {keyword.arg for keyword in node.keywords}
                assert gaps <= passed, f"{named(path)}:{node.lineno} phrase {key!r} lacks {gaps - passed}"
