"""Ages, dates and hours, seen from Sunday, 22 November 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.answers.age import read_age, read_birth_year
from casework.answers.dates import read_date
from casework.answers.times import read_preferred_time

TODAY = date(2026, 11, 22)

AGES = [
    ("80", 80, None), ("80 jahre", 80, None), ("sie ist 80", 80, None), ("achtzig", 80, None), ("zweiundachtzig", 82, None), ("mitte 50", 50, None),
    ("fast 90", 90, None), ("wird im mai 81", 81, None), ("ich bin 45 jahre alt", 45, None), ("ca. 75", 75, None), ("14", 14, None), ("0", 0, None),
    ("8 monate alt", 0, None), ("78-jährig", 78, None), ("meine mutter ist 80 und mein vater 82", 80, None), ("jg 46", None, 1946), ("Jahrgang 1946", None, 1946),
    ("geb. 3.4.1946", None, 1946), ("3.4.1946", None, 1946), ("03.04.46", None, 1946), ("1946", None, 1946), ("geboren am 12. Mai 1938", None, 1938),
    ("im april 1950 geboren", None, 1950), ("46 geboren", None, 1946), ("Jahrgang '52", None, 1952), ("12.5.2012", None, 2012), ("jahrgang 05", None, 2005),
]  # fmt: skip


@pytest.mark.parametrize(("text", "age", "year"), AGES)
def test_age_when_asked(text: str, age: int | None, year: int | None) -> None:
    reading = read_age(text, today=TODAY, asked=True)
    assert reading is not None
    assert (reading.age, reading.birth_year) == (age, year)


@pytest.mark.parametrize(
    ("text", "age", "year"),
    [
        ("meine mutter 80 kommt donnerstag aus der reha", 80, None), ("meine tochter ritzt sich. sie ist 14.", 14, None), ("mein 78-jähriger vater", 78, None),
        ("opa 84, wohnt allein", 84, None), ("meine oma erna, 91, fällt oft", 91, None), ("mein Sohn (9) hat adhs", 9, None), ("ich bin 38 und arbeitslos", 38, None),
        ("geb. 1939, lebt allein", None, 1939), ("bin 72 jahre alt", 72, None), ("Rentner, 81 Jahre", 81, None),
    ],
)  # fmt: skip
def test_age_in_a_story(text: str, age: int | None, year: int | None) -> None:
    reading = read_age(text, today=TODAY, asked=False)
    assert reading is not None
    assert (reading.age, reading.birth_year) == (age, year)


@pytest.mark.parametrize(
    "text",
    ["seit 3 jahren krank", "ich bin 2 mal gestürzt", "05246 123456", "ab 16 uhr", "mit 80 euro", "33415 verl", "pflegegrad 3", "hallo", "", "in 14 tagen",
     "ich habe 2 kinder", "seit 20 jahren verheiratet", "um 8", "termin am 3.12.", "wir sind 4 personen", "ich wohne im 3. stock", "ist 300 euro teurer"],
)  # fmt: skip
def test_no_age_in_a_story(text: str) -> None:
    assert read_age(text, today=TODAY, asked=False) is None


@pytest.mark.parametrize("text", ["111", "1800", "weiß nicht", "999", "-"])
def test_no_plausible_age(text: str) -> None:
    assert read_age(text, today=TODAY, asked=True) is None


def test_birth_year_of_the_youngest_is_not_a_century_off() -> None:
    assert read_birth_year("geb. 3.4.24", TODAY) in (1924, 2024)
    assert read_birth_year("geb. 3.4.30", TODAY) == 1930


DATES = [
    ("donnerstag", date(2026, 11, 26)), ("Donnerstag, 3.12.", date(2026, 12, 3)), ("nächsten montag", date(2026, 11, 23)), ("kommenden freitag", date(2026, 11, 27)),
    ("übermorgen", date(2026, 11, 24)), ("morgen", date(2026, 11, 23)), ("heute", date(2026, 11, 22)), ("am 3.4.", date(2027, 4, 3)), ("3.4.2027", date(2027, 4, 3)),
    ("3. dezember", date(2026, 12, 3)), ("3 dez", date(2026, 12, 3)), ("am ersten dezember", date(2026, 12, 1)), ("in zwei wochen", date(2026, 12, 6)),
    ("in 14 tagen", date(2026, 12, 6)), ("in einem monat", date(2026, 12, 22)), ("bis freitag", date(2026, 11, 27)), ("ab dem 1.1.", date(2027, 1, 1)),
    ("sonntag", date(2026, 11, 29)), ("am 15.", date(2026, 12, 15)), ("weihnachten", date(2026, 12, 24)), ("silvester", date(2026, 12, 31)),
    ("montag in einer woche", date(2026, 11, 30)), ("montag nächste woche", date(2026, 11, 23)), ("mittwoch", date(2026, 11, 25)), ("Mi", date(2026, 11, 25)),
    ("freitagabend", date(2026, 11, 27)), ("zum 1. februar", date(2027, 2, 1)), ("2026-12-01", date(2026, 12, 1)), ("den 24.12.", date(2026, 12, 24)),
    ("dienstach", date(2026, 11, 24)), ("donerstag", date(2026, 11, 26)), ("29.2.", date(2028, 2, 29)), ("in drei tagen", date(2026, 11, 25)),
    ("wird am mittwoch abgestellt", date(2026, 11, 25)), ("morgen früh", date(2026, 11, 23)), ("sofort", date(2026, 11, 22)), ("bis zum 30.11.", date(2026, 11, 30)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_date(text: str, expected: date) -> None:
    reading = read_date(text, today=TODAY)
    assert reading is not None
    assert reading.on == expected


@pytest.mark.parametrize(
    ("text", "on", "until", "precision"),
    [
        ("mitte dezember", date(2026, 12, 11), date(2026, 12, 20), "month"), ("ende des monats", TODAY, date(2026, 11, 30), "month"),
        ("im märz", date(2027, 3, 1), date(2027, 3, 31), "month"), ("anfang nächsten monats", date(2026, 12, 1), date(2026, 12, 10), "month"),
        ("nächste woche", date(2026, 11, 23), date(2026, 11, 29), "week"), ("nächsten monat", date(2026, 12, 1), date(2026, 12, 31), "month"),
        ("vom 1.12. bis 5.12.", date(2026, 12, 1), date(2026, 12, 5), "day"), ("am wochenende", TODAY, TODAY, "week"),
    ],
)  # fmt: skip
def test_span(text: str, on: date, until: date, precision: str) -> None:
    reading = read_date(text, today=TODAY)
    assert reading is not None
    assert (reading.on, reading.until, reading.precision) == (on, until, precision)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("bis freitag", "by"),
        ("spätestens am 3.12.", "by"),
        ("ab dem 1.1.", "from"),
        ("ab montag", "from"),
        ("am 3.12.", "on"),
        ("donnerstag", None),
        ("vor weihnachten", "by"),
    ],
)
def test_relation(text: str, relation: str | None) -> None:
    reading = read_date(text, today=TODAY)
    assert reading is not None
    assert reading.relation == relation


@pytest.mark.parametrize(
    "text",
    [
        "hallo",
        "",
        "guten morgen",
        "mittwochs",
        "letzten dienstag",
        "31.2.",
        "weiß nicht",
        "05246 123456",
        "33415",
        "gestern",
        "pflegegrad 3",
        "ich mache alles so gut es geht",
    ],
)
def test_no_date(text: str) -> None:
    assert read_date(text, today=TODAY) is None


def test_weekdays_agree_with_the_calendar() -> None:
    reading = read_date("kommt donnerstag aus der reha", today=TODAY)
    assert reading is not None
    assert (reading.weekday, reading.text, reading.on.isoweekday()) == (4, "donnerstag", 4)


TIMES = [
    ("ab 16 uhr", "ab 16 Uhr"), ("nach 5", "ab 17 Uhr"), ("ab fünf", "ab 17 Uhr"), ("05246 123456 ab 16 uhr", "ab 16 Uhr"), ("ab 9:30 Uhr", "ab 9:30 Uhr"),
    ("nach 16.30 uhr", "ab 16:30 Uhr"), ("bis 18 uhr", "bis 18 Uhr"), ("nicht vor 10", "ab 10 Uhr"), ("zwischen 9 und 12", "9–12 Uhr"), ("16-18", "16–18 Uhr"),
    ("von 8 bis 12 uhr", "8–12 Uhr"), ("vormittags", "vormittags"), ("vormittags außer mittwochs", "vormittags, außer mittwochs"), ("abends", "abends"),
    ("morgens", "vormittags"), ("nachmittags ab halb drei", "nachmittags ab 14:30 Uhr"), ("egal", "egal"), ("jederzeit", "egal"), ("wann sie wollen", "egal"),
    ("immer außer freitags", "egal, außer freitags"), ("mo-fr 8-12 uhr", "werktags 8–12 Uhr"), ("werktags", "werktags"), ("am wochenende", "am Wochenende"),
    ("nur dienstags und donnerstags", "dienstags und donnerstags"), ("nicht dienstags", "nicht dienstags"), ("montag bis mittwoch vormittags", "montags bis mittwochs vormittags"),
    ("nach der arbeit", "abends"), ("17:30 uhr", "17:30 Uhr"), ("gegen 17 uhr", "gegen 17 Uhr"), ("vormittags nicht", "nicht vormittags"), ("halb fünf", "16:30 Uhr"),
    ("mittwochs und freitags geht nicht", "nicht mittwochs und freitags"), ("außer mittwochs und freitags", "nicht mittwochs und freitags"), ("mittags", "mittags"),
    ("montags ab 14 uhr", "montags ab 14 Uhr"), ("am besten abends nach 19 uhr", "abends ab 19 Uhr"), ("früh", "vormittags"), ("ab 8 uhr morgens", "vormittags ab 8 Uhr"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "display"), TIMES)
def test_preferred_time(text: str, display: str) -> None:
    reading = read_preferred_time(text)
    assert reading is not None
    assert reading.display == display


@pytest.mark.parametrize(
    "text",
    [
        "hallo",
        "",
        "weiß nicht",
        "05246 123456",
        "ich bin 80",
        "petra muster",
        "guten morgen",
        "33415",
        "am 3.4.1946 geboren",
    ],
)
def test_no_preferred_time(text: str) -> None:
    assert read_preferred_time(text) is None


@given(st.text(max_size=200), st.dates(min_value=date(2020, 1, 1), max_value=date(2060, 1, 1)))
def test_any_text_is_read(text: str, today: date) -> None:
    age = read_age(text, today=today, asked=True)
    assert age is None or age.age is None or 0 <= age.age <= 110
    read_age(text, today=today, asked=False)
    reading = read_date(text, today=today)
    assert reading is None or reading.until is None or reading.until >= reading.on
    time = read_preferred_time(text)
    assert time is None or time.display


@given(st.dates(min_value=date(2026, 11, 22), max_value=date(2027, 11, 21)))
def test_a_day_without_a_year_is_the_next_of_its_kind(day: date) -> None:
    reading = read_date(f"am {day.day}.{day.month}.", today=TODAY)
    assert reading is not None
    assert reading.on == day
