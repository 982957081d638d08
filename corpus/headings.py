"""What an item is headed: a title on a line of its own, or the words before the colon in `Về …: Giao …`.

A line that names a subject or an addressee (`Sở Y tế:`) is a heading; one that begins a sentence (`Giao Sở Y tế:`,
`… chỉ đạo các việc sau:`) is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.numbering import Style
from corpus.outline import Node, Paragraph
from corpus.sentences import ends_sentence

_LONGEST_TITLE = 400
_LONGEST_RUN_IN = 25  # words before the colon, where they do not begin with `Về`
_OUTER = (Style.PART, Style.ROMAN, Style.ARTICLE)


@dataclass(frozen=True, slots=True)
class Reading:
    """An item's own words: `heading` is empty where it has none of its own; a run-in heading is part of `text` too."""

    heading: str
    text: str
    run_in: bool = False


_VERB = re.compile(
    r"""
    (?: Giao | Yêu\ cầu | Đề\ nghị | Đồng\ ý | Thống\ nhất | Nhất\ trí | Cơ\ bản | Phân\ công | Thông\ qua | Cho\ phép
      | Chỉ\ đạo | Tiếp\ tục | Tập\ trung | Chủ\ trì | Chủ\ động | Rà\ soát | Xây\ dựng\ và | Tổ\ chức\ thực\ hiện\ tốt
      | Thực\ hiện\ tốt | Khẩn\ trương | Ghi\ nhận | Biểu\ dương | Chấp\ thuận | Quyết\ nghị | Phê\ duyệt | Ban\ hành
      | Kiến\ nghị | Trước\ mắt | Trong\ đó | Để | Nhằm | Trên\ cơ\ sở | Căn\ cứ | Sau\ khi | Cần | Phải | Xem\ xét
      | Lưu\ ý | Tham\ mưu | Phối\ hợp | Hoàn\ thiện | Không | Đối\ với\ các\ nội\ dung )
    (?! \w )
    """,
    re.VERBOSE,
)
_PREDICATE = re.compile(
    r"""
    (?<!\w) (?: chỉ\ đạo | lãnh\ đạo | chủ\ trì | phối\ hợp | (?<!yêu\ )cầu\ | cần | phải | yêu\ cầu | giao | đề\ nghị | đồng\ ý | thống\ nhất
      | nhất\ trí | kết\ luận | nhận\ thấy | đánh\ giá\ cao | tập\ trung | khẩn\ trương | có\ trách\ nhiệm | lưu\ ý | gồm
      | bao\ gồm | cụ\ thể | như\ sau | sau\ đây | các\ (?:việc|nội\ dung|nhiệm\ vụ)\ sau | sau | là | đã | đang | sẽ
      | trong\ đó | thực\ hiện\ tốt ) \s*
    """,
    re.VERBOSE,
)
_LIST_HEAD = re.compile(
    r"""
    (?<!\w) (?: [Cc]ác | [Gg]ồm | [Ss]au | [Ll]à | [Nn]hư ) (?: \s [^\W\d_]+ ){0,3} \Z    # Ủy ban nhân dân các tỉnh: Hậu Giang, …
    """,
    re.VERBOSE,
)
_ABOUT = re.compile(r"(?:Về|V/v|Đối với|Liên quan)\b(?! các nội dung sau)")


def read_heading(node: Node, *, bold_prose: bool = False) -> Reading:
    """Split the paragraphs of an item into heading and text.

    `bold_prose` says that the document prints whole items in bold, so that bold alone makes no heading.
    """
    paragraphs = [p for p in node.paragraphs if p.text]
    text = "\n".join(p.text for p in paragraphs)
    if not paragraphs:
        return Reading("", "")
    first = paragraphs[0]
    more = len(paragraphs) > 1 or bool(node.children)
    if _is_title(node, first, more=more, bold_prose=bold_prose):
        return Reading(first.text.rstrip().removesuffix(":").rstrip(), "\n".join(p.text for p in paragraphs[1:]))
    heading = _run_in(first)
    return Reading(heading, text, run_in=bool(heading))


def _is_title(node: Node, first: Paragraph, *, more: bool, bold_prose: bool) -> bool:
    words = first.text
    if first.heading or (first.bold and not bold_prose):
        return True
    if not more or len(words) > _LONGEST_TITLE:
        return False
    if words.endswith(":"):
        return _names_subject(words[:-1].rstrip())
    if not ends_sentence(words):
        return True
    sentence = words.rstrip(".")
    short = node.label.style in _OUTER or _ABOUT.match(words) is not None or words.isupper()
    return short and not ends_sentence(sentence) and ". " not in sentence and not _run_in(first) and len(words) < 160


def _names_subject(words: str) -> bool:
    """True where words before a final colon are a subject or an addressee, not the start of a sentence."""
    if _VERB.match(words) or ". " in words or "; " in words:
        return False
    if _ABOUT.match(words) or words.isupper():
        return True
    return len(words.split()) <= _LONGEST_RUN_IN and not _PREDICATE.search(words)


def _run_in(first: Paragraph) -> str:
    """Return the words before the colon that head the rest of the paragraph, or nothing."""
    text = first.text
    for match in re.finditer(r":(?=\s)", text[:_LONGEST_TITLE]):
        before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip()
        if ". " in before:
            return ""
        if _heads(before, after, bold=_bold_to(first) >= match.start()):
            return before
    return ""


def _bold_to(first: Paragraph) -> int:
    return first.lines[0].line.bold_to - first.cut


def _heads(before: str, after: str, *, bold: bool) -> bool:
    if not after or before.count("(") > before.count(")"):
        return False
    if not (after[0].isupper() or after[0].isdigit() or after[0] in "“\"'-+" or _VERB.match(_raised(after))):
        return False
    if bold and len(before) > 2:
        return True
    if _ABOUT.match(_raised(before)):
        return not _LIST_HEAD.search(before) or bool(_VERB.match(after))
    if _VERB.match(before) or _LIST_HEAD.search(before) or "; " in before:
        return False
    return len(before.split()) <= _LONGEST_RUN_IN and not _PREDICATE.search(before)


def _raised(text: str) -> str:
    return text[:1].upper() + text[1:]
