"""Finds the days that German texts name: calendar dates, weekdays, parts of months, counted days."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

from casework.answers.numerals import NUMBER_WORDS, number, ordinal

WEEKDAYS = {
    "montag": 1, "mo": 1, "mon": 1, "dienstag": 2, "di": 2, "dienstach": 2, "diens": 2, "mittwoch": 3, "mi": 3, "mittwo": 3, "donnerstag": 4, "do": 4,
    "donnerstach": 4, "donerstag": 4, "donnerst": 4, "freitag": 5, "fr": 5, "freitach": 5, "samstag": 6, "sa": 6, "samstach": 6, "sonnabend": 6,
    "sonntag": 7, "so": 7, "sonntach": 7, "mitwoch": 3, "dinstag": 2, "feitag": 5,
}  # fmt: skip
_MONTHS = {
    "januar": 1, "jan": 1, "jaenner": 1, "februar": 2, "feb": 2, "maerz": 3, "mrz": 3, "marz": 3, "april": 4, "apr": 4, "mai": 5,
    "juni": 6, "jun": 6, "juno": 6, "juli": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "oktober": 10,
    "okt": 10, "november": 11, "nov": 11, "dezember": 12, "dez": 12, "dezemba": 12, "novemba": 11,
}  # fmt: skip
_WD = "|".join(sorted((day for day in WEEKDAYS if len(day) > 3), key=len, reverse=True))
_MON = "|".join(sorted(_MONTHS, key=len, reverse=True))
_NUM = (
    "|".join(sorted((word for word, value in NUMBER_WORDS.items() if 0 < value <= 40), key=len, reverse=True))
    + r"|einer|einem|einen|eine|\d{1,3}|paar|ein paar|anderthalb|eineinhalb"
)
_ORD = r"(?:erst|zweit|dritt|viert|fuenft|sechst|siebt|siebent|acht|neunt|zehnt|elft|zwoelft)e[nrm]?"

_NUMERIC = re.compile(
    r"(?<![\d./:-])(0?[1-9]|[12]\d|3[01])[./] ?(0?[1-9]|1[0-2])(?:[./] ?(\d{4}|\d{2})(?!\d)|\.(?!\d)|(?![\d./%€]))"
)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_NAMED = re.compile(
    rf"(?<![\d:.,])(0?[1-9]|[12]\d|3[01])\.?(?:ten|sten|te|ter|er)? ?({_MON})\b\.?(?: ?(\d{{4}})(?!\d))?|\b({_ORD}) ({_MON})\b(?: (\d{{4}}))?"
)
_PART_OF_MONTH = re.compile(
    rf"\b(anfang|mitte|ende|im laufe des|im|den ganzen|ab|bis|seit)(?: (?:des|der|vom))? ({_MON}|monats?|naechste[nsr]? monats?|naechste[nsr]? jahres?|des jahres|jahres|kommende[nsr]? monats?|diese[nsr]? monats?|woche|der woche|naechste[nsr]? woche|diese[nsr]? woche)\b(?: (\d{{4}}))?"
)
_IN_SPAN = re.compile(
    rf"\b(?:in|innerhalb von|binnen|heute in|nach) (?:ca\.? |etwa |ungefaehr |rund |den naechsten )?({_NUM}) (tag|tage|tagen|wochen?|monat|monate|monaten|stunden?|werktagen)\b"
)
_NEXT_DAYS = re.compile(r"\b(?:in den |die )?(?:naechsten|kommenden) (?:(\w+) )?(tage|tagen|wochen)\b")
_TODAY = re.compile(
    r"\b(heute|heut|heit|sofort|jetzt gleich|noch heute|morgen frueh|uebermorgen|ueber morgen|morgen|moin frueh|gestern|vorgestern)\b"
)
_WEEKDAY = re.compile(
    rf"\b(?:(naechste[nrms]?|naechst|kommende[nrms]?|diese[nrms]?|uebernaechste[nrms]?|letzte[nrms]?|vorige[nrms]?|jeden|immer) )?(?:(?:woche )({_WD})|({_WD})(?: (?:in (?:einer|1|zwei|2|drei|3) wochen?|(naechste|kommende|uebernaechste|diese) woche|(?:in )?8 tagen?|in acht tagen))?)(s?)(?=\b|frueh|abend|nachmittag|mittag|morgen|vormittag)"
)
_DAY_OF_MONTH = re.compile(
    r"\b(?:am|zum|bis zum|bis|ab dem|ab|vor dem|den|der|vom) (0?[1-9]|[12]\d|3[01])\.(?! ?\d)(?=$|[ ,;!?)])"
)


def month_end(year: int, month: int) -> date:
    """Returns the last day of that month."""
    return date(year, month, monthrange(year, month)[1])


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def add_months(start: date, months: int) -> date:
    """Returns the day so many months later, or the last of a month that is too short for it."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def rolled(month: int, day: int, today: date) -> date | None:
    """Returns the next day of that month and day, today included; 29 February waits for a leap year."""
    for year in range(today.year, today.year + 9):
        found = _day(year, month, day)
        if found and found >= today:
            return found
    return None


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) + (2000 if len(text) == 2 else 0)


