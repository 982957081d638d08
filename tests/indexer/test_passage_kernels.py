"""Nearness, windows and readings equal their definitions, computed the slow way."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.kernels.occurrences import Occurrences
from indexer.kernels.passages import (
    Matches,
    at_distance,
    best_windows,
    collect,
    near_frequencies,
    rows_having,
    singles,
)
from indexer.kernels.readings import follow_counts, likeliest

UNITS = 4
GAP = 10  # free slots between two rows
TEXTS = st.lists(st.lists(st.integers(0, UNITS + 1), max_size=14), min_size=1, max_size=5)  # UNITS and more: others


def base_of(texts: Sequence[Sequence[int]]) -> list[int]:
    return [0, *itertools.accumulate(len(text) + GAP for text in texts)][:-1]


def occurrences_of(texts: Sequence[Sequence[int]], unit: int) -> Occurrences:
    base = base_of(texts)
    found = [(base[row] + at, row) for row, text in enumerate(texts) for at, token in enumerate(text) if token == unit]
    return Occurrences(np.array([s for s, _ in found], np.int64), np.array([r for _, r in found], np.int32))


def matches_of(texts: Sequence[Sequence[int]]) -> Matches:
    units = [occurrences_of(texts, unit) for unit in range(UNITS)]
    return collect(units, np.arange(len(texts)), len(texts))


@given(TEXTS, st.data())
def test_matches_are_the_units_of_the_candidates_in_print_order(texts: list[list[int]], data: st.DataObject) -> None:
    candidates = data.draw(st.lists(st.sampled_from(range(len(texts))), unique=True, min_size=1))
    units = [occurrences_of(texts, unit) for unit in range(UNITS)]
    matches = collect(units, np.array(candidates), len(texts))
    for place, row in enumerate(candidates):
        assert matches.unit[matches.row == place].tolist() == [token for token in texts[row] if token < UNITS]
    assert matches.slot.tolist() == sorted(matches.slot.tolist())


@given(TEXTS, st.integers(1, 5))
def test_near_frequencies_count_an_occurrence_of_the_lower_unit_once(texts: list[list[int]], reach: int) -> None:
    pairs = np.array(list(itertools.combinations(range(UNITS), 2)))
    counts = near_frequencies(matches_of(texts), pairs, UNITS, reach)
    for row, text in enumerate(texts):
        for number, (lower, higher) in enumerate(pairs.tolist()):
            near = [text[max(0, at - reach) : at + reach + 1] for at, token in enumerate(text) if token == lower]
            assert counts[row, number] == sum(higher in around for around in near)


@given(TEXTS, st.integers(1, 3))
def test_pairs_at_a_distance_are_all_found_once(texts: list[list[int]], distance: int) -> None:
    pairs = list(itertools.permutations(range(UNITS), 2))
    places = at_distance(matches_of(texts), np.array(pairs), UNITS, distance)
    base = base_of(texts)
    truth = {
        (base[row] + at, pairs.index((first, second)))
        for row, text in enumerate(texts)
        for at, (first, second) in enumerate(zip(text, text[distance:], strict=False))
        if (first, second) in pairs
    }
    assert set(zip(places.begin.tolist(), places.feature.tolist(), strict=True)) == truth
    assert len(places.begin) == len(truth)
    having = rows_having(places, len(pairs), len(texts))
    for number in range(len(pairs)):
        assert having[number] == len({row for row, f in zip(places.row, places.feature, strict=True) if f == number})


@given(TEXTS)
def test_the_best_window_holds_most_distinct_features(texts: list[list[int]]) -> None:
    matches = matches_of(texts)
    pairs = [(0, 1), (1, 2), (2, 3)]
    parts = [
        (singles(matches), np.arange(1.0, UNITS + 1)),
        (at_distance(matches, np.array(pairs), UNITS, 1), np.array([5.0, 7.0, 11.0])),
    ]
    scores = best_windows(parts, np.array(base_of(texts)), len(texts), 4)
    for row, text in enumerate(texts):
        best = 0.0
        for begin in range(0, len(text), 2):
            window = text[begin : begin + 4]
            total = sum(unit + 1.0 for unit in range(UNITS) if unit in window)
            adjacent = set(itertools.pairwise(window))
            best = max(
                best, total + sum(w for pair, w in zip(pairs, (5.0, 7.0, 11.0), strict=True) if pair in adjacent)
            )
        assert scores[row] == pytest.approx(best)


@given(TEXTS)
def test_follow_counts_are_those_of_adjacent_tokens(texts: list[list[int]]) -> None:
    slots = [occurrences_of(texts, unit).slots for unit in range(UNITS)]
    counts = follow_counts(slots, slots)
    for first, second in itertools.product(range(UNITS), repeat=2):
        truth = sum((a, b) == (first, second) for text in texts for a, b in itertools.pairwise(text))
        assert counts[first, second] == truth


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
