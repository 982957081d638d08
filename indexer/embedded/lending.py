"""Arrays of zeros that threads use again: making a large one for each search costs more than what it is used for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int32]


class Zeros:
    """Lends each thread an array of its own, int32[size] and all zero. Safe for threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept = threading.local()

    @contextmanager
    def lent(self) -> Iterator[Counts]:
        """Lend the array for a block, which is to leave it all zero again; after an error it is made anew."""
        counts: Counts | None = getattr(self._kept, "counts", None)
        self._kept.counts = None  # who borrows within the block gets another
        if counts is None:
            counts = np.zeros(self._size, np.int32)
        yield counts
        self._kept.counts = counts
