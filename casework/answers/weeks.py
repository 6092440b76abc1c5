"""Finds the weeks, months and feasts that German texts name: "nächste Woche", "am Wochenende", "vor Ostern"."""

import re
from datetime import date, timedelta
from typing import Literal

from casework.answers.days import Found, add_months, month_end, rolled

_WEEK = re.compile(
    r"\b(naechste[nrs]?|kommende[nrs]?|diese[nrs]?|uebernaechste[nrs]?|die) (woche|wochenende|monat|jahr)\b|\b(ende der woche|wochenende|monatsende|jahresende|ende des monats|monatsanfang|anfang der woche|mitte der woche|weihnachten|heiligabend|silvester|neujahr|ostern|nikolaus|jahreswechsel)\b"
)


def _easter(year: int) -> date:
    """Returns Easter Sunday (Gauss, in the form of the Anonymous Gregorian algorithm)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    el = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * el) // 451
    month, day = divmod(h + el - 7 * m + 114, 31)
    return date(year, month, day + 1)


def weeks(folded: str, today: date) -> list[Found]:
    """Returns weeks, months, years and feasts ("nächste Woche", "am Wochenende", "Weihnachten")."""
    found: list[Found] = []
    monday = today - timedelta(days=today.weekday())
    for match in _WEEK.finditer(folded):
        if match[3]:
            found.append((*match.span(), *_feast(match[3], today)))
            continue
        which, unit = match[1], match[2]
        ahead = (
            2 if which.startswith("uebernaechst") else 1 if which.startswith(("naechst", "kommend")) else 0
        )
        if which == "die" and unit != "woche":
            continue
        if unit == "woche":
            start = monday + timedelta(weeks=ahead)
            found.append((*match.span(), max(start, today), start + timedelta(days=6), "week", None))
        elif unit == "wochenende":
            saturday = monday + timedelta(days=5) + timedelta(weeks=ahead)
            if ahead == 1 and today.weekday() < 5:
                saturday = (
                    monday + timedelta(days=5) if which.startswith("kommend") else monday + timedelta(days=12)
                )
            found.append((*match.span(), max(saturday, today), saturday + timedelta(days=1), "week", None))
        elif unit == "monat":
            first = add_months(today.replace(day=1), ahead)
            found.append(
                (*match.span(), max(first, today), month_end(first.year, first.month), "month", None)
            )
        elif ahead:
            found.append(
                (
                    *match.span(),
                    date(today.year + ahead, 1, 1),
                    date(today.year + ahead, 12, 31),
                    "month",
                    None,
                )
            )
    return found


def _feast(word: str, today: date) -> tuple[date, date | None, Literal["day", "week", "month"], None]:
    monday = today - timedelta(days=today.weekday())
    if word in ("monatsende", "ende des monats"):
        last = month_end(today.year, today.month)
        return max(last - timedelta(days=9), today), last, "month", None
    if word == "monatsanfang":
        first = add_months(today.replace(day=1), 1)
        return first, first + timedelta(days=9), "month", None
    if word.endswith("der woche"):
        opening, closing = {"a": (0, 1), "m": (2, 2), "e": (3, 4)}[word[0]]
        on, until = monday + timedelta(days=opening), monday + timedelta(days=closing)
        if until < today:
            on, until = on + timedelta(days=7), until + timedelta(days=7)
        return max(on, today), until, "week", None
    if word == "wochenende":
        saturday = monday + timedelta(days=5)
        return max(saturday, today), saturday + timedelta(days=1), "week", None
    fixed = {
        "weihnachten": (12, 24),
        "heiligabend": (12, 24),
        "silvester": (12, 31),
        "jahresende": (12, 31),
        "neujahr": (1, 1),
        "jahreswechsel": (12, 31),
        "nikolaus": (12, 6),
    }
    if word in fixed:
        return rolled(*fixed[word], today) or today, None, "day", None
    easter = _easter(today.year)
    return (easter if easter >= today else _easter(today.year + 1)), None, "day", None
