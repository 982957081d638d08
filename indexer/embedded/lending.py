"""Arrays of zeros that threads use again: making a large one for each search costs more than what it is used for."""

from __future__ import annotations

import threading

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int32]


class Zeros:
    """Lends each thread an array of its own, int32[size] and all zero. Safe for threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept = threading.local()

    def lent(self) -> _Loan:
        """Lend the array for a block, which is to leave it all zero again; after an error it is made anew."""
        return _Loan(self)

    def take(self) -> Counts:
        """Return this thread's array; who takes another before it is given back gets a new one."""
        counts: Counts | None = getattr(self._kept, "counts", None)
        self._kept.counts = None
        return np.zeros(self._size, np.int32) if counts is None else counts

    def give(self, counts: Counts) -> None:
        """Take an array back, all zero, for this thread to use again."""
        self._kept.counts = counts


class _Loan:
    """One use of an array of zeros."""

    def __init__(self, zeros: Zeros) -> None:
        self._zeros = zeros
        self._counts = zeros.take()

    def __enter__(self) -> Counts:
        return self._counts

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._zeros.give(self._counts)
