"""Which town a text means: short answers to the question, and what an opening story lets slip."""

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casework.towns import OUTSIDE, TOWNS_FILE, Towns

TOWNS = Towns.load()
AMBIGUOUS, UNCLEAR = "ambiguous", "unclear"

ANSWERS = [
    ("verl", "verl"), ("Verl", "verl"), ("VERL", "verl"), ("in verl", "verl"), ("Stadt Verl", "verl"), ("verll", "verl"),
    ("Ferl", "verl"), ("verl natürlich", "verl"), ("wir wohnen in verl", "verl"), ("nein, verl", "verl"), ("doch lieber verl", "verl"),
    ("33415", "verl"), ("33415 Verl", "verl"), ("D-33415", "verl"), ("plz 33415", "verl"), ("3 3 4 1 5", "verl"), ("33 415", "verl"),
    ("kaunitz", "verl"), ("Kauniz", "verl"), ("kaunits", "verl"), ("sürenheide", "verl"), ("Surenheide", "verl"), ("suerenheide", "verl"),
    ("bornholte", "verl"), ("Bornholte-Bahnhof", "verl"), ("österwiehe", "verl"), ("Osterwihe", "verl"), ("verl sende", "verl"),
    ("verl, ortsteil sende", "verl"), ("sende bei verl", "verl"), ("Sende 33415", "verl"), ("verler", "verl"), ("die erste", "verl"),
    ("1", "verl"), ("das erste", "verl"), ("ersteres", "verl"), ("ich bin aus Kaunitz", "verl"), ("sie wohnt in Kaunitz", "verl"),
    ("in v e r l", "verl"), ("verl!!!", "verl"), ("Verl 🙂", "verl"), ("ve\u200brl", "verl"), ("vеrl", "verl"),
    ("shs", "shs"), ("SHS", "shs"), ("S.H.S.", "shs"), ("schloss holte", "shs"), ("Schloß Holte-Stukenbrock", "shs"), ("schlos holte", "shs"),
    ("schlossholte", "shs"), ("Schloßholte Stukenbrock", "shs"), ("holte", "shs"), ("stukenbrock", "shs"), ("stuckenbrock", "shs"),
    ("Stukenbrok", "shs"), ("stukenbrock senne", "shs"), ("liemke", "shs"), ("Limke", "shs"), ("33758", "shs"), ("33758 sende", "shs"),
    ("die zweite", "shs"), ("2", "shs"), ("letzteres", "shs"), ("nicht verl, die andere", "shs"), ("nicht in verl sondern in schloß holte", "shs"),
    ("früher verl jetzt shs", "shs"), ("schloss holte, nicht verl", "shs"), ("Schloβ Holte", "shs"), ("schloß-holte", "shs"),
    ("sende", AMBIGUOUS), ("Sende", AMBIGUOUS), ("in sende", AMBIGUOUS), ("wir wohnen in sende", AMBIGUOUS), ("verl oder shs?", AMBIGUOUS),
    ("beide", UNCLEAR), ("weiß nicht", UNCLEAR), ("keine ahnung", UNCLEAR), ("nicht verl", UNCLEAR), ("hallo", UNCLEAR), ("ja", UNCLEAR),
    ("33451", UNCLEAR), ("verloren", UNCLEAR), ("???", UNCLEAR), ("", UNCLEAR), ("Verl 33758", AMBIGUOUS), ("ich bin obdachlos", UNCLEAR),
    ("Gütersloh", OUTSIDE), ("guetersloh", OUTSIDE), ("gutersloh", OUTSIDE), ("GT", OUTSIDE), ("33330", OUTSIDE), ("rietberg", OUTSIDE),
    ("Hövelhof", OUTSIDE), ("hövelriege", OUTSIDE), ("Lipperreihe", OUTSIDE), ("oerlinghausen", OUTSIDE), ("Sennestadt", OUTSIDE),
    ("bielefeld", OUTSIDE), ("augustdorf", OUTSIDE), ("delbrück", OUTSIDE), ("paderborn", OUTSIDE), ("schloss neuhaus", OUTSIDE),
    ("Herzebrock", OUTSIDE), ("rheda wiedenbrück", OUTSIDE), ("halle", OUTSIDE), ("Hamburg", OUTSIDE), ("12345", OUTSIDE), ("woanders", OUTSIDE),
    ("keine von beiden", OUTSIDE), ("weder noch", OUTSIDE), ("3", OUTSIDE), ("außerhalb", OUTSIDE), ("noch in Rietberg, ziehe aber nach Verl", OUTSIDE),
    ("ich wohne in Verl, arbeite in Gütersloh", "verl"), ("meine mutter wohnt in Kaunitz, ich in Bielefeld", "verl"),
    ("meine eltern in stukenbrock, ich selbst in köln", "shs"),
]  # fmt: skip

