"""Sets of rows, as a list where they are few and as a mask where that is quicker."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, reduce

import numpy as np

from indexer.kernels.postings import Mask, Rows, rows_of

# A mask of the longer list is made and asked unless it has so many times the rows of the shorter, which are looked up.
_LONGER = 24
_SPARSE = 8  # picking a row of a list costs as much as going over so many of a mask


class RowSet:
    """Some of the R rows of an index: a list, int64 ascending, or a mask, bool[R]; each is made of the other if asked.

    `is_listed` says that it was made as a list. Neither is to be written to.
    """

    def __init__(self, size: int, rows: Rows | None = None, mask: Mask | None = None) -> None:
        self.size = size
        self.is_listed = mask is None
        if rows is not None:
            self.__dict__["rows"] = rows
        if mask is not None:
            self.__dict__["mask"] = mask

    @classmethod
    def of_mask(cls, mask: Mask) -> RowSet:
        """Return the rows at which a mask (bool[R]) holds."""
        return RowSet(len(mask), mask=mask)

    @cached_property
    def rows(self) -> Rows:
        """The rows, int64 ascending."""
        return rows_of(self.mask)

    @cached_property
    def mask(self) -> Mask:
        """Bool [R]: which rows are there."""
        mask = np.zeros(self.size, np.bool_)
        mask[self.rows] = True
        return mask

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows) if self.is_listed else int(np.count_nonzero(self.mask))

    @property
    def is_sparse(self) -> bool:
        """Whether it is a list so short that picking from it is quicker than going over a mask."""
        return self.is_listed and self.count * _SPARSE < self.size

    def within(self, mask: Mask) -> RowSet:
        """Return the rows at which a mask (bool[R]) holds as well."""
        return RowSet(self.size, self.rows[mask[self.rows]]) if self.is_sparse else RowSet.of_mask(self.mask & mask)

    def without(self, other: RowSet) -> RowSet:
        """Return the rows that another set has not."""
        if self.is_sparse:
            return RowSet(self.size, self.rows[~other.mask[self.rows]])
        return RowSet.of_mask(self.mask & ~other.mask)

    def __and__(self, other: RowSet) -> RowSet:
        """Return the rows that another set has as well."""
        shorter, longer = (self, other) if self._comes_before(other) else (other, self)
        if longer.is_sparse and "mask" not in longer.__dict__ and shorter.count * _LONGER < longer.count:
            return RowSet(self.size, common(shorter.rows, longer.rows))
        return shorter.within(longer.mask)

    def _comes_before(self, other: RowSet) -> bool:
        if self.is_sparse and other.is_sparse:
            return self.count <= other.count
        return self.is_sparse


def in_all(sets: Sequence[RowSet]) -> RowSet:
    """Return the rows that are in each of one or more sets: short lists are read first, masks last."""
    return reduce(RowSet.__and__, sorted(sets, key=lambda own: (not own.is_listed, own.count if own.is_listed else 0)))


def common(few: Rows, many: Rows) -> Rows:
    """Return those of a few rows that are among many (int64 each, ascending)."""
    places = np.minimum(np.searchsorted(many, few), max(len(many) - 1, 0))
    return few[many[places] == few] if len(many) else many
