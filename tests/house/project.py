"""What the house tests look at: our own files, read once."""

from __future__ import annotations

import ast
import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("casework", "actions", "chat", "desk", "duo")


@cache
def own_files() -> tuple[Path, ...]:
    """Every file of the project that is not made by a machine (what git keeps or would keep)."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return tuple(path for name in sorted(listed.split("\0")) if name and (path := ROOT / name).is_file())


def named(path: Path) -> str:
    """The path as messages show it."""
    return path.relative_to(ROOT).as_posix()


def python_files(*rooms: str) -> list[Path]:
    """Python files of these rooms."""
    return [path for path in own_files() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in rooms]


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def domain() -> dict[str, Any]:
    """`domain.yml`."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return loaded


@cache
def intents() -> frozenset[str]:
    """Names of the intents of the domain."""
    return frozenset(next(iter(entry)) if isinstance(entry, dict) else entry for entry in domain()["intents"])


@cache
def responses() -> dict[str, tuple[str, ...]]:
    """Response name -> the texts of its variations."""
    return {name: tuple(one["text"] for one in given) for name, given in domain()["responses"].items()}


@cache
def ordinary_responses() -> dict[str, tuple[str, ...]]:
    """The same without the second wording in Einfache Sprache, which has rules of its own (test_plain_language.py)."""
    return {
        name: tuple(one["text"] for one in given if "condition" not in one)
        for name, given in domain()["responses"].items()
    }


@cache
def training() -> tuple[tuple[str, str, str], ...]:
    """(intent, text, file name) of every training message."""
    found = []
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for part in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            if "intent" in part:
                found += [
                    (part["intent"], line.removeprefix("- ").strip(), path.name)
                    for line in part["examples"].splitlines()
                    if line.strip()
                ]
    return tuple(found)


@cache
def judging() -> tuple[tuple[str, str], ...]:
    """(text, file) of every message of the sets that judge the understanding."""
    return tuple(
        (json.loads(line)["text"], named(path))
        for path in sorted((ROOT / "tests" / "nlu").glob("*/*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    )
