# ruff: noqa: SIM905 - lists of words read better as text
"""Yes and no, choices, numbered points, relations and corrections."""

import time
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.answers.age import read_age
from casework.answers.choice import read_choice, read_number_of_point
from casework.answers.correction import read_correction
from casework.answers.dates import read_date
from casework.answers.email import read_email
from casework.answers.name import read_name, read_person_name
from casework.answers.phone import read_phone
from casework.answers.relation import read_relation
from casework.answers.text import fold
from casework.answers.times import read_preferred_time
from casework.answers.yes_no import read_knows, read_yes_no

YES = (
    "ja|Ja|jaa|ja!|jo|jou|jup|jep|jepp|japp|yes|jawohl|klar|na klar|klaro|sicher|natürlich|gerne|gern|ok|okay|oki|k|passt|passt so|stimmt|stimmt so|genau|richtig|"
    "korrekt|einverstanden|in ordnung|auf jeden fall|von mir aus|meinetwegen|warum nicht|kein problem|ja aber kein name|ja bitte|ja natürlich|ja klar|klar doch|doch|"
    "alles richtig|nein, alles gut|nein passt|glaub schon|denke schon|hab nichts dagegen|ja ich bin einverstanden|machen sie das|👍|ja, sie weiß bescheid|hm ja|joa|jau|"
    "selbstverständlich|das ist richtig|ja das stimmt|muss ja|unbedingt|ja, aber nur vormittags|ja danke|ist ok|geht klar|aber sicher|sehr gerne|evet|tak|ja ok dann"
).split("|")
NO = (
    "nein|Nein|ne|nee|nö|nöö|nope|no|nein danke|lieber nicht|eher nicht|auf keinen fall|auf gar keinen fall|bloß nicht|niemals|nicht|noch nicht|stimmt nicht|passt nicht|"
    "das stimmt so nicht|nicht richtig|falsch|hab ich nicht|hat er nicht|nicht nötig|nicht wirklich|natürlich nicht|ach nein|nein, falsch|kein interesse|bin nicht einverstanden|"
    "das möchte ich nicht|will ich nicht|👎|na lieber nicht|ja nein lieber nicht|nich|net|keinesfalls|denke nicht|glaub nicht|geht nicht|nein, bitte nicht|hat sie nicht|keine"
).split("|")
UNKNOWN = "weiß nicht|weiß ich nicht|weis net|keine ahnung|ka|kp|vielleicht|bin mir nicht sicher|nicht sicher|da bin ich überfragt|müsste ich nachsehen|weiss ich leider nicht|jein|schwer zu sagen".split(
    "|"
)
NEITHER = "petra muster|33415|05246 123456|was ist das|muss das sein|ich wohne in verl|donnerstag||hm|warum|pflegegrad 3|aok".split(
    "|"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(t, "yes") for t in YES]
    + [(t, "no") for t in NO]
    + [(t, "unknown") for t in UNKNOWN]
    + [(t, None) for t in NEITHER],
)
def test_yes_no(text: str, expected: str | None) -> None:
    assert read_yes_no(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("klar", "yes"), ("ja sie weiß bescheid", "yes"), ("weiß bescheid", "yes"), ("hab mit ihr gesprochen", "yes"), ("sie hat mich gebeten", "yes"), ("nein", "no"),
        ("noch nicht", "no"), ("weiß nichts davon", "no"), ("sie soll es nicht wissen", "no"), ("ich traue mich nicht es ihr zu sagen", "no"), ("weiß nicht", None),
        ("keine ahnung", None), ("er ahnt nichts", "no"), ("sitzt neben mir", "yes"), ("sie weiß es noch nicht", "no"), ("habe es ihr erzählt", "yes"), ("petra", None),
    ],
)  # fmt: skip
def test_whether_the_person_knows(text: str, expected: str | None) -> None:
    assert read_knows(text) == expected


