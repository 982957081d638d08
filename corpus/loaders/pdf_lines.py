"""From the letters of a PDF page to its printed lines, by where they stand.

Words are built in the order of the file, so that a legacy font's letter and its mark stay together; lines are words of
one baseline from left to right, with columns told apart by a wide gap. Some programs write the letters that a font
lacks after the line, in another font: those are put back between their neighbours.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.loaders.pdf_glyphs import Glyph
from corpus.loaders.runs import RIGHT_COLUMN, Line, Run

# In units of the font size.
_WORD_GAP, _LETTER_GAP, _COLUMN_GAP = 0.14, 0.2, 2.2
_SAME_LINE, _STEP_BACK, _OVERLAP = 0.35, 0.6, 0.8


@dataclass(slots=True)
class Word:
    """Characters without a gap, or one space; places in points from the page's lower left corner.

    `order` counts words and spaces as the file writes them.
    """

    left: float
    right: float
    base: float
    size: float
    order: int = 0
    runs: list[Run] = field(default_factory=list)

    @property
    def blank(self) -> bool:
        """Whether this is a space."""
        return not self.runs

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
        """The size of its largest font."""
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


def words_of(found: Iterable[Glyph]) -> Iterator[Word]:
    """Group characters into words, and keep the spaces between them."""
    word: Word | None = None
    order = 0
    for glyph in found:
        if word and (glyph.text == " " or not _continues(word, glyph)):
            yield word
            word = None
        if word is None:
            order += 1
            word = Word(glyph.left, glyph.right, glyph.base, glyph.size, order)
        if glyph.text != " ":
            word.add(glyph)
            continue
        yield word
        word = None
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
    return [_printed(row) for row in rows if not all(word.blank for word in row)]


def _printed(row: list[Word]) -> Printed:
    """Order a line from left to right and join what only the order of the file kept apart.

    Where the file writes spaces, they part words, and less than a letter's width does not.
    """
    near = _LETTER_GAP if any(word.blank for word in row) else _WORD_GAP
    letters = sorted((word for word in row if not word.blank), key=lambda word: word.left)
    words: list[Word] = []
    blank = False
    for piece in sorted([*letters, *_between(letters, row)], key=lambda word: word.left):
        if not piece.blank and words and not blank and _touches(words[-1], piece, near):
            words[-1] = _merged(words[-1], piece)
        elif not piece.blank:
            words.append(piece)
        blank = piece.blank
    return Printed(tuple(words), any(_is_wide(before, word) for before, word in pairwise(words)))


def _between(letters: list[Word], row: list[Word]) -> list[Word]:
    """Return the spaces of a line but for those that a letter from elsewhere covers, which the font lacked."""
    lefts = [word.left for word in letters]

    def covered(blank: Word) -> bool:
        middle = (blank.left + blank.right) / 2
        before = bisect_right(lefts, middle) - 1
        cover = letters[before] if before >= 0 else None
        return cover is not None and cover.right > middle and abs(cover.order - blank.order) > 1

    return [word for word in row if word.blank and not covered(word)]


def _touches(before: Word, after: Word, near: float) -> bool:
    gap, size = after.left - before.right, min(before.size, after.size)
    return -_OVERLAP * size <= gap <= near * size


def _merged(before: Word, after: Word) -> Word:
    size = max(before.size, after.size)
    right = max(before.right, after.right)
    return Word(before.left, right, before.base, size, after.order, before.runs + after.runs)


def _is_wide(before: Word, after: Word) -> bool:
    return after.left - before.right > _COLUMN_GAP * max(before.size, after.size)
