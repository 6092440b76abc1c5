"""A small grammar of German dates: weekdays, days of the month, spans, "in zwei Wochen", "Mitte Dezember"."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from casework.answers.days import (
    WEEKDAYS,
    bare_days,
    calendar_days,
    counted,
    parts_of_months,
    weekdays,
)
from casework.answers.text import fold
from casework.answers.weeks import weeks


@dataclass(frozen=True)
class DateReading:
    """A day or a span that a text names.

    `on` is the day, or the first day of a span that ends with `until`. `precision` says how exactly it was named,
    `weekday` (1 Monday to 7 Sunday) whether a weekday was said, `relation` whether it is a limit ("by" = bis, "from" = ab),
    and `text` the folded words.
    """

    on: date
    until: date | None
    precision: Literal["day", "week", "month"]
    text: str
    weekday: int | None = None
    relation: Literal["by", "from", "on"] | None = None


_BEFORE = re.compile(
    r"\b(bis|vor|spaetestens|ab|seit|von|am|zum|nach)(?: (?:zum|spaetestens|am|dem|den|der|naechste[nmrs]?|kommende[nmrs]?|ende|einschliesslich|incl\.?|jetzt|sofort))*$"
)
_RELATIONS: dict[str, Literal["by", "from", "on"]] = {
    "bis": "by",
    "vor": "by",
    "spaetestens": "by",
    "zum": "by",
    "ab": "from",
    "von": "from",
    "nach": "from",
    "am": "on",
}
_TILL = re.compile(r" ?(?:bis|-)(?: zum| einschliesslich)?(?: den)? ?")
_SHORT_DAY = re.compile(r"(mo|di|mi|do|fr|sa|so)\.?")


def read_date(text: str, *, today: date) -> DateReading | None:
    """Returns the first date that `text` names, seen from `today`, or None.

    A day without a year is the next one of its kind, so it never lies in the past; a weekday is the next one, not today.
    "nächsten Montag" is the coming Monday, "Montag nächste Woche" the one of the following calendar week. Of a weekday and a
    date side by side ("Donnerstag, 3.12.") the date counts.
    """
    folded = fold(text)
    if match := _SHORT_DAY.fullmatch(folded.strip(" .,!?")):
        folded = next(day for day, n in WEEKDAYS.items() if n == WEEKDAYS[match[1]])
    exact = calendar_days(folded, today)
    found = exact or counted(folded, today) + parts_of_months(folded, today) + weeks(
        folded, today
    ) + weekdays(folded, today)
    found = found or bare_days(folded, today)
    if not found:
        return None
    # the earliest in the text; of those that start together, the longest
    start, end, on, until, precision, weekday = min(found, key=lambda item: (item[0], -(item[1] - item[0])))
    if exact and weekday is None:
        beside = [day for day in weekdays(folded, today) if abs(day[0] - start) < 25]
        weekday = on.isoweekday() if beside else None
    if until is None and precision == "day":
        later = [item for item in found if item[0] >= end and item[2] > on]
        for item in sorted(later):
            if _TILL.fullmatch(folded[end : item[0]]):
                until, end = item[2], item[1]
                break
    before = _BEFORE.search(folded[:start].rstrip())
    inner = re.match(r"(ab|bis)\b", folded[start:end])
    relation = _RELATIONS.get((before or inner)[1]) if before or inner else None  # type: ignore[index]
    if relation == "from" and until and precision == "month":
        until = None
    if (
        relation == "by"
        and until
        and precision != "day"
        and re.search(r"(?<!wochen)ende\b", folded[start:end])
    ):
        on, until = until, None  # "bis Ende des Monats" leaves time until its last day
    return DateReading(on, until, precision, folded[start:end].strip(), weekday, relation)
