"""How the desk says days and times: German, in the towns' time zone, short enough for a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

TOWN_TIME = ZoneInfo("Europe/Berlin")

_WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
_WEEKDAYS_LONG = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)


@dataclass(frozen=True)
class Due:
    """A day as a badge: ``level`` is overdue, today, soon or later; ``note`` says it in words, never by colour alone."""

    day: date
    level: str
    text: str
    note: str


def today_here(now: datetime | None = None) -> date:
    """The calendar day in the towns, which just after midnight is not yet the day in UTC."""
    return (now or datetime.now(UTC)).astimezone(TOWN_TIME).date()


def in_town_time(moment: datetime) -> datetime:
    """A stored UTC moment in the towns' time; a naive one (SQLite keeps no zone) counts as UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(TOWN_TIME)


def short_day(day: date, today: date | None = None) -> str:
    """``Mi 25.11.``, with the year when it is not this year."""
    year = "" if (today or today_here()).year == day.year else str(day.year)
    return f"{_WEEKDAYS[day.weekday()]} {day.day}.{day.month}.{year}"


def long_day(day: date) -> str:
    """``Mittwoch, 25. November 2026``."""
    return f"{_WEEKDAYS_LONG[day.weekday()]}, {day.day}. {_MONTHS[day.month - 1]} {day.year}"


def moment_text(moment: datetime, now: datetime | None = None) -> str:
    """``heute, 14:05`` or ``Fr 20.11., 09:12``."""
    local, today = in_town_time(moment), today_here(now)
    day = {today: "heute", today - timedelta(days=1): "gestern"}.get(
        local.date(), short_day(local.date(), today)
    )
    return f"{day}, {local:%H:%M}"


def exact_moment(moment: datetime) -> str:
    """``20.11.2026, 09:12 Uhr``, for paper and for title attributes."""
    return f"{in_town_time(moment):%d.%m.%Y, %H:%M} Uhr"


def age_text(moment: datetime, now: datetime | None = None) -> str:
    """How long ago: minutes, hours, then days; what lies in the future through a wrong clock is ``gerade eben``."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    seconds = ((now or datetime.now(UTC)) - aware).total_seconds()
    if seconds < 90:
        return "gerade eben"
    if seconds < 3600:
        return f"vor {round(seconds / 60)} Min."
    if seconds < 86_400:
        return f"vor {round(seconds / 3600)} Std."
    days = (today_here(now) - in_town_time(aware).date()).days
    return "gestern" if days == 1 else f"vor {days} Tagen"


def due(day: date | None, today: date) -> Due | None:
    """The badge for a promised day or a deadline; None when there is no day."""
    if day is None:
        return None
    distance = (day - today).days
    text = short_day(day, today)
    if distance < 0:
        late = -distance
        return Due(day, "overdue", text, f"überfällig seit {late} {'Tag' if late == 1 else 'Tagen'}")
    if distance == 0:
        return Due(day, "today", text, "heute")
    if distance == 1:
        return Due(day, "soon", text, "morgen")
    return Due(day, "soon" if distance <= 3 else "later", text, f"in {distance} Tagen")
