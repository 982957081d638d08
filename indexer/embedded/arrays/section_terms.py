"""How often each row has a term in its sections, counted for all rows at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from indexer.embedded.arrays.rows import Ragged
from indexer.kernels.inversion import MOST

_Counts = npt.NDArray[np.uint16]


class SectionTerms:
    """The occurrences of terms in the headings, texts and contexts of rows."""

    def __init__(self) -> None:
        self._rows: tuple[list[list[int]], ...] = ([], [], [])

    def add(self, heading: list[int], text: list[int], context: list[int]) -> None:
        """Add the terms of a row, as often as they stand there."""
        for rows, terms in zip(self._rows, (heading, text, context), strict=True):
            rows.append(terms)

    def counted(self) -> tuple[Ragged, tuple[_Counts, _Counts]]:
        """Return the distinct terms of each row; of each its count in the heading, and its `tf`."""
        cells = [_cells(Ragged.of(rows)) for rows in self._rows]
        known = np.unique(np.concatenate(cells))
        heading, text, context = (_counted(known, own) for own in cells)
        starts = np.searchsorted(known, np.arange(len(self._rows[0]) + 1, dtype=np.int64) << 32)
        frequencies = np.minimum(heading + text, MOST) | np.minimum(context, MOST) << 8
        rows = Ragged(starts, (known & 0xFFFFFFFF).astype(np.int32))
        return rows, (np.minimum(heading, MOST).astype(np.uint16), frequencies.astype(np.uint16))


def _cells(rows: Ragged) -> npt.NDArray[np.int64]:
    """Return each entry as one number: the row, and below it the term."""
    return np.repeat(np.arange(len(rows.starts) - 1) << 32, np.diff(rows.starts)) | rows.ids


def _counted(known: npt.NDArray[np.int64], cells: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.bincount(np.searchsorted(known, cells), minlength=len(known))
