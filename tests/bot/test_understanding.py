"""The model on a small assistant of its own: sure where it can be, unsure where it must be."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from bot.components.calibration import fit_sigmoid, fit_temperature, sigmoid, softmax
from bot.components.features import read
from bot.components.learning import learn
from bot.components.pipeline import load, read_with
from bot.components.understanding import UNKNOWN_INTENT, Understanding

MESSAGES: dict[str, list[str]] = {
    "need_transport": [
        "wer fährt mich zum arzt",
        "ich brauche eine fahrt zur dialyse",
        "kein auto und der bus fährt nicht mehr",
        "fahrdienst zum krankenhaus gesucht",
        "meine mutter muss zum arzt und keiner fährt sie",
        "wie komme ich ohne auto zur klinik",
    ],
    "need_debt": [
        "der strom wird abgestellt weil ich nicht zahlen kann",
        "ich habe schulden und der gerichtsvollzieher kommt",
        "mahnungen über mahnungen, kein geld mehr",
        "inkasso will geld von mir das ich nicht habe",
        "kann die stromrechnung nicht zahlen",
        "mein konto ist gepfändet",
    ],
    "affirm": ["ja", "ja bitte", "genau", "stimmt", "richtig so", "ja gerne"],
    "out_of_scope": [
        "wie wird das wetter morgen",
        "wer gewinnt das spiel",
        "erzähl mir einen witz",
        "was ist die hauptstadt von frankreich",
        "schreib mir ein gedicht",
        "welches handy soll ich kaufen",
    ],
}


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    pairs = [(text, intent) for intent, texts in MESSAGES.items() for text in texts]
    return learn([read(text) for text, _ in pairs], [intent for _, intent in pairs])


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Wer faehrt mich zum Arzt???", "need_transport"),
        ("ich habe Schulden, mein Konto ist gepfaendet", "need_debt"),
        ("JA, genau", "affirm"),
        ("wie wird morgen das wetter", "out_of_scope"),
    ],
)
def test_messages_of_a_kind_are_recognised(understanding: Understanding, text: str, intent: str) -> None:
    assert understanding.understand(read(text)).intents[0][0] == intent


def test_chances_of_intents_add_up_to_one(understanding: Understanding) -> None:
    understood = understanding.understand(read("wer fährt mich"))
    assert len(understood.intents) == len(MESSAGES)
    assert sum(chance for _, chance in understood.intents) == pytest.approx(1.0, abs=0.001)
    assert [chance for _, chance in understood.intents] == sorted(
        (chance for _, chance in understood.intents), reverse=True
    )


def test_a_message_about_two_needs_shows_both(understanding: Understanding) -> None:
    two = understanding.understand(read("ich habe schulden und brauche eine fahrt zum arzt, kein auto")).needs
    one = understanding.understand(read("ich habe schulden, mein konto ist gepfändet")).needs
    assert set(two) == {"transport", "debt"}
    assert two["transport"] > one["transport"]
    assert min(two["debt"], two["transport"]) > 0.25


HOSTILE = [
    "",
    " ",
    "😀😀😀",
    "q" * 2000,
    "xqzvwk prlmft",
    "\u200b\u200b",
    "нужна помощь",
    "???!!!",
    "مساعدة",
    "∕",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_the_model_cannot_know_gives_no_certainty(understanding: Understanding, text: str) -> None:
    understood = understanding.understand(read(text))
    assert understood.known == 0.0
    assert understood.intents[0][0] == UNKNOWN_INTENT
    assert understood.intents[0][1] <= 0.5
    assert max(understood.needs.values()) == 0.0


@pytest.mark.parametrize("text", [*HOSTILE, "hilfe " * 2000, "ä" * 10_000, "a'b-" * 2500, "(((((" * 2000])
def test_hostile_text_is_read_fast(understanding: Understanding, text: str) -> None:
    started = time.process_time()
    understanding.understand(read(text))
    assert time.process_time() - started < 0.2


def test_training_twice_gives_the_same_model(understanding: Understanding) -> None:
    pairs = [(text, intent) for intent, texts in MESSAGES.items() for text in texts]
    again = learn([read(text) for text, _ in pairs], [intent for _, intent in pairs])
    for text, _ in pairs:
        assert again.understand(read(text)) == understanding.understand(read(text))


def test_a_saved_model_answers_the_same_and_holds_no_pickle(
    understanding: Understanding, tmp_path: Path
) -> None:
    understanding.save(tmp_path)
    loaded = Understanding.load(tmp_path)
    for text in ("wer fährt mich zum arzt", "ja", "", "schulden und fahrdienst"):
        assert loaded.understand(read(text)) == understanding.understand(read(text))
    assert {path.suffix for path in tmp_path.iterdir()} == {".json", ".npy", ".npz"}


def test_many_at_once_and_one_by_one_agree(understanding: Understanding) -> None:
    readings = [read(text) for texts in MESSAGES.values() for text in texts]
    assert understanding.understand_all(readings) == [understanding.understand(one) for one in readings]
    assert understanding.understand_all([]) == []


def test_training_needs_something_to_tell_apart() -> None:
    with pytest.raises(ValueError, match="two intents"):
        learn([read("ja")], ["affirm"])


def test_the_temperature_takes_back_false_certainty() -> None:
    chance = np.random.RandomState(0)
    truth = chance.randint(0, 3, 3000)
    scores = chance.normal(size=(3000, 3))
    scores[np.arange(3000), truth] += 1.0
    loud = scores * 10
    chances = softmax(loud / fit_temperature(loud, truth))
    sure = chances.max(axis=1)
    right = chances.argmax(axis=1) == truth
    assert abs(sure.mean() - right.mean()) < 0.03


def test_the_sigmoid_gives_back_the_share_of_yes() -> None:
    chance = np.random.RandomState(0)
    scores = chance.normal(size=5000)
    truth = chance.uniform(size=5000) < 1 / (1 + np.exp(-(3 * scores - 1)))
    slope, shift = fit_sigmoid(scores, truth)
    assert slope == pytest.approx(3, abs=0.3)
    assert shift == pytest.approx(-1, abs=0.2)
    assert float(sigmoid(1e9, slope, shift)) <= 1.0


def test_reading_keeps_no_word_of_anybody_in_the_pipeline() -> None:
    nlp = load("blank:de")
    read_with(nlp, "warm werden")
    before = len(nlp.vocab.strings)
    for number in range(200):
        pieces, reading = read_with(nlp, f"Wort{number} neu{number}")
        assert [piece.text for piece in pieces] == [f"Wort{number}", f"neu{number}"]
        assert len(reading.words) == 2
    assert len(nlp.vocab.strings) <= before + 2
