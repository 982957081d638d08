"""Whether a PDF has a text layer worth reading: a scan has none, but for the stamp that a digital signature prints."""

from __future__ import annotations

import re

from corpus.loaders.pdf import Page
from corpus.loaders.reasons import Reason, Unloadable
from corpus.loaders.runs import Line
from corpus.model import ParseWarning

_STAMP = re.compile(
    r"""
    ^ \W* (?: ký\ bởi | người\ ký | ký\ số | ký\ điện\ tử | cơ\ quan | tổ\ chức | đơn\ vị | chức\ vụ | email | e-mail
          | ngày\ ký | giờ\ ký | thời\ gian\ ký | ngày\ giờ\ ký | lý\ do | nơi\ ký | signature | signed | signer
          | digitally\ signed | signing | reason | location | date | dn | cn | ou? | foxit | adobe | số\ đến | đến )
    \b .{0,3} [:=] | ^ \W* (?: digitally\ signed\ by | signature\ (?: not\ verified | valid ) | văn\ bản\ điện\ tử )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_STAMP_REST = 3  # lines that a stamp's last label can wrap onto
_ENOUGH = 40  # letters beside a picture that make it a page of print with an emblem, not a scan with a stamp
_READABLE = 0.7  # share of the characters that must mean something


def judge(pages: list[Page]) -> tuple[ParseWarning, ...]:
    """Name the pages that are only pictures; raises `Unloadable` (`no-text-layer`) where none has any."""
    if not any(map(_has_text, pages)):
        raise Unloadable(Reason.NO_TEXT_LAYER)
    blank = [number for number, page in enumerate(pages, 1) if page.pictured and not _has_text(page)]
    if not _is_readable("".join(line.text for page in pages for line in page.lines)):
        raise Unloadable(Reason.NO_TEXT_LAYER)
    if not blank:
        return ()
    named = ", ".join(map(str, blank[:10])) + (", …" if len(blank) > 10 else "")
    return (ParseWarning("page-without-text", 1, f"trang {named} không có lớp chữ nên không được đọc"),)


def _has_text(page: Page) -> bool:
    """A few words are a page, but not when a picture may hold the others."""
    letters = sum(sum(map(str.isalpha, text)) for text in _beside_stamps(page.lines))
    return letters >= _ENOUGH or (letters > 0 and not page.pictured)


def _beside_stamps(lines: list[Line]) -> list[str]:
    kept: list[str] = []
    rest = 0
    for line in lines:
        text = line.text.strip()
        if _STAMP.match(text):
            rest = _STAMP_REST
        elif rest and len(text) < 60:
            rest -= 1
        else:
            rest = 0
            kept.append(text)
    return kept


def _is_readable(text: str) -> bool:
    """Fonts that name none of their glyphs leave private-use characters, replacements and controls."""
    marks = [c for c in text if not c.isspace()]
    broken = sum(c == "\ufffd" or "\ue000" <= c < "\uf000" or c < " " for c in marks)
    return broken <= (1 - _READABLE) * len(marks)
