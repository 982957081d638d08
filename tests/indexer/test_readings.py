"""The likeliest reading of ambiguous syllables equals its definition, computed the slow way."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.kernels.readings import likeliest


@given(st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=3), min_size=1, max_size=4), st.randoms())
def test_the_likeliest_reading_is_the_best_of_all(counts: list[list[int]], chance: object) -> None:
    unigrams = [np.array(place) for place in counts]
    random = np.random.default_rng(len(counts))
    bigrams = [random.integers(0, 5, (len(a), len(b))) for a, b in itertools.pairwise(counts)]
    total = 100

    def likelihood(reading: Sequence[int]) -> float:
        score = math.log((counts[0][reading[0]] + 0.5) / total)
        for place, (here, there) in enumerate(itertools.pairwise(reading)):
            follows = bigrams[place][here, there] / max(counts[place][here], 1)
            score += math.log(0.9 * follows + 0.1 * (counts[place + 1][there] + 0.5) / total)
        return score

    best = max(map(likelihood, itertools.product(*(range(len(place)) for place in counts))))
    assert likelihood(likeliest(unigrams, bigrams, total=total, bigram_share=0.9)) == pytest.approx(best)


def test_a_common_pair_outweighs_a_common_syllable() -> None:
    """đôi is commoner than đổi, but it is đổi that stands before số."""
    doi, so = [np.array([9, 3])], [np.array([4])]
    assert likeliest([*doi, *so], [np.array([[0], [3]])], total=100, bigram_share=0.9) == [1, 0]


def test_two_common_syllables_that_never_meet_are_no_reading_of_a_rare_name() -> None:
    """`phong nha` is the cave, though phòng and nhà are far commoner."""
    phong, nha = np.array([5, 103]), np.array([2, 32])
    assert likeliest([phong, nha], [np.array([[2, 0], [0, 0]])], total=20_000, bigram_share=0.9) == [0, 0]