STORIES = [
    ("ich war in Verl beim Arzt, wohne in Rietberg", OUTSIDE),
    ("bin nach verl gezogen", "verl"),
    ("ziehe nächsten Monat nach Verl, wohne noch in Bielefeld", OUTSIDE),
    ("ich wohne in Gütersloh, meine Mutter in Kaunitz", "verl"),
    (
        "meine mutter 80 kommt donnerstag aus der reha, hüfte, wohnt allein in kaunitz. wer putzt und kauft ein",
        "verl",
    ),
    ("ich komme aus Sende und brauche hilfe", AMBIGUOUS),
    ("Mein Vater lebt in Schloß Holte, ich in Hamburg. Er vergisst alles.", "shs"),
    ("Rentner aus Verl sucht Haushaltshilfe", "verl"),
    ("ich bin von verl nach rietberg gezogen", OUTSIDE),
    ("Ich liege im Krankenhaus Gütersloh und wohne in Liemke", "shs"),
    ("hallo, wir wohnen in der verler straße in gütersloh", OUTSIDE),
    ("Paderborner Straße 5, 33415 Verl", "verl"),
    ("ich brauche hilfe in verl", "verl"),
    ("meine tochter wohnt in Bielefeld, ich lebe allein in Verl und komme nicht mehr zurecht", "verl"),
    ("brauche fahrdienst von Stukenbrock nach Bielefeld zur Dialyse", "shs"),
    ("wir sind aus Verl weggezogen und leben jetzt in Delbrück", OUTSIDE),
    ("für meine oma in sürenheide", "verl"),
    ("ich habe alles verloren", UNCLEAR),
    ("mein mann hat mich verlassen", UNCLEAR),
    ("der termin wurde verlegt", UNCLEAR),
    ("ich sende ihnen die unterlagen", UNCLEAR),
    ("ich sende gerne eine mail", UNCLEAR),
    ("er holte mich ab", UNCLEAR),
    ("brauche fahrdienst nach gütersloh zum arzt", UNCLEAR),
    ("das Sozialamt Gütersloh hat mich weggeschickt", UNCLEAR),
    ("suche eine wohnung in verl", UNCLEAR),
    ("ich bin nicht in der lage einzukaufen", UNCLEAR),
    ("wir haben nichts zu essen", UNCLEAR),
    ("meine nummer ist 05246 33415", UNCLEAR),
    ("das schloss ist kaputt", UNCLEAR),
    ("hallo", UNCLEAR),
]


def _outcome(text: str, asked: bool) -> str:
    reading = TOWNS.read(text, asked=asked)
    return reading.town or reading.kind


@pytest.mark.parametrize(("text", "expected"), ANSWERS)
def test_answer_to_the_question(text: str, expected: str) -> None:
    assert _outcome(text, True) == expected


@pytest.mark.parametrize(("text", "expected"), STORIES)
def test_story(text: str, expected: str) -> None:
    assert _outcome(text, False) == expected


def test_sende_offers_both_towns_and_the_postcode_settles_it() -> None:
    asked = TOWNS.read("sende", asked=True)
    assert asked.candidates == ("verl", "shs")
    assert TOWNS.read("33758", asked=True, candidates=asked.candidates).town == "shs"
    assert TOWNS.read("die erste", asked=True, candidates=("shs", "verl")).town == "shs"


def test_district_and_place_are_named_canonically() -> None:
    assert TOWNS.read("kauniz", asked=True).district == "Kaunitz"
    assert TOWNS.read("guetersloh", asked=True).place == "Gütersloh"
    assert TOWNS.read("ich wohne in 33397", asked=False).place == "Rietberg"


def test_a_guess_is_not_certain() -> None:
    assert not TOWNS.read("werl", asked=True).certain
    assert TOWNS.read("verl", asked=True).certain


def test_every_town_is_complete() -> None:
    for code in TOWNS.codes:
        town = TOWNS.get(code)
        assert all((town.postcodes, town.districts, town.name, town.address))
        assert all(origin.startswith("https://") for origin in town.origins)
        assert _contrast(town.theme["primary"], town.theme["on_primary"]) >= 4.5
        assert _contrast(town.theme["text"], town.theme["surface"]) >= 4.5


def _contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_another_pair_of_towns_is_data_alone(tmp_path: Path) -> None:
    data = yaml.safe_load(TOWNS_FILE.read_text(encoding="utf-8"))
    for town, (code, name, postcode) in zip(
        data["towns"], [("nord", "Nordstadt", "11111"), ("sued", "Südstadt", "22222")], strict=True
    ):
        town |= {"code": code, "name": name, "short_name": name, "names": [name], "postcodes": [postcode]}
        town |= {"spellings": [], "heard_as": [], "districts": [{"name": "Mitte", "spellings": []}]}
    path = tmp_path / "towns.yml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    towns = Towns.load(path)
    assert towns.codes == ("nord", "sued")
    assert towns.read("suedstad", asked=True).town == "sued"
    assert towns.read("mitte", asked=True).candidates == ("nord", "sued")
    assert towns.read("die zweite", asked=True).town == "sued"


def test_a_reserved_code_is_refused(tmp_path: Path) -> None:
    data = yaml.safe_load(TOWNS_FILE.read_text(encoding="utf-8"))
    data["towns"][0]["code"] = OUTSIDE
    path = tmp_path / "towns.yml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    with pytest.raises(ValueError, match="outside"):
        Towns.load(path)


@given(st.text(max_size=300), st.booleans())
def test_any_text_is_read(text: str, asked: bool) -> None:
    reading = TOWNS.read(text, asked=asked)
    assert (reading.kind == "town") == (reading.town is not None)


@pytest.mark.parametrize(
    "text",
    [
        "verl " * 2000,
        "a" * 2000,
        "stuckenbrok " * 800,
        "1" * 10_000,
        "in " * 3000,
        "meine mutter " * 800,
        "(" * 5000,
    ],
)
def test_hostile_text_is_read_in_time(text: str) -> None:
    taken = []
    for _ in range(3):
        start = time.process_time()
        TOWNS.read(text, asked=True)
        taken.append(time.process_time() - start)
    assert min(taken) <= 0.05
