"""Locks that the system frees when their process ends, however it ends: one builder, and the readers of a generation.

DIR/build.lock                          exclusive: held by the one process that builds, which signs it
DIR/generations/000007/manifest.json    shared: held by every reader of the generation, so that nobody removes it
"""

from __future__ import annotations

import fcntl
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from indexer.errors import IndexLocked

_LOCK = "build.lock"
_UNKNOWN = "một tiến trình khác"
_POLL = 0.2  # seconds between two tries


@contextmanager
def build_lock(root: Path, *, wait: float = 0.0, waiting: Callable[[str], None] | None = None) -> Iterator[str | None]:
    """Hold the builder's lock of an index; gives who held it last where that process ended without a word, or None.

    Tries for `wait` seconds, and tells `waiting` once for whom; then raises IndexLocked with the holder's signature.
    """
    with (root / _LOCK).open("a+", encoding="utf-8") as file:
        deadline = time.monotonic() + wait
        while not _locked(file.fileno(), fcntl.LOCK_EX):
            if time.monotonic() >= deadline:
                raise IndexLocked(root, _signature(file.fileno()) or _UNKNOWN)
            if waiting is not None:
                waiting(_signature(file.fileno()) or _UNKNOWN)
                waiting = None
            time.sleep(min(_POLL, wait))
        died = _signature(file.fileno())
        _sign(file.fileno(), _holder())
        try:
            yield died or None
        finally:
            _sign(file.fileno(), "")


class Hold:
    """A reader's claim on a generation: while it lasts, no builder removes the files."""

    def __init__(self, file: Path) -> None:
        """Claim the generation of a manifest; raises OSError where there is none, or where it is being removed."""
        self._descriptor: int | None = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            file.stat()  # it may have been removed between the two
        except BaseException:
            self.release()
            raise

    def release(self) -> None:
        """Let go; again changes nothing."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


@contextmanager
def unread(file: Path) -> Iterator[bool]:
    """Say whether no reader holds the generation of a manifest, and keep new ones out for the length of the block.

    A generation without a manifest has no readers: none can be opened.
    """
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        yield True
        return
    try:
        yield _locked(descriptor, fcntl.LOCK_EX)
    finally:
        os.close(descriptor)


def _locked(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder() -> str:
    return f"tiến trình {os.getpid()} trên máy {socket.gethostname()} từ {datetime.now(UTC):%H:%M:%S %d/%m/%Y} UTC"


def _signature(descriptor: int) -> str:
    return os.pread(descriptor, 1024, 0).decode("utf-8", "replace").strip()


def _sign(descriptor: int, text: str) -> None:
    """Write who holds the lock, for the message that another builder shows; a full disk may refuse it."""
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, text.encode(), 0)
