"""Counting and choosing values of multi-valued columns.

A column is two arrays of one length: `rows` (int32, ascending) and `values` (int32 ordinals); a row stands once for
each of its distinct values, and a row without a value does not stand at all.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Ordinals = npt.NDArray[np.int32]


def count_values(rows: Ordinals, values: Ordinals, mask: Mask, size: int) -> npt.NDArray[np.int64]:
    """Return how many of the masked rows (bool[row count]) have each value: int64[size]."""
    return np.bincount(values[mask[rows]], minlength=size).astype(np.int64)


def rows_with(rows: Ordinals, values: Ordinals, chosen: Sequence[int], size: int, row_count: int) -> Mask:
    """Return bool[row_count]: the rows that have any of the chosen ordinals (each below `size`)."""
    wanted = np.zeros(size, np.bool_)
    wanted[list(chosen)] = True
    mask = np.zeros(row_count, np.bool_)
    mask[rows[wanted[values]]] = True
    return mask


def rows_within(rows: Ordinals, values: Ordinals, low: int, high: int, row_count: int) -> Mask:
    """Return bool[row_count]: the rows with a value from `low` to `high`, both included."""
    mask = np.zeros(row_count, np.bool_)
    mask[rows[(values >= low) & (values <= high)]] = True
    return mask
