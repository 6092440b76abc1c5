"""The crisis layer: what it must see, what it must leave alone, and what its data must hold."""

import json
import re
import time
from collections import Counter
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casework.crisis import Crisis, CrisisKind
from casework.crisis.detector import CRISIS_FILE
from casework.crisis.phrases import compile_phrase
from casework.towns import Towns

CRISIS = Crisis.load()
DATA = yaml.safe_load(CRISIS_FILE.read_text(encoding="utf-8"))
EXAMPLES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data" / "crisis" / "train.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]

ACUTE = [
    ("ach ist doch eh egal ich kann nicht mehr ich will nicht mehr da sein", "suicide"), ("umbringn will ich mich", "suicide"), ("ich bring mich um", "suicide"),
    ("meine tochter ritzt sich. sie ist 14.", "self_harm"), ("mein mann schlägt mich", "violence"), ("mein vater atmet nicht mehr", "medical_emergency"),
    ("weiß nicht wo ich heute nacht schlafen soll", "homeless_tonight"), ("Er hat unser Baby geschüttelt", "child_in_danger"), ("ICH WILL STERBEN", "suicide"),
    ("ichwillnichtmehrleben", "suicide"), ("ich will s t e r b e n", "suicide"), ("ich will st\u200berben", "suicide"), ("ich wіll sterben", "suicide"),
]  # fmt: skip

GENTLE = [
    "ich kann nicht mehr, die Pflege wächst mir über den Kopf", "ich kann nicht mehr", "ich will mich nicht umbringen", "mein mann hat sich 2019 umgebracht",
    "ist nicht suizidgefährdet", "alles ist sinnlos", "mein opa hatte vor 2 jahren einen schlaganfall und braucht hilfe", "früher hat mich mein mann geschlagen",
]  # fmt: skip

HARMLESS = [
    "ich sterbe vor langeweile", "der Papierkram bringt mich um", "todmüde, aber der antrag muss weg", "mein kühlschrank ist tot", "ich könnte meinen chef umbringen",
    "suche haushaltshilfe für meine mutter", "kann nicht mehr treppen steigen", "mein sohn schlägt purzelbäume", "hallo", "meine oma schläft viel", "ich ersticke in arbeit",
    "wer schneidet meiner mutter die haare", "mit dem rauchen schluss machen", "", "33415",
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), ACUTE)
def test_danger_now(text: str, kind: str) -> None:
    reading = CRISIS.scan(text)
    assert (reading.kind, reading.level) == (kind, "acute")


@pytest.mark.parametrize("text", GENTLE)
def test_despair_grief_denial_and_the_past_are_gentle(text: str) -> None:
    assert CRISIS.scan(text).level == "gentle"


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_words(text: str) -> None:
    assert CRISIS.scan(text).level != "acute"


def test_own_examples_are_seen() -> None:
    seen: Counter[str] = Counter()
    all_of: Counter[str] = Counter()
    for example in EXAMPLES:
        if example["crisis"]:
            all_of[example["crisis"]] += 1
            seen[example["crisis"]] += bool(CRISIS.scan(example["text"]))
    assert set(all_of) == set(CrisisKind)
    assert {kind: seen[kind] / all_of[kind] for kind in all_of if seen[kind] / all_of[kind] < 0.98} == {}


def test_own_harmless_examples_raise_no_alarm() -> None:
    harmless = [example["text"] for example in EXAMPLES if example["crisis"] is None]
    alarms = [text for text in harmless if CRISIS.scan(text).level == "acute"]
    assert len(alarms) / len(harmless) <= 0.03, alarms


def test_a_danger_deep_in_a_long_text_is_seen() -> None:
    story = "Wir haben den Antrag im Mai gestellt und seither nichts gehört. " * 120
    assert CRISIS.scan(story + "Ich will nicht mehr leben.").level == "acute"


def test_several_dangers_at_once_are_all_named() -> None:
    reading = CRISIS.scan("mein mann schlägt mich und ich weiß nicht wo ich heute nacht schlafen soll")
    assert {CrisisKind.VIOLENCE, CrisisKind.HOMELESS_TONIGHT} <= set(reading.kinds)


@pytest.mark.parametrize("kind", list(CrisisKind))
def test_numbers_have_source_and_date(kind: CrisisKind) -> None:
    for town in (None, "outside", *Towns.load().codes):
        numbers = CRISIS.numbers(kind, town)
        assert numbers
        for number in numbers:
            assert all((number.source, number.checked_on, number.name))
            assert re.fullmatch(r"\+?\d{3,14}", number.tel)


def test_the_suicide_card_starts_with_people_who_listen() -> None:
    numbers = [number.number for number in CRISIS.numbers(CrisisKind.SUICIDE, "verl")]
    assert numbers[:3] == ["0800 1110111", "05241 531300", "112"]


def test_a_town_adds_its_own_offices() -> None:
    assert "05246 961-0" in [number.number for number in CRISIS.numbers(CrisisKind.HOMELESS_TONIGHT, "verl")]
    assert "05246 961-0" not in [
        number.number for number in CRISIS.numbers(CrisisKind.HOMELESS_TONIGHT, None)
    ]


def test_113_is_never_shown() -> None:
    assert not re.search(r"\b113\b", CRISIS_FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", list(CrisisKind))
@pytest.mark.parametrize("level", ["acute", "gentle"])
def test_texts_are_calm_and_say_that_nobody_reads_along(kind: CrisisKind, level: str) -> None:
    text = CRISIS.text(kind, level)  # type: ignore[arg-type]
    assert "liest gerade niemand mit" in text
    assert "!" not in text


def test_every_phrase_compiles() -> None:
    CRISIS.warm()


@pytest.mark.parametrize("phrase", ["(offen", "zu)", "<unbekannt> wort", "(nur)?"])
def test_a_broken_phrase_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"crisis\.yml"):
        compile_phrase(phrase, {})


def test_phrases_hold_no_nested_repetition() -> None:
    """The time is linear: a repetition (gap, ending, option) never stands inside another one."""
    sets = {name: " | ".join(words) for name, words in DATA["sets"].items()}
    phrases = [*DATA["harmless"], *DATA["calming"]]
    for entry in DATA["kinds"].values():
        phrases += [*entry["acute"], *entry["gentle"], *entry.get("calming", [])]
    for phrase in phrases:
        for source in compile_phrase(phrase, sets).sources:
            assert not re.search(r"\)[*+]", source), phrase


@given(st.text(max_size=400))
def test_any_text_is_scanned(text: str) -> None:
    reading = CRISIS.scan(text)
    assert (reading.kind is None) == (reading.level is None)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        "ich will " * 1100,
        "mein kind " * 1000,
        "sterben " * 1250,
        "nicht mehr " * 900,
        "\u200b" * 10_000,
        "er hat mich " * 830,
        "meine mutter kommt aus der reha, wer putzt und kauft ein? " * 170,
        "schlag" * 1600,
    ],
    ids=lambda text: text[:10],
)
def test_hostile_text_is_scanned_in_time(text: str) -> None:
    CRISIS.scan(text)  # compiles what this text needs
    taken = []
    for _ in range(3):
        start = time.process_time()
        CRISIS.scan(text)
        taken.append(time.process_time() - start)
    assert min(taken) <= 0.05


def test_a_message_is_scanned_in_five_milliseconds() -> None:
    texts = [example["text"] for example in EXAMPLES]
    for text in texts:
        CRISIS.scan(text)
    start = time.process_time()
    for text in texts:
        CRISIS.scan(text)
    assert (time.process_time() - start) / len(texts) <= 0.005
