"""Messages about two needs for training: two messages about one need each, one after the other.

People name two needs in one breath, but training messages have one label. The yes-or-no head of each need
learns from such pairs that another need beside its own is no reason to say no.
"""

from __future__ import annotations

from typing import Any, Sequence, Tuple

import numpy as np

# Pairs for each message about a need.
PAIRS_PER_MESSAGE = 0.5
# People write two long stories in one message less often than two short ones.
LONGEST_PAIR_WORDS = 90


def choose_pairs(labels: Any, words: Any, needs: Sequence[str], seed: int) -> Tuple[Any, Any]:
    """Chooses messages to put together; the same seed gives the same pairs.

    Args:
        labels: the intent of each message.
        words: the number of words of each message.
        needs: the intents that are needs.
        seed: of the random choice.

    Returns:
        the places of the first and of the second message of each pair; their needs differ.
    """
    chance = np.random.RandomState(seed)
    about_needs = np.flatnonzero(np.isin(labels, needs))
    if not len(about_needs):
        return about_needs, about_needs
    number = int(len(about_needs) * PAIRS_PER_MESSAGE)
    first, second = chance.choice(about_needs, number), chance.choice(about_needs, number)
    fitting = (labels[first] != labels[second]) & (words[first] + words[second] <= LONGEST_PAIR_WORDS)
    return first[fitting], second[fitting]
