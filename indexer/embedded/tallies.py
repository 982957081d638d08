"""Counts of facet values over rows, and the names of values: what all searches of one generation share."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from indexer.embedded.labels import LabelText
from indexer.embedded.lending import Zeros
from indexer.kernels import counting
from indexer.kernels.counting import Counts, Rows
from indexer.kernels.postings import Mask, rows_of
from indexer.request import Facet

if TYPE_CHECKING:
    from indexer.embedded.arrays.columns import Columns, FacetColumn

# Every item of a document has the document's value of these.
OF_DOCUMENTS = frozenset(facet.value for facet in (Facet.YEAR, Facet.MEETING, Facet.PROVINCE, Facet.KIND))
_NAMES_KEPT = 1 << 15
_BESIDE = 2  # counts behind those of the values: of what has no first, or no second value
_FEW = 48  # where counting touches fewer than one of so many values, only those are looked at afterwards


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


class Selected:
    """The rows of a mask (bool[R]), as orders and counts of facets want them; what several need is made once."""

    def __init__(self, tallies: Tallies, mask: Mask) -> None:
        self._tallies = tallies
        self.mask = mask
        self.count = int(np.count_nonzero(mask))

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

    @cached_property
    def rows(self) -> Rows:
        """The rows, ascending."""
        return rows_of(self.mask)

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


@dataclass(frozen=True, slots=True)
class Most:
    """The commonest values by ordinal with their counts, how many values have any, and the counts of chosen ones."""

    ordinals: tuple[int, ...]
    counts: tuple[int, ...]
    filled: int
    of_chosen: Mapping[int, int]


def _most(ordinals: npt.NDArray[np.int32], counts: Counts, filled: int, chosen: Sequence[int]) -> Most:
    return Most(tuple(ordinals.tolist()), tuple(counts[ordinals].tolist()), filled, _counts_of(chosen, counts))


def _counts_of(chosen: Sequence[int], counts: Counts) -> Mapping[int, int]:
    return {ordinal: int(counts[ordinal]) for ordinal in chosen}


class Tally:
    """One facet column: counts of its values, and what they are called."""

    def __init__(self, tallies: Tallies, column: FacetColumn, of_documents: bool) -> None:
        self._tallies = tallies
        self.column = column
        self._of_documents = of_documents
        self.size = len(column.values)
        self.name = lru_cache(maxsize=_NAMES_KEPT)(self._name)
        self._most_of_all = lru_cache(maxsize=8)(lambda size: self.most_of(self.totals, size))
        self._zeros = Zeros(self.size + _BESIDE)

    def counts(self, selected: Selected) -> Counts:
        """Return int32 [values]: how many of the selected rows have each value."""
        if selected.is_all:
            return self.totals
        counts = np.zeros(self.size + _BESIDE, np.int32)
        self._count(selected, counts)
        return self.totals - counts[: self.size] if selected.is_most else counts[: self.size]

    def _count(self, selected: Selected, counts: Counts) -> None:
        if self._single is not None and self._of_documents and selected.is_by_document:
            counting.add_weights(selected.by_document, self._document_values, counts)
        else:
            self._count_rows(selected.counted, counts)

    def _count_rows(self, rows: Rows, counts: Counts) -> None:
        if self._single is None:
            counting.count_values(rows, self._first_two, self._starts, self._ordinals, counts)
        else:
            counting.count_single(rows, self._single, counts)

    @cached_property
    def totals(self) -> Counts:
        """Int32 [values]: how many items have each value."""
        counts = np.zeros(self.size + _BESIDE, np.int32)
        self._count_rows(rows_of(self._tallies.live), counts)
        return counts[: self.size]

    @cached_property
    def _first_two(self) -> npt.NDArray[np.int32]:
        return counting.first_two(self._starts, self._ordinals, self.size)

    @cached_property
    def _single(self) -> npt.NDArray[np.int32] | None:
        return self.column.single

    @cached_property
    def _starts(self) -> npt.NDArray[np.int32]:
        return self.column.starts

    @cached_property
    def _ordinals(self) -> npt.NDArray[np.int32]:
        return self.column.ordinals

    @cached_property
    def _document_values(self) -> npt.NDArray[np.int32]:
        """Int32 [D]: the value of each document, or -1."""
        single = self._single
        assert single is not None  # noqa: S101  documents have one value
        values = single[self._tallies.first_rows]
        values.setflags(write=False)
        return values

    def most(self, selected: Selected, size: int, chosen: Sequence[int] = ()) -> Most:
        """Return the `size` values that most of the selected rows have, and the counts of chosen ordinals."""
        if selected.is_all:
            return replace(self._most_of_all(size), of_chosen=_counts_of(chosen, self.totals))
        with self._zeros.lent() as counts:
            if self._is_few(selected):
                touched = counting.count_few(selected.rows, self._starts, self._ordinals, counts)
                best = counting.most_counted_of(touched, counts, self._ranks, size)
                most = _most(best, counts, len(touched), chosen)
                counts[touched] = 0
                return most
            self._count(selected, counts)
            of_values = counts[: self.size]
            if selected.is_most:
                np.subtract(self.totals, of_values, out=of_values)
            most = self.most_of(of_values, size, chosen)
            counts.fill(0)
            return most

    def most_of(self, counts: Counts, size: int, chosen: Sequence[int] = ()) -> Most:
        """Return the `size` values with the highest counts (int32 [values]), ties by label."""
        ordinals, filled = counting.most_counted(counts, self._ranks, size)
        return _most(ordinals, counts, filled, chosen)

    def _is_few(self, selected: Selected) -> bool:
        """Say whether the selected rows have so few values that most of the column's are not theirs."""
        return not selected.is_most and len(selected.rows) * self._values_a_row * _FEW < self.size

    @cached_property
    def _values_a_row(self) -> float:
        return len(self._ordinals) / max(self._tallies.size, 1)

    @cached_property
    def _ranks(self) -> npt.NDArray[np.int32]:
        return self.column.ranks

    def _name(self, ordinal: int) -> tuple[str, str]:
        """Return value and label of an ordinal."""
        return self.column.values[ordinal], self.column.labels[ordinal]

    @cached_property
    def text(self) -> LabelText:
        """All labels, to be searched."""
        return LabelText(self.column.labels.strings())

    def rows_with(self, ordinals: Sequence[int]) -> Mask:
        """Return bool [R]: the rows that have any of the values."""
        mask = np.zeros(self._tallies.size, np.bool_)
        for ordinal in ordinals:
            bounds, rows = self._by_value
            mask[rows[bounds[ordinal] : bounds[ordinal + 1]]] = True
        return mask

    @cached_property
    def _by_value(self) -> tuple[Rows, npt.NDArray[np.int32]]:
        """Where the rows of each value begin, int64 [values + 1], and the rows, int32."""
        return counting.rows_by_value(self._starts, self._ordinals, self.size)