CARE = {
    "yes": ["Ja"], "applied": ["Beantragt", "läuft noch", "Antrag gestellt", "Antrag läuft"], "no": ["Nein", "keinen", "noch keinen"],
    "unknown": ["Weiß ich nicht", "keine Ahnung"],
}  # fmt: skip
HEATING = {
    "now": ["Ist schon aus"],
    "soon": ["In den nächsten Tagen"],
    "later": ["Später"],
    "unknown": ["Weiß ich nicht"],
}
HOME = {
    "clean": ["Putzen", "sauber machen"],
    "shop": ["Einkaufen"],
    "cook": ["Kochen"],
    "wash": ["Wäsche waschen", "Wäsche"],
    "garden": ["Gartenarbeit", "Garten"],
}


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        ("beantragt", CARE, "applied"), ("ist beantrgt", CARE, "applied"), ("haben wir beantragt", CARE, "applied"), ("antrag läuft", CARE, "applied"),
        ("die zweite", CARE, "applied"), ("2", CARE, "applied"), ("das letzte", CARE, "unknown"), ("keinen", CARE, "no"), ("noch keinen", CARE, "no"),
        ("weiß ich nicht", CARE, "unknown"), ("keine ahnung", CARE, "unknown"), ("nein", CARE, "no"), ("ja", CARE, "yes"), ("verl", CARE, None), ("", CARE, None),
        ("ist schon aus", HEATING, "now"), ("schon aus", HEATING, "now"), ("in den nächsten tagen", HEATING, "soon"), ("später", HEATING, "later"),
        ("nummer drei", HEATING, "later"), ("9", HEATING, None), ("weis ich nicht", HEATING, "unknown"), ("putzen", HOME, "clean"), ("beim putzn", HOME, "clean"),
        ("einkaufen vor allem", HOME, "shop"), ("die wäsche", HOME, "wash"), ("im garten", HOME, "garden"), ("hallo", HOME, None), ("kochen und putzen", HOME, None),
        ("nicht putzen", HOME, None),
    ],
)  # fmt: skip
def test_choice(text: str, options: dict[str, list[str]], expected: str | None) -> None:
    assert read_choice(text, options) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6 ändern", [6]), ("punkt 3 stimmt nicht", [3]), ("nummer vier", [4]), ("2 und 5 ändern", [2, 5]), ("6", [6]), ("der dritte punkt ist falsch", [3]),
        ("bitte 3 und 4", [3, 4]), ("ändere die 2", [2]), ("6.", [6]), ("Punkt 1 und Punkt 6", [1, 6]), ("nr. 2 ist falsch", [2]), ("die 6 bitte ändern", [6]),
        ("fünf", [5]), ("1, 3 und 5 stimmen nicht", [1, 3, 5]), ("meine mutter ist 80", []), ("05246 123456", []), ("ändern", []), ("ab 16 uhr", []), ("", []),
        ("nummer endet auf 57", []), ("doch lieber verl", []),
    ],
)  # fmt: skip
def test_number_of_point(text: str, expected: list[int]) -> None:
    assert read_number_of_point(text) == expected


RELATIONS = [
    ("für mich", "self", None), ("mich", "self", None), ("ich selbst", "self", None), ("ich", "self", None), ("um mich", "self", None), ("für mich selber", "self", None),
    ("für meine mutter", "relative", "mother"), ("mama", "relative", "mother"), ("es geht um meine mama", "relative", "mother"), ("meine mutta", "relative", "mother"),
    ("opa", "relative", "grandfather"), ("für meinen mann", "relative", "husband"), ("mein Mann", "relative", "husband"), ("meine frau", "relative", "wife"),
    ("meine eltern", "relative", "parents"), ("für unseren sohn", "relative", "son"), ("meine tochter", "relative", "daughter"), ("mein kind", "relative", "child"),
    ("meine schwiegermutter", "relative", "other"), ("mein bruder", "relative", "brother"), ("tante", "relative", "aunt"), ("lebensgefährtin", "relative", "partner"),
    ("mein nachbar", "neighbour", "neighbour_m"), ("nachbarin", "neighbour", "neighbour_f"), ("eine freundin", "acquaintance", "friend_f"), ("für einen bekannten", "acquaintance", "friend_m"),
    ("für eine patientin", "practice", "patient"), ("für einen klienten", "agency", "client"), ("nicht für mich, für meinen bruder", "relative", "brother"),
    ("hier ist die Praxis Dr. Muster, wir haben eine Patientin die hilfe braucht", "practice", "patient"),
    ("meine mutter 80 kommt donnerstag aus der reha", "relative", "mother"), ("mein vater vergisst alles", "relative", "father"), ("meine tochter ritzt sich", "relative", "daughter"),
    ("meine nachbarin kommt nicht mehr zurecht", "neighbour", "neighbour_f"), ("meiner oma geht es schlecht", "relative", "grandmother"), ("ich pflege meine mutter", "relative", "mother"),
    ("mach mir sorgen um meinen vater", "relative", "father"), ("meine tochter hat gesagt ich soll mich melden", "self", None), ("seit mein mann tot ist schaffe ich den haushalt nicht", "self", None),
    ("mein mann schlägt mich", "self", None), ("meine frau und ich brauchen hilfe", "self", None), ("ich komme die treppe nicht mehr runter", "self", None), ("mein mann ist gestorben", "self", None),
    ("eigentlich geht's um meine mutter", "relative", "mother"), ("mein arzt hat gesagt ich soll hier anrufen", "self", None), ("jemand anderen", "relative", "other"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "who", "relation"), RELATIONS)
