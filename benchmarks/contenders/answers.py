"""What every engine answers, and the protocol that it is driven by."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeVar

from benchmarks.queries import Query
from benchmarks.rows import Row
from indexer.request import Facet

TOP = 10
VALUES = 20
_CHUNK = 5000

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Answer:
    """How many items a query found, the ids of the best ten, and the twenty commonest values of each facet.

    Every facet ignores its own selection. Values of equal count may come in any order.
    """

    total: int
    ids: tuple[str, ...]
    facets: Mapping[Facet, tuple[tuple[str, int], ...]]

    def counts(self, facet: Facet) -> tuple[int, ...]:
        """Return the counts of a facet alone, which all engines must agree on."""
        return tuple(count for _, count in self.facets[facet] if count)


class Contender(Protocol):
    """An open index."""

    @property
    def segments(self) -> int:
        """How many segments it has."""

    def search(self, query: Query) -> Answer:
        """Answer a query: total, top ten, three facets."""

    def close(self) -> None:
        """Release files."""


class Stopwatch:
    """Adds up the time of some steps and leaves out that of others."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def time(self, step: Callable[[], Value]) -> Value:
        """Run a step and add its time."""
        start = time.perf_counter()
        try:
            return step()
        finally:
            self.seconds += time.perf_counter() - start


class Builder(Protocol):
    """Writes an index of rows into an empty folder."""

    def __call__(self, folder: Path, rows: Iterable[Row], watch: Stopwatch) -> None:
        """Build it; `watch` counts only what the engine does."""


def chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield rows in lists, so that making them is not counted as indexing them."""
    remaining = iter(rows)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk
