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
Shorts = npt.NDArray[np.uint16]

LOOKED_UP = 0xFFFF  # in the place of a value that is to be looked for


@kernel
def first_two(starts: Starts, ordinals: Ordinals) -> Shorts:
    """Return the first and the second value of each row, uint16[R, 2], as `count_values` reads them.

    What a row has not is 0. One that has more than two, or any of LOOKED_UP or more, has 0 and LOOKED_UP.
    """
    two = np.zeros((len(starts) - 1, 2), np.uint16)
    for row in range(len(two)):
        begin, end = starts[row], starts[row + 1]
        if end - begin > 2:
            two[row, 1] = LOOKED_UP
        for place in range(begin, min(end, begin + 2)):
            if ordinals[place] >= LOOKED_UP:
                two[row, 1] = LOOKED_UP
        if two[row, 1] != LOOKED_UP:
            for place in range(begin, end):
                two[row, place - begin] = ordinals[place]
    return two


@kernel
def count_values(rows: Rows, two: Shorts, starts: Starts, ordinals: Ordinals, counts: Counts) -> None:
    """Add one to counts (int32[n]) for each value of each of the rows (int64[n]); `two` are their `first_two`.

    Most rows have two values or fewer, but how many cannot be foretold: two are counted without a branch, and only the
    others looked for. Indices are unsigned because NumPy's meaning of negative ones costs a comparison each.
    """
    one = np.int32(1)
    for place in range(len(rows)):
        row = np.uint64(rows[place])
        first, second = np.uint64(two[row, 0]), np.uint64(two[row, 1])
        if second == LOOKED_UP:
            for other in range(starts[row], starts[row + np.uint64(1)]):
                counts[np.uint64(ordinals[np.uint64(other)])] += one
        else:
            counts[first] += one
            counts[second] += one


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
    highest = np.empty(-(-len(counts) // _BLOCK), np.int32)
    filled = _note_highest(counts, highest)
    # As many blocks as are wanted reach their `size`-th highest count, so as many values do.
    few = 0 < size < len(highest)
    least = max(int(np.partition(highest, len(highest) - size)[len(highest) - size]), 1) if few else 1
    return most_counted_of(_reaching(counts, highest, least), counts, ranks, size), int(filled)


@kernel
def _note_highest(counts: Counts, highest: Counts) -> np.int64:
    """Write the highest count of each block; return how many counts are above zero.

    A block is a slice of its own because a loop from zero on is what the compiler makes vector instructions of.
    """
    filled = np.int64(0)
    for number in range(len(highest)):
        block = counts[number * _BLOCK : (number + 1) * _BLOCK]
        most, above = np.int32(0), np.int32(0)
        for place in range(len(block)):
            most = np.maximum(most, block[place])
            above += np.int32(block[place] > 0)
        highest[number] = most
        filled += np.int64(above)
    return filled


@kernel
def _reaching(counts: Counts, highest: Counts, least: int) -> Ordinals:
    """Return the ordinals of counts that are at least `least`, ascending; blocks that are below are passed over."""
    room = min(len(counts), _BLOCK * int(np.count_nonzero(highest >= least)))
    reaching, at = np.empty(room + 1, np.int32), 0
    for number in range(len(highest)):
        if highest[number] >= least:
            for ordinal in range(number * _BLOCK, min((number + 1) * _BLOCK, len(counts))):
                reaching[at] = ordinal
                at += int(counts[ordinal] >= least)
    return reaching[:at]


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
