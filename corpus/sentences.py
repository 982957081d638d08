"""Where a sentence ends and where it goes on, told from the words on either side of a line end."""

from __future__ import annotations

import re

from corpus.phrases import any_of

# How a sentence begins that decides or orders.
DECIDES = any_of(
    """
    Giao|Yêu cầu|Đề nghị|Đồng ý|Thống nhất|Nhất trí|Cơ bản đồng ý|Cơ bản nhất trí|Cơ bản thống nhất|Phân công
    Thông qua|Cho phép|Ghi nhận|Biểu dương|Chấp thuận|Quyết nghị
    """
)
_CLOSERS = "\"'”’»)]*"
_ENDS = ".;:!?…"

# Words that never end a line of their own: one that stops after them goes on, whatever case the next begins in.
_HANGING = re.compile(
    r"""
    (?: (?<!\w) (?: và | hoặc | của | cho | với | về | tại | từ | đến | bởi | theo | bằng | các | những | mọi | mỗi
        | để | nhằm | vì | mà | thì | như | gồm | bị | đã | đang | sẽ | đồng \s chí )
      | [,(/–&-]
    ) \s* \Z
    """,
    re.VERBOSE,
)
# Words that take a number: what looks like a label on the next line may be that number.
_COUNTING = re.compile(r"(?<!\w)(?:khoản|điều|ngày|tháng)\s*\Z", re.IGNORECASE)


def ends_sentence(text: str) -> bool:
    """True where `text` stops at the end of a sentence, a clause of a list (`;`) or a lead-in (`:`)."""
    bare = text.rstrip().rstrip(_CLOSERS).rstrip()
    return bool(bare) and bare[-1] in _ENDS


def hangs(text: str) -> bool:
    """True where `text` cannot stop where it does: after a comma, `của`, `ngày`, or inside a parenthesis."""
    tail = text[-400:]
    return _HANGING.search(text[-20:]) is not None or tail.rfind("(") > tail.rfind(")")


def awaits_number(text: str) -> bool:
    """True where `text` stops after a word that a number belongs to: `theo quy định tại khoản`."""
    return _COUNTING.search(text[-20:]) is not None


def continues(text: str) -> bool:
    """True where `text` begins inside a sentence: with a small letter (not that of `a)`) or a closing mark."""
    first = text[:1]
    if first.islower():
        return text[1:2] not in (")", ".", "/")
    return bool(first) and first in ",;.)%”"


_STOP = re.compile(r"[.;:!?…]\s+(?=\S)")
_ABBREVIATED = re.compile(r"(?:(?<!\w)(?:TP|Tp|TS|GS|ThS|[A-ZĐ])\.)\s+\Z")


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph: cut after a stop (`;` and `:` too) where a capital follows."""
    sentences: list[str] = []
    start = 0
    for match in _STOP.finditer(text):
        first = text[match.end() : match.end() + 2].lstrip('"“(')[:1]
        if first.isupper() and not _ABBREVIATED.search(text[max(start, match.end() - 8) : match.end()]):
            sentences.append(text[start : match.end()].rstrip())
            start = match.end()
    return [*sentences, text[start:].rstrip()] if text[start:].strip() else sentences
