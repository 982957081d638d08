"""The terms of one text, or of many, in columns."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, overload

import numpy as np
import numpy.typing as npt

from analyzers.terms import Term, TermKind
from corpus.model import Span


class Unit(NamedTuple):
    """A term with the position of its first syllable and the number of syllables that it covers in the text.

    The text need not have as many: `UBND` is one syllable and the word `ủy_ban_nhân_dân`.
    """

    text: str
    position: int
    length: int


class Units(Sequence[Unit]):
    """Terms of several syllables in columns, which read as a sequence of `Unit`; made by the million."""

    __slots__ = ("lengths", "positions", "texts")

    def __init__(self, texts: Sequence[str], positions: Sequence[int], lengths: Sequence[int]) -> None:
        self.texts = texts
        self.positions = positions
        self.lengths = lengths

    @overload
    def __getitem__(self, index: int) -> Unit: ...

    @overload
    def __getitem__(self, index: slice) -> Units: ...

    def __getitem__(self, index: int | slice) -> Unit | Units:
        if isinstance(index, slice):
            return Units(self.texts[index], self.positions[index], self.lengths[index])
        return Unit(self.texts[index], self.positions[index], self.lengths[index])

    def __len__(self) -> int:
        return len(self.texts)

    def __iter__(self) -> Iterator[Unit]:
        return map(Unit, self.texts, self.positions, self.lengths)


@dataclass(frozen=True, slots=True)
class Analysis:
    """The terms of one text in columns, for callers that handle millions.

    The position of a syllable is its index: `syllables[p]` and `folded[p]` stand at `starts[p]:ends[p]` of the source.
    `words` and `numbers` are ordered by position, longest first.
    """

    syllables: tuple[str, ...]
    folded: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: Units
    numbers: tuple[Unit, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans of the syllables in the source."""
        return tuple(map(Span, self.starts, self.ends))

    def span(self, unit: Unit) -> Span:
        """Return the span in the source of a word or number of this analysis."""
        return Span(self.starts[unit.position], self.ends[unit.position + unit.length - 1])

    def terms(self) -> Iterator[Term]:
        """Yield every term in the order of positions: numbers and words before the syllable they begin with."""
        units = [(unit, TermKind.NUMBER) for unit in self.numbers]
        units += [(unit, TermKind.WORD) for unit in self.words]
        waiting = deque(sorted(units, key=lambda pair: pair[0].position))
        for position, span in enumerate(self.spans):
            while waiting and waiting[0][0].position == position:
                unit, kind = waiting.popleft()
                yield Term(unit.text, kind, position, self.span(unit))
            yield Term(self.syllables[position], TermKind.SYLLABLE, position, span)
            yield Term(self.folded[position], TermKind.FOLDED, position, span)


Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TermColumns(Sequence[Analysis]):
    """The terms of N texts in columns, for callers that handle millions; read as a sequence, the analysis of each text.

    `syllables` int32 [S] number the search forms in `forms` and the bare ones in `bare`; those of text t are from
    `bounds[t]` to `bounds[t + 1]` (int64 [N+1]) and stand at `starts` to `ends` of its source (int64 [S]). `words`
    int64 [W] number `word_texts`; those of text t are from `word_bounds[t]` on, with `positions` and `lengths`.
    The vocabularies may hold more, and grow, but what they number stays.
    """

    forms: Sequence[str]
    bare: Sequence[str]
    syllables: npt.NDArray[np.int32]
    bounds: Longs
    starts: Longs
    ends: Longs
    word_texts: Sequence[str]
    words: Longs
    word_bounds: Longs
    positions: Longs
    lengths: Longs
    numbers: Sequence[tuple[Unit, ...]]

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, index: int) -> Analysis: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Analysis]: ...

    def __getitem__(self, index: int | slice) -> Analysis | Sequence[Analysis]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        index = range(len(self))[index]  # raises IndexError
        own = slice(*self.bounds[index : index + 2].tolist())
        syllables = self.syllables[own].tolist()
        return Analysis(
            syllables=tuple([self.forms[number] for number in syllables]),
            folded=tuple([self.bare[number] for number in syllables]),
            starts=tuple(self.starts[own].tolist()),
            ends=tuple(self.ends[own].tolist()),
            words=self._words(slice(*self.word_bounds[index : index + 2].tolist())),
            numbers=self.numbers[index],
        )

    def _words(self, own: slice) -> Units:
        texts = [self.word_texts[number] for number in self.words[own].tolist()]
        return Units(texts, self.positions[own].tolist(), self.lengths[own].tolist())
