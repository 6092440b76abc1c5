"""Our files: short, finished, without personal data in logs, without settings that nobody explained."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from casework.settings import setting_names
from tests.house.project import ROOMS, ROOT, named, own_files, python_files, tree

MOST_LINES = 320
CODE = {".py", ".js", ".mjs", ".css", ".html", ".sh"}
MAY_BE_LONGER = {
    "casework/answers/dates.py": "one grammar of German dates; its rules refer to one another",
    "casework/answers/relation.py": "one table of words for relatives and how they are read",
    "casework/migrations/versions/0001_intake_record.py": "one migration is one step and never changes again",
    "widget/texts.de.js": "all sentences of the widget, in one place as the design wants it",
    "tests/casework/test_intakes.py": "one noun: receiving, reading and changing an intake",
    "tests/casework/test_answers_strangers.py": "tables of spellings, one for each reader",
    "tests/widget/fake_chat.py": "the public contract of chat as a test double, kept in one piece",
}

# Names of values a log line may carry: references, kinds and places, never what a person wrote.
LOGGED = {
    "reference",
    "conversation_id",
    "error",
    "reason",
    "route",
    "method",
    "path",
    "at",
    "where",
    "action",
    "job",
    "door",
}
LOGGED |= {"status", "number", "cause"}
LOG_CALLS = {"debug", "info", "warning", "error", "critical", "exception", "fatal", "msg"}

OPERATIONS = ROOT / "docs" / "operations.md"
# The bot runs in a Python of its own and explains the variables it reads itself.
BOT_README = ROOT / "bot" / "README.md"

SOURCES = [path for path in own_files() if path.suffix in CODE]
TEXTS = [
    *SOURCES,
    *(path for path in own_files() if path.suffix in {".yml", ".toml", ".md", ""} and path.name != "LICENSE"),
]


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_files_stay_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MOST_LINES or named(path) in MAY_BE_LONGER, f"{lines} lines; split it by noun"


def test_longer_files_are_still_longer() -> None:
    for name in MAY_BE_LONGER:
        path = ROOT / name
        assert path.exists(), f"{name} is gone; forget it here"


def test_nothing_is_left_to_do() -> None:
    marks = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
    for path in TEXTS:
        found = [line for line in path.read_text(encoding="utf-8").splitlines() if marks.search(line)]
        assert not found, f"{named(path)}: {found}"


def test_no_file_is_named_for_everything() -> None:
    everything = {"utils", "util", "helpers", "misc", "common"}
    assert not [named(path) for path in own_files() if path.stem in everything]


@pytest.mark.parametrize("path", python_files(*ROOMS), ids=named)
def test_logs_carry_no_words_of_people(path: Path) -> None:
    """A log call has a fixed event name and values from a short list; no text is put together, no exception is dumped.

    Rasa logs as it likes; bot/quiet.py scrubs that, and tests/bot/test_quiet.py holds it.
    """
    for node in ast.walk(tree(path)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        owner = getattr(node.func.value, "id", getattr(node.func.value, "attr", ""))
        if (
            owner.lower() not in {"log", "logger", "logging", "structlogger"}
            or node.func.attr not in LOG_CALLS
        ):
            continue
        place = f"{named(path)}:{node.lineno}"
        assert node.func.attr != "exception", f"{place} would log the exception's text"
        assert len(node.args) == 1, place
        assert isinstance(node.args[0], ast.Constant), f"{place} puts its text together"
        names = {keyword.arg for keyword in node.keywords}
        assert names <= LOGGED, (
            f"{place} logs {names - LOGGED}; add a name here only if it can never hold a person's words"
        )
        for keyword in node.keywords:
            if keyword.arg in {"error", "cause"}:
                assert ast.unparse(keyword.value).startswith("type("), (
                    f"{place} logs more than the error's kind"
                )


@pytest.mark.parametrize("path", python_files("casework", "actions", "chat", "desk"), ids=named)
def test_rooms_print_nothing(path: Path) -> None:
    printing = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"print", "pprint", "breakpoint"}
    ]
    # What trains the crisis weights is a developer's tool and tells its figures.
    assert not printing or path.name == "train.py", f"{named(path)}: {printing}"


def _variables(text: str) -> set[str]:
    return set(re.findall(r"\bDUO_[A-Z][A-Z_]*[A-Z]\b", text))


def _of_the_bot() -> set[str]:
    return _variables(BOT_README.read_text(encoding="utf-8"))


def test_every_variable_in_the_code_is_explained() -> None:
    for path in python_files(*ROOMS, "bot"):
        known = _of_the_bot() if path.parts[-2] != "duo" else set()
        known |= set(setting_names()) | {"DUO_BOT_PORT"}  # which duo sets for the bot
        unknown = {
            name
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value.startswith("DUO_")
            for name in _variables(node.value)
        } - known
        assert not unknown, f"{named(path)} reads {unknown}, which is no setting"


def test_every_setting_is_documented_as_it_is() -> None:
    documented = OPERATIONS.read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(DUO_[A-Z_]+)` \| [^|]* \| (.+?) \|$", documented, re.MULTILINE))
    assert rows == setting_names(), "the table in docs/operations.md differs from casework/settings.py"


def test_documents_name_only_settings_that_exist() -> None:
    known = set(setting_names()) | _of_the_bot()
    for path in own_files():
        if path.suffix in {".md", ".service", ".target", ".conf", ".env"} or path.parts[-2] == "deploy":
            unknown = {name for name in _variables(path.read_text(encoding="utf-8")) if name not in known}
            assert not unknown, f"{named(path)} names {unknown}"


def test_only_invented_people_stand_in_the_files() -> None:
    """Phone numbers of the two towns in code and documents are the example number or public ones of the data files."""
    allowed = re.compile(
        r"05246[ /-]?(?:961|1234|12\s?34)|05207[ /-]?(?:1234|88)|05241[ /-]?(?:531300|85|34100|1234)"
    )
    numbers = re.compile(r"(?<!\d)0(?:5246|5207|5241)[ /-]?\d{5,}")
    for path in own_files():
        if path.suffix in {".py", ".md", ".js", ".html"} and path.relative_to(ROOT).parts[0] != "tests":
            strange = [
                found
                for found in numbers.findall(path.read_text(encoding="utf-8"))
                if not allowed.match(found)
            ]
            assert not strange, f"{named(path)}: {strange}"
