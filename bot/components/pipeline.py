"""The spaCy pipeline that splits German into words.

By default ``spacy.blank("de")``, which has rules for German and no model. A town that has a pretrained
pipeline (``de_core_news_md``, ``de_core_news_lg``, or one of its own) names the installed package or the
folder in ``DUO_SPACY_MODEL``; its lemmas and vectors then take part in training and understanding.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from typing import List, Optional, Tuple

import spacy
from spacy.language import Language

from bot.components.features import Reading
from bot.components.normalise import clean, fold, stem

SETTING = "DUO_SPACY_MODEL"
# What understanding never needs and what costs most.
_NOT_NEEDED = ("parser", "senter", "ner")


class PipelineError(RuntimeError):
    """The spaCy pipeline named by DUO_SPACY_MODEL cannot be used."""


def pipeline_name() -> str:
    """The pipeline in force: what DUO_SPACY_MODEL says, or "blank:de"."""
    return os.environ.get(SETTING, "").strip() or "blank:de"


@lru_cache(maxsize=2)
def load(name: str) -> Language:
    """Loads a pipeline once.

    Args:
        name: an installed package, a folder, or "blank:de".

    Raises:
        PipelineError: if it is neither installed nor a pipeline's folder, or not German.
    """
    if name == "blank:de":
        return spacy.blank("de")
    try:
        nlp = spacy.load(name, exclude=list(_NOT_NEEDED))
    except (OSError, ValueError) as error:
        raise PipelineError(
            f"{SETTING}={name}: not an installed spaCy package and not a pipeline's folder; "
            f"install it into the bot's environment or unset {SETTING}"
        ) from error
    if nlp.lang != "de":
        raise PipelineError(f"{SETTING}={name} is a pipeline for '{nlp.lang}', German ('de') is needed")
    return nlp


@dataclass(frozen=True)
class Piece:
    """A word or punctuation mark: its text, its lemma or the text again, and where it starts."""

    text: str
    lemma: str
    start: int


def read_with(nlp: Language, text: str) -> Tuple[List[Piece], Reading]:
    """Reads a message with a pipeline: its words, and what the model sees of it.

    A word's lemma is used where the pipeline gives one, otherwise its Snowball stem. Nothing of the
    message stays in the pipeline: without the memory zone spaCy would keep every word it has ever seen.
    """
    with nlp.memory_zone():
        return _read(nlp, text)


def _read(nlp: Language, text: str) -> Tuple[List[Piece], Reading]:
    doc = nlp(clean(text))
    words: List[str] = []
    for token in doc:
        folded = fold(token.lemma_ or token.text).split()
        words += folded if token.lemma_ else [stem(word) for word in folded]
    vector: Optional[Tuple[float, ...]] = None
    if nlp.vocab.vectors_length:
        vector = tuple(float(number) for number in doc.vector)
    pieces = [Piece(token.text, token.lemma_ or token.text, token.idx) for token in doc if not token.is_space]
    return pieces, Reading(fold(text), tuple(words), vector)
