"""The terms of one text in columns."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, overload

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
