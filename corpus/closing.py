"""The closing of a paper: the sentences after the last item that send it out, and belong to no item.

`Văn phòng … thông báo để … biết, thực hiện./.` is one wherever it ends a paper. A last paragraph that speaks of the
paper itself (`theo dõi việc thực hiện Kết luận này`) is one too, unless it is all that the last item has to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.outline import Node, Paragraph
from corpus.phrases import any_of

_PAPER = any_of("Thông báo|Kết luận|Chỉ thị|Nghị quyết|Quyết định|Công văn|Kế hoạch|Công điện|văn bản|nội dung")
_CARRIES_OUT = any_of("thực hiện|chấp hành|triển khai")
_SENDS_OUT = re.compile(
    rf"""
      (?<!\w) (?i: thông \s báo | thông \s tin | truyền \s đạt | kết \s luận (?= \s để ) ) \b [^.]{{0,300}}?
      \b (?: để | đến | tới | cho ) \b [^.]{{0,300}}? \b (?: biết | {_CARRIES_OUT} )    # … thông báo để các đơn vị biết
    | \A \W* Trên \s đây \s là \b
    | \A \W* Thông \s báo \s (?: để | đến | tới ) \b
    | \A \W* Nhận \s được \s {_PAPER} \s này
    | \A \W* (?: Căn \s cứ | Theo ) \s (?: nội \s dung \s )? {_PAPER} \s này
    | \A \W* {_PAPER} \s này \s
      {any_of("được|phổ biến|có hiệu lực|thay|gửi|thực hiện|phải|quán triệt")}        # Kết luận này phổ biến đến chi bộ
    """,
    re.VERBOSE,
)
# Yêu cầu các cơ quan, đơn vị nghiêm túc thực hiện. / Các cấp ủy, tổ chức đảng … tổ chức thực hiện Kết luận. /
# Ban Thường vụ Huyện ủy yêu cầu các chi bộ … nghiêm túc thực hiện.
_ORDERS_ALL = re.compile(
    rf"""
    \W* (?: (?: [^\W\d_][^.;:,]{{2,60}} \s )? (?i: yêu \s cầu | đề \s nghị | giao ) \s )?
    (?i: các | thủ \s trưởng | giám \s đốc | người \s đứng \s đầu ) \b
    [^.;:]{{3,300}}? \b {_CARRIES_OUT} \b
    """,
    re.VERBOSE,
)
_ORDER_END = re.compile(
    rf"""
    \b {_CARRIES_OUT} (?: \s (?: tốt | nghiêm | nghiêm \s túc | đầy \s đủ | có \s hiệu \s quả ) )?
    (?: \s (?: các \s )? (?i:{_PAPER}) [^.;:]{{0,60}} )? [\s./]* \Z
    """,
    re.VERBOSE,
)
_SPEAKS_OF_ITSELF = re.compile(
    rf"\b (?i:{_PAPER}) (?: \s kết \s luận )? \s (?: này | trên | nêu \s trên ) \b", re.VERBOSE
)
_LONGEST = 700
_MOST = 3


def split_closing(last: Node) -> list[Paragraph]:
    """Take the closing off the last item's paragraphs and return it, in the order of print."""
    closing: list[Paragraph] = []
    while len(last.paragraphs) > 1 and len(closing) < _MOST and _closes(last.paragraphs, closing):
        closing.insert(0, last.paragraphs.pop())
    return closing


def _closes(paragraphs: Sequence[Paragraph], closing: Sequence[Paragraph]) -> bool:
    text = paragraphs[-1].text
    if len(text) > _LONGEST or text[:1] in "-+•":
        return False
    if _SENDS_OUT.search(text):
        return True
    if len(paragraphs) == 2 and _needs_text(paragraphs[0]):
        return False
    if _ORDERS_ALL.match(text) and _ORDER_END.search(text):
        return True
    if closing:
        return False
    ends_paper = text.endswith("./.") and _ORDERS_ALL.match(text) is not None
    return ends_paper or _SPEAKS_OF_ITSELF.search(text) is not None


def _needs_text(paragraph: Paragraph) -> bool:
    """True for a title; one that ends with a full stop (`… (có thông báo riêng).`) stands for itself."""
    return not paragraph.text.endswith((".", ";"))
