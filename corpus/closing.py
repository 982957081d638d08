"""The closing of a paper: the sentences after the last item that send it out, and belong to no item.

`Văn phòng … thông báo để … biết, thực hiện./.` is one wherever it ends a paper. A last paragraph that speaks of the
paper itself (`theo dõi việc thực hiện Kết luận này`) is one too, unless it is all that the last item has to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.outline import Node, Paragraph

_SENDS_OUT = re.compile(
    r"""
      (?: thông \s báo | thông \s tin | báo \s cáo | truyền \s đạt ) \b [^.]{0,300}? \b (?: để | đến | tới | cho ) \b [^.]{0,300}? \b (?: biết | thực \s hiện | triển \s khai | được \s biết )
    | \A \W* Trên \s đây \s là \b
    | \A \W* Thông \s báo \s (?: để | đến | tới ) \b
    | \A \W* Nhận \s được \s (?: Thông \s báo | Kết \s luận | Chỉ \s thị | Công \s văn | Nghị \s quyết | văn \s bản ) \s này
    | \A \W* (?: Thông \s báo | Kết \s luận | Chỉ \s thị | Nghị \s quyết | Quyết \s định | Công \s văn | Kế \s hoạch ) \s này \s
        (?: được | phổ \s biến | có \s hiệu \s lực | thay | gửi | thực \s hiện | phải )
    | \A \W* (?: (?: Yêu \s cầu | Đề \s nghị ) \s )? (?: các | thủ \s trưởng | [^\s.]{1,12} \s các | Các ) \b [^.;:]{3,260}? (?: thực \s hiện | chấp \s hành )
        (?: \s (?: tốt | nghiêm | nghiêm \s túc | có \s hiệu \s quả | đầy \s đủ | các \s nội \s dung ))? (?: \s (?: Thông \s báo | Kết \s luận | Chỉ \s thị | Nghị \s quyết | nội \s dung ) [^.;:]{0,60} )? [\s./]* \Z
    """,
    re.VERBOSE,
)
_SPEAKS_OF_ITSELF = re.compile(
    r"(?: [Tt]hông \s báo | [Kk]ết \s luận | [Cc]hỉ \s thị | [Nn]ghị \s quyết | [Cc]ông \s văn | [Nn]ội \s dung | [Vv]ăn \s bản ) (?: \s kết \s luận )? \s (?: này | trên | nêu \s trên )\b",
    re.VERBOSE,
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
    alone = len(paragraphs) == 2 and _heading_only(paragraphs[0])
    return not closing and not alone and bool(_SPEAKS_OF_ITSELF.search(text))


def _heading_only(paragraph: Paragraph) -> bool:
    """True for a title that needs a text below it; one that ends with a full stop stands for itself."""
    return not paragraph.text.endswith((".", ";"))
