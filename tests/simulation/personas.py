"""Invented people who talk to the product: what they need, how they say it, and what the record has to hold."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

PEOPLE = Path(__file__).parent / "people"
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Move:
    """One thing that a person does when it is their turn.

    say: types it · press: presses the button of that title · old: presses a button of the question `old` that was
    put earlier · twice: types it and the line drops, so the client sends it again with the same id · clicks: presses
    a button two times · pause: comes back later with nothing but the id and the token · parts: sends several
    messages in a row · beside: the message is no answer, so the question has to stand there again ·
    again: questions that may be put once more after this, because the person went back or changed something.
    """

    say: str = ""
    press: str = ""
    old: str = ""
    twice: str = ""
    clicks: str = ""
    parts: tuple[str, ...] = ()
    pause: bool = False
    beside: bool = False
    again: tuple[str, ...] = ()

    @classmethod
    def read(cls, written: "str | dict[str, Any]") -> "Move":
        """A move as the files write it; a bare text is typed."""
        if isinstance(written, str):
            return cls(say=written)
        known = dict(written)
        if isinstance(known.get("beside"), str):
            known |= {"say": known["beside"], "beside": True}
        return cls(
            **{key: tuple(value) if isinstance(value, list) else value for key, value in known.items()}
        )


@dataclass(frozen=True)
class Persona:
    """Somebody with a concern.

    page: the town's page on which they start · told: questions that the opening has answered already ·
    facts: path in the record -> what has to stand there · second: the same for a second intake ·
    ends: submitted, deleted (after sending), or the phase in which nothing may be kept (refused, erased, outside).
    """

    id: str
    about: str
    opening: tuple[Move, ...]
    says: dict[str, tuple[Move, ...]]
    facts: dict[str, Any] = field(default_factory=dict)
    second: dict[str, Any] = field(default_factory=dict)
    afterwards: tuple[Move, ...] = ()
    told: tuple[str, ...] = ()
    page: str | None = None
    ends: str = "submitted"


def _moves(written: Any) -> tuple[Move, ...]:
    return tuple(Move.read(one) for one in (written if isinstance(written, list) else [written]))


def load() -> dict[str, Persona]:
    """Everybody in `people/`, by id, in the order of the files."""
    everybody: dict[str, Persona] = {}
    for path in sorted(PEOPLE.glob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            fields = entry | {
                "opening": _moves(entry["opening"]),
                "says": {slot: _moves(moves) for slot, moves in entry.get("says", {}).items()},
                "afterwards": _moves(entry.get("afterwards", [])),
                "told": tuple(entry.get("told", ())),
            }
            if entry["id"] in everybody:
                raise ValueError(f"{path.name}: {entry['id']} is there twice")
            everybody[entry["id"]] = Persona(**fields)
    return everybody


def day_meant(written: str, today: date) -> str:
    """The ISO day behind "thursday" (the next one), "+3" (days from today) or "12-04" (the next 4 December)."""
    if written in _WEEKDAYS:
        ahead = (_WEEKDAYS.index(written) - today.weekday()) % 7 or 7
        return (today + timedelta(days=ahead)).isoformat()
    if written.startswith("+"):
        return (today + timedelta(days=int(written))).isoformat()
    month, day = (int(part) for part in written.split("-"))
    this_year = date(today.year, month, day)
    return (this_year if this_year >= today else date(today.year + 1, month, day)).isoformat()


def wrong_fields(facts: dict[str, Any], record: dict[str, Any], today: date) -> list[str]:
    """What in the record is not as the person meant it, one line a field."""
    wrong = []
    for path, expected in facts.items():
        found: Any = record
        for key in path.split("."):
            found = found.get(key) if isinstance(found, dict) else None
        if path.startswith("answers."):
            found = found.get("value") if isinstance(found, dict) else None
        if path == "deadline_on" and expected:
            expected = day_meant(str(expected), today)
        if not _fits(path, expected, found):
            wrong.append(f"{path}: expected {expected!r}, found {found!r}")
    return wrong


def _fits(path: str, expected: Any, found: Any) -> bool:
    if isinstance(expected, dict):
        return found in expected["any"]
    if path == "needs":
        return set(expected) == set(found)
    if path == "crisis":
        return set(expected) == {flag["kind"] for flag in found}
    if path == "details":
        return all(text in found for text in expected)
    if path in {"answers.household_tasks", "answers.support_for"}:
        return set(str(expected).split(",")) == set(str(found).split(","))
    return bool(found == expected)
