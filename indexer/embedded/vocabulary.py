"""The syllables of a generation, and those that share their bare letters."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache

from corpus.orthography import fold_diacritics
from indexer.embedded.arrays.columns import VocabularyColumns
from indexer.terms import MOST_ENDINGS

_KEPT = 1 << 14


class Vocabulary:
    """Looks syllables up in the columns. Safe to use from several threads."""

    def __init__(self, columns: VocabularyColumns) -> None:
        self._columns = columns
        self._kept = lru_cache(maxsize=_KEPT)(self._members)
        self._number = lru_cache(maxsize=_KEPT)(columns.terms.find)

    @cached_property
    def total(self) -> int:
        """How many syllables the items have together."""
        return int(self._columns.occurrences.sum())

    def occurrences(self, syllable: str) -> int:
        """Return how often a syllable stands in the index, 0 for an unknown one."""
        number = self._number(syllable)
        return 0 if number is None else int(self._columns.occurrences[number])

    def marked(self, syllable: str) -> int:
        """Return how often a syllable stands in items that were written with diacritics."""
        number = self._number(syllable)
        return 0 if number is None else int(self._columns.marked[number])

    def spelled_like(self, bare: str) -> tuple[str, ...]:
        """Return the syllables whose bare letters are `bare`."""
        # Who looks for slips asks for hundreds of strings that no syllable has.
        return self._kept(bare) if bare in self._bare else ()

    @cached_property
    def _bare(self) -> frozenset[str]:
        return frozenset(self._columns.bare.strings())

    def _members(self, bare: str) -> tuple[str, ...]:
        return self._texts(self._columns.spelled_like(bare).tolist())

    def beginning_with(self, prefix: str) -> tuple[str, ...]:
        """Return the syllables that begin with `prefix`; one without diacritics stands for any."""
        if prefix != fold_diacritics(prefix):
            numbers = list(self._columns.terms.beginning_with(prefix))
        else:
            numbers = self._columns.bare_beginning_with(prefix).tolist()
        if len(numbers) > MOST_ENDINGS:
            occurrences = self._columns.occurrences
            numbers = sorted(numbers, key=lambda number: -occurrences[number])[:MOST_ENDINGS]
        return self._texts(numbers)

    def _texts(self, numbers: Iterable[int]) -> tuple[str, ...]:
        terms = self._columns.terms
        return tuple(terms[number] for number in numbers)
