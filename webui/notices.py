"""What an engine tells of a search, in the reader's language; engines speak Vietnamese, one sentence after another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from webui.language import Language, language
from webui.strings import t


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence; `foreign` says that it stayed Vietnamese for a reader of another language."""

    text: str
    foreign: bool = False


_SENTENCES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("notice.most", re.compile(r"Không có mục nào chứa đủ các từ; dưới đây là những mục chứa phần lớn các từ\.")),
    (
        "notice.widened",
        re.compile(r"Chỉ (?P<count>[0-9]+) mục chứa đủ các từ; dưới đây có thêm những mục chứa phần lớn các từ\."),
    ),
    ("notice.nothing", re.compile(r"Câu tìm không có chữ hay số nào để tìm\.")),
    ("notice.long", re.compile(r"Câu tìm quá dài: chỉ dùng (?P<count>[0-9]+) ký tự đầu\.")),
    ("notice.bracket", re.compile(r"Bỏ qua dấu ngoặc đơn không có cặp\.")),
    ("notice.nested", re.compile(r"Quá nhiều ngoặc lồng nhau: các ngoặc trong cùng được bỏ qua\.")),
    ("notice.quote", re.compile(r"Thiếu một dấu ngoặc kép: phần sau nó được tìm như từ thường\.")),
    ("notice.star", re.compile(r"Dấu \* chỉ dùng ở cuối, sau ít nhất hai chữ cái \(ví dụ: chuyen\*\)\.")),
    (
        "notice.word",
        re.compile(
            r"(?:Câu dài hoặc câu hỏi nên |Cả câu viết hoa nên )?"
            r"“(?P<word>[^”]*)” (?:đứng một mình nên )?được hiểu là từ cần tìm\."
        ),
    ),
    ("notice.unread", re.compile(r"Không đọc được “(?P<word>[^”]*)” nên coi là từ; viết ví dụ [^“”]*?han:co\.")),
)


def said(notice: str) -> tuple[Said, ...]:
    """Return a notice sentence by sentence; what has no translation stays Vietnamese."""
    return (Said(notice),) if language() is Language.VIETNAMESE else tuple(_translated(notice))


def _translated(notice: str) -> Iterator[Said]:
    at = 0
    while at < len(notice):
        found = next(((key, m) for key, p in _SENTENCES if (m := p.match(notice, at))), None)
        if found is None:
            yield Said(notice[at:], foreign=True)
            return
        key, match = found
        yield Said(t(key, **match.groupdict()))
        at = match.end() + 1  # one space parts sentences
