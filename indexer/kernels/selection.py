"""The best rows of a result in order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.float64]


def best_rows(rows: npt.NDArray[np.int64], keys: Sequence[Keys], limit: int) -> npt.NDArray[np.int64]:
    """Return the first `limit` of `rows` (int64) in ascending order of `keys` (float64[row count] each, major first).

    The last key must tell every row apart. Rows that cannot be among the first by the major key are left out before
    sorting, so the cost is linear in the rows and n log n only in `limit` and its ties.
    """
    if limit <= 0:
        return rows[:0]
    major = keys[0][rows]
    if rows.size > limit:
        bound = np.partition(major, limit - 1)[limit - 1]
        rows = rows[major <= bound]
    order = np.lexsort([key[rows] for key in reversed(keys)])
    return rows[order[:limit]]
