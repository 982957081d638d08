"""The syllables of a generation and what follows them, as the cluster keeps them beside the items."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.orthography import fold_diacritics
from indexer.opensearch.tallies import CHUNKS, followers_row
from indexer.restoring import Choices, Restorer

_KEPT = 4096

Rows = Callable[[Sequence[str]], Mapping[str, Mapping[str, Any]]]
Counts = Mapping[str, Sequence[int]]


class Lexicon:
    """The vocabulary of a generation, by which queries typed without diacritics are read. Safe for threads.

    `rows` reads rows of the generation by id. Spellings are read at once; what follows them, when it is asked for.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        chunks = rows([f"v{number}" for number in range(CHUNKS)])
        # spelling -> its occurrences, and those in items with diacritics
        self._counts: Counts = {s: counts for row in chunks.values() for s, counts in row["kept"].items()}
        self._syllables = sorted(self._counts)
        self.total = sum(every for every, _ in self._counts.values())
        by_bare: defaultdict[str, list[str]] = defaultdict(list)
        for syllable in self._syllables:
            by_bare[fold_diacritics(syllable)].append(syllable)
        self._by_bare = {bare: tuple(members) for bare, members in by_bare.items()}
        self._bare = sorted(self._by_bare)
        self._followers: dict[str, Mapping[str, Mapping[str, int]]] = {}  # by row
        self.restorer = Restorer(self, self._between)

    def spelled_like(self, bare: str) -> tuple[str, ...]:
        """Return the syllables whose bare letters are `bare`."""
        return self._by_bare.get(bare, ())

    def beginning_with(self, prefix: str) -> tuple[str, ...]:
        """Return the syllables that begin with `prefix`; one without diacritics stands for any."""
        if prefix != fold_diacritics(prefix):
            return tuple(_between(self._syllables, prefix))
        return tuple(member for bare in _between(self._bare, prefix) for member in self._by_bare[bare])

    def stands_as_typed(self, syllable: str) -> bool:
        """Say whether an item that was written with diacritics has the bare syllable."""
        return self.marked(syllable) > 0

    def stands_unmarked(self, syllable: str) -> bool:
        """Say whether an item that was written without diacritics has the bare syllable."""
        return self.occurrences_unmarked(syllable) > 0

    def occurrences(self, syllable: str) -> int:
        """Return how often a syllable stands in the items."""
        return self._counts.get(syllable, (0, 0))[0]

    def occurrences_unmarked(self, syllable: str) -> int:
        """Return how often a syllable stands in items that were written without diacritics."""
        every, marked = self._counts.get(syllable, (0, 0))
        return every - marked

    def marked(self, syllable: str) -> int:
        """Return how often a syllable stands in items that were written with diacritics."""
        return self._counts.get(syllable, (0, 0))[1]

    def _between(self, places: Sequence[Choices]) -> Sequence[npt.NDArray[np.int64]]:
        """Return int64 [A, B] for each two neighbours: how often each choice of one is followed by each of the next."""
        self._read_followers(places[:-1])
        return [
            np.array([[self._followed(first).get(second, 0) for second in behind] for first in here], np.int64)
            for here, behind in pairwise(places)
        ]

    def follows(self, first: str, second: str) -> int:
        """Return how often one spelling stands right behind another, in items written with diacritics."""
        self._read_followers([(first,)])
        return self._followed(first).get(second, 0)

    def _followed(self, spelling: str) -> Mapping[str, int]:
        return self._followers.get(followers_row(spelling), {}).get(spelling, {})

    def _read_followers(self, choices: Sequence[Sequence[str]]) -> None:
        """Read at once, and keep, what follows any of the choices."""
        wanted = {followers_row(spelling) for place in choices for spelling in place} - self._followers.keys()
        if not wanted:
            return
        if len(self._followers) > _KEPT:
            self._followers = {}
        found = self._rows(sorted(wanted))
        self._followers |= {row: found[row]["kept"] if row in found else {} for row in wanted}


def _between(ordered: Sequence[str], prefix: str) -> Sequence[str]:
    return ordered[bisect_left(ordered, prefix) : bisect_left(ordered, prefix + "\U0010ffff")]
