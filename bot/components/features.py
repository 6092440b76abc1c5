"""The numbers that the model sees of a message: TF-IDF of character and word n-grams."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple

import numpy as np
from scipy import sparse

from bot.components.normalise import fold, stem

CHAR_NGRAMS = (2, 5)
# Character n-grams of a single message are noise; a word of a single message may be the word of the field.
LEAST_MESSAGES_PER_NGRAM = 2
# Marks words in the vocabulary, so that they are never taken for character n-grams.
WORD = "="
# The length of the character n-grams that show whether a message is made of known pieces of words.
TELLING_NGRAM = 5
# A message of which less than this share is known counts as not understood at all.
LEAST_KNOWN = 0.2


@dataclass(frozen=True)
class Reading:
    """One message, ready for the model.

    Attributes:
        text: in one spelling, see :func:`bot.components.normalise.fold`.
        words: the stems, or the lemmas where a spaCy pipeline gives them.
        vector: the sense of the whole message as a spaCy pipeline sees it, or None without one.
    """

    text: str
    words: Tuple[str, ...]
    vector: Optional[Tuple[float, ...]] = None


def read(text: str) -> Reading:
    """A message as people type it, read without a spaCy pipeline."""
    folded = fold(text)
    return Reading(folded, tuple(stem(word) for word in folded.split()))


def char_ngrams(word: str, shortest: int, longest: int) -> Iterator[str]:
    """Pieces of a word that is padded with a blank on both sides."""
    padded = f" {word} "
    size = len(padded)
    for length in range(shortest, min(longest, size) + 1):
        for start in range(size - length + 1):
            yield padded[start : start + length]


def grams_of(reading: Reading) -> Counter[str]:
    """All n-grams of a message and how often each occurs."""
    found: Counter[str] = Counter()
    for word in reading.text.split():
        found.update(char_ngrams(word, *CHAR_NGRAMS))
    found.update(WORD + word for word in reading.words)
    found.update(f"{WORD}{first} {second}" for first, second in pairwise(reading.words))
    return found


@dataclass(frozen=True)
class Sheet:
    """Messages as rows of raw counts, and their spaCy vectors if there are any."""

    counts: Any
    vectors: Optional[Any]

    def take(self, rows: Any) -> "Sheet":
        """Some of the messages."""
        return Sheet(self.counts[rows], None if self.vectors is None else self.vectors[rows])

    def join(self, first: Any, second: Any) -> "Sheet":
        """New messages, each made of two: one text after the other."""
        vectors = None
        if self.vectors is not None:
            vectors = (self.vectors[first] + self.vectors[second]) / 2
        return Sheet(self.counts[first] + self.counts[second], vectors)

    def below(self, other: "Sheet") -> "Sheet":
        """These messages and then the others."""
        vectors = None
        if self.vectors is not None and other.vectors is not None:
            vectors = np.vstack([self.vectors, other.vectors])
        return Sheet(sparse.vstack([self.counts, other.counts], format="csr"), vectors)


class Vocabulary:
    """The n-grams that the model knows, each with its column."""

    def __init__(self, columns: Dict[str, int], vector_size: int) -> None:
        self.columns = columns
        self.vector_size = vector_size

    @classmethod
    def of(cls, readings: Sequence[Reading]) -> "Vocabulary":
        """Collects the n-grams of the training messages.

        Raises:
            ValueError: if the messages were read by different spaCy pipelines.
        """
        messages: Counter[str] = Counter()
        for reading in readings:
            messages.update(grams_of(reading).keys())
        kept = sorted(
            gram
            for gram, number in messages.items()
            if number >= LEAST_MESSAGES_PER_NGRAM or gram.startswith(WORD)
        )
        sizes = {len(reading.vector or ()) for reading in readings}
        if len(sizes) != 1:
            raise ValueError("the messages were read by different spaCy pipelines")
        return cls({gram: column for column, gram in enumerate(kept)}, sizes.pop())

    def sheet(self, readings: Sequence[Reading]) -> Sheet:
        """Counts the known n-grams of messages."""
        starts, columns, numbers = [0], [], []
        for reading in readings:
            for gram, number in grams_of(reading).items():
                column = self.columns.get(gram)
                if column is not None:
                    columns.append(column)
                    numbers.append(number)
            starts.append(len(columns))
        shape = (len(readings), len(self.columns))
        counts = sparse.csr_matrix((np.array(numbers, dtype=np.float32), columns, starts), shape=shape)
        counts.sort_indices()
        vectors = None
        if self.vector_size:
            nothing = (0.0,) * self.vector_size
            vectors = np.array([reading.vector or nothing for reading in readings], dtype=np.float32)
        return Sheet(counts, vectors)

    def known_share(self, reading: Reading) -> float:
        """How much of a message the model knows from its training: 0.0 is nothing, 1.0 is all.

        A word is known as a stem, or in part by the long pieces that it shares with known words.
        """
        if not reading.words:
            return 0.0
        known = 0.0
        for word in reading.words:
            if WORD + word in self.columns:
                known += 1.0
                continue
            size = min(TELLING_NGRAM, len(word) + 2)
            pieces = list(char_ngrams(word, size, size))
            known += sum(piece in self.columns for piece in pieces) / len(pieces)
        share = known / len(reading.words)
        return share if share >= LEAST_KNOWN else 0.0

    def save(self, path: Path) -> None:
        """Writes the n-grams in the order of their columns."""
        about: Dict[str, Any] = {"vector_size": self.vector_size, "grams": list(self.columns)}
        path.write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Vocabulary":
        """Reads what :meth:`save` wrote."""
        about = json.loads(path.read_text(encoding="utf-8"))
        return cls({gram: column for column, gram in enumerate(about["grams"])}, about["vector_size"])


class Weighting:
    """TF-IDF: rare n-grams tell more than frequent ones, the tenth occurrence little more than the first."""

    def __init__(self, idf: Any, is_word: Any) -> None:
        self.idf = idf
        self._is_word = is_word

    @classmethod
    def fit(cls, sheet: Sheet, vocabulary: Vocabulary) -> "Weighting":
        """Counts in how many messages each n-gram occurs; those in none of these messages weigh nothing."""
        messages = np.bincount(sheet.counts.indices, minlength=sheet.counts.shape[1])
        idf = np.log((1.0 + sheet.counts.shape[0]) / (1.0 + messages)) + 1.0
        return cls(np.where(messages > 0, idf, 0.0).astype(np.float32), cls.words_of(vocabulary))

    @staticmethod
    def words_of(vocabulary: Vocabulary) -> Any:
        """Which columns are words; the others are character n-grams."""
        return np.array([gram.startswith(WORD) for gram in vocabulary.columns], dtype=bool)

    def rows(self, sheet: Sheet) -> Any:
        """One row for each message; character n-grams, words and vector each have length 1."""
        rows = sheet.counts.copy()
        rows.data = (1.0 + np.log(rows.data)) * self.idf[rows.indices]
        row_of = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
        for part in (self._is_word[rows.indices], ~self._is_word[rows.indices]):
            squares = np.bincount(row_of[part], rows.data[part] ** 2, minlength=rows.shape[0])
            lengths = np.sqrt(np.where(squares > 0, squares, 1.0))
            rows.data[part] /= lengths[row_of[part]].astype(np.float32)
        if sheet.vectors is not None:
            lengths = np.linalg.norm(sheet.vectors, axis=1, keepdims=True)
            vectors = sheet.vectors / np.where(lengths > 0, lengths, 1.0)
            rows = sparse.hstack([rows, sparse.csr_matrix(vectors)], format="csr", dtype=np.float32)
        return rows


def labels_of(names: Sequence[str]) -> List[str]:
    """All different names, in alphabetical order."""
    return sorted(set(names))
