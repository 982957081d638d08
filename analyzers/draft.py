"""One text on its way to terms: everything but the words that the segmenter has yet to find."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from operator import attrgetter, neg

import numpy as np

from analyzers.alignment import AlignedText, align
from analyzers.analysis import Analysis, Unit, Units
from analyzers.fold import Ranges
from analyzers.lexicon import joined, lexicon
from analyzers.protect import Protected, protect
from analyzers.segmenter import Segmenter, WordColumns
from analyzers.syllable_store import SyllableBatch, SyllableStore
from corpus.orthography import fold_tone_marks, lower


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text for the segmenter, tone marks folded, case as written; `start` is its place in the text."""

    text: str
    start: int


class Draft:
    """The syllables of a text, its numbers and known phrases, and the `pieces` between and inside them.

    `forms` and `folded` are the syllables as terms, `ranges` their characters in the cleaned `text`.
    """

    def __init__(self, aligned: AlignedText, batch: SyllableBatch, number: int) -> None:
        self._aligned = aligned
        self.text = aligned.text
        begin, end = batch.bounds[number : number + 2].tolist()
        self.forms = tuple(batch.forms[begin:end])
        self.folded = tuple(batch.folded[begin:end])
        self.ranges = Ranges(batch.starts[begin:end].tolist(), batch.ends[begin:end].tolist())
        self._protected = self._locate(protect(self.text, int(batch.signs[number])))
        heads = batch.heads[slice(*np.searchsorted(batch.heads, (begin, end)))] - begin
        self._found = lexicon().find(self._searchable(), self.text, self.ranges, heads.tolist())
        self.pieces = self._pieces(styled=bool(batch.styled[number]))

    def _locate(self, protected: Sequence[Protected]) -> list[Unit]:
        """Give protected ranges the positions of their syllables; those without a term get an empty text."""
        units = []
        for item in protected:
            first = bisect_left(self.ranges.starts, item.start)
            behind = bisect_right(self.ranges.ends, item.end)
            if behind > first:
                units.append(Unit(item.text or "", first, behind - first))
        return units

    def _searchable(self) -> Sequence[str]:
        """Return the syllables with those of protected ranges blanked: a number's `BCSD` is not the office."""
        if not self._protected:
            return self.forms
        forms = list(self.forms)
        for unit in self._protected:
            forms[unit.position : unit.position + unit.length] = [""] * unit.length
        return forms

    def _pieces(self, *, styled: bool) -> list[Piece]:
        """Cut out what is known and return the rest where it holds two syllables or more, in order."""
        known = [(unit.position, unit.position + unit.length) for unit in self._protected]
        known += [(found.position, found.end) for found in self._found]
        between = list(self._between(sorted(known)))
        inside = [
            self._characters(found.position + first, found.position + last)
            for found in self._found
            for first, last in found.phrase.loose
        ]
        text = fold_tone_marks(self.text) if styled else self.text
        pieces = [_piece(text, start, end) for start, end in between]
        # A name is segmented in lower case, however it is capitalised, so that its words are always the same.
        pieces += [Piece(lower(text[start:end]), start) for start, end in inside]
        return sorted(pieces, key=attrgetter("start"))

    def _between(self, known: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Yield the characters between ranges of syllables, punctuation included, where a word could stand."""
        at, begin = 0, 0
        for first, last in [*known, (len(self.forms), len(self.forms))]:
            end = self.ranges.starts[first] if first < len(self.forms) else len(self.text)
            if first - at > 1:
                yield begin, end
            if last > first:
                at, begin = last, self.ranges.ends[last - 1]

    def _characters(self, first: int, last: int) -> tuple[int, int]:
        return self.ranges.starts[first], self.ranges.ends[last - 1]

    def finish(self, words: Units) -> Analysis:
        """Return the analysis, given the words of several syllables that the segmenter found in the pieces."""
        if self._found:
            words = self._with_phrases(words)
        starts, ends = self._aligned.in_source(*self.ranges)
        return Analysis(
            syllables=self.forms,
            folded=self.folded,
            starts=starts,
            ends=ends,
            words=words,
            numbers=tuple([unit for unit in self._protected if unit.text]),
        )

    def _with_phrases(self, words: Units) -> Units:
        """Add the phrases, by position, longest first; one that stands where a word does takes its place."""
        keys = zip(words.positions, map(neg, words.lengths), strict=True)
        distinct = dict(zip(keys, words.texts, strict=True))
        distinct.update(((unit.position, -unit.length), unit.text) for unit in self._phrases())
        ordered = sorted(distinct)
        positions, lengths = [position for position, _ in ordered], [-length for _, length in ordered]
        return Units([distinct[key] for key in ordered], positions, lengths)

    def _phrases(self) -> Iterator[Unit]:
        for found in self._found:
            for part in found.phrase.parts:
                yield Unit(part.text, found.position + part.offset, part.length)
            yield Unit(found.phrase.text, found.position, len(found.phrase.key))
        for part in joined(self._found, self.text, self.ranges):
            yield Unit(part.text, part.offset, part.length)


def _piece(text: str, start: int, end: int) -> Piece:
    """Cut out a piece without the space before it, which says nothing; that behind its last stop does."""
    part = text[start:end]
    stripped = part.lstrip()
    return Piece(stripped, end - len(stripped))


def drafts_of(sources: Sequence[str]) -> list[Draft]:
    """Return the drafts of texts that are read together."""
    return _drafts(sources)[0]


def finished(sources: Sequence[str], segmenter: Segmenter) -> Iterator[Analysis]:
    """Yield the analyses of texts that are read together."""
    drafts, batch = _drafts(sources)
    columns = segmenter.columns([piece.text for draft in drafts for piece in draft.pieces])
    words, bounds = _words(drafts, batch, columns)
    return (draft.finish(words[a:b]) for draft, (a, b) in zip(drafts, pairwise(bounds), strict=True))


def _drafts(sources: Sequence[str]) -> tuple[list[Draft], SyllableBatch]:
    aligned = [align(source) for source in sources]
    batch = _store().encode([each.text for each in aligned])
    return [Draft(each, batch, number) for number, each in enumerate(aligned)], batch


@cache
def _store() -> SyllableStore:
    return SyllableStore(lexicon().heads)


def _words(drafts: Sequence[Draft], batch: SyllableBatch, columns: WordColumns) -> tuple[Units, list[int]]:
    """Return the segmenter's words that hold two syllables or more, and where those of each text begin."""
    widths = np.fromiter((len(draft.text) + 1 for draft in drafts), np.int64, len(drafts))
    bases = np.cumsum(widths) - widths  # of each text, its first character with all texts laid in a row
    owner = np.repeat(np.arange(len(drafts)), np.diff(batch.bounds))
    first_at, last_at = np.full((2, int(widths.sum()) + 1), -1, np.int64)
    first_at[bases[owner] + batch.starts] = last_at[bases[owner] + batch.ends] = np.arange(owner.size)
    pieces = [base + piece.start for base, draft in zip(bases.tolist(), drafts, strict=True) for piece in draft.pieces]
    at = np.array(pieces, np.int64)[columns.texts]
    first, last = first_at[at + columns.starts], last_at[at + columns.ends]
    kept = (first >= 0) & (last > first)
    first, last = first[kept], last[kept]
    positions = (first - batch.bounds[owner[first]]).tolist()
    forms = batch.forms
    texts = ["_".join(forms[a:b]) for a, b in zip(first.tolist(), (last + 1).tolist(), strict=True)]
    return Units(texts, positions, (last - first + 1).tolist()), np.searchsorted(first, batch.bounds).tolist()
