"""The desk's own German words, read from ``labels.de.yml`` beside this file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("labels.de.yml")


@cache
def words() -> dict[str, dict[str, str]]:
    """The whole file: group to code to German text."""
    loaded: dict[str, dict[str, str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


def word(group: str, code: str, **values: object) -> str:
    """The text for ``code`` in ``group``, filled with ``values``; the code itself where the file has none."""
    text = words().get(group, {}).get(code, code)
    return text.format(**values) if values else text
