"""Queries typed without diacritics, read as the collection itself would most likely have written them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from corpus.orthography import fold_diacritics
from indexer.embedded.found import HALF
from indexer.embedded.postings import Postings
from indexer.embedded.schema import SYLLABLES
from indexer.embedded.vocabulary import Vocabulary
from indexer.kernels import postings as kernels
from indexer.kernels.postings import Mask
from indexer.kernels.readings import likeliest

# Who types diacritics still leaves syllables bare that could carry a mark (`khoa` beside `khóa`). A query counts as
# typed without them when more marks are missing than this share of those expected, and more than chance explains.
DROP_RATE = 0.15
LEAST_MISSING = 0.6

BIGRAM_SHARE = 0.9
_CHOICES = 24  # spellings of one syllable that are weighed; no bare syllable has many more
_KEPT = 1024  # restored texts that are remembered
_PAIRS_KEPT = 4096

Choices = tuple[str, ...]


class Restorer:
    """Restores diacritics by the unigrams and bigrams of one open generation. Safe to use from several threads."""

    def __init__(self, postings: Postings, vocabulary: Vocabulary, unmarked: Mask) -> None:
        self._postings = postings
        self._unmarked = unmarked  # bool[R]: items written without diacritics, which tell nothing of spelling
        self._vocabulary = vocabulary
        self.restore = lru_cache(maxsize=_KEPT)(self._restore)
        self._followed = lru_cache(maxsize=_PAIRS_KEPT)(self._count_followed)

    def lacks_diacritics(self, syllables: Sequence[str]) -> bool:
        """Say whether a query carries fewer marks than its syllables do in this collection."""
        marked = sum(syllable != fold_diacritics(syllable) for syllable in syllables)
        if not marked:
            return bool(syllables)
        expected = sum(self._marked_share(syllable) for syllable in syllables)
        return expected - marked >= max(DROP_RATE * expected, LEAST_MISSING)

    def follows(self, first: str, second: str) -> int:
        """Return how often one syllable stands right behind another in items that were written with diacritics."""
        return int(self._followed((first,), (second,))[0, 0])

    def _marked_share(self, syllable: str) -> float:
        """Return how likely a syllable of these bare letters carries a mark."""
        bare = fold_diacritics(syllable)
        spellings = self._vocabulary.spelled_like(bare)
        total = sum(map(self._vocabulary.occurrences, spellings))
        return 1 - self._vocabulary.occurrences(bare) / total if total else 0.0

    def _restore(self, syllables: tuple[str, ...]) -> tuple[str, ...]:
        """Return the likeliest spelling of each bare syllable; typed marks and unknown syllables stay as they are."""
        if not syllables:
            return ()
        choices = [self._choices(syllable) for syllable in syllables]
        unigrams = [np.array(list(map(self._vocabulary.marked, choice)), np.int64) for choice in choices]
        bigrams = [self._followed(here, behind) for here, behind in pairwise(choices)]
        chosen = likeliest(unigrams, bigrams, total=self._vocabulary.total, bigram_share=BIGRAM_SHARE)
        return tuple(choice[index] for choice, index in zip(choices, chosen, strict=True))

    def _count_followed(self, here: Choices, behind: Choices) -> npt.NDArray[np.int64]:
        """Return int64 [A, B]: how often each spelling of one syllable is followed by each of the next."""
        counts = np.zeros((len(here), len(behind)), np.int64)
        for segment, base in self._postings.segments:
            seconds = [(place, segment.ordinal(SYLLABLES, text)) for place, text in enumerate(behind)]
            known = [(place, ordinal) for place, ordinal in seconds if ordinal is not None]
            wanted = np.array([ordinal for _, ordinal in known], np.uint32)
            for row, text in enumerate(here):
                first = segment.ordinal(SYLLABLES, text)
                for place, found in segment.pairs_with(first, wanted) if first is not None and known else ():
                    counts[row, known[place][0]] += kernels.occurrences(
                        found.docs, found.tf, base, self._unmarked, HALF
                    )
        return counts

    def _choices(self, syllable: str) -> Choices:
        """Return the spellings that a typed syllable may stand for, never none."""
        if syllable != fold_diacritics(syllable):
            return (syllable,)
        spellings = self._vocabulary.spelled_like(syllable)
        return tuple(sorted(spellings, key=self._vocabulary.occurrences, reverse=True)[:_CHOICES]) or (syllable,)
