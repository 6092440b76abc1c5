"""The sets that judge the understanding are strangers to the training data, and nobody fills a set with copies.

Likeness is the Jaccard index of character trigrams of the folded text (letters and digits only, lower case). Texts under
20 characters are left out: "ja bitte" has few ways of being said. So are the sets of town answers, which are spellings of the same few names, and the
sentences of `everyday_phrases.txt`.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from casework.answers.text import fold
from tests.house.project import judging, training

ALIKE = 0.8
SHORTEST = 20
SHOWN = 10


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", fold(text)).strip()


def _trigrams(text: str) -> frozenset[str]:
    plain = f" {_plain(text)} "
    return frozenset(plain[start : start + 3] for start in range(len(plain) - 2))


def near_duplicates(
    texts: Sequence[tuple[str, str]], alike: float = ALIKE
) -> Iterator[tuple[int, int, float]]:
    """Pairs of positions in `texts` (text, group) whose texts are at least so alike.

    Two sets as alike as that are of nearly the same size and share at least one of their rarest trigrams (prefix
    filtering), so that only few pairs have to be compared.
    """
    grams = [_trigrams(text) if len(text) >= SHORTEST else frozenset() for text, _ in texts]
    common = Counter(gram for each in grams for gram in each)
    holders: dict[str, list[int]] = defaultdict(list)
    for position in sorted((p for p, each in enumerate(grams) if each), key=lambda p: len(grams[p])):
        each = grams[position]
        smallest = alike * len(each)
        rarest = sorted(each, key=lambda gram: (common[gram], gram))
        candidates: set[int] = set()
        for gram in rarest[: len(each) - math.ceil(smallest) + 1]:
            for other in reversed(holders[gram]):  # the smaller a set is, the earlier it came
                if len(grams[other]) < smallest:
                    break
                candidates.add(other)
            holders[gram].append(position)
        for other in candidates:
            shared = len(each & grams[other])
            likeness = shared / (len(each) + len(grams[other]) - shared)
            if likeness >= alike:
                yield min(position, other), max(position, other), likeness


Text = tuple[str, str]
Pair = tuple[Text, Text, float]


def _everyday() -> frozenset[str]:
    lines = Path(__file__).with_name("everyday_phrases.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(_plain(line) for line in lines if line and not line.startswith("#"))


@pytest.fixture(scope="module")
def copies() -> list[Pair]:
    """All near-copies among training and judging texts, the most alike first; a text comes with its file."""
    texts = [(text, f"data/nlu/{name}") for _, text, name in training()]
    texts += [(text, name) for text, name in judging() if not name.endswith("towns.jsonl")]
    everyday = _everyday()
    found = [
        (texts[a], texts[b], likeness)
        for a, b, likeness in near_duplicates(texts)
        if not {_plain(texts[a][0]), _plain(texts[b][0])} & everyday
    ]
    return sorted(found, key=lambda pair: -pair[2])


def _set_of(text: Text) -> str:
    """training, dev or test."""
    return "training" if text[1].startswith("data/") else text[1].split("/")[2]


def _report(pairs: list[Pair]) -> str:
    lines = [f"{len(pairs)} near-copies; remove one of each pair:"]
    lines += [
        f"  {likeness:.2f} {one[1]}: {one[0]!r}\n       {two[1]}: {two[0]!r}"
        for one, two, likeness in pairs[:SHOWN]
    ]
    return "\n".join(lines)


def test_the_measure_finds_copies_and_only_copies() -> None:
    texts = [
        ("Meine Mutter braucht Hilfe beim Putzen.", "a"),
        ("meine mutter braucht hilfe beim putzen", "b"),
        ("Meine Mutter braucht Hilfe beim Putzen und Kochen und Waschen.", "c"),
        ("Wer fährt mich zur Dialyse nach Gütersloh?", "d"),
        ("ja bitte", "e"),
        ("ja bitte", "f"),
    ]
    assert [(a, b) for a, b, _ in near_duplicates(texts)] == [(0, 1)]


def test_no_text_is_a_near_copy_of_one_in_another_set(copies: list[Pair]) -> None:
    across = [pair for pair in copies if _set_of(pair[0]) != _set_of(pair[1])]
    assert not across, _report(across)


def test_no_set_repeats_itself(copies: list[Pair]) -> None:
    within = [pair for pair in copies if _set_of(pair[0]) == _set_of(pair[1])]
    assert not within, _report(within)
