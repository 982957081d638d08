"""The syllables of a generation and what follows them, as the cluster keeps them beside the items."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from corpus.orthography import fold_diacritics
from indexer.kernels.readings import likeliest
from indexer.opensearch.tallies import CHUNKS, followers_row

# Who types diacritics still leaves syllables bare that could carry a mark (`khoa` beside `khóa`). A query counts as
# typed without them when more marks are missing than this share of those expected, and more than chance explains.
DROP_RATE = 0.15
LEAST_MISSING = 0.6
BIGRAM_SHARE = 0.9
_CHOICES = 24
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
        self.restore = lru_cache(maxsize=_KEPT)(self._restore)

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
        return self._counts.get(syllable, (0, 0))[1] > 0

    def stands_unmarked(self, syllable: str) -> bool:
        """Say whether an item that was written without diacritics has the bare syllable."""
        return self.occurrences_unmarked(syllable) > 0

    def lacks_diacritics(self, syllables: Sequence[str]) -> bool:
        """Say whether a query carries fewer marks than its syllables do in this collection."""
        marked = sum(syllable != fold_diacritics(syllable) for syllable in syllables)
        if not marked:
            return bool(syllables)
        expected = sum(map(self._marked_share, syllables))
        return expected - marked >= max(DROP_RATE * expected, LEAST_MISSING)

    def occurrences(self, syllable: str) -> int:
        """Return how often a syllable stands in the items."""
        return self._counts.get(syllable, (0, 0))[0]

    def occurrences_unmarked(self, syllable: str) -> int:
        """Return how often a syllable stands in items that were written without diacritics."""
        every, marked = self._counts.get(syllable, (0, 0))
        return every - marked

    def _marked_share(self, syllable: str) -> float:
        bare = fold_diacritics(syllable)
        total = sum(map(self.occurrences, self.spelled_like(bare)))
        return 1 - self.occurrences(bare) / total if total else 0.0

    def _restore(self, syllables: tuple[str, ...], /) -> tuple[str, ...]:
        """Return the likeliest spelling of each bare syllable; typed marks and unknown syllables stay as they are."""
        if not syllables:
            return ()
        choices = [self._choices(syllable) for syllable in syllables]
        self._read_followers(choices[:-1])
        unigrams = [np.array([self._counts.get(s, (0, 0))[1] for s in place], np.int64) for place in choices]
        bigrams = [
            np.array([[self._followed(first).get(second, 0) for second in behind] for first in here], np.int64)
            for here, behind in pairwise(choices)
        ]
        chosen = likeliest(unigrams, bigrams, total=self.total, bigram_share=BIGRAM_SHARE)
        return tuple(choice[index] for choice, index in zip(choices, chosen, strict=True))

    def _choices(self, syllable: str) -> Sequence[str]:
        if syllable != fold_diacritics(syllable):
            return (syllable,)
        return sorted(self.spelled_like(syllable), key=self.occurrences, reverse=True)[:_CHOICES] or (syllable,)

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
