"""One spelling for what people type."""

from __future__ import annotations

import time

import pytest

from bot.components.normalise import MAX_CHARS, clean, fold, shorten, stems


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Ich brauche Hilfe!!!", "ich brauche hilfe"),
        ("HIIIILFE", "hilfe"),
        ("bitteeee", "bitte"),
        ("Schifffahrt", "schiffahrt"),
        ("Straße 12a", "strasse 0a"),
        ("café", "cafe"),
        ("geht’s / geht's / geht`s", "geht's geht's geht's"),
        ("'Pflegegrad'", "pflegegrad"),
        ("Pfle\u200bge\u00adgrad", "pflegegrad"),
        ("Ｈｉｌｆｅ 𝐡𝐢𝐥𝐟𝐞", "hilfe hilfe"),
        ("Hіlfе (mit kyrillischem і und е)", "hilfe mit kyrillischem і und е"),
        ("нужна помощь", "нужна помощь"),
        ("😀😀 👍🏽", ""),
        ("\x00\u202e", ""),
        ("a_b", "a b"),
        ("", ""),
    ],
)
def test_fold(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    "spellings",
    [
        ("können", "koennen", "konnen", "KÖNNEN", "ko\u0308nnen"),
        ("Müll", "Muell", "mull"),
        ("Häuser", "haeuser", "hauser"),
    ],
)
def test_umlauts_in_all_spellings_are_one(spellings: tuple[str, ...]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(("word", "folded"), [("neue", "neue"), ("bequem", "bequem"), ("Frauen", "frauen")])
def test_ue_that_is_no_umlaut_stays(word: str, folded: str) -> None:
    assert fold(word) == folded


def test_stems_join_the_forms_of_a_word() -> None:
    assert stems("Treppe Treppen") == ["trepp", "trepp"]
    assert stems("Haus Häuser")[0] == stems("Haus Häuser")[1]


def test_clean_keeps_what_names_and_numbers_need() -> None:
    assert clean("Müller\u200b, 05246 123456") == "Müller, 05246 123456"


def test_long_messages_keep_beginning_and_end() -> None:
    text = "anfang " + "x " * 10_000 + "ende"
    kept = shorten(text)
    assert len(kept) <= MAX_CHARS + 1
    assert kept.startswith("anfang")
    assert kept.endswith("ende")


@pytest.mark.parametrize(
    "hostile",
    [
        "a" * 2000,
        "ä" * 10_000,
        "a'" * 5000,
        "\u0301" * 10_000,
        "0" * 10_000,
        " " * 10_000,
        "ﷺ" * 4000,
        "()[]{}" * 2000,
    ],
)
def test_hostile_text_is_folded_fast(hostile: str) -> None:
    started = time.process_time()
    fold(hostile)
    assert time.process_time() - started < 0.2
