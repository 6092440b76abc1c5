"""Every response has a wording in Einfache Sprache beside the ordinary one, and it really is simpler.

The limits are stricter than DIN 8581-1 asks for, since a chat is read on a phone, often by frightened people. A sentence
ends at a full stop, a question mark, a colon or a line's end; a `{variable}` counts as one word.
"""

from __future__ import annotations

import re
from statistics import fmean
from typing import Any

import pytest

from casework.labels import labels
from tests.house.project import domain

MOST_WORDS = 15
AVERAGE_WORDS = 10
LONGEST_WORD = 22
PLAIN = [{"type": "slot", "name": "plain", "value": True}]

_VARIABLE = re.compile(r"\{(\w+)\}")
_DAY = re.compile(rf"(\d)\. (?={'|'.join(labels()['month'])})")
_INSIDE_A_WORD = re.compile(r"(?<=\w)[.:](?=\w)")
_WORD = re.compile(r"[\w{}@§-]+")
# Forms that make a sentence harder: the subjunctive, and nouns made of verbs.
_SUBJUNCTIVE = re.compile(
    r"\b(?:(?:würde|könnte|möchte|sollte|hätte|wäre|müsste|dürfte)(?:n|st|t)?|sei|seien|solle)\b", re.I
)
# Nouns made of verbs; these few are the names of things that people hold or hear.
_NOUN_OF_A_VERB = re.compile(r"\b[A-ZÄÖÜ]\w+(?:ung|ungen|heit|keit)\b")
_KNOWN_THINGS = {
    "Behandlung", "Behinderung", "Gesundheit", "Krankheit", "Kündigung", "Überweisung", "Vertretung", "Wohnung",
    "Einsamkeit",
}  # fmt: skip


def _variations() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = domain()["responses"]
    return found


def _plain_texts() -> dict[str, str]:
    return {name: one["text"] for name, given in _variations().items() for one in given if "condition" in one}


def _sentences(text: str) -> list[list[str]]:
    """The words of each sentence."""
    whole = _INSIDE_A_WORD.sub("", _DAY.sub(r"\1 ", text))
    return [words for part in re.split(r"[.?:\n]", whole) if (words := _WORD.findall(part))]


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("Gut. Alles Gute für Sie.", [1, 4]),
        ("Bis 3. Dezember meldet sie sich: {name}", [6, 1]),
        ("Es gibt Stufen von 1 bis 5. Was ist richtig?", [7, 3]),
        ("Zum Beispiel: name@beispiel.de oder § 38", [2, 4]),
    ],
)
def test_sentences_are_counted_as_people_read_them(text: str, lengths: list[int]) -> None:
    assert [len(words) for words in _sentences(text)] == lengths


def test_every_response_has_one_plain_and_one_ordinary_wording() -> None:
    wrong = {
        name: [one.get("condition") for one in given]
        for name, given in _variations().items()
        if [one.get("condition") for one in given] != [PLAIN, None]
    }
    assert not wrong, f"each needs the condition on `plain` first and one wording without condition: {wrong}"
    slot = domain()["slots"]["plain"]
    assert slot["type"] == "bool"
    assert slot["influence_conversation"] is False, "a wording must not change what the assistant does"


def test_both_wordings_say_the_same_variables() -> None:
    wrong = {}
    for name, given in _variations().items():
        plain, ordinary = (set(_VARIABLE.findall(one["text"])) for one in given)
        if plain != ordinary:
            wrong[name] = plain ^ ordinary
    assert not wrong


def test_plain_sentences_are_short() -> None:
    long = {
        name: " ".join(words)
        for name, text in _plain_texts().items()
        for words in _sentences(text)
        if len(words) > MOST_WORDS
    }
    assert not long
    assert (
        fmean(len(words) for text in _plain_texts().values() for words in _sentences(text)) <= AVERAGE_WORDS
    )


def test_plain_sentences_are_shorter_than_the_ordinary_ones() -> None:
    plain, ordinary = (
        fmean(len(words) for given in _variations().values() for words in _sentences(given[which]["text"]))
        for which in (0, 1)
    )
    assert plain < ordinary - 1


def test_plain_words_are_easy() -> None:
    hard: dict[str, list[str]] = {}
    for name, text in _plain_texts().items():
        found = [word for words in _sentences(text) for word in words if len(word) > LONGEST_WORD]
        found += _SUBJUNCTIVE.findall(text)
        found += [noun for noun in _NOUN_OF_A_VERB.findall(text) if noun not in _KNOWN_THINGS]
        found += [mark for mark in "!;()" if mark in text]
        if found:
            hard[name] = found
    assert not hard


def test_plain_texts_keep_what_the_law_and_safety_ask_for() -> None:
    plain = _plain_texts()
    for said in ("automatische Assistent", "Computerprogramm", "kein Mensch", "112"):
        assert said in plain["utter_greeting"]  # AI Act, Art. 50(1)
    for said in ("Gesundheit", "Koordinatorin", "löschen", "speichern?"):
        assert said in plain["utter_question_consent"]  # GDPR, Art. 7 and Art. 9(2)(a)
    for said in ("freiwillig", "zurücknehmen", "verantwortlich", "Datenschutz"):
        assert said in plain["utter_consent_more"]  # GDPR, Art. 7(3), (4) and Art. 13
