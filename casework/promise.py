"""The day by which the coordinator gets in touch: what the town promises, in working days."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

TIMEZONE = ZoneInfo("Europe/Berlin")
"""The towns' time; everything stored is UTC."""

PROMISED_WORKING_DAYS = 3


def today() -> date:
    """Return the date in the towns."""
    return datetime.now(TIMEZONE).date()


def promised_day(start: date, *, days: int = PROMISED_WORKING_DAYS, absences: Collection[date] = ()) -> date:
    """Return the working day number `days` after `start`; `start` itself does not count.

    No working days: Saturdays, Sundays, public holidays of North Rhine-Westphalia (Feiertagsgesetz NW § 2), 24 and
    31 December (free for town employees, § 6 Abs. 3 TVöD), and the coordinator's `absences`.
    """
    day = start
    while days > 0:
        day += timedelta(days=1)
        if is_working_day(day) and day not in absences:
            days -= 1
    return day


def is_working_day(day: date) -> bool:
    """Tell whether the town halls work on this day."""
    return (
        day.weekday() < 5
        and (day.month, day.day) not in {(12, 24), (12, 31)}
        and day not in _holidays(day.year)
    )


@lru_cache(maxsize=8)
def _holidays(year: int) -> frozenset[date]:
    import holidays  # here, since most processes never promise a day and it takes 4 MB

    return frozenset(holidays.country_holidays("DE", subdiv="NW", years=year))
