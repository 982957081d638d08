"""The terms of rows out of the columns that an analyser gives: each text is analysed once, and rows share it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import count

import numpy as np

from analyzers.analysis import TermColumns
from corpus.orthography import fold_diacritics
from indexer.embedded.arrays.container import Longs
from indexer.embedded.arrays.rows import Ids, Mask, Ragged
from indexer.embedded.arrays.strings import Strings
from indexer.facets import number_identity
from indexer.kernels.gathering import Narrow, counted, gathered, renumbered
from indexer.kernels.inversion import Frequencies
from indexer.kernels.signatures import Signatures, hashed_signatures, syllable_hash

# A text in which fewer of its syllables carry a diacritic was typed without them (real prose has two thirds).
_MARKED_SHARE = 0.15


class Numbers(defaultdict[str, int]):
    """Numbers strings as they come."""

    def __init__(self) -> None:
        super().__init__(count().__next__)

    def of(self, texts: Iterable[str]) -> Ids:
        """Return the number of each string."""
        return np.array([self[text] for text in texts], np.int32)

    def strings(self) -> Strings:
        """Return the strings by number."""
        return Strings.of(list(self))


class TermsOfTexts:
    """The terms of N texts by number, as often as they stand there; a text more, number N, is empty.

    `unmarked` bool [N+1] tells the texts that were typed without diacritics.
    """

    def __init__(self, columns: Iterable[TermColumns]) -> None:
        self.syllables, self.words, self.numbers = Numbers(), Numbers(), Numbers()
        nothing = Ragged.of([[]])
        parts = [self._read(part) for part in columns]
        tokens, words, numbers, unmarked = zip(*parts, strict=True) if parts else ((), (), (), ())
        self._tokens, self._words, self._numbers = (Ragged.joined([*p, nothing]) for p in (tokens, words, numbers))
        self.unmarked: Mask = np.concatenate([*unmarked, np.zeros(1, np.bool_)])

    def _read(self, columns: TermColumns) -> tuple[Ragged, Ragged, Ragged, Mask]:
        forms, bare, texts = columns.forms, columns.bare, columns.word_texts
        distinct, places = renumbered(columns.syllables.astype(np.int64), len(forms))
        known = distinct.tolist()
        marked = np.array([forms[number] != bare[number] for number in known], np.int64)[places]
        words, word_places = renumbered(columns.words, len(texts))
        numbers = [[self.numbers[number_identity(unit.text)] for unit in own] for own in columns.numbers]
        return (
            Ragged(columns.bounds, self.syllables.of([forms[number] for number in known])[places]),
            Ragged(columns.word_bounds, self.words.of([texts[number] for number in words.tolist()])[word_places]),
            Ragged.of(numbers),
            _sums(marked, columns.bounds) < _MARKED_SHARE * np.diff(columns.bounds),
        )

    def lengths(self, texts: Longs) -> Ids:
        """Return how many syllables some texts have, int32 of the shape of `texts`."""
        return np.diff(self._tokens.starts).astype(np.int32)[texts]

    def tokens(self, texts: Longs) -> Ids:
        """Return the syllables of some texts (int64 [M]), one text behind the other."""
        return gathered(self._tokens.ids, self._tokens.starts, texts)

    def words_of(self, rows: Longs) -> tuple[Ragged, Frequencies, Narrow]:
        """Return the distinct words of rows (`kernels.gathering.counted`)."""
        return _counted(self._words, rows, len(self.words))

    def numbers_of(self, rows: Longs) -> tuple[Ragged, Frequencies, Narrow]:
        """Return the distinct numbers of rows."""
        return _counted(self._numbers, rows, len(self.numbers))

    def signatures(self, texts: Longs) -> Signatures:
        """Return uint32 [R, 16]: the near-duplicate signature of some texts, int64 [R, k], together."""
        hashes = np.array([_hash_of(syllable) for syllable in self.syllables], np.uint32)
        sizes = self.lengths(texts).sum(axis=1, dtype=np.int64)
        return hashed_signatures(hashes[self.tokens(texts.ravel())], np.concatenate(([0], np.cumsum(sizes))))


@lru_cache(maxsize=1 << 16)
def _hash_of(syllable: str) -> int:
    return syllable_hash(fold_diacritics(syllable))


def _sums(values: Longs, bounds: Longs) -> Longs:
    before = np.concatenate((np.zeros(1, np.int64), np.cumsum(values)))
    return before[bounds[1:]] - before[bounds[:-1]]


def _counted(terms: Ragged, rows: Longs, size: int) -> tuple[Ragged, Frequencies, Narrow]:
    starts, ids, frequencies, headings = counted(terms.ids, terms.starts, rows, size)
    return Ragged(starts, ids), frequencies, headings
