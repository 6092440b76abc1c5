"""What the crisis layer says about one message."""

from dataclasses import dataclass
from typing import Literal

from casework.codes import CrisisKind

__all__ = ["CrisisKind", "CrisisReading", "Level"]

Level = Literal["acute", "gentle"]


@dataclass(frozen=True)
class CrisisReading:
    """`kind` is the most urgent of `kinds`, None when nothing was found; `level` is its level."""

    kind: CrisisKind | None = None
    level: Level | None = None
    kinds: tuple[CrisisKind, ...] = ()

    def __bool__(self) -> bool:
        return self.kind is not None
