"""Near-duplicates of one result: how large its groups are, and the newest row of some. `group` is int32[R]."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from indexer.kernels.compiled import kernel

Rows = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]


@kernel
def count_groups(rows: Rows, group: Numbers, sizes: Numbers) -> int:
    """Add one to sizes (int32[R], all zero) at the group of each row (int64[n]); return how many groups there are."""
    groups = np.int64(0)
    for place in range(len(rows)):
        own = group[rows[place]]
        groups += np.int64(sizes[own] == 0)
        sizes[own] += np.int32(1)
    return int(groups)


@kernel
def newest_of(rows: Rows, group: Numbers, wanted: Rows, sizes: Numbers, date: Numbers, rank: Numbers) -> Rows:
    """Return the row of the latest date in each wanted group (int64[k]), of one date the row of the lowest rank.

    date, rank: int32[R]. The sizes of the wanted groups are overwritten.
    """
    newest = np.full(len(wanted), -1, np.int64)
    for place in range(len(wanted)):
        sizes[wanted[place]] = -np.int32(place + 1)
    for place in range(len(rows)):
        row = rows[place]
        asked = sizes[group[row]]
        if asked < 0:
            best = newest[-asked - 1]
            later = best < 0 or date[row] > date[best]
            if later or (date[row] == date[best] and rank[row] < rank[best]):
                newest[-asked - 1] = row
    return newest


@kernel
def forget_groups(rows: Rows, group: Numbers, sizes: Numbers) -> None:
    """Set sizes (int32[R]) to zero at the group of each of the rows (int64[n])."""
    for place in range(len(rows)):
        sizes[group[rows[place]]] = 0