Found = tuple[int, int, date, date | None, Literal["day", "week", "month"], int | None]
"""Start and end in the text, the day, the last day of a span, how exactly it was named, the weekday said."""


def calendar_days(folded: str, today: date) -> list[Found]:
    """Returns the dates written with day and month ("3.12.", "3. Dezember", "2026-12-03")."""
    found: list[Found] = []
    found += [
        (*match.span(), day, None, "day", None)
        for match in _ISO.finditer(folded)
        if (day := _day(int(match[1]), int(match[2]), int(match[3])))
    ]
    for match in _NUMERIC.finditer(folded):
        year = _year(match[3])
        on = _day(year, int(match[2]), int(match[1])) if year else rolled(int(match[2]), int(match[1]), today)
        if on and abs(on.year - today.year) <= 8:
            found.append((*match.span(), on, None, "day", None))
    for match in _NAMED.finditer(folded):
        day_number = int(match[1]) if match[1] else ordinal(match[4]) or 0
        month, year = _MONTHS[match[2] or match[5]], _year(match[3] or match[6])
        on = _day(year, month, day_number) if year else rolled(month, day_number, today)
        if on and abs(on.year - today.year) <= 8:
            found.append((*match.span(), on, None, "day", None))
    return found


def parts_of_months(folded: str, today: date) -> list[Found]:
    """Returns spans such as "Mitte Dezember", "Ende des Monats", "Anfang nächster Woche"."""
    found: list[Found] = []
    for match in _PART_OF_MONTH.finditer(folded):
        part, what = match[1], match[2]
        if "woche" in what:
            monday = (
                today
                - timedelta(days=today.weekday())
                + timedelta(days=7 if what.startswith(("naechst", "kommend")) else 0)
            )
            if part not in ("anfang", "mitte", "ende"):
                continue
            first, last = {"anfang": (0, 1), "mitte": (2, 2), "ende": (3, 4)}[part]
            on, until = monday + timedelta(days=first), monday + timedelta(days=last)
            if until < today:
                on, until = on + timedelta(days=7), until + timedelta(days=7)
            found.append((*match.span(), max(on, today), until, "week", None))
            continue
        if what in _MONTHS:
            month = _MONTHS[what]
            year = _year(match[3]) or (today.year if month >= today.month else today.year + 1)
        elif "jahr" in what:
            year = today.year + (1 if what.startswith("naechst") else 0)
            month = {"anfang": 1, "mitte": 6, "ende": 12}.get(part, 0)
        elif what.startswith(("naechst", "kommend")):
            later = add_months(today.replace(day=1), 1)
            month, year = later.month, later.year
        else:
            month, year = today.month, today.year
        if not month or (part in ("ab", "bis", "seit") and what not in _MONTHS):
            continue
        last = monthrange(year, month)[1]
        begin, end = {"anfang": (1, 10), "mitte": (11, 20), "ende": (21, last)}.get(part, (1, last))
        on, until = date(year, month, begin), date(year, month, end)
        if part == "bis":
            until = on
        if until < today and not match[3]:
            on, until = (
                add_months(on, 12 if what in _MONTHS else 1),
                add_months(until, 12 if what in _MONTHS else 1),
            )
        found.append((*match.span(), max(on, today) if on <= today <= until else on, until, "month", None))
    return found


