"""How far a run has come, as a person or a machine reads it: a bar, plain lines, or lines of key=value, on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

import click

from indexer.logs import pairs
from indexer.steps import Progress, Step

_LINES = 10  # of progress where output is not a terminal
_SECONDS = 30.0  # and never longer between two of them
_SETTLING = 2.0  # seconds until a rate means something
_UNITS = ((3600, "giờ"), (60, "phút"), (1, "giây"))


class LogFormat(StrEnum):
    """How stderr reads: for people, or as lines of key=value."""

    TEXT = "text"
    PAIRS = "kv"


@contextmanager
def progress(log: LogFormat = LogFormat.TEXT, *, quiet: bool = False) -> Iterator[Progress]:
    """Show progress on stderr: a bar on a terminal, some lines elsewhere, nothing if `quiet`."""
    if quiet:
        yield lambda _: None
    elif log is LogFormat.PAIRS:
        yield _Lines(_pairs)
    elif sys.stderr.isatty():
        with _bar() as advance:
            yield advance
    else:
        yield _Lines(_sentence)


@contextmanager
def _bar() -> Iterator[Progress]:
    with click.progressbar(length=1, label="Đang đọc", file=sys.stderr, item_show_func=_name) as bar:
        shown: Any = bar

        def advance(step: Step) -> None:
            shown.length = max(step.of_bytes, 1)
            shown.label = "Đang ghi" if step.writing else "Đang đọc"
            shown.update(step.bytes - shown.pos, step)

        yield advance


def _name(step: Step | None) -> str | None:
    return None if step is None else step.name


class _Lines:
    """Writes a line at each tenth of the files, after each half minute, and when the reading is done."""

    def __init__(self, wording: Callable[[Step, float, float | None], str]) -> None:
        self._wording = wording
        self._began = self._last = time.monotonic()

    def __call__(self, step: Step) -> None:
        now = time.monotonic()
        is_due = step.files > 0 and step.files % max(1, step.of_files // _LINES) == 0
        is_end = step.files == step.of_files
        if step.writing or now - self._last >= _SECONDS or ((is_due or is_end) and step.bytes):
            self._last = now
            click.echo(self._wording(step, *_rate(step, now - self._began)), err=True)


def _rate(step: Step, seconds: float) -> tuple[float, float | None]:
    """Return documents a second, and the seconds that the rest will take by its bytes, or None where nobody knows."""
    rate = step.documents / max(seconds, 1e-3)
    if seconds < _SETTLING or not step.bytes or step.bytes >= step.of_bytes:
        return rate, None
    return rate, seconds * (step.of_bytes - step.bytes) / step.bytes


def _sentence(step: Step, rate: float, left: float | None) -> str:
    if step.writing:
        return f"đã đọc xong {step.of_files} tệp ({step.documents} văn bản), đang ghi chỉ mục"
    line = f"đã đọc {step.files}/{step.of_files} tệp"
    return line if left is None else f"{line}, {rate:.0f} văn bản/giây, còn khoảng {duration(left)}"


def _pairs(step: Step, rate: float, left: float | None) -> str:
    return pairs(
        event="writing" if step.writing else "progress",
        files=step.files,
        of_files=step.of_files,
        bytes=step.bytes,
        of_bytes=step.of_bytes,
        documents=step.documents,
        documents_per_second=f"{rate:.1f}",
        seconds_left=None if left is None else round(left),
    )


def duration(seconds: float) -> str:
    """Return a length of time in its largest unit: `3 phút`."""
    size, unit = next(((size, unit) for size, unit in _UNITS if seconds >= size), _UNITS[-1])
    return f"{max(1, round(seconds / size))} {unit}"
