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
def count_values(rows: Rows, starts: Starts, ordinals: Ordinals, counts: Counts) -> None:
    """Add one to counts (int32[values]) for each value of each of the rows (int64[n])."""
    for row in rows:
        for place in range(starts[row], starts[row + 1]):
            counts[ordinals[place]] += np.int32(1)


@kernel
def count_single(rows: Rows, column: Single, counts: Counts) -> None:
    """Add one to counts (int32[values]) for the value, if any, that column has for each of the rows (int64[n])."""
    for row in rows:
        ordinal = np.int64(column[row])
        if ordinal >= 0:
            counts[ordinal] += np.int32(1)


@kernel
def add_weights(weights: Counts, column: Single, counts: Counts) -> None:
    """Add weights (int32[D]) of the entries of column (length D) to the counts (int32[values]) of their values."""
    for place in range(len(column)):
        ordinal = np.int64(column[place])
        if ordinal >= 0:
            counts[ordinal] += weights[place]


@kernel
def mark_values(starts: Starts, ordinals: Ordinals, wanted: Mask, mask: Mask) -> None:
    """Set mask (bool[R]) at the rows that have any wanted value (bool[values])."""
    for row in range(len(mask)):
        for place in range(starts[row], starts[row + 1]):
            if wanted[ordinals[place]]:
                mask[row] = True
                break


@kernel
def mark_single(column: Single, wanted: Mask, mask: Mask) -> None:
    """Set mask (bool[R]) at the rows whose one value is wanted (bool[values])."""
    for row in range(len(mask)):
        ordinal = np.int64(column[row])
        if ordinal >= 0:
            mask[row] |= wanted[ordinal]


@kernel
def most_counted(counts: Counts, ranks: Ordinals, size: int) -> tuple[Ordinals, int]:
    """Return the ordinals of the `size` highest counts above zero in their order, and how many are above zero.

    counts: int32[values]; ranks: int32[values], a number of its own for each value, by which equal counts are ordered.
    """
    filled, highest = np.int64(0), np.int64(0)
    for count in counts:
        filled += np.int64(count > 0)
        highest = max(highest, np.int64(count))
    least = _least_shown(counts, int(filled), int(highest), size)
    keys, ordinals, at = np.empty(filled, np.int64), np.empty(filled, np.int32), 0
    for ordinal in range(len(counts)):
        if counts[ordinal] >= least:
            keys[at] = ((highest - np.int64(counts[ordinal])) << 32) | np.int64(ranks[ordinal])
            ordinals[at] = ordinal
            at += 1
    keys, ordinals = keys[:at], ordinals[:at]
    if at > size:
        kept = np.flatnonzero(keys <= np.partition(keys, size)[size])
        keys, ordinals = keys[kept], ordinals[kept]
    return ordinals[np.argsort(keys)][:size], int(filled)


@kernel
def _least_shown(counts: Counts, filled: int, highest: int, size: int) -> int:
    """Return a count that at least `size` values reach, or 1 where there are not so many, by a histogram."""
    if filled <= size:
        return 1
    top = min(np.int64(highest), np.int64(65535))
    histogram = np.zeros(top + 1, np.int64)
    for count in counts:
        histogram[min(np.int64(count), top)] += 1
    reached = 0
    for count in range(top, 1, -1):
        reached += histogram[count]
        if reached >= size:
            return int(count)
    return 1