def counted(folded: str, today: date) -> list[Found]:
    """Returns days counted from `today` ("in zwei Wochen", "übermorgen")."""
    found: list[Found] = []
    for match in _IN_SPAN.finditer(folded):
        word, unit = match[1], match[2]
        value = {"paar": 3, "ein paar": 3}.get(word) or (
            1 if word.startswith("ein") and word not in ("eineinhalb",) else number(word) or 1
        )
        days = 10 if word in ("anderthalb", "eineinhalb") and unit.startswith("woche") else None
        if unit.startswith("stunde"):
            on = today
        elif unit.startswith(("tag", "werktag")):
            on = today + timedelta(days=value)
        elif unit.startswith("woche"):
            on = today + timedelta(days=days or 7 * value)
        else:
            on = add_months(today, value)
        vague = unit.startswith(("woche", "monat"))
        found.append((*match.span(), on, None, "week" if vague else "day", None))
    for match in _NEXT_DAYS.finditer(folded):
        value = number(match[1] or "") or 2
        span = timedelta(days=7 * value if match[2].startswith("woche") else max(value, 3))
        found.append((*match.span(), today, today + span, "week", None))
    for match in _TODAY.finditer(folded):
        word = match[1]
        if word == "morgen" and re.search(
            r"\b(?:guten|schoenen|jeden|am|den ganzen|heute|gestern|\w+tag)$",
            folded[: match.start()].rstrip(),
        ):
            continue
        shift = (
            2
            if word.startswith(("uebermorgen", "ueber morgen"))
            else -2
            if word == "vorgestern"
            else -1
            if word == "gestern"
            else 1
            if word.startswith("morgen")
            else 0
        )
        if shift >= 0:
            found.append((*match.span(), today + timedelta(days=shift), None, "day", None))
    return found


def weekdays(folded: str, today: date) -> list[Found]:
    """Returns the coming weekdays that are named; habits ("mittwochs") and past ones are left out."""
    found: list[Found] = []
    for match in _WEEKDAY.finditer(folded):
        which, name, weeks = match[1] or "", match[2] or match[3], match[0]
        if (match[5] and not which) or which in ("jeden", "immer") or which.startswith(("letzt", "vorig")):
            continue  # "mittwochs" is a habit, "letzten Mittwoch" is over
        weekday = WEEKDAYS[name]
        ahead = (weekday - today.isoweekday()) % 7
        if ahead == 0 and not which.startswith("dies"):
            ahead = 7
        monday = today - timedelta(days=today.weekday())
        on = today + timedelta(days=ahead)
        week_named = match[4] or ("naechste" if match[2] else "")
        if (
            (match[2] and which.startswith("uebernaechst"))
            or week_named == "uebernaechste"
            or which.startswith("uebernaechst")
        ):
            on = monday + timedelta(days=14 + weekday - 1)
        elif week_named in ("naechste", "kommende"):
            on = (
                monday + timedelta(days=7 + weekday - 1)
                if not (match[2] and which.startswith("dies"))
                else monday + timedelta(days=weekday - 1)
            )
        elif "in einer woche" in weeks or "in 1 woche" in weeks or "8 tage" in weeks or "acht tagen" in weeks:
            on += timedelta(days=7)
        elif "in zwei wochen" in weeks or "in 2 wochen" in weeks:
            on += timedelta(days=14)
        found.append((*match.span(), on, None, "day", weekday))
    return found


def bare_days(folded: str, today: date) -> list[Found]:
    """Returns days of the month without their month ("am 15.")."""
    found: list[Found] = []
    for match in _DAY_OF_MONTH.finditer(folded):
        day_number = int(match[1])
        for months in range(13):
            first = add_months(today.replace(day=1), months)
            on = _day(first.year, first.month, day_number)
            if on and on >= today:
                found.append((match.start(1), match.end(), on, None, "day", None))
                break
    return found