def test_relation(text: str, who: str, relation: str | None) -> None:
    reading = read_relation(text)
    assert reading is not None
    assert (reading.who, reading.relation) == (who, relation)


@pytest.mark.parametrize("text", ["hallo", "", "strom soll abgestellt werden", "33415", "verl"])
def test_no_relation(text: str) -> None:
    assert read_relation(text) is None


def test_a_story_without_a_relative_is_only_likely_about_the_writer() -> None:
    reading = read_relation("ich komme nicht mehr zurecht")
    assert reading is not None
    assert not reading.certain


CORRECTIONS = [
    ("nummer endet auf 57. dann absenden", "phone", "", "57"), ("nee die telefonnummer stimmt nicht, …31", "phone", "", "31"), ("die letzten ziffern sind 31", "phone", "", "31"),
    ("am ende 57", "phone", "", "57"), ("doch lieber verl", "town", "verl", None), ("nicht Muster sondern Mustermann", None, "Mustermann", None),
    ("eigentlich geht's um meine mutter", "person", "eigentlich geht's um meine mutter", None), ("der name ist falsch", "name", "", None), ("falsche mail, petra@gmx.de", "email", "petra@gmx.de", None),
    ("sorry 05246 123457", "phone", "05246 123457", None), ("telefonnummer stimmt nicht", "phone", "", None), ("pflegegrad ist falsch", "care_degree", "", None),
    ("ich meinte Stukenbrock", "town", "Stukenbrock", None), ("neue nummer 05246 123457", "phone", "05246 123457", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "field", "new", "ending"), CORRECTIONS)
def test_correction(text: str, field: str | None, new: str, ending: str | None) -> None:
    reading = read_correction(text)
    assert reading is not None
    assert (reading.field, reading.new_text, reading.ends_with) == (field, new, ending)


@pytest.mark.parametrize(
    "text",
    [
        "ja",
        "petra muster",
        "ich wohne in verl",
        "meine nummer ist 05246 123456",
        "ich kann nicht mehr",
        "33415",
        "",
        "absenden",
        "donnerstag",
        "ich brauche hilfe",
    ],
)
def test_no_correction(text: str) -> None:
    assert read_correction(text) is None


def test_what_was_ruled_out_is_kept() -> None:
    reading = read_correction("nicht Muster sondern Mustermann")
    assert reading is not None
    assert reading.old_text == "Muster"


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    read_yes_no(text)
    read_knows(text)
    assert read_choice(text, CARE) in (None, *CARE)
    read_number_of_point(text)
    read_relation(text)
    read_correction(text)
    assert len(fold(text)) <= 2_000


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_fold_unifies_what_looks_alike() -> None:
    assert fold("SCHLOSS  Höfe") == fold("schloß hoefe") == "schloss hoefe"
    assert fold("geht’s") == "geht's"
    assert fold("ve\u200brl") == fold("vеrl") == "verl"  # zero-width space; Cyrillic е


READERS: list[Callable[[str], object]] = [
    read_yes_no, read_knows, lambda text: read_choice(text, HOME), read_number_of_point, read_relation, read_correction, read_phone, read_email,
    lambda text: read_name(text, asked=True), lambda text: read_name(text, asked=False), read_person_name, lambda text: read_age(text, today=date(2026, 11, 22), asked=True),
    lambda text: read_date(text, today=date(2026, 11, 22)), read_preferred_time,
]  # fmt: skip
HOSTILE = ["a" * 2000, "1" * 10_000, "0 " * 5000, "ja " * 3000, "nicht " * 1700, "ich bin " * 1300, "@" * 10_000, "a@" * 5000, "a." * 5000, " at punkt" * 1100, "meine mutter " * 800,
           "am 3.4. " * 1250, "montag bis " * 900, "ab 5 uhr " * 1100, "(((((" * 2000, "\u200b" * 10_000, "ﷺ" * 10_000, "petra muster " * 800, "eins zwei " * 1000, "und " * 2500, "- " * 5000]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_hostile_text_is_read_in_time(text: str) -> None:
    for reader in READERS:
        taken = []
        for _ in range(3):
            start = time.process_time()
            reader(text)
            taken.append(time.process_time() - start)
        assert min(taken) <= 0.05, reader
