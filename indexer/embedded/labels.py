"""The labels of all values of a facet as one text, so that finding words in them costs nothing a value."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from corpus.orthography import fold_diacritics, fold_tone_marks, lower
from indexer.embedded.arrays.strings import Strings

Ordinals = npt.NDArray[np.int64]
_END = "\n"
_GAPS = re.compile(r"[^\w\n]+")


class LabelText:
    """The labels of a facet, by ordinal, in lower case and without diacritics."""

    def __init__(self, labels: Strings) -> None:
        joined = _END + _END.join(label.replace(_END, " ") for label in labels) + _END
        # A letter that has no lower case of one letter keeps the places of all others.
        self._folded = fold_diacritics(lower(fold_tone_marks(joined)))
        self._words = _GAPS.sub(" ", self._folded).replace(_END, f" {_END} ")
        self._ends = _places(self._folded, _END)
        self._word_ends = _places(self._words, _END)

    def holding(self, words: str) -> Ordinals:
        """Return the labels that hold every one of the words anywhere, as `indexer.finding.fits` has it."""
        found = np.ones(len(self._ends) - 1, np.bool_)
        for word in _folded(words).split():
            found &= _marked(_places(self._folded, word), self._ends)
        return np.flatnonzero(found)

    def with_run(self, words: list[str]) -> Ordinals:
        """Return the labels that have the words (bare, in lower case) side by side."""
        sought = f" {' '.join(words)} "
        places = _places(self._words, sought) if words else np.empty(0, np.int64)
        return np.flatnonzero(_marked(places, self._word_ends))


def _folded(text: str) -> str:
    return fold_diacritics(lower(fold_tone_marks(text)))


def _marked(places: Ordinals, ends: Ordinals) -> npt.NDArray[np.bool_]:
    """Return bool[labels]: those that hold any of the places, given the ends before, between and behind them."""
    found = np.zeros(len(ends) - 1, np.bool_)
    found[np.searchsorted(ends, places, side="right") - 1] = True
    return found


def _places(text: str, sought: str) -> Ordinals:
    return np.fromiter(_find_all(text, sought), np.int64)


def _find_all(text: str, sought: str) -> Iterator[int]:
    at = text.find(sought)
    while at >= 0:
        yield at
        at = text.find(sought, at + 1)
