"""Learns the understanding from messages with one intent each; the same input gives the same model.

What decides how sure the model may be is fitted on messages that it had not learned from. They are held out
in runs of neighbours, not at random: neighbours in the training files are by one author, and people out
there are strangers to all of them.
"""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Sequence, Tuple

import numpy as np

from bot.components.calibration import fit_sigmoid, fit_temperature
from bot.components.features import Reading, Sheet, Vocabulary, Weighting, labels_of
from bot.components.linear import LinearHeads, balance, fit_bayes, fit_ridge
from bot.components.training_pairs import choose_pairs
from bot.components.understanding import NEED_PREFIX, Understanding

FOLDS = 4
SEED = 2026
# How much complement naive Bayes counts beside ridge regression, both scaled to the same spread.
BAYES_SHARE = 0.6


class Lesson:
    """The training messages, counted once, and the models that parts of them give."""

    def __init__(
        self, readings: Sequence[Reading], labels: Sequence[str], terms: Sequence[Tuple[Reading, str]]
    ) -> None:
        everything = [*readings, *(reading for reading, _ in terms)]
        self.vocabulary = Vocabulary.of(everything)
        self.sheet = self.vocabulary.sheet(everything)
        self.labels = np.array([*labels, *(label for _, label in terms)])
        self.words = np.array([len(reading.words) for reading in everything])
        self.terms = np.arange(len(readings), len(everything))
        self.intents = labels_of(labels)
        self.needs = [label for label in self.intents if label.startswith(NEED_PREFIX)]

    def folds(self) -> Iterator[Tuple[Any, Any]]:
        """Splits the messages, without the terms, into what is learned and what is held out."""
        fold_of = np.full(len(self.labels), -1)
        messages = self.labels[: self.terms[0]] if len(self.terms) else self.labels
        for intent in self.intents:
            places = np.flatnonzero(messages == intent)
            fold_of[places] = np.arange(len(places)) * FOLDS // max(len(places), 1)
        for number in range(FOLDS):
            held = np.flatnonzero(fold_of == number)
            learned = np.flatnonzero(fold_of != number)
            if len(held) and set(self.labels[learned]) >= set(self.intents):
                yield learned, held

    def wanted(self, labels: Any, names: Sequence[str]) -> Any:
        """A Boolean column for each name."""
        return labels[:, None] == np.array(names)[None, :]

    def fit_intents(self, learned: Any) -> Tuple[Weighting, LinearHeads, LinearHeads]:
        """Both models of the intents."""
        sheet = self.sheet.take(learned)
        weighting = Weighting.fit(sheet, self.vocabulary)
        rows = weighting.rows(sheet)
        wanted = self.wanted(self.labels[learned], self.intents)
        ridge = fit_ridge(rows, wanted, self.intents, balance(wanted))
        return weighting, ridge, fit_bayes(rows, wanted, self.intents)

    def with_pairs(self, places: Any, seed: int) -> Tuple[Sheet, Any]:
        """Messages and pairs of them, and which needs each is about."""
        labels = self.labels[places]
        first, second = choose_pairs(labels, self.words[places], self.needs, seed)
        sheet = self.sheet.take(places)
        about = self.wanted(labels, self.needs)
        return sheet.below(sheet.join(first, second)), np.vstack([about, about[first] | about[second]])

    def fit_needs(self, learned: Any, weighting: Weighting) -> LinearHeads:
        """The yes-or-no heads of the needs."""
        sheet, about = self.with_pairs(learned, SEED)
        return fit_ridge(weighting.rows(sheet), about, self.needs, np.ones(len(about)))


def learn(
    readings: Sequence[Reading], labels: Sequence[str], terms: Sequence[Tuple[Reading, str]] = ()
) -> Understanding:
    """Learns from messages.

    Args:
        readings: the messages as :func:`bot.components.features.read` returns them.
        labels: one intent name for each message.
        terms: words of the field with the intent they speak for; learned like short messages, but not
            used to find out how sure the model may be.

    Raises:
        ValueError: with fewer than two different intents.
    """
    if len(set(labels)) < 2:
        raise ValueError("training needs messages of at least two intents")
    lesson = Lesson(readings, labels, terms)
    held_out = HeldOut()
    for learned, held in lesson.folds():
        held_out.add(lesson, learned, held)
    everything = np.arange(len(lesson.labels))
    weighting, ridge, bayes = lesson.fit_intents(everything)
    intent_heads = held_out.mix(ridge, bayes)
    need_heads = lesson.fit_needs(everything, weighting) if lesson.needs else None
    return Understanding(
        lesson.vocabulary,
        weighting,
        intent_heads,
        held_out.temperature(),
        need_heads,
        held_out.sigmoids(lesson.needs),
    )


class HeldOut:
    """Scores of messages that were not learned from, and what follows from them."""

    def __init__(self) -> None:
        self._ridge: List[Any] = []
        self._bayes: List[Any] = []
        self._truth: List[Any] = []
        self._need_scores: List[Any] = []
        self._need_truth: List[Any] = []

    def add(self, lesson: Lesson, learned: Any, held: Any) -> None:
        """Learns from some messages and scores the others."""
        weighting, ridge, bayes = lesson.fit_intents(learned)
        rows = weighting.rows(lesson.sheet.take(held))
        self._ridge.append(ridge.centred_scores(rows))
        self._bayes.append(bayes.centred_scores(rows))
        self._truth.append(np.searchsorted(lesson.intents, lesson.labels[held]))
        if lesson.needs:
            heads = lesson.fit_needs(learned, weighting)
            sheet, about = lesson.with_pairs(held, SEED + 1)
            self._need_scores.append(heads.scores(weighting.rows(sheet)))
            self._need_truth.append(about)

    def _scales(self) -> Tuple[float, float]:
        """What ridge and Bayes scores are multiplied by before they are added."""
        if not self._ridge:
            return 1.0, 0.0
        ridge, bayes = np.vstack(self._ridge).std(), np.vstack(self._bayes).std()
        return 1.0 / float(ridge or 1.0), BAYES_SHARE / float(bayes or 1.0)

    def mix(self, ridge: LinearHeads, bayes: LinearHeads) -> LinearHeads:
        """Both models in one."""
        return ridge.plus(bayes, *self._scales())

    def temperature(self) -> float:
        """How much the mixed scores must be softened to mean probabilities."""
        if not self._ridge:
            return 1.0
        ridge_scale, bayes_scale = self._scales()
        mixed = np.vstack(self._ridge) * ridge_scale + np.vstack(self._bayes) * bayes_scale
        return fit_temperature(mixed, np.concatenate(self._truth))

    def sigmoids(self, needs: Sequence[str]) -> Dict[str, Tuple[float, float]]:
        """For each need, how its score becomes a probability."""
        if not self._need_scores:
            return dict.fromkeys(needs, (2.0, 0.0))
        scores, truth = np.vstack(self._need_scores), np.vstack(self._need_truth)
        return {need: fit_sigmoid(scores[:, i], truth[:, i]) for i, need in enumerate(needs)}
