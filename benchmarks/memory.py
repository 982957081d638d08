"""How much memory processes hold, as Linux counts it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

_EVERY = 0.2  # seconds


def resident_megabytes() -> dict[str, float]:
    """Return the resident memory of this process now, in megabytes: all of it, and without mapped files."""
    status = _status()
    return {"all": status["VmRSS"], "anonymous": status["RssAnon"]}


def peak_megabytes() -> float:
    """Return the largest resident memory that this process had, in megabytes."""
    return _status()["VmHWM"]  # ru_maxrss would begin with that of the process that forked it


def _status() -> dict[str, float]:
    lines = [line.split() for line in Path("/proc/self/status").read_text("utf-8").splitlines()]
    return {words[0][:-1]: round(int(words[1]) / 1024, 1) for words in lines if words[-1] == "kB"}


class MemoryWatch:
    """Looks at a process and those it started for the length of a `with` block; `peak` is the most that they held."""

    def __init__(self, process: int) -> None:
        self.peak = 0.0
        self._process = process
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> MemoryWatch:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while True:
            self.peak = max(self.peak, tree_megabytes(self._process))
            if self._ended.wait(_EVERY):
                return


def tree_megabytes(process: int) -> float:
    """Return the memory of a process and all that it started, in megabytes; a page that some share counts once."""
    return round(sum(map(_proportional, _tree(process))), 1)


def _tree(process: int) -> Iterator[int]:
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in _text(task).split():
            yield from _tree(int(child))


def _proportional(process: int) -> float:
    """Return the proportional set size: shared pages are divided among those that share them."""
    lines = [line.split() for line in _text(Path(f"/proc/{process}/smaps_rollup")).splitlines()]
    return next((int(words[1]) / 1024 for words in lines if words[0] == "Pss:"), 0.0)


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except OSError:  # the process has ended
        return ""
