"""Near-duplicates folded in a result: of each group the newest item that was found, at the place of the best."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from indexer.embedded.arrays.columns import Columns
from indexer.embedded.lending import Zeros
from indexer.kernels.folding import count_groups, forget_groups, newest_of
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


@dataclass(frozen=True, slots=True)
class Folded:
    """How many groups a result has, and some of them in their order."""

    count: int
    entries: Sequence[Entry]


def fold(columns: Columns, zeros: Zeros, rows: Rows, first: int, last: int, best: Callable[[int], Rows]) -> Folded:
    """Return the groups from `first` to `last` (excluded) of a result.

    `rows` int64, ascending, are all of it; `best(n)` gives the first n in their order; `zeros` are of as many as there
    are rows in the index.
    """
    with zeros.lent() as sizes:
        count = count_groups(rows, columns.group, sizes)
        leaders = np.array(_leaders(columns, min(last, count), best)[first:], np.int64)
        alike = (sizes[leaders] - 1).tolist()
        newest = newest_of(rows, columns.group, leaders, sizes, columns.date, columns.rank).tolist()
        forget_groups(rows, columns.group, sizes)
    return Folded(count, [Entry(row, similar) for row, similar in zip(newest, alike, strict=True)])


def _leaders(columns: Columns, wanted: int, best: Callable[[int], Rows]) -> list[int]:
    """Return the first groups in the order of their best rows, reading as few rows as that takes."""
    depth = wanted * _ENOUGH_AT_FIRST
    while True:
        found = list(dict.fromkeys(columns.group[best(depth)].tolist()))
        if len(found) >= wanted:
            return found[:wanted]
        depth *= _ENOUGH_AT_FIRST


def near_duplicates(snapshot: View, item_id: str) -> Mask:
    """Return bool[R]: the rows of the group of an item, by its public id; none for an unknown one."""
    group, row = snapshot.columns.group, snapshot.item_row(item_id)
    mask: Mask = group == group[row] if row is not None else np.zeros(group.size, np.bool_)
    return mask
