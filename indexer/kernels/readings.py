"""The likeliest reading of a sequence of ambiguous units: Viterbi over the collection's own unigrams and bigrams."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from indexer.kernels.occurrences import Slots, contains

Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def follow_counts(first: Sequence[Slots], second: Sequence[Slots]) -> Longs:
    """Return int64 [A, B]: how often each of `second` stands right behind each of `first`; slots are ascending."""
    slots, label = _labelled(first)
    behind, behind_label = _labelled(second)
    at = np.flatnonzero(contains(behind, slots + 1))
    follower = behind_label[np.searchsorted(behind, slots[at] + 1)]
    counts = np.bincount(label[at] * len(second) + follower, minlength=len(first) * len(second))
    return counts.reshape(len(first), len(second)).astype(np.int64)


def _labelled(lists: Sequence[Slots]) -> tuple[Slots, Longs]:
    """Merge disjoint ascending lists into one, and say of each slot which list it came from."""
    slots = np.concatenate(lists)
    label = np.repeat(np.arange(len(lists)), [len(part) for part in lists])
    order = np.argsort(slots, kind="stable")
    return slots[order], label[order]


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
