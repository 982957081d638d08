"""What follows what in the items of one open generation, counted from its pairs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from indexer.embedded.found import HALF
from indexer.embedded.postings import Postings
from indexer.embedded.schema import SYLLABLES
from indexer.kernels import postings as kernels
from indexer.kernels.postings import Mask
from indexer.restoring import Choices

_PAIRS_KEPT = 4096


class Followers:
    """Counts syllables right behind others in items that were written with diacritics. Safe for threads."""

    def __init__(self, postings: Postings, unmarked: Mask) -> None:
        self._postings = postings
        self._unmarked = unmarked  # bool[R]: items written without diacritics, which tell nothing of spelling
        self._counted = lru_cache(maxsize=_PAIRS_KEPT)(self._count)

    def follows(self, first: str, second: str) -> int:
        """Return how often one syllable stands right behind another."""
        return int(self._counted((first,), (second,))[0, 0])

    def between(self, places: Sequence[Choices]) -> Sequence[npt.NDArray[np.int64]]:
        """Return int64 [A, B] for each two neighbours: how often each choice of one is followed by each of the next."""
        return [self._counted(here, behind) for here, behind in pairwise(places)]

    def _count(self, here: Choices, behind: Choices) -> npt.NDArray[np.int64]:
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
