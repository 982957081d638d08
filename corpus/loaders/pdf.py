"""PDF: characters as PDFium finds them, put back into printed lines and paragraphs by where they stand on the page.

The order of a PDF's characters is that of the program that wrote it; a letterhead comes cell by cell. Pages are
separated by a form feed. Bold lines are not marked: a page does not tell a heading from its first line.
"""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from corpus.loaders.limits import Limits
from corpus.loaders.pdf_glyphs import glyphs
from corpus.loaders.pdf_lines import lines_of, words_of
from corpus.loaders.pdf_paragraphs import paragraphs_of
from corpus.loaders.reasons import Reason, Unloadable
from corpus.loaders.runs import PAGE_BREAK, Line, Run


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
        return Page(paragraphs_of(lines_of(words_of(glyphs(text.raw))), page.get_width()), pictured)
    finally:
        text.close()
        page.close()
