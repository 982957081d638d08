"""Counting and choosing values of columns.

A column of many values a row is two arrays: `starts` (int32[R + 1]) and `ordinals` (int32); row r has the distinct
ordinals from `starts[r]` to `starts[r + 1]`. A column of one value a row, or a document, is an array of ordinals with
-1 for none.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.kernels.compiled import kernel

Mask = npt.NDArray[np.bool_]
Ordinals = npt.NDArray[np.int32]
Single = npt.NDArray[np.integer[Any]]
Starts = npt.NDArray[np.int32]
Rows = npt.NDArray[np.int64]
Counts = npt.NDArray[np.int32]


@kernel
def first_two(starts: Starts, ordinals: Ordinals, size: int) -> Ordinals:
    """Return the first and the second value of each row, int32[R, 2], as `count_values` reads them.

    A row without has `size` and `size + 1` there; of a row with more than two, the second is inverted (`~ordinal`).
    """
    two = np.empty((len(starts) - 1, 2), np.int32)
    for row in range(len(two)):
        having = starts[row + 1] - starts[row]
        two[row, 0] = ordinals[starts[row]] if having > 0 else size
        two[row, 1] = size + 1
        if having > 1:
            two[row, 1] = ordinals[starts[row] + 1] if having == 2 else ~ordinals[starts[row] + 1]
    return two


@kernel
def count_values(rows: Rows, two: Ordinals, starts: Starts, ordinals: Ordinals, counts: Counts) -> None:
    """Add one to counts (int32[values + 2]) for each value of each of the rows (int64[n]); the last two are no values.

    Most rows have two values or fewer, but how many cannot be foretold: two are counted without a branch, and only the
    others looked for. Indices are unsigned because NumPy's meaning of negative ones costs a comparison each.
    """
    one = np.int32(1)
    for place in range(len(rows)):
        row = np.uint64(rows[place])
        counts[np.uint64(two[row, 0])] += one
        second = two[row, 1]
        if second < 0:
            second = ~second
            for other in range(starts[row] + 2, starts[row + np.uint64(1)]):
                counts[np.uint64(ordinals[np.uint64(other)])] += one
        counts[np.uint64(second)] += one


@kernel
def count_single(rows: Rows, column: Single, counts: Counts) -> None:
    """Add one to counts (int32[values + 1 or more]) for the value that column has for each of the rows (int64[n]).

    Where it has none, -1, the last count is raised, which is no value's.
    """
    for place in range(len(rows)):
        counts[column[np.uint64(rows[place])]] += np.int32(1)


@kernel
def add_weights(weights: Counts, column: Single, counts: Counts) -> None:
    """Add weights (int32[D]) of the entries of column (length D) to the counts of their values, as `count_single`."""
    for place in range(len(column)):
        counts[column[place]] += weights[place]


@kernel
def rows_by_value(starts: Starts, ordinals: Ordinals, size: int) -> tuple[Rows, Ordinals]:
    """Return the rows of each of `size` values, ascending: those of value v from bounds[v] (int64) to bounds[v + 1]."""
    bounds = np.zeros(size + 1, np.int64)
    for ordinal in ordinals:
        bounds[ordinal + 1] += 1
    bounds = np.cumsum(bounds)
    free, rows = bounds[:-1].copy(), np.empty(len(ordinals), np.int32)
    for row in range(len(starts) - 1):
        for place in range(starts[row], starts[row + 1]):
            rows[free[ordinals[place]]] = row
            free[ordinals[place]] += 1
    return bounds, rows


@kernel
def count_few(rows: Rows, starts: Starts, ordinals: Ordinals, counts: Counts) -> Ordinals:
    """Count each value of each of the rows in counts that are all zero, and return the ordinals that are so no more."""
    room = np.int64(0)
    for row in rows:
        room += starts[row + 1] - starts[row]
    touched, at = np.empty(room, np.int32), 0
    for row in rows:
        for place in range(starts[row], starts[row + 1]):
            ordinal = ordinals[place]
            if counts[ordinal] == 0:
                touched[at] = ordinal
                at += 1
            counts[ordinal] += np.int32(1)
    return touched[:at]


@kernel
def most_counted_of(touched: Ordinals, counts: Counts, ranks: Ordinals, size: int) -> Ordinals:
    """Return those of `touched` ordinals that have the `size` highest counts, in their order."""
    keys = np.empty(len(touched), np.int64)
    for place in range(len(touched)):
        keys[place] = _key(counts[touched[place]], ranks[touched[place]])
    return _first(touched, keys, size)


_BLOCK = 256


def most_counted(counts: Counts, ranks: Ordinals, size: int) -> tuple[Ordinals, int]:
    """Return the ordinals of the `size` highest counts above zero in their order, and how many are above zero.

    counts: int32[values]; ranks: int32[values], a number of its own for each value, by which equal counts are ordered.
    """
    whole = len(counts) - len(counts) % _BLOCK
    highest = np.append(counts[:whole].reshape(-1, _BLOCK).max(axis=1), counts[whole:].max(initial=0))
    # As many blocks as are wanted reach their `size`-th highest count, so as many values do.
    few = 0 < size < len(highest)
    least = max(int(np.partition(highest, len(highest) - size)[len(highest) - size]), 1) if few else 1
    reaching = np.flatnonzero(counts >= least).astype(np.int32)
    return most_counted_of(reaching, counts, ranks, size), int(np.count_nonzero(counts))


@kernel
def _key(count: int, rank: int) -> int:
    """Return a number that is lower for higher counts, and of equal ones for the lower rank."""
    return int(((np.int64(1 << 31) - np.int64(count)) << 32) | np.int64(rank))


@kernel
def _first(ordinals: Ordinals, keys: Rows, size: int) -> Ordinals:
    """Return the `size` ordinals with the lowest keys, in their order."""
    if len(ordinals) > size:
        kept = np.flatnonzero(keys <= np.partition(keys, size)[size])
        return ordinals[kept[np.argsort(keys[kept])]][:size]
    return ordinals[np.argsort(keys)]
