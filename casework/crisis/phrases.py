"""The phrase language of `crisis.yml` and the shape that a message is brought into before phrases are looked up.

A phrase is a row of words. `..` stands for up to five words between, `...` for up to ten, `word*` for any ending,
`*word` for any beginning, `NUM` for a number in digits, `(a|b c)` for one of several, `?` after a group or word for "or nothing", and `<name>` for a
set from `sets`. Gaps are bounded and nothing repeats inside a repetition, so the time is linear in the text.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz.distance import OSA

from casework.answers.text import fold

MAX_CHARS = 20_000
"""Free text of the form page is longer than a chat message; what lies beyond is not read."""

_GAPS = {"..": r"(?: \w+){0,5}", "...": r"(?: \w+){0,10}"}
_TOKEN = re.compile(r"\(|\)\??|\||[^\s()|]+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_LONG = re.compile(r"(.)\1{2,}")


def compile_phrase(phrase: str, sets: Mapping[str, str]) -> str:
    """Returns the regular expression of one phrase. Raises ValueError on an unknown set or unbalanced brackets."""

    def insert(match: re.Match[str]) -> str:
        if match[1] not in sets:
            raise ValueError(f"crisis.yml: no set <{match[1]}> for {phrase!r}")
        return f"({sets[match[1]]})"

    for _ in range(3):  # a set may use another one
        phrase = re.sub(r"<(\w+)>", insert, phrase)
    # Every element carries its own leading space, so optional ones and gaps vanish without a trace.
    return _sequence(_TOKEN.findall(phrase), phrase)


def _sequence(tokens: list[str], phrase: str) -> str:
    out: list[str] = []
    depth = 0
    for token in tokens:
        if token == "(":
            depth += 1
            out.append("(?:")
        elif token in (")", ")?"):
            depth -= 1
            out.append(token)
        elif token == "|":
            out.append("|")
        elif token in _GAPS:
            out.append(_GAPS[token])
        else:
            optional = token.endswith("?")
            word = re.escape(token.rstrip("?")).replace(r"\*", r"\w*").replace("NUM", r"\d+")
            out.append(f"(?: {word})?" if optional else f" {word}")
        if depth < 0:
            raise ValueError(f"crisis.yml: unbalanced brackets in {phrase!r}")
    if depth:
        raise ValueError(f"crisis.yml: unbalanced brackets in {phrase!r}")
    return "".join(out)


def compile_phrases(phrases: Iterable[str], sets: Mapping[str, str]) -> list[re.Pattern[str]]:
    """Returns one pattern for each phrase; they match in texts shaped by `Shaper`."""
    return [re.compile(f"{compile_phrase(phrase, sets)}(?= )") for phrase in phrases]


class Shaper:
    """Brings a message into plain words: everyday spellings, repaired typos, split run-together words."""

    def __init__(self, same: Mapping[str, str], keywords: Sequence[str], leave: Sequence[str], joined: Mapping[str, str]):
        self._same = {fold(word): target for words, target in same.items() for word in words.split()}
        self._leave = frozenset(leave)
        self._joined = dict(joined)
        self._known = frozenset(keywords)
        self._by_letter: dict[str, list[str]] = {}
        for word in keywords:
            self._by_letter.setdefault(word[0], []).append(word)

    def _repair(self, word: str) -> str:
        if word in self._same:
            return self._same[word]
        if word in self._known or word in self._leave:
            return word
        if 5 < len(word) < 25:
            for keyword in self._by_letter.get(word[0], ()):
                allowed = 2 if len(keyword) >= 10 else 1
                if abs(len(keyword) - len(word)) <= allowed and OSA.distance(keyword, word, score_cutoff=allowed) <= allowed:
                    return keyword
        if len(word) >= 9:
            for run, parts in self._joined.items():
                if run in word:
                    return word.replace(run, f" {parts} ", 1).strip()
        return word

    def shape(self, text: str) -> str:
        """Returns `text` as lower-case words, each with a space before and after it."""
        folded = fold(text, MAX_CHARS).replace("'", "")
        folded = _LONG.sub(r"\1\1", folded)
        words = _NOT_WORD.sub(" ", folded).split()
        words = _join_spelled(words)
        repaired: dict[str, str] = {}
        out = []
        for word in words:
            if word not in repaired:
                repaired[word] = self._repair(word)
            out.append(repaired[word])
        return f" {' '.join(out)} " if out else " "


def _join_spelled(words: list[str]) -> list[str]:
    """Joins letters that were typed apart ("s t e r b e n")."""
    joined: list[str] = []
    run: list[str] = []
    for word in [*words, ""]:
        if len(word) == 1 and word.isalpha():
            run.append(word)
            continue
        joined += ["".join(run)] if len(run) >= 4 else run
        run = []
        if word:
            joined.append(word)
    return joined
