"""Counting a facet over many rows, its values numbered by how many items have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from indexer.embedded.lending import Zeros
from indexer.kernels import counting
from indexer.kernels.counting import Counts

if TYPE_CHECKING:
    from indexer.embedded.arrays.columns import FacetColumn
    from indexer.embedded.selected import Selected


_OF_ONE, _BESIDE = 1, 2


@dataclass(frozen=True, slots=True)
class Most:
    """The commonest values by ordinal with their counts, and how many values have any."""

    ordinals: tuple[int, ...]
    counts: tuple[int, ...]
    filled: int


class CommonestFirst:
    """The values of a column by number, the commonest first from 2 on; those of one item are all 1, and none is 0.

    Of the numbers of documents nine in ten are cited once. Counted together, they need no count of their own: how many
    there are is how many values they are. The counts of the others fit into the processor's cache, and those that are
    raised most lie side by side.
    """

    def __init__(self, column: FacetColumn, totals: Counts, first_rows: npt.NDArray[np.int64] | None) -> None:
        """Number the values of a column, of which so many items (int32 [values]) have each.

        `first_rows` (int64 [D]) are those of documents where all items of a document have its value.
        """
        order = np.argsort(-totals, kind="stable").astype(np.int32)
        self.size = size = int(np.count_nonzero(totals > 1))
        self._ordinals = order[:size]
        self._ranks = _frozen(column.ranks[self._ordinals])
        beside = np.array([0, np.count_nonzero(totals == 1)], np.int32)
        self._totals = np.concatenate((beside, totals[self._ordinals]))
        self._zeros = Zeros(_BESIDE + size)
        numbers = np.zeros(len(totals) + 1, np.int32)  # the last for rows that have no value, -1
        numbers[order] = _OF_ONE
        numbers[self._ordinals] = np.arange(_BESIDE, _BESIDE + size)
        self._starts = column.starts
        self._single = self._of_documents = None
        if column.single is None:
            self._numbers = _frozen(numbers[column.ordinals])
            self._first_two = _frozen(counting.first_two(self._starts, self._numbers))
        else:
            self._single = _frozen(numbers[column.single])
            self._of_documents = None if first_rows is None else _frozen(self._single[first_rows])

    def most(self, selected: Selected, size: int) -> Most | None:
        """Return the `size` values that most of the selected rows have; None where some of them are of one item."""
        with self._zeros.lent() as counts:
            self._count(selected, counts)
            if selected.is_most:
                np.subtract(self._totals, counts, out=counts)
            of_one, of_values = int(counts[_OF_ONE]), counts[_BESIDE:]
            places, filled = counting.most_counted(of_values, self._ranks, size)
            best = of_values[places]
            counts.fill(0)
        if of_one and (len(best) < size or best.min(initial=2) < 2):
            return None
        return Most(tuple(self._ordinals[places].tolist()), tuple(best.tolist()), filled + of_one)

    def _count(self, selected: Selected, counts: Counts) -> None:
        if self._single is None:
            counting.count_values(selected.counted, self._first_two, self._starts, self._numbers, counts)
        elif self._of_documents is not None and selected.is_by_document:
            counting.add_weights(selected.by_document, self._of_documents, counts)
        else:
            counting.count_single(selected.counted, self._single, counts)


def _frozen(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return an array as files give them, so that kernels are compiled once."""
    array.setflags(write=False)
    return array
