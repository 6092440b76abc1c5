"""What people need and what is asked for it, read from `needs.yml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

_PACKAGED = Path(__file__).with_name("needs.yml")
KINDS_OF_QUESTION = frozenset(
    {"choice", "multi", "text", "date", "yes_no", "town", "person", "name", "contact", "time", "steps"}
)


class NeedsFileError(ValueError):
    """`needs.yml` contradicts itself; the message names the entry and the way out."""


@dataclass(frozen=True)
class Option:
    """One answer that a question offers: what is stored, what is shown, what people say for it."""

    code: str
    label: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """One question: `slot` is its name in the draft, in Rasa and in the record."""

    slot: str
    kind: str
    label: str
    options: tuple[Option, ...] = ()
    from_story: bool = False
    explain: bool = False
    buttons: bool = True
    input: Mapping[str, str] | None = None
    urgent: Mapping[str, str] = MappingProxyType({})

    def option(self, code: str) -> Option | None:
        """The option with this code, or None."""
        return next((option for option in self.options if option.code == code), None)

    def words(self) -> dict[str, tuple[str, ...]]:
        """Option code to everything people may say for it, the label first."""
        return {option.code: (option.label, *option.words) for option in self.options}


@dataclass(frozen=True)
class Need:
    """One kind of need: its labels, the questions it calls for (most important first), and whether a day that is named
    without "ab" or "bis" is the day from which, by which or on which something is due (`deadline`: from, by, on)."""

    kind: str
    label: str
    short: str
    questions: tuple[str, ...]
    deadline: str = "on"


@dataclass(frozen=True)
class Start:
    """A broad first choice, and the needs it may stand for."""

    label: str
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Needs:
    """Everything `needs.yml` says."""

    version: str
    ask_at_most: int
    ask_at_most_more_needs: int
    confident: float
    confident_beside: float
    second_need: float
    worth_offering: float
    order: tuple[str, ...]
    consent_version: str
    consent_purposes: tuple[str, ...]
    starts: tuple[Start, ...]
    hurts: frozenset[str]
    _needs: Mapping[str, Need]
    _questions: Mapping[str, Question]

    @classmethod
    def load(cls, path: Path | None = None) -> "Needs":
        """Reads the packaged file or `path`. Raises NeedsFileError where the file contradicts itself."""
        return _load(path or _PACKAGED)

    @property
    def kinds(self) -> tuple[str, ...]:
        """All need codes, in the order of the file."""
        return tuple(self._needs)

    @property
    def slots(self) -> tuple[str, ...]:
        """All question slots, in the order of the file."""
        return tuple(self._questions)

    def get(self, kind: str) -> Need:
        """The need with this code; KeyError for an unknown one."""
        return self._needs[kind]

    def question(self, slot: str) -> Question:
        """The question with this slot; KeyError for an unknown one."""
        return self._questions[slot]

    def has(self, slot: str) -> bool:
        """Whether a question of this name exists."""
        return slot in self._questions


def _question(slot: str, raw: Mapping[str, Any]) -> Question:
    if raw.get("kind") not in KINDS_OF_QUESTION:
        raise NeedsFileError(f"questions.{slot}: kind must be one of {sorted(KINDS_OF_QUESTION)}")
    options = []
    for entry in raw.get("options", ()):
        if not isinstance(entry.get("code"), str):
            raise NeedsFileError(
                f"questions.{slot}: quote the option code {entry.get('code')!r} (YAML reads yes/no as true/false)"
            )
        options.append(
            Option(entry["code"], entry["label"], tuple(str(word) for word in entry.get("words", ())))
        )
    if len({option.code for option in options}) != len(options):
        raise NeedsFileError(f"questions.{slot}: two options share one code")
    return Question(
        slot=slot,
        kind=raw["kind"],
        label=raw["label"],
        options=tuple(options),
        from_story=raw.get("from_story", False),
        explain=raw.get("explain", False),
        buttons=raw.get("buttons", True),
        input=raw.get("input"),
        urgent=raw.get("urgent", {}),
    )


@cache
def _load(path: Path) -> Needs:
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    questions = {slot: _question(slot, entry) for slot, entry in raw["questions"].items()}
    needs = {}
    for kind, entry in raw["needs"].items():
        unknown = [slot for slot in entry["ask"] if slot not in questions]
        if unknown:
            raise NeedsFileError(f"needs.{kind}: asks {unknown}, which questions: does not define")
        if len(entry["ask"]) < 3:
            raise NeedsFileError(f"needs.{kind}: a need asks at least three questions")
        needs[kind] = Need(
            kind, entry["label"], entry["short"], tuple(entry["ask"]), entry.get("deadline", "on")
        )
    unknown = [slot for slot in raw["order"] if slot != "needs" and slot not in questions]
    if unknown:
        raise NeedsFileError(f"order: {unknown} are not defined under questions:")
    return Needs(
        version=raw["version"],
        ask_at_most=raw["ask_at_most"],
        ask_at_most_more_needs=raw["ask_at_most_more_needs"],
        confident=raw["confident"],
        confident_beside=raw["confident_beside"],
        second_need=raw["second_need"],
        worth_offering=raw["worth_offering"],
        order=tuple(raw["order"]),
        consent_version=raw["consent"]["version"],
        consent_purposes=tuple(raw["consent"]["purposes"]),
        starts=tuple(Start(entry["label"], tuple(entry["needs"])) for entry in raw["starts"]),
        hurts=frozenset(raw["hurts"]),
        _needs=MappingProxyType(needs),
        _questions=MappingProxyType(questions),
    )
