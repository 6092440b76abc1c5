"""Which messages are clearly not German."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.languages import LANGUAGES, detect_language

FOREIGN = [
    ("Merhaba, yardıma ihtiyacım var", "tr"), ("annem hasta yardim lazim", "tr"), ("türkçe konuşan var mı", "tr"), ("almanca bilmiyorum lütfen yardım edin", "tr"),
    ("hello i need help with my rent", "en"), ("do you speak english", "en"), ("I don't speak German", "en"), ("my mother is sick and we need help", "en"), ("please call me", "en"),
    ("Мені потрібна допомога, я не розмовляю німецькою", "uk"), ("Добрий день, шукаю житло для мами і дітей", "uk"), ("мне нужна помощь, не говорю по-немецки", "ru"),
    ("здравствуйте, помогите пожалуйста с документами", "ru"), ("أحتاج مساعدة من فضلك", "ar"), ("مرحبا، أمي مريضة", "ar"), ("dzień dobry, potrzebuję pomocy dla mojej mamy", "pl"),
    ("nie mówię po niemiecku", "pl"), ("Bună ziua, am nevoie de ajutor", "ro"), ("nu vorbesc germană", "ro"), ("ez alîkarî dixwazim", "ku"), ("silav, diya min nexweş e", "ku"),
]  # fmt: skip

GERMAN_OR_UNCLEAR = [
    "hallo", "hilfe", "ok", "ja", "no", "in verl", "Ayşe Yılmaz", "Kowalski", "Petra Muster", "sorry falsch", "job weg", "ich brauche help bitte", "Home office job", "33415",
    "jobcenter zahlt nicht", "meine mama ist sick", "ich nix gut deutsch brauche hilfe", "kündigung wg eigenbedarf", "Mohammed Al Hassan", "", "😀😀", "verl", "oma opa", "stukenbrock",
    "ich komme aus Polen und suche Arbeit", "will auto", "van de Velde", "danke merhaba", "reha", "petra@web.de", "привет", "was ist das", "smartphone update hotline",
]  # fmt: skip


@pytest.mark.parametrize(("text", "code"), FOREIGN)
def test_foreign(text: str, code: str) -> None:
    assert detect_language(text) == code


@pytest.mark.parametrize("text", [text for text in GERMAN_OR_UNCLEAR if text != "привет"])
def test_german_or_unclear(text: str) -> None:
    assert detect_language(text) is None


def test_one_cyrillic_word_is_enough() -> None:
    assert detect_language("привет") == "ru"


def test_no_german_text_of_the_crisis_set_is_taken_for_foreign() -> None:
    lines = (
        (Path(__file__).parents[2] / "data" / "crisis" / "train.jsonl")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    wrong = [
        text
        for line in lines
        if (text := json.loads(line)["text"]) and detect_language(text) not in (None, "en")
    ]
    assert wrong == []


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert detect_language(text) in (None, *LANGUAGES)


@pytest.mark.parametrize("text", ["a" * 10_000, "the " * 2500, "ş" * 10_000, "я " * 5000, "'" * 10_000])
def test_hostile_text_is_read_in_time(text: str) -> None:
    start = time.process_time()
    detect_language(text)
    assert time.process_time() - start <= 0.05
