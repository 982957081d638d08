"""Rows of different lengths that lie behind each other in one array."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analyzers.int_hash import IntArray


def gathered(starts: IntArray, sizes: IntArray) -> IntArray:
    """Return the places of the entries of some rows, row by row: `sizes[r]` from `starts[r]` on (int64 each)."""
    ends = np.cumsum(sizes)
    return np.repeat(starts - ends + sizes, sizes) + np.arange(int(ends[-1]) if ends.size else 0)


def bounds_of(sizes: IntArray | npt.NDArray[np.bool_]) -> IntArray:
    """Return int64 [R+1]: where each of R rows begins and ends, given their sizes."""
    bounds = np.zeros(sizes.size + 1, np.int64)
    np.cumsum(sizes, out=bounds[1:])
    return bounds
