"""Brings what people type into one spelling, so that the model meets the same word in the same letters.

Pure functions on text, linear in its length, without Rasa or spaCy.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import List

import snowballstemmer

# Longer messages are read from their beginning and end: the need is named in one of them.
MAX_CHARS = 4000
HEAD_CHARS = 3000
# The longest German word in use has some 80 letters; a longer "word" is noise.
MAX_WORD_CHARS = 80

# Letters of other scripts that look like Latin ones (Unicode confusables, the common ones). They
# are read as Latin only inside a word that also has Latin letters: real Cyrillic or Greek stays itself.
_LOOKALIKES = str.maketrans(
    "авекмнорстухіјѕԁһԛԝАВЕКМНОРСТУХІЈЅαβεικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "abekmhopctyxijsdhqwabekmhopctyxijsaßeiknoptuxabezhikmnoptyx",
)
_NON_LATIN = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-zÄÖÜäöüß]")
_APOSTROPHES = re.compile("[’‘‚‛ʼ´`′]")
# Umlauts in all three spellings (ä, ae, a) become one letter. Some words fall together (schon, schön);
# the words around them tell them apart, and forms without umlauts are as common as those with.
_UMLAUT_PAIRS = re.compile(r"ae|oe|(?<![aeq])ue")
_LONG_VOWEL = re.compile(r"([aeiouy])\1{2,}")
_LONG_CONSONANT = re.compile(r"([^\W\d_aeiouy])\1{2,}")
_DIGITS = re.compile(r"\d+")
_NOT_WORD = re.compile(r"[^\w']+|_+")
_QUOTES = re.compile(r"(?<!\w)'|'(?!\w)")

_stemmer = snowballstemmer.stemmer("german")


def shorten(text: str) -> str:
    """Keeps at most 4,000 characters: the first 3,000 and the last 1,000."""
    if len(text) <= MAX_CHARS:
        return text
    return text[:HEAD_CHARS] + " " + text[-(MAX_CHARS - HEAD_CHARS) :]


def clean(text: str) -> str:
    """Takes out what the eye does not see: compatibility forms, zero-width characters, look-alike letters.

    Capitals and umlauts stay, so that names, towns and numbers can still be read out of the result.
    """
    # Shortened twice: a single compatibility character may stand for eighteen.
    text = shorten(unicodedata.normalize("NFKC", shorten(text)))
    # Not only the zero-width format characters: controls and unassigned code points too.
    kept = (char for char in text if char.isspace() or unicodedata.category(char)[0] != "C")
    text = _APOSTROPHES.sub("'", "".join(kept))
    if _NON_LATIN.search(text):
        text = "".join(
            part.translate(_LOOKALIKES) if _LATIN.search(part) else part for part in re.split(r"(\W+)", text)
        )
    return text


def fold(text: str) -> str:
    """The text in one spelling: lower case, one letter per umlaut, no punctuation, numbers as 0.

    >>> fold("Für's  MÜTTERCHEN, 80 J. – HIIILFE!!!")
    "fur's mutterchen 0 j hilfe"
    """
    text = clean(text).lower().replace("ß", "ss")
    text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    text = _UMLAUT_PAIRS.sub(lambda pair: pair.group()[0], text)
    text = _LONG_VOWEL.sub(r"\1", text)
    text = _LONG_CONSONANT.sub(r"\1\1", text)
    text = _DIGITS.sub("0", text)
    text = _QUOTES.sub(" ", text)
    words = _NOT_WORD.sub(" ", text).split()
    return " ".join(word[:MAX_WORD_CHARS] for word in words)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The Snowball stem of one folded word; remembered, because stemming costs more than all the rest."""
    stemmed: str = _stemmer.stemWord(word)
    return stemmed


def stems(text: str) -> List[str]:
    """The stems of all words of a text as people type it."""
    return [stem(word) for word in fold(text).split()]
