"""The snapshot in use, and the moves from one generation to the next while threads are searching."""

from __future__ import annotations

import gc
import logging
import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from indexer.embedded.generations import Generations
from indexer.embedded.snapshot import Snapshot
from indexer.errors import EngineClosed, IndexProblem

_LOG = logging.getLogger(__name__)
_RETRY = 60.0  # seconds until a generation that could not be opened is tried again: files may have run out, or memory


class Follower:
    """Hands out the newest snapshot that can be opened. Safe for threads.

    A newer generation is opened and warmed by the one thread that meets it first, outside every lock: the others go on
    with the old snapshot until the new one is ready. A snapshot is closed when the last call lets go of it. A newer
    generation that cannot be opened is logged, tried again after a minute, and the one at hand stays in use.
    """

    def __init__(self, generations: Generations, opened: Callable[[], Snapshot], warm: Callable[[Snapshot], None]):
        self._generations = generations
        self._opened = opened
        self._warm = warm
        self._lock = threading.Lock()
        self._moving = threading.Lock()
        self._users: dict[Snapshot, int] = {}
        self._closed = False
        self._pointer = generations.pointer()
        self._retry_at = math.inf
        self._live = opened()

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Hold the newest snapshot for the length of a block; raises EngineClosed after `close`."""
        if not self._closed and self._is_behind():
            self._move()
        snapshot = self._take()
        try:
            yield snapshot
        finally:
            self._give_back(snapshot)

    def close(self) -> None:
        """Close the snapshot as soon as no call uses it; again changes nothing."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._close_unused(self._live)

    def _take(self) -> Snapshot:
        with self._lock:
            if self._closed:
                raise EngineClosed(self._generations.root)
            self._users[self._live] = self._users.get(self._live, 0) + 1
            return self._live

    def _give_back(self, snapshot: Snapshot) -> None:
        with self._lock:
            self._users[snapshot] -= 1
            if self._closed or snapshot is not self._live:
                self._close_unused(snapshot)

    def _is_behind(self) -> bool:
        return self._generations.pointer() != self._pointer or time.monotonic() >= self._retry_at

    def _move(self) -> None:
        """Go to the newest generation, unless another thread is about it."""
        if not self._moving.acquire(blocking=False):
            return
        try:
            pointer = self._generations.pointer()
            if pointer is not None and self._is_behind():
                self._pointer, self._retry_at = pointer, time.monotonic() + _RETRY
                self._put(self._warmed())
                self._retry_at = math.inf
                # A snapshot and what it remembers refer to each other, so its mapped files wait for the collector,
                # which may not come for many searches.
                gc.collect()
        except IndexProblem as problem:
            _LOG.warning("the newer generation stays unused: %s", problem)
        finally:
            self._moving.release()

    def _warmed(self) -> Snapshot:
        """Open the newest generation and let it answer once, so that no reader pays for the first time."""
        newer = self._opened()
        try:
            self._warm(newer)
        except BaseException:
            newer.close()
            raise
        return newer

    def _put(self, newer: Snapshot) -> None:
        with self._lock:
            if self._closed:
                newer.close()
                return
            older, self._live = self._live, newer
            self._close_unused(older)

    def _close_unused(self, snapshot: Snapshot) -> None:
        if not self._users.get(snapshot):
            self._users.pop(snapshot, None)
            snapshot.close()
