"""The promised day is a working day in North Rhine-Westphalia."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.promise import is_working_day, promised_day


@pytest.mark.parametrize(
    ("start", "promised"),
    [
        (date(2026, 11, 22), date(2026, 11, 25)),  # Sunday
        (date(2026, 11, 23), date(2026, 11, 26)),  # Monday: the day itself does not count
        (date(2026, 11, 26), date(2026, 12, 1)),  # over a weekend
        (date(2026, 12, 22), date(2026, 12, 29)),  # Wednesday 23rd, Monday 28th, Tuesday 29th
        (date(2026, 12, 29), date(2027, 1, 5)),  # not on New Year's Eve
        (date(2026, 4, 1), date(2026, 4, 8)),  # Good Friday and Easter Monday
        (date(2026, 6, 3), date(2026, 6, 9)),  # Corpus Christi is a holiday here
        (date(2026, 10, 29), date(2026, 11, 3)),  # All Saints' Day 2026 is a Sunday
    ],
)
def test_three_working_days(start: date, promised: date) -> None:
    assert promised_day(start) == promised


def test_absences_of_the_coordinator_do_not_count() -> None:
    assert promised_day(date(2026, 11, 22), absences=[date(2026, 11, 24)]) == date(2026, 11, 26)
    assert promised_day(date(2026, 11, 22), days=1) == date(2026, 11, 23)


@given(st.dates(min_value=date(2026, 1, 1), max_value=date(2040, 12, 31)))
def test_between_are_exactly_two_working_days(start: date) -> None:
    promised = promised_day(start)
    between = [start + timedelta(days=number) for number in range(1, (promised - start).days)]
    assert is_working_day(promised)
    assert sum(map(is_working_day, between)) == 2
