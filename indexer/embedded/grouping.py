"""Near-duplicates folded in a result: of each group the newest item that was found, at the place of the best."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from indexer.embedded.arrays.columns import Columns
from indexer.kernels.postings import Mask

if TYPE_CHECKING:
    from indexer.embedded.view import View

Rows = npt.NDArray[np.int64]
_ENOUGH_AT_FIRST = 4  # times as many rows as groups are wanted


@dataclass(frozen=True, slots=True)
class Entry:
    """A hit of a page: its row, and how many other rows of the result it stands for."""

    row: int
    similar: int = 0


class Grouping:
    """The groups among the rows of one result (int64, ascending)."""

    def __init__(self, columns: Columns, rows: Rows) -> None:
        self._columns = columns
        self._rows = rows
        self._sizes = np.bincount(columns.group[rows], minlength=columns.size)

    @property
    def count(self) -> int:
        """How many groups there are."""
        return int(np.count_nonzero(self._sizes))

    def entries(self, first: int, last: int, best: Callable[[int], Rows]) -> list[Entry]:
        """Return the entries from `first` to `last` (excluded); `best(n)` gives the first n rows of the result."""
        leaders = self._leaders(last, best)[first:]
        newest = self._newest(leaders)
        return [Entry(newest[group], int(self._sizes[group]) - 1) for group in leaders]

    def _leaders(self, wanted: int, best: Callable[[int], Rows]) -> list[int]:
        """Return the first groups in the order of their best rows, reading as few rows as that takes."""
        wanted = min(wanted, self.count)
        depth = wanted * _ENOUGH_AT_FIRST
        while True:
            found = list(dict.fromkeys(self._columns.group[best(depth)].tolist()))
            if len(found) >= wanted:
                return found[:wanted]
            depth *= _ENOUGH_AT_FIRST

    def _newest(self, groups: list[int]) -> dict[int, int]:
        """Return the row of each group's newest item in the result; of one day, the first in the order of the index."""
        wanted = np.zeros(self._columns.size, np.bool_)
        wanted[groups] = True
        members = self._rows[wanted[self._columns.group[self._rows]]]
        oldest_first = np.lexsort((-self._columns.rank[members], self._columns.date[members]))
        return {int(self._columns.group[row]): int(row) for row in members[oldest_first]}


def near_duplicates(snapshot: View, item_id: str) -> Mask:
    """Return bool[R]: the rows of the group of an item, by its public id; none for an unknown one."""
    group, row = snapshot.columns.group, snapshot.item_row(item_id)
    mask: Mask = group == group[row] if row is not None else np.zeros(group.size, np.bool_)
    return mask
