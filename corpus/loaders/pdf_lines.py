"""From the letters of a PDF page to its printed lines, by where they stand.

Words are built in the order of the file, so that a legacy font's letter and its mark stay together; lines are words of
one baseline from left to right, with columns told apart by a wide gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.loaders.pdf_glyphs import Glyph
from corpus.loaders.runs import RIGHT_COLUMN, Line, Run

# In units of the height of the font's box, which is a little more than its size.
_WORD_GAP, _COLUMN_GAP, _SAME_LINE, _STEP_BACK = 0.14, 2.2, 0.35, 0.6


@dataclass(slots=True)
class Word:
    """Characters without a gap; `left`, `right` and `base` in points from the page's lower left corner."""

    left: float
    right: float
    base: float
    size: float
    runs: list[Run] = field(default_factory=list)

    def add(self, glyph: Glyph) -> None:
        """Append a character."""
        self.right = max(self.right, glyph.right)
        last = self.runs[-1] if self.runs else None
        if last and last.font == glyph.font:
            self.runs[-1] = Run(last.text + glyph.text, last.font)
        else:
            self.runs.append(Run(glyph.text, glyph.font))


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed line: its words from left to right, and whether a wide gap parts them into columns."""

    words: tuple[Word, ...]
    columns: bool

    @property
    def left(self) -> float:
        """Where the line begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where the line ends."""
        return self.words[-1].right

    @property
    def base(self) -> float:
        """The height of its baseline."""
        return self.words[0].base

    @property
    def size(self) -> float:
        """The height of its largest letters."""
        return max(word.size for word in self.words)

    @property
    def bold(self) -> bool:
        """Whether every letter is bold, as far as names of fonts tell."""
        return all("bold" in run.font.lower() for word in self.words for run in word.runs)

    def line(self, width: float) -> Line:
        """Return the line as runs; `width` is the page's."""
        indented = self.left > 0.45 * width and self.left + self.right > 1.15 * width  # a signature; no centred title
        runs = [Run(RIGHT_COLUMN)] if indented else []
        for before, word in zip([None, *self.words], self.words, strict=False):
            if before:
                runs.append(Run("\t" if _is_wide(before, word) else " ", word.runs[0].font))
            runs += word.runs
        return Line(tuple(runs), row=self.columns or indented)


def words_of(found: Iterable[Glyph | None]) -> Iterator[Word]:
    """Group characters into words; None stands for a space."""
    word: Word | None = None
    for glyph in found:
        if word and (glyph is None or not _continues(word, glyph)):
            yield word
            word = None
        if glyph:
            word = word or Word(glyph.left, glyph.right, glyph.base, glyph.size)
            word.add(glyph)
    if word:
        yield word


def _continues(word: Word, glyph: Glyph) -> bool:
    size = max(word.size, glyph.size)
    gap = glyph.left - word.right
    return abs(glyph.base - word.base) <= _SAME_LINE * size and -_STEP_BACK * size <= gap <= _WORD_GAP * size


def lines_of(words: Iterable[Word]) -> list[Printed]:
    """Group words into lines from the top of the page down; superscripts stay with their line."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: -word.base):
        if rows and rows[-1][0].base - word.base <= _SAME_LINE * max(rows[-1][0].size, word.size):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [_printed(sorted(row, key=lambda word: word.left)) for row in rows]


def _printed(words: list[Word]) -> Printed:
    return Printed(tuple(words), any(_is_wide(before, word) for before, word in pairwise(words)))


def _is_wide(before: Word, after: Word) -> bool:
    return after.left - before.right > _COLUMN_GAP * max(before.size, after.size)
