"""Counting values by how many items have them, against counting each by itself."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate as running_sums
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.embedded.commonest import CommonestFirst
from indexer.embedded.rowset import RowSet
from indexer.embedded.selected import Selected
from indexer.kernels.counting import LOOKED_UP

VALUES = 12
rows_of_values = st.lists(st.sets(st.integers(0, VALUES - 1), max_size=4).map(sorted), min_size=1, max_size=30)


def column(rows: list[list[int]], *, single: bool = False) -> Any:
    """A facet column as a file has it, its labels in the order of the ordinals downwards."""
    arrays = SimpleNamespace(
        starts=np.array([0, *running_sums(map(len, rows))], np.int32),
        ordinals=np.array([ordinal for values in rows for ordinal in values], np.int32),
        ranks=np.arange(VALUES, dtype=np.int32)[::-1].copy(),
        single=np.array([values[0] if values else -1 for values in rows], np.int32) if single else None,
    )
    for array in (arrays.starts, arrays.ordinals, arrays.single):
        if array is not None:
            array.setflags(write=False)
    return arrays


def totals(rows: list[list[int]]) -> Any:
    return np.bincount([ordinal for values in rows for ordinal in values], minlength=VALUES).astype(np.int32)


def selected(rows: set[int], size: int, documents: int = 1) -> Selected:
    """Rows of an index whose documents have equally many each."""
    of_rows = (np.arange(size) * documents // size).astype(np.int32)
    of_rows.setflags(write=False)
    tallies: Any = SimpleNamespace(
        items=size,
        live=np.ones(size, np.bool_),
        row_documents=of_rows,
        first_rows=np.searchsorted(of_rows, np.arange(documents)),
    )
    return Selected(tallies, RowSet(size, np.array(sorted(rows), np.int64)))


def check(counted: CommonestFirst, chosen: Selected, expected: Counter[int], size: int) -> bool:
    """Whether the commonest were told, which then are those expected."""
    order = sorted(expected, key=lambda ordinal: (-expected[ordinal], -ordinal))[:size]
    most = counted.most(chosen, size)
    if most is None:
        return False
    assert most.ordinals == tuple(order)
    assert most.counts == tuple(expected[ordinal] for ordinal in order)
    assert most.filled == len(expected)
    return True


@settings(max_examples=150, deadline=None)
@given(rows_of_values, st.integers(0, VALUES), st.data())
def test_the_commonest_values_of_rows(rows: list[list[int]], size: int, data: st.DataObject) -> None:
    chosen = data.draw(st.sets(st.integers(0, len(rows) - 1)))
    expected = Counter(ordinal for row in chosen for ordinal in rows[row])
    counted = CommonestFirst(column(rows), totals(rows), None)
    known = check(counted, selected(chosen, len(rows)), expected, size)
    # Told, unless values of one item are among those there and might be wanted.
    whole = totals(rows)
    lone = any(whole[ordinal] == 1 for ordinal in expected)
    enough = sum(count > 1 for count in expected.values()) >= size
    assert known == (not lone or enough)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(-1, VALUES - 1), min_size=1, max_size=6), st.integers(1, 5), st.data())
def test_values_that_documents_have(values: list[int], items: int, data: st.DataObject) -> None:
    rows = [[value] if value >= 0 else [] for value in values for _ in range(items)]
    chosen = data.draw(st.sets(st.integers(0, len(rows) - 1)))
    expected = Counter(ordinal for row in chosen for ordinal in rows[row])
    picked = selected(chosen, len(rows), len(values))
    for first_rows in (None, np.arange(len(values)) * items):
        counted = CommonestFirst(column(rows, single=True), totals(rows), first_rows)
        known = check(counted, picked, expected, 0)
        assert known
        check(counted, picked, expected, VALUES)


@pytest.mark.parametrize("wanted", [5, 20])
def test_more_values_than_sixteen_bits_can_number(wanted: int) -> None:
    values = LOOKED_UP + 500
    rng = np.random.default_rng(7)
    # Every value twice and some often; rows of one, two and three values.
    drawn = np.concatenate([rng.permutation(values), rng.permutation(values), rng.integers(0, 300, 3000)])
    cuts = np.cumsum(rng.integers(1, 4, len(drawn)))
    rows = [np.unique(part) for part in np.split(drawn, cuts[cuts < len(drawn)])]
    starts = np.array([0, *running_sums(map(len, rows))], np.int32)
    ordinals = np.concatenate(rows).astype(np.int32)
    whole = np.bincount(ordinals, minlength=values).astype(np.int32)
    ranks = rng.permutation(values).astype(np.int32)
    arrays: Any = SimpleNamespace(starts=starts, ordinals=ordinals, ranks=ranks, single=None)
    counted = CommonestFirst(arrays, whole, None)
    chosen = set(rng.choice(len(rows), len(rows) // 3, replace=False).tolist())
    expected = np.bincount(np.concatenate([rows[row] for row in chosen]), minlength=values)
    most = counted.most(selected(chosen, len(rows)), wanted)
    assert most is not None
    assert list(most.ordinals) == np.lexsort((ranks, -expected))[:wanted].tolist()
    assert list(most.counts) == expected[list(most.ordinals)].tolist()
    assert most.filled == np.count_nonzero(expected)
