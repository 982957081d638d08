"""BM25, one feature at a time."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.kernels.compiled import kernel

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.integer[Any]] | npt.NDArray[np.floating[Any]]


def idf(items: int, df: int) -> float:
    """Return ln(1 + (N - df + .5) / (df + .5)), which is never negative."""
    return math.log(1.0 + (items - df + 0.5) / (df + 0.5))


def saturation(tf: Numbers, lengths: Numbers, average: float, *, k1: float, b: float) -> Floats:
    """Return tf·(k1+1) / (tf + k1·(1 - b + b·length/average)) as float64, with tf and lengths broadcast together."""
    norm = k1 * (1.0 - b + b * np.asarray(lengths, np.float64) / max(average, 1.0))
    counts = np.asarray(tf, np.float64)
    result: Floats = counts * (k1 + 1.0) / (counts + norm)
    return result


@kernel
def add_saturated(
    scores: Floats, counts: Longs, most: int, weights: Floats, lengths: Longs, average: float, k1: float, b: float
) -> None:
    """Add to scores (float64[C]) the weighted saturation of counts (int64[C, F], each at most `most`) of F features.

    weights: float64[F]; lengths: int64[C], syllables of the section, whose mean is `average`.
    """
    for row in range(len(scores)):
        norm = k1 * (1.0 - b + b * lengths[row] / max(average, 1.0))
        total = 0.0
        for feature in range(len(weights)):
            count = min(counts[row, feature], most)
            if count:
                total += weights[feature] * (count * (k1 + 1.0)) / (count + norm)
        scores[row] += total
