"""Counts of facet values over rows, and the names of values: what all searches of one generation share."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from indexer.embedded.commonest import CommonestFirst, Most
from indexer.embedded.labels import LabelText
from indexer.embedded.lending import Zeros
from indexer.embedded.rowset import RowSet
from indexer.kernels import counting
from indexer.kernels.counting import Counts, Rows
from indexer.kernels.postings import Mask
from indexer.request import Facet

if TYPE_CHECKING:
    from indexer.embedded.arrays.columns import Columns, FacetColumn
    from indexer.embedded.selected import Selected

# Every item of a document has the document's value of these.
OF_DOCUMENTS = frozenset(facet.value for facet in (Facet.YEAR, Facet.MEETING, Facet.PROVINCE, Facet.KIND))
_NAMES_KEPT = 1 << 15
_RESOLVED_KEPT = 1 << 10  # of the values in URLs, which every step of who reads on repeats
_FEW = 32  # where counting touches fewer than one of so many values, only those are looked at afterwards


class Tallies:
    """Facet columns of a generation, with what counting needs besides. Safe to use from several threads."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._tallies: dict[str, Tally] = {}
        self._lock = threading.Lock()

    def of(self, name: str) -> Tally:
        """Return the tally of a column by its name."""
        with self._lock:
            if name not in self._tallies:
                self._tallies[name] = Tally(self, self._columns.facets[name], name in OF_DOCUMENTS)
            return self._tallies[name]

    @property
    def size(self) -> int:
        """R, the number of rows."""
        return self._columns.size

    @cached_property
    def zeros(self) -> Zeros:
        """Counts of rows, int32 [R]."""
        return Zeros(self.size)

    @property
    def live(self) -> Mask:
        """Bool [R]: items that are not deleted."""
        return self._columns.live

    @cached_property
    def items(self) -> int:
        """How many rows are live."""
        return int(np.count_nonzero(self.live))

    @cached_property
    def row_documents(self) -> npt.NDArray[np.int32]:
        """Int32 [R]: the document of each row, -1 where deleted."""
        return self._columns.row_documents

    @cached_property
    def first_rows(self) -> npt.NDArray[np.int64]:
        """Int64 [D]: the first row of each document; that of one without items is its own."""
        return self._columns.document_first


class Tally:
    """One facet column: counts of its values, and what they are called."""

    def __init__(self, tallies: Tallies, column: FacetColumn, of_documents: bool) -> None:
        self._tallies = tallies
        self.column = column
        self._of_documents = of_documents
        self.size = len(column.values)
        self.name = lru_cache(maxsize=_NAMES_KEPT)(self._name)
        self.resolve = lru_cache(maxsize=_RESOLVED_KEPT)(self._resolve)
        self._most_of_all = lru_cache(maxsize=8)(lambda size: self.most_of(self.totals, size))
        self._zeros = Zeros(self.size)

    def counts(self, selected: Selected) -> Counts:
        """Return int32 [values]: how many of the selected rows have each value."""
        if selected.is_all:
            return self.totals
        counts = np.zeros(self.size, np.int32)
        counting.count_few(selected.counted, self._starts, self._ordinals, counts)
        return self.totals - counts if selected.is_most else counts

    @cached_property
    def totals(self) -> Counts:
        """Int32 [values]: how many items have each value."""
        totals: Counts = np.bincount(self._ordinals, minlength=self.size).astype(np.int32)
        totals.setflags(write=False)
        return totals

    @cached_property
    def _commonest(self) -> CommonestFirst:
        """The values by how many items have them, to count where many rows are selected."""
        first_rows = self._tallies.first_rows if self._of_documents else None
        return CommonestFirst(self.column, self.totals, first_rows)

    @cached_property
    def _starts(self) -> npt.NDArray[np.int32]:
        return self.column.starts

    @cached_property
    def _ordinals(self) -> npt.NDArray[np.int32]:
        return self.column.ordinals

    def most(self, selected: Selected, size: int) -> Most:
        """Return the `size` values that most of the selected rows have, ties by label."""
        if selected.is_all:
            return self._most_of_all(size)
        many = None if self._is_few(selected) else self._commonest.most(selected, size)
        return self._most_of_few(selected.rows, size) if many is None else many

    def _most_of_few(self, rows: Rows, size: int) -> Most:
        with self._counted(rows) as (counts, touched):
            best = counting.most_counted_of(touched, counts, self._ranks, size)
            return Most(tuple(best.tolist()), tuple(counts[best].tolist()), len(touched))

    @contextmanager
    def _counted(self, rows: Rows) -> Iterator[tuple[Counts, npt.NDArray[np.int32]]]:
        """Count what the rows have and look at nothing else; lend the counts, and the ordinals that have any."""
        with self._zeros.lent() as counts:
            touched = counting.count_few(rows, self._starts, self._ordinals, counts)
            yield counts, touched
            counts[touched] = 0

    def most_of(self, counts: Counts, size: int) -> Most:
        """Return the `size` values with the highest counts (int32 [values]), ties by label."""
        ordinals, filled = counting.most_counted(counts, self._ranks, size)
        return Most(tuple(ordinals.tolist()), tuple(counts[ordinals].tolist()), filled)

    def _is_few(self, selected: Selected) -> bool:
        """Say whether the selected rows have so few values that most of those counted are not theirs."""
        return not selected.is_most and len(selected.rows) * self._values_a_row * _FEW < self._commonest.size

    @cached_property
    def _values_a_row(self) -> float:
        return len(self._ordinals) / max(self._tallies.size, 1)

    @cached_property
    def _ranks(self) -> npt.NDArray[np.int32]:
        return self.column.ranks

    def _resolve(self, facet: Facet, chosen: str) -> tuple[int, ...]:
        """Return the ordinals that a value in a URL means."""
        return tuple(self.column.resolve(facet, chosen))

    def _name(self, ordinal: int) -> tuple[str, str]:
        """Return value and label of an ordinal."""
        return self.column.values[ordinal], self.column.labels[ordinal]

    @cached_property
    def text(self) -> LabelText:
        """All labels, to be searched."""
        return LabelText(self.column.labels.strings())

    def rows_with(self, ordinals: Sequence[int]) -> RowSet:
        """Return the rows that have any of the values."""
        rows = [self._rows_of(ordinal) for ordinal in ordinals]
        if len(rows) == 1:
            return RowSet(self._tallies.size, rows[0].astype(np.int64))
        mask = np.zeros(self._tallies.size, np.bool_)
        for some in rows:
            mask[some] = True
        return RowSet.of_mask(mask)

    def counts_of(self, ordinals: Sequence[int], selected: Selected) -> Mapping[int, int]:
        """Return how many of the selected rows have each of some values."""
        if self._is_few(selected):
            with self._counted(selected.rows) as (counts, _):
                return {ordinal: int(counts[ordinal]) for ordinal in ordinals}
        return {ordinal: int(np.count_nonzero(selected.mask[self._rows_of(ordinal)])) for ordinal in ordinals}

    def _rows_of(self, ordinal: int) -> npt.NDArray[np.int32]:
        bounds, rows = self._by_value
        return rows[bounds[ordinal] : bounds[ordinal + 1]]

    @cached_property
    def _by_value(self) -> tuple[Rows, npt.NDArray[np.int32]]:
        """Where the rows of each value begin, int64 [values + 1], and the rows, int32."""
        return counting.rows_by_value(self._starts, self._ordinals, self.size)
