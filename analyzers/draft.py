"""One text on its way to terms: everything but the words that the segmenter has yet to find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from analyzers.alignment import align
from analyzers.analysis import Analysis, Unit
from analyzers.fold import fold_syllable, syllables
from analyzers.lexicon import joined, lexicon
from analyzers.protect import Protected, protect
from analyzers.segmenter import Spans
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

    def __init__(self, source: str) -> None:
        self._aligned = align(source)
        self.text = self._aligned.text
        self.ranges = syllables(self.text)
        folds = [fold_syllable(self.text[start:end]) for start, end in self.ranges]
        self.forms: tuple[str, ...]
        self.folded: tuple[str, ...]
        self.forms, self.folded = zip(*folds, strict=True) if folds else ((), ())
        self._protected = self._locate(protect(self.text))
        self._found = lexicon().find(self._searchable(), self.text, self.ranges)
        self.pieces = self._pieces()

    def _locate(self, protected: Sequence[Protected]) -> list[Unit]:
        """Give protected ranges the positions of their syllables; those without a term get an empty text."""
        units = []
        at = 0
        for item in protected:
            while at < len(self.ranges) and self.ranges[at][0] < item.start:
                at += 1
            first = at
            while at < len(self.ranges) and self.ranges[at][1] <= item.end:
                at += 1
            if at > first:
                units.append(Unit(item.text or "", first, at - first))
        return units

    def _searchable(self) -> Sequence[str]:
        """Return the syllables with those of protected ranges blanked: a number's `BCSD` is not the office."""
        if not self._protected:
            return self.forms
        forms = list(self.forms)
        for unit in self._protected:
            forms[unit.position : unit.position + unit.length] = [""] * unit.length
        return forms

    def _pieces(self) -> list[Piece]:
        """Cut out what is known and return the rest where it holds two syllables or more, in order."""
        known = [(unit.position, unit.position + unit.length) for unit in self._protected]
        known += [(found.position, found.end) for found in self._found]
        between = list(self._between(sorted(known)))
        inside = [
            self._characters(found.position + first, found.position + last)
            for found in self._found
            for first, last in found.phrase.loose
        ]
        text = fold_tone_marks(self.text) if between or inside else ""
        pieces = [Piece(text[start:end], start) for start, end in between]
        # A name is segmented in lower case, however it is capitalised, so that its words are always the same.
        pieces += [Piece(lower(text[start:end]), start) for start, end in inside]
        return sorted(pieces, key=attrgetter("start"))

    def _between(self, known: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Yield the characters between ranges of syllables, punctuation included, where a word could stand."""
        at, begin = 0, 0
        for first, last in [*known, (len(self.ranges), len(self.ranges))]:
            end = self.ranges[first][0] if first < len(self.ranges) else len(self.text)
            if first - at > 1:
                yield begin, end
            if last > first:
                at, begin = last, self.ranges[last - 1][1]

    def _characters(self, first: int, last: int) -> tuple[int, int]:
        return self.ranges[first][0], self.ranges[last - 1][1]

    def finish(self, spans: Sequence[Spans]) -> Analysis:
        """Return the analysis, given the word ranges of each piece."""
        words = list(self._words(spans))
        if self._found:
            distinct = {(unit.position, -unit.length): unit for unit in (*words, *self._phrases())}
            words = [distinct[key] for key in sorted(distinct)]
        starts, ends = self._aligned.in_source(self.ranges)
        return Analysis(
            syllables=self.forms,
            folded=self.folded,
            starts=starts,
            ends=ends,
            words=tuple(words),
            numbers=tuple([unit for unit in self._protected if unit.text]),
        )

    def _phrases(self) -> Iterator[Unit]:
        for found in self._found:
            for part in found.phrase.parts:
                yield Unit(part.text, found.position + part.offset, part.length)
            yield Unit(found.phrase.text, found.position, len(found.phrase.key))
        for part in joined(self._found, self.text, self.ranges):
            yield Unit(part.text, part.offset, part.length)

    def _words(self, spans: Sequence[Spans]) -> Iterator[Unit]:
        """Yield the segmenter's words that hold two syllables or more."""
        if not self.pieces:
            return
        starts, ends = zip(*self.ranges, strict=True)
        first_at = dict(zip(starts, range(len(starts)), strict=True))
        last_at = dict(zip(ends, range(len(ends)), strict=True))
        for piece, words in zip(self.pieces, spans, strict=True):
            for start, end in words:
                first, last = first_at.get(piece.start + start), last_at.get(piece.start + end, 0)
                if first is not None and last > first:
                    yield Unit("_".join(self.forms[first : last + 1]), first, last - first + 1)
