"""The meeting that a paper concludes: its label, body, number, term and date, from the title and the opening.

The label is the meeting as its paper names it: `Hội nghị Ban Thường vụ Tỉnh ủy lần thứ 63 (khóa XII)`, `Kỳ họp thứ 17`,
`Phiên họp thường kỳ tháng 5 năm 2022`. The title is asked first, then the opening. Of a meeting over several days the
first is its date.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import cache

from corpus.agencies import find_agencies
from corpus.dates import calendar_date, find_dates
from corpus.model import Meeting
from corpus.ordinals import ORDINAL, ordinal_value
from corpus.orthography import lower
from corpus.phrases import any_of
from corpus.provinces import without_province

_MANNER = any_of("trực tuyến|mở rộng|chuyên đề|giao ban|thường kỳ|thường lệ|bất thường|toàn thể|cán bộ chủ chốt")
_VISIT = any_of("kiểm tra|khảo sát|công tác|tiếp|giao ban|thị sát|gặp mặt|đối thoại|làm việc|họp|tiếp xúc")
_KIND = rf"""
    (?: [Hh]ội\ nghị (?: \s {_MANNER} )?           # Hội nghị, hội nghị trực tuyến
      | (?: [Kk]ỳ | [Pp]hiên ) \s họp (?: \s {_MANNER} )?    # Kỳ họp, phiên họp thường kỳ
      | (?: [Pp]hiên | [Kk]ỳ ) (?= \s (?:thứ|thường) \b )    # họp phiên thứ 28
      | (?: [Cc]uộc | [Bb]uổi | [Cc]huyến | [Đđ]ợt | [Pp]hiên ) \s {_VISIT}   # cuộc họp, buổi làm việc
      | (?<=\s) họp (?= \s (?:lần\s)? thứ )                  # họp lần thứ 61
    )
"""
# Meetings of an occasion belong to nobody but those who came; sessions are those of a standing body.
_OCCASION = re.compile(r"(?:cuộc|buổi|chuyến|đợt|phiên làm việc)\s", re.IGNORECASE)
_TERM = re.compile(r"nhiệm\ kỳ\s+(?P<first>\d{4})\s*[-–—]\s*(?P<last>\d{4})", re.VERBOSE | re.IGNORECASE)
_TITLE_END = re.compile(
    r"""
    ,? \s (?: nhiệm \s kỳ | do \s (?:đồng \s chí|ông|bà) | dưới \s sự | và \s một \s số \s nội \s dung ) \b
    | , \s* (?: ngày | khóa | khoá | họp ) \b
    """,
    re.VERBOSE,
)
_SCHEDULED = re.compile(
    r"""
    \s (?: thường \s kỳ \s )?
    (?: (?: tháng \s \d{1,2} | quý \s [IVX\d]{1,3} ) (?: \s năm \s \d{4} | / \d{4} )?    # tháng 5 năm 2022
      | ngày \s \d{1,2} (?: \s tháng \s \d{1,2} \s năm \s \d{4} | /\d{1,2}/\d{4} ) )    # … ngày 20/3/2024
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TOPIC = re.compile(
    r"\s+(?:với|về|bàn|giao ban|đánh giá|nghe|triển khai|sơ kết|tổng kết|xem xét|rà soát)\s[^.;:]{3,200}"
)
_ABOUT = re.compile(r"(?<!\w)(?:về|với|thực hiện|Nghị quyết|Đại hội)(?!\w)")
# What a paper stands on is no meeting of its own: `Căn cứ kết luận tại phiên họp thứ 12 …`
_BACKGROUND = re.compile(rf"\W*{any_of('Căn cứ|Thực hiện|Xét|Theo|Tiếp tục thực hiện|Thi hành|Trên cơ sở')}\b")
_HELD = re.compile(
    rf"""
    (?<!\w) (?i:
      {
        any_of('''
        họp|tổ chức|tiến hành|chủ trì|tham dự|khai mạc|triệu tập|diễn ra|tại|làm việc|kiểm tra|dự|thảo luận|xem xét|nghe
      ''')
    }
    ) (?!\w)
    """,
    re.VERBOSE,
)
_DATED = re.compile(r"\W*(?:Trong |Vào |Từ )?(?:các |hai )?(?:[Nn]gày|Sáng|Chiều|Tối)\b")
_FIRST_DAY = re.compile(
    r"""
    ngày \s+ (?P<day> \d{1,2} ) (?: \s? / \s? (?P<month> \d{1,2} ) )?
    \s* (?: và | đến | - | – | , ) \s* (?: ngày \s+ )? \Z       # từ ngày 05 đến ngày 06/12/2023
    """,
    re.VERBOSE | re.IGNORECASE,
)


@cache
def _meeting() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w) (?P<kind> {_KIND} ) (?!\w)", re.VERBOSE)


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(
        rf"""
        (?<!\w) (?P<kind> {_KIND} ) (?: \s (?P<between> [^.;:]{{0,120}}? ) )??
        \s (?i: (?: lần \s )? thứ ) \s (?P<ordinal> {ORDINAL} ) (?! [\w/] | [-–]\d )
        (?: \s? \( [Kk]h(?:óa|oá) \s [^()]{{1,12}} \) )?                           # lần thứ 63 (khóa XII)
        """,
        re.VERBOSE,
    )


