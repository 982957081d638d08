"""From a text to its terms, for the index and for the query alike."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from analyzers.alignment import AlignedText, align
from analyzers.fold import fold_syllable, syllables
from analyzers.segment import load_segmenter, model_digest
from analyzers.segmenter import Segmenter, Spans
from analyzers.terms import Term, TermKind
from corpus.model import Span
from corpus.orthography import fold_tone_marks

# Raise it whenever the same text would give other terms; tests/analyzers/test_golden_terms.py fails until you do.
TERM_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Unit:
    """A term of one or more syllables: its text, the position of its first syllable, and how many it covers."""

    text: str
    position: int
    length: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """The terms of one text in columns, for callers that handle millions.

    The position of a syllable is its index: `syllables[p]` and `folded[p]` stand at `spans[p]` of the source. `words`
    and `numbers` are ordered by position, longest first.
    """

    syllables: tuple[str, ...]
    folded: tuple[str, ...]
    spans: tuple[Span, ...]
    words: tuple[Unit, ...]
    numbers: tuple[Unit, ...]

    def span(self, unit: Unit) -> Span:
        """Return the span in the source of a word or number of this analysis."""
        return Span(self.spans[unit.position].start, self.spans[unit.position + unit.length - 1].end)

    def terms(self) -> Iterator[Term]:
        """Yield every term in the order of positions: numbers and words before the syllable they begin with."""
        units = [(unit, TermKind.NUMBER) for unit in self.numbers]
        units += [(unit, TermKind.WORD) for unit in self.words]
        units.sort(key=lambda pair: -pair[0].position)  # stable; taken from the end
        for position, span in enumerate(self.spans):
            while units and units[-1][0].position == position:
                unit, kind = units.pop()
                yield Term(unit.text, kind, position, self.span(unit))
            yield Term(self.syllables[position], TermKind.SYLLABLE, position, span)
            yield Term(self.folded[position], TermKind.FOLDED, position, span)


class Analyzer:
    """Turns Vietnamese text into terms. Safe to use from several threads; loads its model with the first text."""

    def __init__(self, segmenter: Segmenter | None = None) -> None:
        self._given = segmenter

    @property
    def fingerprint(self) -> str:
        """A short digest that changes whenever the same text would give other terms."""
        return hashlib.sha256(f"{TERM_FORMAT} {model_digest()}".encode()).hexdigest()[:16]

    def analyze(self, text: str) -> tuple[Term, ...]:
        """Return the terms of any string, ordered by position; spans point into `text` as it was given."""
        return tuple(self.analyses([text])[0].terms())

    def analyze_batch(self, texts: Sequence[str]) -> list[tuple[Term, ...]]:
        """Return the terms of each text; faster than one call a text."""
        return [tuple(analysis.terms()) for analysis in self.analyses(texts)]

    def analyses(self, texts: Sequence[str]) -> list[Analysis]:
        """Return the terms of each text in columns."""
        aligned = [align(text) for text in texts]
        words = (self._given or load_segmenter()).spans([fold_tone_marks(a.text) for a in aligned])
        return [_analysis(a, w) for a, w in zip(aligned, words, strict=True)]


@cache
def shared_analyzer() -> Analyzer:
    """Return the analyser of this process; making it costs nothing before the first text."""
    return Analyzer()


def _analysis(aligned: AlignedText, words: Spans) -> Analysis:
    ranges = list(syllables(aligned.text))
    folds = [fold_syllable(aligned.text[start:end]) for start, end in ranges]
    forms = tuple(form for form, _ in folds)
    return Analysis(
        syllables=forms,
        folded=tuple(bare for _, bare in folds),
        spans=tuple(aligned.source_span(start, end) for start, end in ranges),
        words=tuple(sorted(_words(forms, ranges, words), key=attrgetter("position"))),
        numbers=(),
    )


def _words(forms: Sequence[str], ranges: Spans, words: Spans) -> Iterator[Unit]:
    """Yield the words that hold two syllables or more."""
    first = 0
    for start, end in words:
        while first < len(ranges) and ranges[first][0] < start:
            first += 1
        last = first
        while last < len(ranges) and ranges[last][1] <= end:
            last += 1
        if last - first > 1:
            yield Unit("_".join(forms[first:last]), first, last - first)
        first = last
