"""What an item is headed: a title on a line of its own, or the words before the colon in `Về …: Giao …`.

A line that names a subject or an addressee (`Sở Y tế:`) is a heading; one that begins a sentence (`Giao Sở Y tế:`,
`… chỉ đạo các việc sau:`) is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.agencies import find_agencies
from corpus.numbering import INNER_RANK, rank
from corpus.orthography import fold_tone_marks
from corpus.outline import Node
from corpus.phrases import any_of
from corpus.sentences import DECIDES, ends_sentence

_LONGEST_TITLE = 400
_LONGEST_STOPPED_TITLE = 160  # a title that ends with a full stop
_LONGEST_RUN_IN = 25  # words before the colon, where they do not begin with `Về`
_SHORTEST_RUN_IN = 7  # and where what follows the colon is no sentence of its own


@dataclass(frozen=True, slots=True)
class OwnWords:
    """An item's own words: `heading` is empty where it has none of its own; a run-in heading is part of `text` too."""

    heading: str
    text: str
    run_in: bool = False


_DECIDES = re.compile(rf"{DECIDES}(?!\w)(?!\s+của\b)")  # not: Đề nghị của Đảng ủy Công an tỉnh về …
# How else a sentence begins; with a colon behind it, it is no title.
_ORDER = re.compile(
    rf"""
    (?: {DECIDES} | {
        any_of('''
        Chỉ đạo|Tiếp tục|Tập trung|Chủ trì|Chủ động|Rà soát|Tổ chức thực hiện tốt|Thực hiện tốt|Khẩn trương|Phê duyệt
        Ban hành|Kiến nghị|Xem xét|Tham mưu|Phối hợp|Hoàn thiện|Tăng cường|Đẩy mạnh|Trước mắt|Trong đó|Để|Nhằm
        Trên cơ sở|Căn cứ|Sau khi|Cần|Phải|Lưu ý|Không|Chưa
    ''')
    } ) (?!\w)
    """,
    re.VERBOSE,
)
# What a sentence has and a title has not.
_PREDICATE = re.compile(
    r"(?<!\w)"
    + any_of(
        """
        chỉ đạo|lãnh đạo|chủ trì|phối hợp|cần|phải|yêu cầu|giao|đề nghị|đồng ý|thống nhất|nhất trí|kết luận|nhận thấy
        đánh giá cao|tập trung|khẩn trương|có trách nhiệm|lưu ý|gồm|bao gồm|cụ thể|như sau|sau đây|sau|là|đã|đang|sẽ
        trong đó|thực hiện tốt|tiếp tục
        """
    )
    + r"(?!\w)"
)
# Ủy ban nhân dân các tỉnh: Hậu Giang, … is a list of names, no heading.
_LIST_HEAD = re.compile(
    rf"""
    (?<!\w) các \s {
        any_of('''
        tỉnh|huyện|thị xã|thành phố|xã|phường|sở|bộ|ban|ngành|vụ|cục|nhóm|trường|công ty|cơ quan|đơn vị|địa phương
        đồng chí|chi cục|tổng công ty|huyện ủy|thành ủy|thị ủy|đảng ủy|tỉnh ủy
    ''')
    }
    (?: , \s [^\W\d_]+ (?: \s [^\W\d_]+ )? ){{0,4}} \Z
    """,
    re.VERBOSE | re.IGNORECASE,
)
# How a sentence ends that a list goes on with: `Về đất đai, Ban Thường vụ Tỉnh ủy thống nhất:`
_LEADS_IN = re.compile(
    rf"""
    (?<!\w) (?:
      {
        any_of('''
        thống nhất|kết luận|yêu cầu|chỉ đạo|lãnh đạo|giao|đề nghị|quyết định|tập trung|như sau|sau đây|sau|gồm|bao gồm
        phối hợp|lưu ý|quyết nghị|là
      ''')
    }
      | (?<!tổ\ chức\ ) thực \s hiện (?: \s các \s (?:việc|nội \s dung|nhiệm \s vụ) )?
    ) \Z
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SEPARATE = re.compile(r"[^.:;]{3,200}\(có [^().:;]{3,60} riêng\)\.?")  # Công tác cán bộ (có thông báo riêng).
_ELSEWHERE = re.compile(r"(?:đã )?có [^.:;]{3,60} riêng\b")  # Công tác tổ chức, cán bộ: có thông báo riêng.
_PHASE = re.compile(r"(?:giai đoạn|dự án|đợt|bước) \S+\Z")  # Về Chương trình …, giai đoạn I: từ năm 2021
_ABOUT = re.compile(r"(?:Về|V/v|Đối với|Liên quan)\b(?! các nội dung sau)")


def read_heading(node: Node, *, bold_prose: bool = False) -> OwnWords:
    """Split the paragraphs of an item into heading and text.

    `bold_prose` says that the document prints whole items in bold, so that bold alone makes no heading.
    """
    paragraphs = [(p, text) for p in node.paragraphs if (text := p.text)]
    if not paragraphs:
        return OwnWords("", "")
    first, words = paragraphs[0]
    text = "\n".join(text for _, text in paragraphs)
    more = len(paragraphs) > 1 or bool(node.children)
    if first.heading or (first.bold and not bold_prose) or _is_title(node, words, more=more):
        return OwnWords(words.removesuffix(":").rstrip(), text[len(words) + 1 :])
    heading = _run_in(words, bold_to=first.bold_to)
    return OwnWords(heading, text, run_in=bool(heading))


def _is_title(node: Node, words: str, *, more: bool) -> bool:
    """True where a first paragraph in plain print is a title; `more` says that something stands below it."""
    if not more:
        return _SEPARATE.fullmatch(words) is not None
    if len(words) > _LONGEST_TITLE:
        return False
    if words.endswith(":"):
        # Về nhà ở: Sở Xây dựng phân bổ kinh phí theo thứ tự: … is a run-in heading before a list.
        return not _run_in(words[:-1], bold_to=0) and _names_subject(words[:-1].rstrip())
    if not ends_sentence(words):
        return not _DECIDES.match(words)
    formal = rank(node.label.style) < INNER_RANK or _ABOUT.match(words) is not None or words.isupper()
    one_clause = not ends_sentence(words.rstrip(".")) and ". " not in words
    return formal and one_clause and len(words) < _LONGEST_STOPPED_TITLE and not _runs_in(words)


def _names_subject(words: str) -> bool:
    """True where words before a final colon are a subject or an addressee, not the start of a sentence."""
    if _ORDER.match(words) or ". " in words or "; " in words:
        return False
    leads_in = _LEADS_IN.search(words) is not None
    if _ABOUT.match(words) or words.isupper():
        return not (leads_in and "," in words)
    return not leads_in and len(words.split()) <= _LONGEST_RUN_IN and not _PREDICATE.search(words)


def _runs_in(words: str) -> bool:
    return ": " in words


def _run_in(text: str, *, bold_to: int) -> str:
    """Return the words before the colon that head the rest of the paragraph, or nothing.

    `bold_to` counts the characters that are printed in bold from the beginning.
    """
    for match in re.finditer(r":(?=\s)", text[:_LONGEST_TITLE]):
        before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip()
        if ". " in before:
            return ""
        if _heads(before, after, bold=bold_to >= match.start()):
            return before
    return ""


def _heads(before: str, after: str, *, bold: bool) -> bool:
    """True where the words before a colon are a heading for those after it."""
    if not after or before.count("(") > before.count(")"):
        return False
    if (bold and len(before) > 2) or before.startswith("về "):
        return True  # Thứ hai, về báo cáo: các cơ quan …
    order = _ORDER.match(after[:1].upper() + after[1:]) is not None or _ELSEWHERE.match(after) is not None
    starts = after[0].isupper() or after[0].isdigit() or after[0] in "“\"'-+" or order
    listed = _LIST_HEAD.search(fold_tone_marks(before)) is not None
    if _ABOUT.match(before):
        return order or not (listed or (not starts and _PHASE.search(before)))
    if _ORDER.match(before) or listed or "; " in before or _PREDICATE.search(before):
        return False
    if starts or _ELSEWHERE.match(after):
        return len(before.split()) <= _LONGEST_RUN_IN
    return (len(before.split()) <= _SHORTEST_RUN_IN and "," not in before) or _names_offices(before)


def _names_offices(words: str) -> bool:
    """True for offices and nothing else: `Công an tỉnh, Bộ Chỉ huy Quân sự tỉnh`."""
    position, rest = 0, []
    for mention in find_agencies(words):
        rest.append(words[position : mention.span.start])
        position = mention.span.end
    rest.append(words[position:])
    return position > 0 and not any(c.isalpha() for c in "".join(rest).replace(" và ", ""))
