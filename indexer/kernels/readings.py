"""The likeliest reading of a sequence of ambiguous units: Viterbi over the collection's own unigrams and bigrams."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def likeliest(unigrams: Sequence[Longs], bigrams: Sequence[Longs], *, total: int, bigram_share: float) -> list[int]:
    """Return the index of one choice a place so that the whole sequence is the likeliest.

    unigrams: [n] arrays int64 [choices of the place], how often each choice occurs; bigrams: [n-1] arrays int64
    [choices here, choices next]; total: how many units the whole collection has. A step's probability mixes the
    bigram's with the unigram's at `bigram_share`, so that an unseen pair forbids no path.
    """
    shares = [(counts + 0.5) / max(total, 1) for counts in unigrams]
    score: Floats = np.log(shares[0])
    back: list[Longs] = []
    for place, follows in enumerate(bigrams):
        conditional = follows / np.maximum(unigrams[place], 1)[:, None]
        paths = score[:, None] + np.log(bigram_share * conditional + (1 - bigram_share) * shares[place + 1][None, :])
        back.append(paths.argmax(axis=0))
        score = paths.max(axis=0)
    chosen = [int(score.argmax())]
    for pointers in reversed(back):
        chosen.append(int(pointers[chosen[-1]]))
    return chosen[::-1]
