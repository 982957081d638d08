"""Papers for the tests of the parser: a body between a head and a foot, and what is read out of it."""

from __future__ import annotations

from textwrap import dedent

from corpus.model import Document, SourceText
from corpus.parser import parse

HEAD = """\
TỈNH ỦY LẠNG SƠN                              ĐẢNG CỘNG SẢN VIỆT NAM
        *
   Số 318-TB/TU                          Lạng Sơn, ngày 14 tháng 6 năm 2024

                              THÔNG BÁO
                kết luận của Ban Thường vụ Tỉnh ủy
                             -----

Ngày 12/6/2024, Ban Thường vụ Tỉnh ủy họp và kết luận như sau:

"""
FOOT = """

Văn phòng Tỉnh ủy thông báo để các cơ quan, đơn vị biết, thực hiện.

Nơi nhận:                                   T/L BAN THƯỜNG VỤ
- Các ban đảng,                              CHÁNH VĂN PHÒNG
- Lưu Văn phòng Tỉnh ủy.
                                               Lý Văn Sầm
"""


def read(text: str, name: str = "van-ban.txt") -> Document:
    """Parse a whole text."""
    return parse(SourceText(name=name, text=text))


def read_body(body: str) -> Document:
    """Parse a body between a head and a foot; common indentation is taken off."""
    return read(HEAD + dedent(body).strip("\n") + FOOT)


def items(document: Document) -> dict[str, str]:
    """Return the text of each item by its path."""
    return {str(item.path): item.text for item in document.items}


def headings(document: Document) -> dict[str, str]:
    """Return the heading of each item by its path."""
    return {str(item.path): item.heading for item in document.items}


def warnings(document: Document) -> list[tuple[str, str]]:
    """Return code and message of each warning."""
    return [(warning.code, warning.message) for warning in document.warnings]
