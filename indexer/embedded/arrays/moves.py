"""How the rows of one generation become those of the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.embedded.arrays.container import Array, Longs
from indexer.embedded.arrays.layers import Tail
from indexer.embedded.arrays.parts import Part
from indexer.embedded.arrays.rows import Mask


@dataclass(frozen=True)
class Moves:
    """The segments of two generations: what goes, what stays and in which order, and what is added behind it.

    `before` are the segments of the earlier generation. `kept` of them are in the later one as well, in the same order
    and before all that are `added`; `present` (bool [R] of the earlier rows) tells which rows are there still.
    """

    before: Sequence[Part]
    kept: Sequence[Part]
    present: Mask
    added: Sequence[Part]

    @classmethod
    def between(cls, before: Sequence[Part], after: Sequence[Part]) -> Moves | None:
        """Return the moves from some segments to others, or None where those that stay are not the first in order."""
        still = {part.segment.path.name: part for part in after}
        kept = [part for part in before if part.segment.path.name in still]
        names = [part.segment.path.name for part in kept]
        if names != [part.segment.path.name for part in after][: len(names)]:
            return None
        masks = [
            still[name].present if (name := part.segment.path.name) in still else np.zeros(part.segment.rows, np.bool_)
            for part in before
        ]
        return cls(before, kept, np.concatenate([np.empty(0, np.bool_), *masks]), after[len(kept) :])

    @property
    def size(self) -> int:
        """The number of rows afterwards."""
        return self.stay + sum(part.segment.rows for part in self.added)

    @property
    def stay(self) -> int:
        """The number of rows of segments that stay, which are the first."""
        return sum(part.segment.rows for part in self.kept)

    @property
    def is_append(self) -> bool:
        """Whether all segments stay, so that every row keeps its number."""
        return len(self.kept) == len(self.before)

    @cached_property
    def gone(self) -> Longs:
        """Int64: the earlier rows that were present and are not any more, ascending."""
        was = np.concatenate([np.empty(0, np.bool_), *(part.present for part in self.before)])
        return np.flatnonzero(was & ~self.present)

    @cached_property
    def gone_items(self) -> Longs:
        """Int64: those of them that are items."""
        items = np.concatenate([np.empty(0, np.bool_), *(part.items for part in self.before)])
        gone: Longs = self.gone[items[self.gone]]
        return gone

    @cached_property
    def is_gone(self) -> Mask:
        """Bool [earlier R]: the same as a mask."""
        mask = np.zeros(len(self.present), np.bool_)
        mask[self.gone] = True
        return mask

    @cached_property
    def staying_rows(self) -> Mask:
        """Bool [earlier R]: the rows of segments that stay, also those that are gone."""
        mask = np.zeros(len(self.present), np.bool_)
        for part in self.kept:
            mask[part.base : part.base + part.segment.rows] = True
        return mask

    def rows(self, earlier: npt.NDArray[Any]) -> Longs:
        """Return the later numbers of earlier rows, all of segments that stay."""
        if self.is_append:
            return earlier.astype(np.int64)
        bases = np.array([part.base for part in self.kept], np.int64)
        later = np.cumsum([0, *(part.segment.rows for part in self.kept)])[:-1]
        own = np.searchsorted(bases, earlier, side="right") - 1
        moved: Longs = (earlier - bases[own] + later[own]).astype(np.int64)
        return moved

    def place(self, row: int) -> tuple[Part, int]:
        """Return the segment of a row, by its later number, and its number there."""
        base = 0
        for part in (*self.kept, *self.added):
            if row < base + part.segment.rows:
                return part, row - base
            base += part.segment.rows
        raise IndexError(row)

    def staying(self, column: Array) -> Array:
        """Return the entries of a column of earlier rows that belong to segments that stay."""
        if self.is_append:
            return column
        runs = [column[part.base : part.base + part.segment.rows] for part in self.kept]
        return np.concatenate([column[:0], *runs])

    def appended(self, column: Array, added: Sequence[Array]) -> Array | Tail:
        """Return a column of rows that do not change: what is new, behind what stays."""
        tail = np.concatenate([column[:0], *added]).astype(column.dtype, copy=False)
        return Tail(tail) if self.is_append else np.concatenate([self.staying(column), tail])

    def changed(self, column: Array, value: Any, added: Sequence[Array]) -> Array | Tail:
        """Return a column of rows in which those that are gone have one value."""
        tail = np.concatenate([column[:0], *added]).astype(column.dtype, copy=False)
        if self.is_append:
            return Tail(tail, self.gone, value)
        column = column.copy()
        column[self.gone] = value
        return np.concatenate([self.staying(column), tail])

    def gone_runs(self) -> Sequence[tuple[Part, int, int]]:
        """Return the items that are gone as runs of one segment each: its part, the first row there, and the end."""
        runs = []
        for part in self.before:
            low, high = np.searchsorted(self.gone_items, (part.base, part.base + part.segment.rows))
            own = self.gone_items[low:high] - part.base
            cuts = np.flatnonzero(np.diff(own) > 1) + 1
            runs += [(part, int(run[0]), int(run[-1]) + 1) for run in np.split(own, cuts) if len(run)]
        return runs
