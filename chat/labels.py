"""The German texts that chat/ says itself, read once from labels.de.yml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LABELS_FILE = Path(__file__).with_name("labels.de.yml")


@cache
def load_labels(path: Path = LABELS_FILE) -> Mapping[str, Any]:
    """The labels as nested mappings; raises OSError or yaml.YAMLError when the packaged file is damaged."""
    with path.open(encoding="utf-8") as file:
        labels: Mapping[str, Any] = yaml.safe_load(file)
    return labels


def label(*keys: str, **values: str) -> str:
    """The text under `keys`, with `{name}` filled from `values`; KeyError names what is missing."""
    node: Any = load_labels()
    for key in keys:
        try:
            node = node[key]
        except (KeyError, TypeError):
            raise KeyError(f"chat/labels.de.yml has no entry {'.'.join(keys)}") from None
    return str(node).format(**values) if values else str(node)
