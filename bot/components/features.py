"""The numbers that the model sees of a message: TF-IDF of character and word n-grams."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.components.normalise import fold, stem

CHAR_NGRAMS = (2, 5)
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


def _chars_of(reading: Reading) -> List[str]:
    """Character n-grams inside words, each word padded with a blank on both sides."""
    shortest, longest = CHAR_NGRAMS
    found: List[str] = []
    for word in reading.text.split():
        padded = f" {word} "
        size = len(padded)
        for length in range(shortest, min(longest, size) + 1):
            found += [padded[start : start + length] for start in range(size - length + 1)]
    return found


def _words_of(reading: Reading) -> List[str]:
    words = list(reading.words)
    return words + [f"{first} {second}" for first, second in pairwise(words)]


class Features:
    """Turns readings into rows of a sparse matrix, in the vocabulary of the training messages."""

    def __init__(self, chars: TfidfVectorizer, words: TfidfVectorizer, vector_size: int) -> None:
        self._chars = chars
        self._words = words
        self.vector_size = vector_size
        self._telling = {gram for gram in chars.vocabulary_ if len(gram.strip()) >= TELLING_NGRAM - 1}

    @classmethod
    def fit(cls, readings: Sequence[Reading]) -> "Features":
        """Collects the vocabulary of the training messages."""
        chars = TfidfVectorizer(analyzer=_chars_of, sublinear_tf=True, min_df=2)
        words = TfidfVectorizer(analyzer=_words_of, sublinear_tf=True)
        chars.fit(readings)
        words.fit(readings)
        vectors = {len(reading.vector or ()) for reading in readings}
        if len(vectors) != 1:
            raise ValueError("the messages were read by different spaCy pipelines")
        return cls(chars, words, vectors.pop())

    def transform(self, readings: Sequence[Reading]) -> Any:
        """One row for each message."""
        blocks = [self._chars.transform(readings), self._words.transform(readings)]
        if self.vector_size:
            vectors = np.array([reading.vector or (0.0,) * self.vector_size for reading in readings])
            lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
            blocks.append(sparse.csr_matrix(vectors / np.where(lengths == 0.0, 1.0, lengths)))
        return sparse.hstack(blocks, format="csr")

    def known_share(self, reading: Reading) -> float:
        """How much of a message the model knows from its training: 0.0 is nothing, 1.0 is all.

        A word is known as a stem, or in part by the long character n-grams it shares with known words.
        """
        if not reading.words:
            return 0.0
        known = 0.0
        for word in reading.words:
            if word in self._words.vocabulary_:
                known += 1.0
                continue
            padded = f" {word} "
            grams = [padded[i : i + TELLING_NGRAM] for i in range(max(1, len(padded) - TELLING_NGRAM + 1))]
            known += sum(gram in self._telling for gram in grams) / len(grams)
        share = known / len(reading.words)
        return share if share >= LEAST_KNOWN else 0.0

    def save(self, folder: Path) -> None:
        """Writes vocabularies and weights as JSON and NumPy arrays."""
        for name, vectorizer in (("chars", self._chars), ("words", self._words)):
            terms = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)
            (folder / f"{name}.json").write_text(json.dumps(terms, ensure_ascii=False), encoding="utf-8")
            np.save(folder / f"{name}.npy", vectorizer.idf_, allow_pickle=False)
        about: Dict[str, int] = {"vector_size": self.vector_size}
        (folder / "features.json").write_text(json.dumps(about), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Features":
        """Reads what :meth:`save` wrote."""
        made = []
        for name, analyzer in (("chars", _chars_of), ("words", _words_of)):
            terms = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
            vocabulary = {term: place for place, term in enumerate(terms)}
            vectorizer = TfidfVectorizer(analyzer=analyzer, sublinear_tf=True, vocabulary=vocabulary)
            vectorizer.idf_ = np.load(folder / f"{name}.npy", allow_pickle=False)
            made.append(vectorizer)
        about = json.loads((folder / "features.json").read_text(encoding="utf-8"))
        return cls(made[0], made[1], int(about["vector_size"]))
