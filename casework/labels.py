"""German labels of the codes that rooms share, read from `labels.de.yml`."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("labels.de.yml")


@cache
def labels() -> dict[str, Any]:
    """The whole file as a mapping of group to labels."""
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))


def label(group: str, code: str) -> str:
    """The German label of `code` in `group`; the code itself where the group does not know it."""
    return str(labels().get(group, {}).get(code, code))


def phrase(key: str, /, **values: object) -> str:
    """A sentence part of `phrase`, filled with `values`; KeyError names a missing phrase."""
    return str(labels()["phrase"][key]).format(**values)


def long_day(day: date) -> str:
    """A date as people say it: "Mittwoch, 25. November"."""
    return f"{labels()['weekday'][day.weekday()]}, {day.day}. {labels()['month'][day.month - 1]}"


def short_day(day: date) -> str:
    """A date for lists: "26.11.2026"."""
    return f"{day:%d.%m.%Y}"
