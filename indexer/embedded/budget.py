"""The time that one search may take."""

from __future__ import annotations

import time
from pathlib import Path

from indexer.errors import SearchTimedOut


class Budget:
    """Seconds from now on for a search over the index in `root`; its steps ask `check` between them."""

    def __init__(self, root: Path, seconds: float) -> None:
        self._root = root
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        """Raise SearchTimedOut when the time is over."""
        if time.monotonic() > self._end:
            raise SearchTimedOut(self._root, self._seconds)


UNLIMITED = Budget(Path(), float("inf"))
