"""Kernels against the plainest way to say what they compute."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.kernels.bm25 import idf, saturation
from indexer.kernels.facets import count_values, rows_with, rows_within
from indexer.kernels.occurrences import Occurrences, contains, followed_by, frequencies, phrase, union
from indexer.kernels.selection import best_rows

slot_lists = st.sets(st.integers(0, 60), max_size=25).map(sorted)


def slots(values: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(values, np.int64)


def standing(values: list[int]) -> Occurrences:
    """Occurrences at ascending slots, ten to a row."""
    return Occurrences(slots(values), np.array([value // 10 for value in values], np.int32))


def places(found: Occurrences) -> list[int]:
    """Return the slots, after checking that rows and slots still belong together."""
    assert found.rows.tolist() == [slot // 10 for slot in found.slots.tolist()]
    return list(found.slots.tolist())


@given(st.lists(slot_lists, max_size=4))
def test_union(parts: list[list[int]]) -> None:
    assert places(union([standing(part) for part in parts])) == sorted(set().union(*parts))


@given(slot_lists, slot_lists)
def test_contains(haystack: list[int], needles: list[int]) -> None:
    assert contains(slots(haystack), slots(needles)).tolist() == [n in haystack for n in needles]


@given(slot_lists, slot_lists, st.integers(1, 5))
def test_followed_by(first: list[int], second: list[int], distance: int) -> None:
    expected = [slot for slot in first if slot + distance in second]
    assert places(followed_by(standing(first), standing(second), distance)) == expected


@given(st.lists(slot_lists, min_size=1, max_size=4))
def test_phrase(parts: list[list[int]]) -> None:
    expected = [s for s in parts[0] if all(s + i in part for i, part in enumerate(parts))]
    assert places(phrase([standing(part) for part in parts])) == expected


def test_a_phrase_of_nothing_is_nowhere() -> None:
    assert phrase([]).size == 0


@given(slot_lists)
def test_frequencies(values: list[int]) -> None:
    distinct, counts = frequencies(standing(values).rows)
    counted = Counter(value // 10 for value in values)
    assert list(zip(distinct.tolist(), counts.tolist(), strict=True)) == sorted(counted.items())


@pytest.mark.parametrize(("items", "df"), [(10, 0), (10, 1), (10, 10), (1, 1)])
def test_idf_is_positive_and_falls(items: int, df: int) -> None:
    assert idf(items, df) == pytest.approx(math.log(1 + (items - df + 0.5) / (df + 0.5)))
    assert idf(items, df) > 0


def test_saturation_follows_the_formula() -> None:
    tf, lengths = np.array([1, 3]), np.array([10, 40])
    expected = [f * 2.2 / (f + 1.2 * (0.25 + 0.75 * length / 20)) for f, length in [(1, 10), (3, 40)]]
    assert saturation(tf, lengths, 20.0, k1=1.2, b=0.75).tolist() == pytest.approx(expected)
    assert saturation(tf, lengths, 0.0, k1=1.2, b=0.75).max() < 2.2  # an empty field has no average


columns = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 4)), max_size=20).map(sorted)


@given(columns, st.lists(st.booleans(), min_size=8, max_size=8), st.sets(st.integers(0, 4), max_size=3))
def test_columns(entries: list[tuple[int, int]], mask: list[bool], chosen: set[int]) -> None:
    rows = np.array([row for row, _ in entries], np.int32)
    values = np.array([value for _, value in entries], np.int32)
    counts = Counter(value for row, value in entries if mask[row])
    assert count_values(rows, values, np.array(mask), 5).tolist() == [counts[value] for value in range(5)]
    having = [any((row, value) in entries for value in chosen) for row in range(8)]
    assert rows_with(rows, values, sorted(chosen), 5, 8).tolist() == having
    between = [any(r == row and 1 <= value <= 3 for r, value in entries) for row in range(8)]
    assert rows_within(rows, values, 1, 3, 8).tolist() == between


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=12), st.integers(0, 14))
def test_best_rows_are_the_head_of_a_sort(keys: list[tuple[int, int]], limit: int) -> None:
    rows = np.arange(len(keys))
    arrays = [np.array([key[i] for key in keys], np.float64) for i in (0, 1)] + [rows.astype(np.float64)]
    expected = sorted(range(len(keys)), key=lambda row: (*keys[row], row))[:limit]
    assert best_rows(rows, arrays, limit).tolist() == expected
