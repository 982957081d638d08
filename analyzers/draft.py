"""Texts on their way to terms: everything but the words that the segmenter has yet to find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from analyzers.alignment import align
from analyzers.chunks import Row
from analyzers.int_hash import IntArray
from analyzers.lexicon import lexicon
from analyzers.phrase_finder import Found, gaps
from analyzers.protect import DIGIT, LONG, protect
from analyzers.ragged import gathered
from analyzers.syllable_store import SyllableStore
from corpus.orthography import fold_tone_marks, lower

_NONE: IntArray = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Parts of texts for the segmenter in order, tone marks folded; int64 `starts`, their places in the row."""

    texts: Sequence[str]
    starts: IntArray


@dataclass(frozen=True, slots=True)
class Kept:
    """Protected ranges that hold syllables: the first of each in the row, how many, and its term, empty for none."""

    first: IntArray
    length: IntArray
    texts: Sequence[str]


class Drafts:
    """The syllables of texts that are read together, their numbers and known phrases, and what is left between them.

    All texts lie in one row of characters, each with a line end behind it; `bases` int64 [N] are their places there.
    `starts` and `ends` are the characters of syllables in the row, `batch` has those in the own text of each.
    """

    def __init__(self, sources: Sequence[str]) -> None:
        self.aligned = [align(source) for source in sources]
        self.texts = [each.text for each in self.aligned]
        self._row = Row.of(self.texts)
        self.batch = _store().encode(self._row)
        self.bases = self._row.bounds[:-1]
        at = np.repeat(self.bases, np.diff(self.batch.bounds))
        self.starts, self.ends = self.batch.starts + at, self.batch.ends + at
        self.characters = int(self._row.bounds[-1])

    @cached_property
    def kept(self) -> Kept:
        """The document numbers and dates, and runs that are no words."""
        signs = self.batch.signs
        some = np.flatnonzero(signs & (DIGIT | LONG)).tolist()
        if not some:
            return Kept(_NONE, _NONE, ())
        items = [(number, item) for number in some for item in protect(self.texts[number], int(signs[number]))]
        at = self.bases[[number for number, _ in items]]
        first = np.searchsorted(self.starts, at + [item.start for _, item in items])
        length = np.searchsorted(self.ends, at + [item.end for _, item in items], side="right") - first
        filled = np.flatnonzero(length > 0)
        return Kept(first[filled], length[filled], [items[place][1].text or "" for place in filled.tolist()])

    @cached_property
    def between(self) -> IntArray:
        """What stands behind each syllable (`phrase_finder.gaps`)."""
        return gaps(self._row.characters, self.starts, self.ends)

    @cached_property
    def found(self) -> Found:
        """The known phrases."""
        batch, kept = self.batch, self.kept
        if not batch.heads.size:
            return Found(_NONE, _NONE)
        known = batch.known.copy()
        known[gathered(kept.first, kept.length)] = 0  # a number's `BCSD` is not the office
        return lexicon().finder.find(known, batch.heads, self.between)

    def pieces(self) -> Pieces:
        """Cut out what is known and return the rest where it holds two syllables or more, in order."""
        row = self._folded_row()
        between = list(self._between_known())
        parts = [row[begin:end].lstrip() for begin, end in between]
        starts = np.array([end - len(part) for (_, end), part in zip(between, parts, strict=True)], np.int64)
        begin, end = self._inside_known()
        if not begin.size:
            return Pieces(parts, starts)
        # A name is segmented in lower case, however it is capitalised, so that its words are always the same.
        parts += [lower(row[a:b]) for a, b in zip(begin.tolist(), end.tolist(), strict=True)]
        starts = np.concatenate([starts, begin])
        order = np.argsort(starts, kind="stable")
        return Pieces([parts[place] for place in order.tolist()], starts[order])

    def _folded_row(self) -> str:
        """Return the row with tone marks folded, which moves no character."""
        if not self.batch.styled.any():
            return self._row.text
        styled = zip(self.texts, self.batch.styled.tolist(), strict=True)
        return "\n".join([*(fold_tone_marks(text) if folds else text for text, folds in styled), ""])

    def _between_known(self) -> Iterator[tuple[int, int]]:
        """Yield the characters between known ranges, punctuation included, where a word could stand.

        The space before a piece says nothing and is left out; that behind its last stop does.
        """
        kept, found = self.kept, self.found
        first = np.concatenate([kept.first, found.positions])
        last = first + np.concatenate([kept.length, lexicon().finder.lengths[found.numbers]])
        known = zip(
            first.tolist(), last.tolist(), self.starts[first].tolist(), self.ends[last - 1].tolist(), strict=True
        )
        ranges = [(first, True, last, end, behind) for first, last, end, behind in known]
        # The end of a text is a range without syllables, before what begins the next one.
        behind_texts = [*self.bases[1:].tolist(), self.characters]
        closing = zip(self.batch.bounds[1:].tolist(), behind_texts, strict=True)
        ranges += [(first, False, first, behind - 1, behind) for first, behind in closing]
        at = begin = 0
        for start, _, after, end, behind in sorted(ranges):
            if start - at > 1:
                yield begin, end
            at, begin = after, behind

    def _inside_known(self) -> tuple[IntArray, IntArray]:
        """Return the characters inside of known phrases that the segmenter has yet to read."""
        loose, found = lexicon().finder.loose, self.found
        if not found.numbers.size:
            return _NONE, _NONE
        count = np.diff(loose.bounds)[found.numbers]
        entry = gathered(loose.bounds[found.numbers], count)
        first = np.repeat(found.positions, count) + loose.first[entry]
        return self.starts[first], self.ends[first + loose.size[entry] - 1]


@cache
def _store() -> SyllableStore:
    return SyllableStore(lexicon())
