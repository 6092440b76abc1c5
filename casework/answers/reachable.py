"""When somebody can be reached, and how that is said in few words."""

from dataclasses import dataclass
from typing import Literal

Part = Literal["morning", "noon", "afternoon", "evening"]


@dataclass(frozen=True)
class TimeReading:
    """When somebody can be reached.

    `days` and `not_days` are ISO weekdays (1 Monday to 7 Sunday), empty when nothing was said about them. Hours are
    hours of the day with minutes as a fraction (16.5 is half past four). `display` is the short German form.
    """

    days: frozenset[int] = frozenset()
    not_days: frozenset[int] = frozenset()
    parts: frozenset[Part] = frozenset()
    not_parts: frozenset[Part] = frozenset()
    from_hour: float | None = None
    to_hour: float | None = None
    anytime: bool = False
    at: Literal["at", "about"] | None = None
    """Set when one hour was named rather than a limit; `from_hour` then holds it."""

    @property
    def display(self) -> str:
        """The short German form, for example "vormittags, außer mittwochs" or "ab 16 Uhr"."""
        pieces = []
        if self.days:
            pieces.append(_spoken_days(self.days))
        parts = [_PART_NAMES[part] for part in _PART_NAMES if part in self.parts]
        if parts:
            pieces.append(" oder ".join(parts))
        if self.from_hour is not None and self.to_hour is not None:
            pieces.append(f"{_clock(self.from_hour)}–{_clock(self.to_hour)} Uhr")
        elif self.from_hour is not None and self.at:
            pieces.append(f"{'gegen ' if self.at == 'about' else ''}{_clock(self.from_hour)} Uhr")
        elif self.from_hour is not None:
            pieces.append(f"ab {_clock(self.from_hour)} Uhr")
        elif self.to_hour is not None:
            pieces.append(f"bis {_clock(self.to_hour)} Uhr")
        if not pieces and self.anytime:
            pieces.append("egal")
        shown = " ".join(pieces)
        excluded = [_spoken_days(self.not_days)] if self.not_days else []
        excluded += [_PART_NAMES[part] for part in _PART_NAMES if part in self.not_parts]
        if excluded:
            shown = f"{shown}, außer {' und '.join(excluded)}" if shown else f"nicht {' und '.join(excluded)}"
        return shown


_DAY_NAMES = {
    1: "montags",
    2: "dienstags",
    3: "mittwochs",
    4: "donnerstags",
    5: "freitags",
    6: "samstags",
    7: "sonntags",
}
_PART_NAMES: dict[Part, str] = {
    "morning": "vormittags",
    "noon": "mittags",
    "afternoon": "nachmittags",
    "evening": "abends",
}


def _clock(hour: float) -> str:
    minutes = round((hour % 1) * 60)
    return f"{int(hour)}:{minutes:02d}" if minutes else str(int(hour))


def _spoken_days(days: frozenset[int]) -> str:
    if days == {1, 2, 3, 4, 5}:
        return "werktags"
    if days == {6, 7}:
        return "am Wochenende"
    ordered = sorted(days)
    if len(ordered) > 2 and ordered == list(range(ordered[0], ordered[-1] + 1)):
        return f"{_DAY_NAMES[ordered[0]]} bis {_DAY_NAMES[ordered[-1]]}"
    names = [_DAY_NAMES[day] for day in ordered]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " und " + names[-1]
