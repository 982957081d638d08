"""A child process that does something to an index and is killed at a chosen point of it."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# What changes a disk, or comes right before and after it, as Python tells of it.
EVENTS = frozenset(
    {
        "open",
        "os.link",
        "os.mkdir",
        "os.remove",
        "os.rename",
        "os.rmdir",
        "os.truncate",
        "fcntl.flock",
        "sqlite3.connect",
    }
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


@dataclass(frozen=True, slots=True)
class AtEvent:
    """Kill before the n-th event of the disk, counted from 1."""

    number: int


@dataclass(frozen=True, slots=True)
class AfterSeconds:
    """Kill when so much time has passed, wherever that is: in a write, in a kernel, in the system."""

    seconds: float


Point = AtEvent | AfterSeconds


@dataclass(frozen=True, slots=True)
class Death:
    """How a child ended: killed or not, what it did until then, and how long it took; `fault` is a traceback."""

    killed: bool
    events: int
    seconds: float
    fault: str


def run(deed: Callable[[], None], point: Point | None) -> Death:
    """Fork, do the deed in the child, and kill it at a point; nothing of the child's memory comes back."""
    reading, writing = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be(deed, point, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read().decode("utf-8", "replace")
    status = os.waitpid(child, 0)[1]
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGKILL, signal.SIGALRM)
    count, _, fault = told.partition("\n")
    return Death(killed, int(count or 0), time.monotonic() - began, fault if not killed else "")


def _be(deed: Callable[[], None], point: Point | None, writing: int) -> None:
    """Be the child: never returns."""
    fault = ""
    counter = _Counter(point.number if isinstance(point, AtEvent) else 0)
    try:
        counter.install()
        if isinstance(point, AfterSeconds):
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, max(point.seconds, 1e-4))
        deed()
        signal.setitimer(signal.ITIMER_REAL, 0)
    except BaseException:  # noqa: BLE001  whatever it is, the parent is told
        fault = traceback.format_exc()
    os.write(writing, f"{counter.seen}\n{fault}".encode())
    os._exit(0)


class _Counter:
    """Counts what the process does to the disk, and ends the process at one of the events."""

    def __init__(self, deadly: int) -> None:
        self.seen = 0
        self._deadly = deadly

    def install(self) -> None:
        """Begin to count; there is no way back, which is why this lives in a child."""
        flush = os.fsync

        def fsync(descriptor: Any) -> None:
            self.count()
            flush(descriptor)

        os.fsync = fsync  # type: ignore[assignment]
        sys.addaudithook(self._hear)

    def count(self) -> None:
        """Count one event."""
        self.seen += 1
        if self.seen == self._deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    def _hear(self, event: str, args: tuple[Any, ...]) -> None:
        if event in EVENTS and (event != "open" or is_writing(args)):
            self.count()


def is_writing(args: tuple[Any, ...]) -> bool:
    """Say whether the arguments of an `open` event are of one that may change the file."""
    path, _, flags = args
    return isinstance(path, str | Path) and bool((flags or 0) & _WRITING)
