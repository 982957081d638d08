"""The characters of a PDF page with their place and font, straight from PDFium."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from corpus.loaders.legacy import Legacy, encoding_of_font

_NAME_BYTES = 256
_LINE_END_HYPHENS = {0x02, 0xFFFE}  # how PDFium shows a hyphen, also a soft one, at the end of a line


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character; places in points from the page's lower left corner."""

    text: str
    font: str
    left: float
    right: float
    base: float
    size: float


def glyphs(page: pdfium.FPDF_TEXTPAGE) -> Iterator[Glyph]:
    """Yield the characters of a text page in the order of the file, white space as a space.

    White space that the file does not hold is left out: PDFium guesses it, and breaks some lines after every letter.
    """
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium.FS_RECTF()
    of_object: tuple[int, str, float] = (0, "", 0.0)
    for index in range(pdfium.FPDFText_CountChars(page)):
        code = pdfium.FPDFText_GetUnicode(page, index)
        blank = (code <= 0x20 and code not in _LINE_END_HYPHENS) or code == 0xA0
        if blank and pdfium.FPDFText_IsGenerated(page, index) == 1:
            continue
        address = ctypes.cast(pdfium.FPDFText_GetTextObject(page, index), ctypes.c_void_p).value or 0
        if not address or address != of_object[0]:
            of_object = (address, _font(page, index), _size(page, index))
        if not pdfium.FPDFText_GetCharOrigin(page, index, x, y):
            continue
        if pdfium.FPDFText_GetLooseCharBox(page, index, box):
            start, end = box.left, box.right
        elif pdfium.FPDFText_GetCharBox(page, index, left, right, bottom, top):
            start, end = left.value, right.value
        else:
            start = end = x.value
        text = " " if blank else _character(code, of_object[1])
        yield Glyph(text, of_object[1], start, end, y.value, of_object[2])


def _character(code: int, font: str) -> str:
    if code in _LINE_END_HYPHENS:  # in TCVN3 the soft hyphen is ư, which ends many more words than a hyphen does
        return "\u00ad" if encoding_of_font(font) is Legacy.TCVN3 else "-"
    return chr(code) if 0 < code < 0x110000 else ""


def _size(page: pdfium.FPDF_TEXTPAGE, index: int) -> float:
    """The font size in points as drawn: some programs set text in size 1 and scale it, or scale the whole page."""
    size, matrix = float(pdfium.FPDFText_GetFontSize(page, index)), pdfium.FS_MATRIX()
    if pdfium.FPDFText_GetMatrix(page, index, matrix):
        size *= math.hypot(matrix.c, matrix.d)
    return size or 1.0


def _font(page: pdfium.FPDF_TEXTPAGE, index: int) -> str:
    name = ctypes.create_string_buffer(_NAME_BYTES)
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(page, index, name, _NAME_BYTES, flags)
    return name.raw[: min(length, _NAME_BYTES)].rstrip(b"\x00").decode("utf-8", "replace")