def find_meeting(title: str, sentences: Sequence[str], issuer: str | None, date: dt.date | None) -> Meeting | None:
    """Return the meeting of a paper from its title and the sentences of its opening, or None.

    `date` is the paper's: it gives a year to a day printed without one, and no meeting is after it.
    """
    held = [s for s in sentences if _meeting().search(s) and _HELD.search(s) and not _BACKGROUND.match(s)]
    label = next(filter(None, _labels(title, held, sentences)), None)
    if label is None:
        return None
    label = _as_spoken(label, held)
    return Meeting(
        label=label,
        body=_body(label, title, held, issuer),
        ordinal=next(filter(None, map(_ordinal, (label, *held))), None),
        term=next(filter(None, map(_term, (title, *held))), None),
        date=_date((label, _from_meeting(title), *held, *filter(_DATED.match, sentences[:3])), date),
    )


# -- label -------------------------------------------------------------------------------------------------------------


def _labels(title: str, held: Sequence[str], sentences: Sequence[str]) -> Iterator[str | None]:
    yield _label_in_title(title)
    yield from map(_label_in_text, held)
    yield _session(sentences)


def _label_in_title(title: str) -> str | None:
    match = _numbered().search(title)
    if match and _names_body(match["between"] or ""):
        return _as_label(_with_body(title, match))
    words = _from_meeting(title)
    end = _TITLE_END.search(words)
    return _as_label(words[: end.start()] if end else words) if words else None


def _with_body(title: str, match: re.Match[str]) -> str:
    """Return a numbered meeting with the body that is named right behind it, where none is named inside it."""
    if not match["between"]:
        behind = re.match(r"\s(?=[^\W\d_])[^.,;:()]{3,90}", title[match.end() :])
        mentions = find_agencies(behind[0]) if behind else ()
        if mentions and mentions[0].span.start <= 1:
            return match[0] + title[match.end() : match.end() + mentions[0].span.end]
    return match[0]


def _label_in_text(sentence: str) -> str | None:
    match = _numbered().search(sentence)
    if match and _names_body(match["between"] or ""):
        return _as_label(match[0])
    match = _meeting().search(sentence)
    if match is None:
        return None
    scheduled = _SCHEDULED.match(sentence, match.end())
    if scheduled:
        return _as_label(sentence[match.start() : scheduled.end()])
    topic = _TOPIC.match(sentence, match.end())
    return _as_label(sentence[match.start() : topic.end() if topic else match.end()])


def _names_body(between: str) -> bool:
    """True where the words between `Hội nghị` and its number are a name, not the rest of a sentence."""
    if _ABOUT.search(between):
        return False
    return not between or bool(find_agencies(between)) or len(between.split()) <= 4


def _as_label(words: str) -> str:
    words = " ".join(words.split()).rstrip(" ,;.:")
    words = re.sub(r"^(phiên|kỳ) (?=thứ|thường)", r"\1 họp ", words, flags=re.IGNORECASE)
    words = re.sub(r"^họp (?:lần )?thứ", "hội nghị lần thứ", words)
    return words[:1].upper() + words[1:]


def _as_spoken(label: str, held: Sequence[str]) -> str:
    """Return a label in the letter case of the opening: some titles are printed without any capital, or all in them."""
    for sentence in held:
        start = lower(sentence).find(lower(label))
        if start >= 0:
            return _as_label(sentence[start : start + len(label)])
    return label


def _session(sentences: Sequence[str]) -> str | None:
    """Read `KHÓA XVII, KỲ HỌP THỨ 19` below the title of a council's resolution."""
    for sentence in sentences:
        match = re.search(r"K[ỲY] HỌP (?:LẦN )?THỨ (?P<ordinal>\w+(?: MƯƠI| MƯỜI)?(?: \w+)?)", sentence)
        if match:
            return "Kỳ họp thứ " + lower(match["ordinal"])
    return None


# -- facts -------------------------------------------------------------------------------------------------------------


def _ordinal(text: str) -> int | None:
    match = _numbered().search(text)
    return ordinal_value(match["ordinal"]) if match and _names_body(match["between"] or "") else None


def _term(text: str) -> str | None:
    """Return the term that stands right behind a meeting's name, not one of what it was about."""
    match = _numbered().search(text) or _meeting().search(text)
    term = _TERM.search(text, match.end()) if match else None
    if match is None or term is None or _ABOUT.search(text[match.start() : term.start()]):
        return None
    return f"{term['first']}-{term['last']}"


def _body(label: str, title: str, held: Sequence[str], issuer: str | None) -> str | None:
    """Return the body that met: named in the label, else in the title or the opening, else the issuer."""
    if _OCCASION.match(label):
        return _concluding_body(title)
    for text in (label, title, *held):
        for mention in find_agencies(text):
            if text is label or not mention.name.startswith("Văn phòng"):
                return without_province(mention.name)
    return issuer if issuer and not issuer.startswith("Văn phòng") else None


def _concluding_body(title: str) -> str | None:
    """Return the body whose conclusion a title names: `của Thường trực Tỉnh ủy`, not `của Chủ tịch UBND tỉnh`."""
    for mention in find_agencies(title):
        if title[: mention.span.start].endswith("của "):
            return without_province(mention.name)
    return None


def _from_meeting(title: str) -> str:
    match = _meeting().search(title)
    return title[match.start() :] if match else ""


def _date(texts: Sequence[str], reference: dt.date | None) -> dt.date | None:
    for text in texts:
        for mention in find_dates(text, reference=reference):
            if reference is None or mention.date <= reference:
                return _first_day(text[: mention.span.start], mention.date)
    return None


def _first_day(before: str, last: dt.date) -> dt.date:
    """Return the day that `ngày 05 và` before the last day of a meeting says, else the last day itself."""
    match = _FIRST_DAY.search(before[-30:])
    if not match:
        return last
    first = calendar_date(last.year, int(match["month"] or last.month), int(match["day"]))
    return first if first and first <= last else last
