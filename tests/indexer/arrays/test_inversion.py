"""Inversion against a few lines of plain Python."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.kernels.inversion import adjacent_pairs, inverted, pair_frequencies, transposed

SECTIONS = st.lists(st.integers(0, 5), max_size=6)
ROWS = st.lists(st.tuples(SECTIONS, SECTIONS, SECTIONS), max_size=6)
Row = tuple[list[int], list[int], list[int]]


def flat(rows: list[Row]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    lengths = np.array([[len(part) for part in row] for row in rows], np.int32).reshape(-1, 3)
    starts = np.concatenate(([0], np.cumsum(lengths.sum(axis=1)))).astype(np.int64)
    tokens = np.array([token for row in rows for part in row for token in part], np.int32)
    return tokens, starts, starts[:-1] + lengths[:, :2].sum(axis=1), lengths


def counted(rows: list[list[Counter[object]]]) -> dict[object, list[tuple[int, int, int]]]:
    """Return of each feature its rows with the counts in body and context."""
    found: defaultdict[object, list[tuple[int, int, int]]] = defaultdict(list)
    for number, (body, context) in enumerate(rows):
        for feature in body | context:
            found[feature].append((number, body[feature], context[feature]))
    return dict(found)


@settings(deadline=None)  # the first call compiles
@given(ROWS)
def test_postings_are_the_rows_of_a_term_with_its_counts(rows: list[Row]) -> None:
    tokens, starts, body_ends, _ = flat(rows)
    bounds, docs, frequencies = inverted(tokens, starts, body_ends, 6)
    expected = counted([[Counter(heading + text), Counter(context)] for heading, text, context in rows])
    for term in range(6):
        places = range(bounds[term], bounds[term + 1])
        found = [(int(docs[i]), int(frequencies[i]) & 255, int(frequencies[i]) >> 8) for i in places]
        assert found == expected.get(term, [])


@settings(deadline=None)  # the first call compiles
@given(ROWS)
def test_pairs_stand_side_by_side_within_a_section(rows: list[Row]) -> None:
    tokens, starts, body_ends, lengths = flat(rows)
    keys, ids = adjacent_pairs(tokens, starts, lengths)
    bounds, docs, frequencies = inverted(ids, starts, body_ends, len(keys))
    found = {
        (int(key) >> 32, int(key) & 0xFFFFFFFF): [
            (int(docs[i]), int(frequencies[i]) & 255, int(frequencies[i]) >> 8)
            for i in range(bounds[number], bounds[number + 1])
        ]
        for number, key in enumerate(keys)
    }
    expected = counted(
        [
            [Counter([*pairwise(heading), *pairwise(text)]), Counter(pairwise(context))]
            for heading, text, context in rows
        ]
    )
    assert found == expected
    assert keys.tolist() == sorted(set(keys.tolist()))


def test_many_distinct_pairs_outgrow_the_first_table() -> None:
    generator = np.random.default_rng(5)
    lengths = np.tile(np.array([[3, 80, 10]], np.int32), (400, 1))
    tokens = generator.integers(0, 3000, lengths.sum()).astype(np.int32)
    starts = np.concatenate(([0], np.cumsum(lengths.sum(axis=1)))).astype(np.int64)
    keys, ids = adjacent_pairs(tokens, starts, lengths)
    begins = np.flatnonzero(ids >= 0)
    expected = tokens[begins].astype(np.uint64) << np.uint64(32) | tokens[begins + 1].astype(np.uint64)
    assert np.array_equal(keys[ids[begins]], expected)
    assert np.array_equal(keys, np.unique(expected))
    assert len(begins) == 400 * (2 + 79 + 9)


def test_frequencies_stop_at_what_fits() -> None:
    tokens = np.zeros(1000, np.int32)
    lengths = np.array([[0, 300, 700]], np.int32)
    starts = np.array([0, 1000], np.int64)
    body_ends = np.array([300], np.int64)
    _, _, frequencies = inverted(tokens, starts, body_ends, 1)
    assert frequencies.tolist() == [255 | 255 << 8]
    _, pairs = adjacent_pairs(tokens, starts, lengths)
    _, _, frequencies = inverted(pairs, starts, body_ends, 1)
    assert pair_frequencies(frequencies).tolist() == [127 | 128]
    assert pair_frequencies(np.array([3, 3 | 1 << 8, 2 << 8], np.uint16)).tolist() == [3, 131, 128]


@settings(deadline=None)
@given(st.lists(st.sets(st.integers(0, 5)), max_size=8))
def test_transposing_swaps_rows_and_values(rows: list[set[int]]) -> None:
    ids = np.array([value for row in rows for value in sorted(row)], np.int32)
    starts = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int64)
    bounds, docs, source = transposed(ids, starts, 6)
    for value in range(6):
        assert docs[bounds[value] : bounds[value + 1]].tolist() == [n for n, row in enumerate(rows) if value in row]
    assert ids[source].tolist() == sorted(ids.tolist())
