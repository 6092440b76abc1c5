"""Telephone numbers, e-mail addresses and names as people type and dictate them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.answers.email import read_email
from casework.answers.name import read_name, read_person_name
from casework.answers.phone import apply_ending, read_phone

LANDLINE, MOBILE = "+495246123456", "+4915123456789"

PHONES = [
    ("05246 123456", LANDLINE), ("05246/123456", LANDLINE), ("05246-123456", LANDLINE), ("05246.123456", LANDLINE), ("(05246) 123456", LANDLINE),
    ("05246/12 34 56", LANDLINE), ("0 52 46 / 12 34 56", LANDLINE), ("052 46 - 12 34 56", LANDLINE), ("+49 5246 123456", LANDLINE),
    ("+49 (0) 5246 123456", LANDLINE), ("+49(0)5246-123456", LANDLINE), ("0049 5246 123456", LANDLINE), ("0049 (0)5246 123456", LANDLINE),
    ("49 5246 123456", LANDLINE), ("+4905246123456", LANDLINE), ("tel. 05246 123456", LANDLINE), ("meine nummer ist 05246 123456 danke", LANDLINE),
    ("05246 123456 ab 16 uhr", LANDLINE), ("05246 123456, am besten 14-16 Uhr", LANDLINE), ("05246123456", LANDLINE), ("5246 123456", LANDLINE),
    ("null fünf zwei vier sechs eins zwei drei vier fünf sechs", LANDLINE), ("O5246 123456", LANDLINE),
    ("0151 23456789", MOBILE), ("0151-23456789", MOBILE), ("0151/23 45 67 89", MOBILE), ("handy 015123456789", MOBILE), ("+49151 23456789", MOBILE),
    ("0049151-23456789", MOBILE), ("+49 (0)151 234 567 89", MOBILE), ("151 23456789", MOBILE), ("ich wohne in 33415 verl, 0151 23456789", MOBILE),
    ("rufen sie mich unter 0151 23456789 an, ich bin 80", MOBILE), ("0151 23456789 oder petra@web.de", MOBILE), ("0151 - 2345 - 6789", MOBILE),
    ("+48 601 234 567", "+48601234567"), ("0048 601 234 567", "+48601234567"), ("+90 532 123 45 67", "+905321234567"), ("+43 664 1234567", "+436641234567"),
]  # fmt: skip

NO_PHONES = [
    "33415", "geb. 3.4.1946", "03.04.1946", "14-16 uhr", "ich bin 80", "hallo", "", "am 3.12. um 14:30 uhr", "pflegegrad 3", "weiß nicht",
    "2026-11-22", "petra1946@web.de", "hab kein telefon",
]  # fmt: skip

PROBLEMS = [
    ("123456", "no_area_code"), ("0151 234", "too_short"), ("05246 1234567890123", "too_long"), ("0123456789012345678", "too_long"),
    ("tel 12 34 56", "no_area_code"), ("0000000000", "implausible"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PHONES)
def test_phone(text: str, expected: str | None) -> None:
    reading = read_phone(text)
    assert (reading.e164 if reading else None) == expected


@pytest.mark.parametrize("text", NO_PHONES)
def test_no_phone(text: str) -> None:
    assert read_phone(text) is None


@pytest.mark.parametrize(("text", "problem"), PROBLEMS)
def test_what_is_wrong_with_a_phone(text: str, problem: str) -> None:
    reading = read_phone(text)
    assert reading is not None
    assert (reading.e164, reading.problem) == (None, problem)


def test_a_local_number_takes_the_towns_dialling_code() -> None:
    reading = read_phone("123456", default_dialling_code="05246")
    assert reading is not None
    assert (reading.e164, reading.display, reading.kind) == (LANDLINE, "05246 123456", "landline")


def test_phone_kinds() -> None:
    kinds = {
        text: reading.kind
        for text in ("0151 23456789", "05246 123456", "+48 601 234 567")
        if (reading := read_phone(text))
    }
    assert list(kinds.values()) == ["mobile", "landline", "foreign"]


@pytest.mark.parametrize(
    ("number", "ending", "expected"),
    [
        (LANDLINE, "57", "+495246123457"),
        ("05246 12 34 56", "57", "05246 12 34 57"),
        ("05246 123456", " 9 9 ", "05246 123499"),
    ],
)
def test_new_ending(number: str, ending: str, expected: str) -> None:
    assert apply_ending(number, ending) == expected


@pytest.mark.parametrize("ending", ["", "abc", "1" * 30])
def test_impossible_ending(ending: str) -> None:
    with pytest.raises(ValueError, match="ending"):
        apply_ending(LANDLINE, ending)


EMAILS = [
    ("petra@muster.de", "petra@muster.de"), ("Petra.Muster@WEB.de", "petra.muster@web.de"), ("petra@muster.de.", "petra@muster.de"),
    ("meine mail: petra_muster@gmx.net, danke", "petra_muster@gmx.net"), ("petra (at) gmx.de", "petra@gmx.de"), ("petra[at]gmx[dot]de", "petra@gmx.de"),
    ("petra at gmx.de", "petra@gmx.de"), ("petra ät web punkt de", "petra@web.de"), ("petra punkt muster at gmx punkt de", "petra.muster@gmx.de"),
    ("petra @ gmx . de", "petra@gmx.de"), ("petra@ gmx.de", "petra@gmx.de"), ("petra@web,de", "petra@web.de"), ("p.muster@@gmx.de", "p.muster@gmx.de"),
    ("petra unterstrich muster at web punkt de", "petra_muster@web.de"), ("petra minus muster at t-online punkt de", "petra-muster@t-online.de"),
    ("petra.muster46@t-online.de", "petra.muster46@t-online.de"), ("petra at t online punkt de", "petra@t-online.de"), ("<petra@muster.de>", "petra@muster.de"),
    ("petra+duo@muster.de", "petra+duo@muster.de"), ("mailto:petra@muster.de", "petra@muster.de"), ("05246 123456 oder petra@web.de", "petra@web.de"),
    ("petra klammeraffe web punkt de", "petra@web.de"), ("ist petra@gmail.com!", "petra@gmail.com"), ("petra@mail.uni-bielefeld.de", "petra@mail.uni-bielefeld.de"),
    ("petra.muster@ web.de", "petra.muster@web.de"), ("PETRA@GMX.DE", "petra@gmx.de"),
]  # fmt: skip

BROKEN_EMAILS = [
    ("petra@gmx", "missing_ending"), ("petra.muster gmx.de", "missing_at"), ("@gmx.de", "missing_name"), ("petra@", "missing_domain"),
    ("petra@muster@gmx.de", "two_ats"), ("petra@gmx..de", "implausible"), ("petramuster.gmx.de", "missing_at"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), EMAILS)
def test_email(text: str, expected: str) -> None:
    reading = read_email(text)
    assert reading is not None
    assert (reading.address, reading.problem) == (expected, None)


@pytest.mark.parametrize(("text", "problem"), BROKEN_EMAILS)
def test_what_is_wrong_with_an_email(text: str, problem: str) -> None:
    reading = read_email(text)
    assert reading is not None
    assert (reading.address, reading.problem) == (None, problem)


@pytest.mark.parametrize(
    "text",
    [
        "hallo",
        "",
        "www.verl.de",
        "ich bin at home",
        "05246 123456",
        "um 8 im rathaus",
        "petra muster",
        "keine mail",
    ],
)
def test_no_email(text: str) -> None:
    assert read_email(text) is None


def test_a_mistyped_provider_gets_a_suggestion() -> None:
    reading = read_email("petra@gmial.com")
    assert reading is not None
    assert reading.suggestion == "petra@gmail.com"


NAMES = [
    ("petra muster", "Petra Muster"), ("Petra Muster", "Petra Muster"), ("PETRA MUSTER", "Petra Muster"), ("petra", "Petra"), ("Muster", "Muster"),
    ("ich heiße petra muster", "Petra Muster"), ("ich heisse Petra", "Petra"), ("mein name ist Petra Muster", "Petra Muster"), ("Mein Name: Petra Muster", "Petra Muster"),
    ("hier ist Frau Muster", "Muster"), ("frau muster", "Muster"), ("Herr Muster", "Muster"), ("Frau Dr. Muster", "Dr. Muster"), ("muster, petra", "Petra Muster"),
    ("ich bin die petra", "Petra"), ("ich bin petra muster", "Petra Muster"), ("petra muster, 05246 123456", "Petra Muster"), ("ja, petra muster", "Petra Muster"),
    ("Müller-Lüdenscheidt", "Müller-Lüdenscheidt"), ("karl-heinz muster", "Karl-Heinz Muster"), ("Ayşe Yılmaz", "Ayşe Yılmaz"), ("van de Velde", "van de Velde"),
    ("Hans von Muster", "Hans von Muster"), ("O'Brien", "O'Brien"), ("J. Muster", "J. Muster"), ("muster ist mein name", "Muster"), ("mein name wäre muster", "Muster"),
    ("heiße muster, vorname petra", "Muster"), ("Petra Muster und meine Mutter heißt Erna", "Petra Muster"), ("sagen sie einfach petra", "Petra"),
    ("petra muster aus verl", "Petra Muster"), ("Petra Muster bitte", "Petra Muster"), ("guten tag, petra muster", "Petra Muster"), ("Kowalska", "Kowalska"),
    ("nennen sie mich Petra", "Petra"), ("Familie Muster", "Muster"), ("das ist die Petra Muster", "Petra Muster"), ("Petra M.", "Petra M."),
    ("vorname petra nachname muster", "Petra Muster"), ("Name Petra Muster", "Petra Muster"), ("Mehmet Öztürk", "Mehmet Öztürk"), ("petra geb. 3.4.1946", "Petra"),
]  # fmt: skip

NO_NAMES = [
    "weiß nicht", "überspringen", "will ich nicht sagen", "meine mutter", "kein name", "anonym", "nein", "ja", "warum wollen sie das wissen", "geht sie nichts an",
    "lieber nicht", "ohne namen", "123", "", "müde", "hilfe", "keine ahnung", "asdf1", "petra@web.de", "ist das wichtig?", "möchte ich nicht angeben", "weiter",
    "33415", "sag ich nicht", "xxxxxx", "später", "muss ich das angeben", "was passiert mit meinen daten", "zurück", "???", "😀",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_name(text: str, expected: str) -> None:
    reading = read_name(text, asked=True)
    assert reading is not None
    assert reading.name == expected


@pytest.mark.parametrize("text", NO_NAMES)
def test_no_name(text: str) -> None:
    assert read_name(text, asked=True) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ich bin petra muster und brauche hilfe", "Petra Muster"),
        ("aok. ich bin petra muster, meine mutter heißt erna", "Petra Muster"),
        ("mein name ist muster", "Muster"),
        ("hier ist Frau Muster, es geht um meinen Mann", "Muster"),
        ("brauche fahrdienst mfg Karl Muster", "Karl Muster"),
        ("ich bin müde", None), ("ich bin alleine", None), ("ich bin total fertig", None), ("ich bin die tochter", None), ("ich bin seit jahren krank", None),
        ("ich bin alleinerziehende mutter", None), ("ich bin nach verl gezogen", None), ("hier ist alles teuer", None), ("petra muster", None),
        ("ich bin schwer krank", None), ("ich bin völlig überfordert", None), ("ich bin am ende", None), ("ich bin pflegebedürftig geworden", None),
        ("ich bin gestern gestürzt", None), ("ich bin rollstuhlfahrer", None), ("meine mutter heißt erna", None),
    ],
)  # fmt: skip
def test_name_in_passing_needs_a_cue(text: str, expected: str | None) -> None:
    reading = read_name(text, asked=False)
    assert (reading.name if reading else None) == expected


def test_salutation_is_kept() -> None:
    reading = read_name("hier ist frau muster", asked=True)
    assert reading is not None
    assert reading.salutation == "Frau"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("meine mutter heißt erna", "Erna"), ("sie heißt Erna Muster und ist 80", "Erna Muster"), ("meine Mutter Erna Muster", "Erna Muster"),
        ("mein Mann, Karl", None), ("meine mutter ist 80", None), ("ihr name ist erna", "Erna"), ("hallo", None), ("er heißt karl-heinz", "Karl-Heinz"),
    ],
)  # fmt: skip
def test_name_of_somebody_else(text: str, expected: str | None) -> None:
    assert read_person_name(text) == expected


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    read_phone(text)
    read_email(text)
    read_name(text, asked=True)
    read_name(text, asked=False)
    read_person_name(text)


@given(st.integers(min_value=10_000, max_value=999_999))
def test_a_plausible_number_survives_every_spelling(subscriber: int) -> None:
    plain = read_phone(f"05246 {subscriber}")
    assert plain is not None
    for spelling in (
        f"+49 (0)5246/{subscriber}",
        f"0049 5246 {subscriber}",
        f"Tel.: 0 52 46 - {' '.join(str(subscriber))}",
    ):
        other = read_phone(spelling)
        assert other is not None
        assert other.e164 == plain.e164
