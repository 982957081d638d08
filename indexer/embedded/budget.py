"""The time that one search may take."""

from __future__ import annotations

import time
from pathlib import Path

from indexer.errors import SearchTimedOut
from indexer.kernels.compiled import seconds_compiling


class Budget:
    """Seconds from now on for a search over the index in `root`; its steps ask `check` between them.

    What a process spends on compiling its kernels, once in the life of an installation, is not counted.
    """

    def __init__(self, root: Path, seconds: float) -> None:
        self._root = root
        self._seconds = seconds
        self._end = _clock() + seconds

    def check(self) -> None:
        """Raise SearchTimedOut when the time is over."""
        if _clock() > self._end:
            raise SearchTimedOut(self._root, self._seconds)


def _clock() -> float:
    """Return the seconds that have passed but for those spent on compiling."""
    return time.monotonic() - seconds_compiling()


UNLIMITED = Budget(Path(), float("inf"))
