"""Sets of rows against Python's own, however they were made."""

from __future__ import annotations

from functools import reduce

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.embedded.found import WHOLE, Found, Part, any_of
from indexer.embedded.rowset import RowSet

SIZE = 300

# Few rows and many, since the two are worked with in different ways.
members = st.one_of(
    st.sets(st.integers(0, SIZE - 1), max_size=4),
    st.sets(st.integers(0, SIZE - 1), min_size=20, max_size=30),
    st.sets(st.integers(0, SIZE - 1), max_size=60).map(lambda few: set(range(SIZE)) - few),
)
ways = st.sampled_from(("list", "mask", "postings"))


def made(rows: set[int], way: str) -> RowSet:
    """The same rows, made as a list, as a mask, or of postings in two segments."""
    ascending = np.array(sorted(rows), np.int64)
    match way:
        case "list":
            return RowSet(SIZE, ascending)
        case "mask":
            return RowSet.of_mask(np.isin(np.arange(SIZE), ascending))
    half = SIZE // 2
    parts = [
        Part(docs.astype(np.uint32), np.ones(len(docs), np.uint16), base)
        for docs, base in ((ascending[ascending < half], 0), (ascending[ascending >= half] - half, half))
    ]
    return any_of([Found(parts, WHOLE)], SIZE)


def assert_is(found: RowSet, rows: set[int]) -> None:
    assert found.count == len(rows)
    assert found.rows.tolist() == sorted(rows)
    assert np.flatnonzero(found.mask).tolist() == sorted(rows)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(members, ways), min_size=1, max_size=4))
def test_what_is_in_every_set(sets: list[tuple[set[int], str]]) -> None:
    found = reduce(RowSet.__and__, [made(rows, way) for rows, way in sets])
    assert_is(found, reduce(set.__and__, [rows for rows, _ in sets]))


@settings(max_examples=120, deadline=None)
@given(members, ways, members, ways)
def test_what_another_set_has_not(rows: set[int], way: str, others: set[int], other_way: str) -> None:
    assert_is(made(rows, way).without(made(others, other_way)), rows - others)
    mask = made(others, other_way).mask
    assert_is(made(rows, way).within(mask), rows & others)
