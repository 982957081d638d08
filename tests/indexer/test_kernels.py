"""BM25, one feature at a time, against its definition."""

from __future__ import annotations

import math

import numpy as np
import pytest

from indexer.kernels.bm25 import add_saturated, idf, saturation


@pytest.mark.parametrize(("items", "df"), [(10, 0), (10, 1), (10, 10), (1, 1)])
def test_idf_is_positive_and_falls(items: int, df: int) -> None:
    assert idf(items, df) == pytest.approx(math.log(1 + (items - df + 0.5) / (df + 0.5)))
    assert idf(items, df) > 0


def test_saturation_follows_the_formula() -> None:
    tf, lengths = np.array([1, 3]), np.array([10, 40])
    expected = [f * 2.2 / (f + 1.2 * (0.25 + 0.75 * length / 20)) for f, length in [(1, 10), (3, 40)]]
    assert saturation(tf, lengths, 20.0, k1=1.2, b=0.75).tolist() == pytest.approx(expected)
    assert saturation(tf, lengths, 0.0, k1=1.2, b=0.75).max() < 2.2  # an empty field has no average


def test_sums_of_saturated_counts_follow_the_formula() -> None:
    counts, lengths, weights = np.array([[1, 0, 300], [2, 5, 0]]), np.array([10, 40]), np.array([1.5, 0.5, 2.0])
    scores = np.array([1.0, 2.0])
    add_saturated(scores, counts, 255, weights, lengths, 20.0, 1.2, 0.75)
    expected = saturation(np.minimum(counts, 255), lengths[:, None], 20.0, k1=1.2, b=0.75) @ weights
    assert (scores - [1.0, 2.0]).tolist() == pytest.approx(expected.tolist())
