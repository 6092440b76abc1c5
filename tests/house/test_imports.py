"""Import directions: what pyproject.toml promises to import-linter, and what it cannot see (the bot, the widget, SQL)."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest
from importlinter import cli

from tests.house.project import ROOMS, ROOT, named, own_files, python_files, tree


def _imported(path: Path) -> set[str]:
    """First parts of the names of all modules a file imports."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.partition(".")[0])
    return found


def test_import_linter_is_content(capsys: pytest.CaptureFixture[str]) -> None:
    before = list(sys.path)
    try:
        code = cli.lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    finally:
        sys.path[:] = before
    assert code == cli.EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_the_contracts_are_those_of_the_design() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    assert set(config["root_packages"]) == set(ROOMS)
    layers = next(each for each in config["contracts"] if each["type"] == "layers")
    assert layers["layers"] == ["duo", "desk | chat | actions", "casework"]
    forbidden = next(each for each in config["contracts"] if each["type"] == "forbidden")
    assert forbidden["source_modules"] == ["casework"]
    assert {"rasa_sdk", "sanic", "jinja2"} <= set(forbidden["forbidden_modules"])


def test_the_bot_stands_alone() -> None:
    """It runs in another Python, where our other rooms are not installed."""
    for path in python_files("bot"):
        assert not _imported(path) & set(ROOMS), named(path)


def test_only_the_bot_imports_rasa() -> None:
    for path in python_files(*ROOMS):
        assert "rasa" not in _imported(path), named(path)


def test_actions_and_pages_write_no_sql() -> None:
    """A handler or action makes casework calls; duo lists logins and names database errors."""
    for path in python_files("actions", "chat", "desk"):
        used = {
            node.module
            for node in ast.walk(tree(path))
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        }
        # Sessions are passed on, database errors are turned into honest answers; statements are casework's.
        allowed = {"sqlalchemy.ext.asyncio", "sqlalchemy.exc"}
        if named(path) == "chat/api/health.py":
            allowed.add("sqlalchemy")  # "SELECT 1": whether the database answers
        assert used <= allowed, f"{named(path)} imports {used}"


def test_the_widget_uses_nothing_but_itself() -> None:
    for path in own_files():
        if path.suffix == ".js" and path.relative_to(ROOT).parts[0] == "widget":
            sources = re.findall(
                r"""(?:from|import)\s*\(?\s*["']([^"']+)["']""", path.read_text(encoding="utf-8")
            )
            foreign = [source for source in sources if not source.startswith("./")]
            assert not foreign, f"{named(path)} imports {foreign}"
