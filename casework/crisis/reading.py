"""What the crisis layer says about one message."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Level = Literal["acute", "gentle"]


class CrisisKind(StrEnum):
    """Kinds of danger; each has its numbers and texts in `crisis.yml`."""

    suicide = "suicide"
    self_harm = "self_harm"
    violence = "violence"
    child_in_danger = "child_in_danger"
    medical_emergency = "medical_emergency"
    homeless_tonight = "homeless_tonight"


@dataclass(frozen=True)
class CrisisReading:
    """`kind` is the most urgent of `kinds`, None when nothing was found; `level` is its level."""

    kind: CrisisKind | None = None
    level: Level | None = None
    kinds: tuple[CrisisKind, ...] = ()

    def __bool__(self) -> bool:
        return self.kind is not None
