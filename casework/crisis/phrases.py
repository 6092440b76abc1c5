"""The phrase language of `crisis.yml` and the shape that a message is brought into before phrases are looked up.

A phrase is a row of words. `..` stands for up to five words between, `...` for up to ten, `word*` for any ending,
`*word` for any beginning, `NUM` for a number in digits, `YEAR` for a past year, `END` for the
end of the message, `(a|b c)` for one of several, `?` after a group or word for "or nothing", and `<name>` for a
set from `sets`. ` & ` joins parts that may stand in any order, within a stretch of `WINDOW` characters. Gaps are bounded and nothing repeats inside a repetition, so the time is linear in the text.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA

from casework.answers.text import fold

MAX_CHARS = 20_000
"""Free text of the form page is longer than a chat message; what lies beyond is not read."""

WINDOW = 110
"""Within how many characters the parts of an `&` phrase must stand: about one spoken sentence."""

_GAPS = {"..": r"(?: \w+){0,5}", "...": r"(?: \w+){0,10}"}
_TOKEN = re.compile(r"\(|\)\??|\||[^\s()|]+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_LONG = re.compile(r"(.)\1{2,}")


def _insert_sets(phrase: str, sets: Mapping[str, str]) -> str:
    def insert(match: re.Match[str]) -> str:
        if match[1] not in sets:
            raise ValueError(f"crisis.yml: no set <{match[1]}> for {phrase!r}")
        return f"({sets[match[1]]})"

    return re.sub(r"<(\w+)>", insert, phrase)


@dataclass(frozen=True)
class Phrase:
    """A phrase as regular expressions, one for each `&` part, and for each mandatory element the words of which one must
    be in the text.

    The expressions are compiled when they are first needed: most never are, and all of them take seconds.
    """

    sources: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...]

    def search(self, shaped: str) -> tuple[int, int] | None:
        """Returns where the phrase stands in a shaped text, or None."""
        if len(self.sources) == 1:
            match = _compiled(self.sources[0]).search(shaped)
            return match.span() if match else None
        places: list[tuple[int, int, int]] = []
        for part, source in enumerate(self.sources):
            spans = [match.span() for match in _compiled(source).finditer(shaped)]
            if not spans:
                return None
            places += [(start, end, part) for start, end in spans]
        places.sort()
        last: dict[int, tuple[int, int]] = {}
        for start, end, part in places:  # the shortest stretch that ends here and holds every part
            last[part] = (start, end)
            first = min(at for at, _ in last.values())
            if len(last) == len(self.sources) and start - first <= WINDOW:
                return first, max(stop for _, stop in last.values())
        return None

    def replace(self, shaped: str) -> str:
        """Returns `shaped` with the phrase replaced by a neutral word; phrases with `&` parts only at their first place."""
        if len(self.sources) == 1:
            return _compiled(self.sources[0]).sub(" x", shaped)
        span = self.search(shaped)
        return f"{shaped[: span[0]]} x{shaped[span[1] :]}" if span else shaped

    def compile(self) -> None:
        """Compiles the expressions now."""
        for source in self.sources:
            _compiled(source)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


def compile_phrase(phrase: str, sets: Mapping[str, str]) -> Phrase:
    """Compiles one phrase. Raises ValueError on an unknown set or unbalanced brackets."""
    sources, needs = zip(*(_compile_part(part, sets) for part in phrase.split(" & ")), strict=True)
    return Phrase(sources, tuple(need for part in needs for need in part))


def _compile_part(phrase: str, sets: Mapping[str, str]) -> tuple[str, list[tuple[str, ...]]]:
    phrase = _insert_sets(phrase, sets)
    # Every element carries its own leading space, so optional ones and gaps vanish without a trace.
    out: list[str] = []
    needs: list[tuple[str, ...]] = []
    group: list[str] = []
    depth = 0
    for piece in _TOKEN.findall(phrase):
        if piece == "(":
            depth += 1
            out.append("(?:")
        elif piece in (")", ")?"):
            depth -= 1
            out.append(piece)
            if depth == 0:
                if piece == ")":
                    needs.append(tuple(group))
                group = []
        elif piece == "|":
            out.append("|")
        elif piece in _GAPS:
            out.append(_GAPS[piece])
        elif piece == "END":
            out.append("(?= $)")
        else:
            optional = piece.endswith("?")
            word = piece.removesuffix("?")
            escaped = (
                re.escape(word)
                .replace(r"\*", r"\w*")
                .replace("NUM", r"\d+")
                .replace("YEAR", r"(?:19\d\d|20[01]\d|202[0-5])")
            )
            out.append(f"(?: {escaped})?" if optional else f" {escaped}")
            if depth:
                group.append(word)
            elif not optional:
                needs.append((word,))
        if depth < 0:
            raise ValueError(f"crisis.yml: unbalanced brackets in {phrase!r}")
    if depth or not needs:
        raise ValueError(f"crisis.yml: unbalanced brackets or nothing to find in {phrase!r}")
    checkable = [
        need
        for need in needs
        if not any(word.startswith("*") or "NUM" in word or "YEAR" in word for word in need)
    ]
    return "".join(out) + "(?= )", checkable


class PhraseBook:
    """Many phrases, each with a label; finds those that a shaped text contains.

    Most phrases are ruled out by the words of the text alone, so that only few patterns are run.
    """

    def __init__(self, labelled: Iterable[tuple[str, str]], sets: Mapping[str, str]) -> None:
        self._phrases: list[tuple[str, Phrase]] = []
        self._words: dict[str, list[tuple[int, int]]] = {}
        self._beginnings: dict[str, list[tuple[int, int]]] = {}
        for label, phrase in labelled:
            at = len(self._phrases)
            compiled = compile_phrase(phrase, sets)
            self._phrases.append((label, compiled))
            for part, need in enumerate(compiled.needs):
                for word in set(need):
                    table = self._beginnings if word.endswith("*") else self._words
                    table.setdefault(word.rstrip("*"), []).append((at, part))

    def _possible(self, shaped: str) -> list[int]:
        hits: dict[int, set[int]] = {}
        for word in set(shaped.split()):
            for at, part in self._words.get(word, ()):
                hits.setdefault(at, set()).add(part)
            for end in range(2, min(len(word), 24) + 1):
                for at, part in self._beginnings.get(word[:end], ()):
                    hits.setdefault(at, set()).add(part)
        return [at for at in sorted(hits) if len(hits[at]) == len(self._phrases[at][1].needs)] + [
            at for at, (_, phrase) in enumerate(self._phrases) if not phrase.needs
        ]

    def warm(self) -> None:
        """Compiles all phrases, so that no message has to wait for it."""
        for _, phrase in self._phrases:
            phrase.compile()

    def labels(self, shaped: str) -> set[str]:
        """Returns the labels of all phrases found in `shaped`."""
        found: set[str] = set()
        for at in self._possible(shaped):
            label, phrase = self._phrases[at]
            if label not in found and phrase.search(shaped):
                found.add(label)
        return found

    def without(self, shaped: str) -> str:
        """Returns `shaped` with every phrase found replaced by a neutral word."""
        for at in self._possible(shaped):
            shaped = self._phrases[at][1].replace(shaped)
        return shaped

    def matches(self, shaped: str) -> list[tuple[str, str]]:
        """Returns (label, words matched) of every phrase found; for explaining a reading to whoever tends the file."""
        found = []
        for at in self._possible(shaped):
            label, phrase = self._phrases[at]
            if span := phrase.search(shaped):
                found.append((label, shaped[slice(*span)].strip()))
        return found


class Shaper:
    """Brings a message into plain words: everyday spellings, repaired typos, split run-together words."""

    def __init__(
        self,
        same: Mapping[str, str],
        keywords: Sequence[str],
        leave: Sequence[str],
        joined: Mapping[str, str],
    ):
        self._same = {fold(word): target for words, target in same.items() for word in words.split()}
        self._leave = frozenset(leave)
        self._joined = {_LONG.sub(r"\1\1", run): parts for run, parts in joined.items()}
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
                if (
                    abs(len(keyword) - len(word)) <= allowed
                    and OSA.distance(keyword, word, score_cutoff=allowed) <= allowed
                ):
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
