"""A frozen hash table from 64-bit keys to row numbers whose look-ups take whole arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]

KEY_BITS = 20  # two numbers below 2^20 make one key
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio: Fibonacci hashing
_FREE = -1


class IntHash:
    """Maps distinct non-negative keys to 1, 2, 3, ... in the order given, and any other key to 0.

    Open addressing with linear probing, at most 40% full, so that nearly every look-up ends at the first slot.
    """

    def __init__(self, keys: Sequence[int]) -> None:
        bits = max(4, int(len(keys) * 2.5).bit_length())
        self._bits = bits
        self._shift = np.uint64(64 - bits)
        self._mask = (1 << bits) - 1
        self._keys = np.full(1 << bits, _FREE, np.int64)
        self._rows = np.zeros(1 << bits, np.int32)
        self._insert(np.array(keys, np.int64))

    def _insert(self, keys: IntArray) -> None:
        pending = np.arange(keys.size)
        slots = self._slots(keys)
        while pending.size:
            free = np.flatnonzero(self._keys[slots] == _FREE)
            taken, first = np.unique(slots[free], return_index=True)
            placed = free[first]  # the first of those that want the same slot
            self._keys[taken] = keys[pending[placed]]
            self._rows[taken] = pending[placed] + 1
            pending = np.delete(pending, placed)
            slots = (np.delete(slots, placed) + 1) & self._mask

    def _slots(self, keys: IntArray) -> IntArray:
        return ((keys.view(np.uint64) * _MULTIPLIER) >> self._shift).view(np.int64)

    @property
    def table(self) -> tuple[IntArray, npt.NDArray[np.int32], int]:
        """Return keys (int64), rows (int32) and bits, for the look-ups of compiled loops (`crf_loops.row_of`)."""
        return self._keys, self._rows, self._bits

    def rows(self, keys: IntArray) -> npt.NDArray[np.int32]:
        """Return the row of each key (int64, any shape of one dimension), 0 where it is absent."""
        slots = self._slots(keys)
        found = self._keys[slots]
        rows = np.where(found == keys, self._rows[slots], 0)
        pending = np.flatnonzero((found != keys) & (found != _FREE))
        while pending.size:
            slots[pending] = (slots[pending] + 1) & self._mask
            found = self._keys[slots[pending]]
            hit = found == keys[pending]
            rows[pending[hit]] = self._rows[slots[pending[hit]]]
            pending = pending[~hit & (found != _FREE)]
        return rows
