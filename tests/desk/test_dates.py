"""Days and times as the desk says them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.dates import age_text, due, moment_text, short_day, today_here

SUNDAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "level", "note"),
    [
        (SUNDAY - timedelta(days=2), "overdue", "überfällig seit 2 Tagen"),
        (SUNDAY - timedelta(days=1), "overdue", "überfällig seit 1 Tag"),
        (SUNDAY, "today", "heute"),
        (SUNDAY + timedelta(days=1), "soon", "morgen"),
        (SUNDAY + timedelta(days=3), "soon", "in 3 Tagen"),
        (SUNDAY + timedelta(days=4), "later", "in 4 Tagen"),
    ],
)
def test_due_says_in_words_how_near_a_day_is(day: date, level: str, note: str) -> None:
    badge = due(day, SUNDAY)
    assert badge is not None
    assert (badge.level, badge.note) == (level, note)


def test_no_day_has_no_badge() -> None:
    assert due(None, SUNDAY) is None


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (timedelta(seconds=-30), "gerade eben"),
        (timedelta(seconds=40), "gerade eben"),
        (timedelta(minutes=5), "vor 5 Min."),
        (timedelta(hours=2), "vor 2 Std."),
        (timedelta(days=1), "gestern"),
        (timedelta(days=5), "vor 5 Tagen"),
    ],
)
def test_age(before: timedelta, text: str) -> None:
    assert age_text(NOW - before, NOW) == text


def test_moments_are_in_the_towns_time_also_when_summer_time_ends() -> None:
    assert moment_text(NOW, NOW) == "heute, 14:05"
    assert moment_text(datetime(2026, 11, 21, 23, 30, tzinfo=UTC), NOW) == "heute, 00:30"
    assert moment_text(datetime(2026, 7, 1, 10, 0, tzinfo=UTC), NOW) == "Mi 1.7., 12:00"
    assert today_here(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == date(2027, 1, 1)


def test_a_day_of_another_year_shows_its_year() -> None:
    assert short_day(date(2026, 11, 25), SUNDAY) == "Mi 25.11."
    assert short_day(date(2027, 1, 4), SUNDAY) == "Mo 4.1.2027"


@given(st.datetimes(timezones=st.just(UTC)))
def test_age_never_fails_and_is_never_empty(moment: datetime) -> None:
    assert age_text(moment, NOW)
