"""The rows that a search found and chose, as orders and facets want them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from indexer.embedded.rowset import RowSet
from indexer.kernels import counting
from indexer.kernels.counting import Counts, Rows
from indexer.kernels.postings import Mask, rows_of

if TYPE_CHECKING:
    from indexer.embedded.tallies import Tallies


class Selected:
    """A set of live rows, as orders and counts of facets want them; what several need is made once."""

    def __init__(self, tallies: Tallies, found: RowSet) -> None:
        self._tallies = tallies
        self._found = found
        self.count = found.count

    @property
    def mask(self) -> Mask:
        """Bool [R]: which rows are there."""
        return self._found.mask

    @property
    def rows(self) -> Rows:
        """The rows, int64 ascending."""
        return self._found.rows

    @property
    def is_most(self) -> bool:
        """Whether more than half of the items are there, so that it is quicker to count the others."""
        return 2 * self.count > self._tallies.items

    @property
    def is_all(self) -> bool:
        """Whether every item is there."""
        return self.count == self._tallies.items

    @cached_property
    def counted(self) -> Rows:
        """The rows to count: those there, or where they are most, the others."""
        return rows_of(self._tallies.live & ~self.mask) if self.is_most else self.rows

    @property
    def is_by_document(self) -> bool:
        """Whether it is quicker to count the rows of documents first."""
        return len(self.counted) > len(self._tallies.first_rows)

    @cached_property
    def by_document(self) -> Counts:
        """Int32 [D]: how many of the rows to count each document has."""
        hits = np.zeros(len(self._tallies.first_rows) + 1, np.int32)
        counting.count_single(self.counted, self._tallies.row_documents, hits)
        return hits[:-1]
