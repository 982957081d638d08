"""PDF: characters as PDFium finds them, put back into printed lines by where they stand on the page.

The order of a PDF's characters is that of the program that wrote it; a letterhead comes cell by cell. So words are
built in that order (a legacy font's letter and its mark stay together) and lines by position: words of one baseline
from left to right, columns told apart by a wide gap. Pages are separated by a form feed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from corpus.loaders.limits import Limits
from corpus.loaders.pdf_glyphs import Glyph, glyphs
from corpus.loaders.reasons import Reason, Unloadable
from corpus.loaders.runs import PAGE_BREAK, RIGHT_COLUMN, Line, Run

# In units of the height of the font's box, which is a little more than its size.
_WORD_GAP, _COLUMN_GAP, _SAME_LINE, _STEP_BACK = 0.14, 2.2, 0.35, 0.6
_PARAGRAPH_GAP = 1.7  # in units of the page's usual distance between lines


@dataclass(slots=True)
class _Word:
    """Characters without a gap; `left`, `right` and `base` in points from the page's lower left corner."""

    left: float
    right: float
    base: float
    size: float
    runs: list[Run] = field(default_factory=list)

    def add(self, glyph: Glyph) -> None:
        self.right = max(self.right, glyph.right)
        last = self.runs[-1] if self.runs else None
        if last and last.font == glyph.font:
            self.runs[-1] = Run(last.text + glyph.text, last.font)
        else:
            self.runs.append(Run(glyph.text, glyph.font))


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page, and whether there is a picture on it."""

    lines: list[Line]
    pictured: bool = False


def read(data: bytes, limits: Limits) -> list[Page]:
    """Return the pages of a PDF; raises `Unloadable`."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code == pdfium.FPDF_ERR_PASSWORD
        raise Unloadable(Reason.ENCRYPTED if locked else Reason.DAMAGED) from None
    try:
        count = len(document)
        if count > limits.pages:
            raise Unloadable(Reason.PAGE_LIMIT, pages=str(count), limit=str(limits.pages))
        return [_page(document, index) for index in range(count)]
    finally:
        document.close()


def joined(pages: list[Page]) -> list[Line]:
    """Put pages one after the other, a form feed at the head of each but the first."""
    lines: list[Line] = []
    for index, page in enumerate(pages):
        first, *rest = page.lines or [Line()]
        lines += [Line((Run(PAGE_BREAK), *first.runs), first.row) if index else first, *rest]
    return lines


def _page(document: pypdfium2.PdfDocument, index: int) -> Page:
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return Page([])  # one broken page of a document is no reason to lose the others
    text = page.get_textpage()
    try:
        pictured = any(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
        return Page(_lines(list(_words(glyphs(text.raw))), page.get_width()), pictured)
    finally:
        text.close()
        page.close()


def _words(found: Iterator[Glyph | None]) -> Iterator[_Word]:
    """Group characters into words; None stands for a space or a line end."""
    word: _Word | None = None
    for glyph in found:
        if word and (glyph is None or not _continues(word, glyph)):
            yield word
            word = None
        if glyph:
            word = word or _Word(glyph.left, glyph.right, glyph.base, glyph.size)
            word.add(glyph)
    if word:
        yield word


def _continues(word: _Word, glyph: Glyph) -> bool:
    size = max(word.size, glyph.size)
    gap = glyph.left - word.right
    return abs(glyph.base - word.base) <= _SAME_LINE * size and -_STEP_BACK * size <= gap <= _WORD_GAP * size


def _lines(words: list[_Word], width: float) -> list[Line]:
    rows = _rows(words)
    steps = [upper[0].base - lower[0].base for upper, lower in pairwise(rows)]
    usual = median(steps) if steps else 0.0
    lines: list[Line] = []
    for row, step in zip(rows, [0.0, *steps], strict=False):
        if usual and step > _PARAGRAPH_GAP * usual:
            lines.append(Line())
        lines.append(_line(row, indented=_stands_right(row, width)))
    return lines


def _rows(words: list[_Word]) -> list[list[_Word]]:
    """Group words by their baseline, from the top of the page down; superscripts stay with their line."""
    rows: list[list[_Word]] = []
    for word in sorted(words, key=lambda word: -word.base):
        if rows and rows[-1][0].base - word.base <= _SAME_LINE * max(rows[-1][0].size, word.size):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.left) for row in rows]


def _stands_right(row: list[_Word], width: float) -> bool:
    """Tell whether a line is all in the right half of the page, as a signature is; a centred title is not."""
    left, right = row[0].left, row[-1].right
    return left > 0.45 * width and left + right > 1.15 * width


def _line(words: list[_Word], *, indented: bool) -> Line:
    runs = [Run(RIGHT_COLUMN)] if indented else []
    columns = indented
    for before, word in zip([None, *words], words, strict=False):
        if before:
            wide = word.left - before.right > _COLUMN_GAP * max(before.size, word.size)
            columns |= wide
            runs.append(Run("\t" if wide else " ", word.runs[0].font))
        runs += word.runs
    return Line(tuple(runs), row=columns)
