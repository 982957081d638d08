"""The orders of a result: one number a row for each, all different, the first row has the lowest."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from indexer.request import Sort

if TYPE_CHECKING:
    from indexer.embedded.arrays.columns import Columns

Keys = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]
_NO_DATE = 1 << 22  # behind every date as an ordinal


class Orders:
    """The orders of a generation, int64[R] each, made when they are first asked for."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._places: dict[Sort, Places] = {}
        self._making = threading.Lock()

    def of(self, sort: Sort) -> Keys:
        """Return the keys of an order; of relevance those that tell equal scores apart, the newest first."""
        match sort:
            case Sort.OLDEST:
                return self.oldest
            case Sort.DEADLINE:
                return self.deadline
        return self.newest

    def places(self, sort: Sort) -> Places:
        """Return int32[R]: all rows in an order."""
        with self._making:
            if sort not in self._places:
                self._places[sort] = np.argsort(self.of(sort), kind="stable").astype(np.int32)
            return self._places[sort]

    @cached_property
    def newest(self) -> Keys:
        """By date, the newest first, then by document and place in it."""
        return self._keys(_NO_DATE - self._columns.date.astype(np.int64))

    @cached_property
    def oldest(self) -> Keys:
        """By date, then by document and place in it; what has no date comes last."""
        return self._keys(_or_last(self._columns.date))

    @cached_property
    def deadline(self) -> Keys:
        """By the earliest dated deadline, then the newest first; what has none comes last."""
        place = np.empty(self._columns.size, np.int64)
        place[np.argsort(self.newest, kind="stable")] = np.arange(self._columns.size)
        return (_or_last(self._columns.due) << 32) | place

    def _keys(self, major: Keys) -> Keys:
        return (major << 32) | self._columns.rank.astype(np.int64)


def _or_last(dates: npt.NDArray[np.int32]) -> Keys:
    return np.where(dates > 0, dates, _NO_DATE).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Section:
    """What BM25 needs of a section: its mean length, b, and norms, float32[R]: 1 - b + b · length / mean."""

    average: float
    b: float
    norms: npt.NDArray[np.float32]

    @classmethod
    def of(cls, lengths: npt.NDArray[np.int32], total: int, items: int, b: float) -> Section:
        """Return the section of lengths, int32[R], whose sum over the live items is `total`."""
        average = max(total / max(items, 1), 1.0)
        norms = np.float32(1 - b) + lengths.astype(np.float32) * np.float32(b / average)
        norms.setflags(write=False)
        return cls(average, b, norms)
