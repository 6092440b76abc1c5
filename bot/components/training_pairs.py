"""Messages about two needs for training: two messages about one need each, one after the other.

People name two needs in one breath, but training messages have one label. The yes-or-no head of each need
learns from such pairs that another need beside its own is no reason to say no.
"""

from __future__ import annotations

from typing import Any, List, Sequence, Tuple

import numpy as np

from bot.components.features import Reading

# Pairs for each message about a need.
PAIRS_PER_MESSAGE = 0.5
# People write two long stories in one message less often than two short ones.
LONGEST_PAIR_WORDS = 90


def two_need_messages(
    readings: Sequence[Reading], targets: Any, seed: int
) -> Tuple[List[Reading], List[Tuple[str, str]]]:
    """Makes messages about two different needs; the same seed gives the same pairs.

    Returns:
        the messages, and the two intents of each.
    """
    chance = np.random.RandomState(seed)
    about_needs = [i for i, label in enumerate(targets) if label.startswith("need_")]
    pairs: List[Reading] = []
    both: List[Tuple[str, str]] = []
    if len({targets[i] for i in about_needs}) < 2:
        return pairs, both
    for _ in range(int(len(about_needs) * PAIRS_PER_MESSAGE)):
        first, second = chance.choice(about_needs, 2, replace=False)
        one, other = readings[first], readings[second]
        if targets[first] == targets[second] or len(one.words) + len(other.words) > LONGEST_PAIR_WORDS:
            continue
        vector = None
        if one.vector is not None and other.vector is not None:
            vector = tuple((a + b) / 2 for a, b in zip(one.vector, other.vector, strict=True))
        pairs.append(Reading(f"{one.text} {other.text}", one.words + other.words, vector))
        both.append((str(targets[first]), str(targets[second])))
    return pairs, both
