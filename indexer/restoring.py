"""Queries typed without diacritics, read as the collection itself would most likely have written them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from corpus.orthography import fold_diacritics
from indexer.kernels.readings import likeliest

# Who types diacritics still leaves syllables bare that could carry a mark (`khoa` beside `khóa`). A query counts as
# typed without them when more marks are missing than this share of those expected, and more than chance explains.
DROP_RATE = 0.15
LEAST_MISSING = 0.6

BIGRAM_SHARE = 0.9
_CHOICES = 24  # spellings of one syllable that are weighed; no bare syllable has many more
_KEPT = 1024  # restored texts that are remembered

Choices = tuple[str, ...]
# Of each two neighbours among places, int64 [A, B]: how often each choice of one is followed by each of the next.
Followed = Callable[[Sequence[Choices]], Sequence[npt.NDArray[np.int64]]]


class Spellings(Protocol):
    """The syllables of a collection and how often they stand in it."""

    @property
    def total(self) -> int:
        """How many syllables the items have together."""

    def occurrences(self, syllable: str) -> int:
        """Return how often a syllable stands in the index, 0 for an unknown one."""

    def marked(self, syllable: str) -> int:
        """Return how often a syllable stands in items that were written with diacritics."""

    def spelled_like(self, bare: str) -> Choices:
        """Return the syllables whose bare letters are `bare`."""


class Restorer:
    """Restores diacritics by the unigrams and bigrams of one generation. Safe to use from several threads."""

    def __init__(self, spellings: Spellings, followed: Followed) -> None:
        self._spellings = spellings
        self._followed = followed
        self.restore = lru_cache(maxsize=_KEPT)(self._restore)

    def lacks_diacritics(self, syllables: Sequence[str]) -> bool:
        """Say whether a query carries fewer marks than its syllables do in this collection."""
        marked = sum(syllable != fold_diacritics(syllable) for syllable in syllables)
        if not marked:
            return bool(syllables)
        expected = sum(map(self._marked_share, syllables))
        return expected - marked >= max(DROP_RATE * expected, LEAST_MISSING)

    def _marked_share(self, syllable: str) -> float:
        """Return how likely a syllable of these bare letters carries a mark."""
        bare = fold_diacritics(syllable)
        total = sum(map(self._spellings.occurrences, self._spellings.spelled_like(bare)))
        return 1 - self._spellings.occurrences(bare) / total if total else 0.0

    def _restore(self, syllables: tuple[str, ...]) -> tuple[str, ...]:
        """Return the likeliest spelling of each bare syllable; typed marks and unknown syllables stay as they are."""
        if not syllables:
            return ()
        choices = [self._choices(syllable) for syllable in syllables]
        unigrams = [np.array(list(map(self._spellings.marked, choice)), np.int64) for choice in choices]
        bigrams = self._followed(choices)
        chosen = likeliest(unigrams, bigrams, total=self._spellings.total, bigram_share=BIGRAM_SHARE)
        return tuple(choice[index] for choice, index in zip(choices, chosen, strict=True))

    def _choices(self, syllable: str) -> Choices:
        """Return the spellings that a typed syllable may stand for, never none."""
        if syllable != fold_diacritics(syllable):
            return (syllable,)
        spellings = self._spellings.spelled_like(syllable)
        return tuple(sorted(spellings, key=self._spellings.occurrences, reverse=True)[:_CHOICES]) or (syllable,)
