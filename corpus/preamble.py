"""What title and opening say of the meeting: its label, body, number, term and date, and who chaired it.

The label is the meeting as its paper names it: `Hội nghị Ban Thường vụ Tỉnh ủy lần thứ 63 (khóa XII)`, `Kỳ họp thứ 17`,
`Phiên họp thường kỳ tháng 5 năm 2022`. The title is asked first, then the opening.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.agencies import find_agencies
from corpus.dates import find_dates
from corpus.model import Meeting
from corpus.orthography import lower
from corpus.people import names_in
from corpus.sentences import split_sentences

_WORDS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")


@dataclass(frozen=True, slots=True)
class Preamble:
    """The meeting, where one is concluded, and its chair."""

    meeting: Meeting | None
    chair: str | None


_KIND = r"""
    (?: [Hh]ội \s nghị (?: \s (?:trực \s tuyến | mở \s rộng | chuyên \s đề | giao \s ban | thường \s kỳ | bất \s thường))?
      | [Kk]ỳ \s họp (?: \s (?:thường \s kỳ | thường \s lệ | bất \s thường | chuyên \s đề))?
      | [Pp]hiên \s họp (?: \s (?:thường \s kỳ | bất \s thường | chuyên \s đề))? | [Pp]hiên (?= \s thứ) | [Cc]uộc \s họp | [Bb]uổi \s họp
      | [Bb]uổi \s làm \s việc | [Pp]hiên \s làm \s việc | [Cc]uộc \s làm \s việc | [Bb]uổi \s tiếp | (?<=\s)họp (?= \s (?:lần \s)? thứ) )
"""
_ORDINAL = r"""
    (?: (?: lần \s )? thứ \s (?P<ordinal> \d{1,3} | [IVXL]{1,7} | nhất | hai | ba | tư | bốn | năm | sáu | bảy | tám | chín | mười )
      (?! [\w/] | [-–]\d ) )
"""


@cache
def _meeting() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w) (?P<kind> {_KIND} ) (?!\w)", re.VERBOSE)


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(
        rf"""
        (?<!\w) (?P<kind> {_KIND} ) (?: \s (?P<between> [^.;:]{{0,120}}? ) )? \s {_ORDINAL}
        (?P<session> \s? \( [Kk]h(?:óa|oá) \s [^()]{{1,12}} \) )?     # (khóa XII)
        """,
        re.VERBOSE,
    )


_TERM = re.compile(r"nhiệm\ kỳ\s+(?P<first>\d{4})\s*[-–—]\s*(?P<last>\d{4})", re.VERBOSE | re.IGNORECASE)
_TITLE_END = re.compile(
    r"""
    ,? \s (?: nhiệm \s kỳ | do \s (?:đồng \s chí|ông|bà) | dưới \s sự | (?:và|, ) \s một \s số \s nội \s dung ) \b
    | , \s* (?: ngày | khóa | khoá | nhiệm | họp ) \b
    """,
    re.VERBOSE,
)
_SCHEDULED = re.compile(
    r"""
    \s (?: thường \s kỳ )? \s? (?: tháng \s \d{1,2} (?: \s năm \s \d{4} | / \d{4} )? | quý \s [IV\d]+ (?: \s năm \s \d{4} | / \d{4} )?
      | ngày \s \d{1,2} (?: \s tháng \s \d{1,2} \s năm \s \d{4} | /\d{1,2}/\d{4} ) )
    """,
    re.VERBOSE,
)
_BACKGROUND = re.compile(
    r"(?: [*_]* (?: Căn \s cứ | Thực \s hiện | Xét | Theo | Tiếp \s tục \s thực \s hiện | Thi \s hành ) \b )",
    re.VERBOSE,
)
_HELD = re.compile(
    r"""
    (?<!\w) (?: họp | tổ \s chức | tiến \s hành | chủ \s trì | tham \s dự | dự \s họp | khai \s mạc | triệu \s tập | diễn \s ra | Tại | tại | làm \s việc )
    (?!\w)
    """,
    re.VERBOSE,
)
_CHAIRED = re.compile(r"(?<!\w) chủ \s trì (?!\w) | dưới \s sự \s (?: chủ \s trì | điều \s hành ) ", re.VERBOSE)


def read_preamble(title: str, opening: Sequence[str], issuer: str | None, date: dt.date | None) -> Preamble:
    """Read the meeting and the chair from a title and the paragraphs of an opening.

    `date` is that of the paper: it gives a year to a day that is printed without one, and no meeting is after it.
    """
    sentences = [s for paragraph in opening for s in split_sentences(paragraph)]
    return Preamble(_find_meeting(title, sentences, issuer, date), _chair(title, sentences))


# -- meeting ------------------------------------------------------------------------------------------------------------


def _find_meeting(title: str, sentences: Sequence[str], issuer: str | None, date: dt.date | None) -> Meeting | None:
    held = [s for s in sentences if _meeting().search(s) and _HELD.search(s) and not _BACKGROUND.match(s)]
    label = _label_in_title(title) or next(filter(None, map(_label_in_text, held)), None) or _session(sentences)
    if label is None and not held:
        return None
    if label is None:
        return None
    ordinal = _ordinal(label) or next(filter(None, map(_ordinal, held)), None)
    return Meeting(
        label=label,
        body=_body(label, title, held, issuer),
        ordinal=ordinal,
        term=_term(title) or next(filter(None, map(_term, held)), None),
        date=_date(title, label, held, sentences, date),
    )


def _label_in_title(title: str) -> str | None:
    match = _numbered().search(title)
    if match and len(match["between"] or "") < 100:
        return _as_label(match[0])
    match = _meeting().search(title)
    if match is None:
        return None
    words = title[match.start() :]
    end = _TITLE_END.search(words)
    return _as_label(words[: end.start()] if end else words)


def _label_in_text(sentence: str) -> str | None:
    match = _numbered().search(sentence)
    if match and _plain(match["between"] or ""):
        return _as_label(match[0])
    match = _meeting().search(sentence)
    if match is None:
        return None
    after = _SCHEDULED.match(sentence, match.end())
    words = sentence[match.start() : after.end() if after else match.end()]
    topic = re.match(
        r"\s+(?:về|bàn|giao\ ban|đánh\ giá|nghe|triển\ khai|sơ\ kết|tổng\ kết|xem\ xét)\s[^.;:]{3,200}",
        sentence[match.end() :],
    )
    return _as_label(words + (topic[0].rstrip(" ,") if topic and not after else ""))


def _plain(between: str) -> bool:
    """True where the words between `Hội nghị` and its number are a body's name, not the rest of a sentence."""
    return not between or bool(find_agencies(between)) or len(between.split()) <= 4


def _as_label(words: str) -> str:
    words = " ".join(words.split()).rstrip(" ,;.:")
    words = re.sub(r"^phiên thứ", "phiên họp thứ", words, flags=re.IGNORECASE)
    words = re.sub(r"^họp (lần )?thứ", r"hội nghị lần thứ", words)
    if words.isupper():
        words = lower(words)
    return words[:1].upper() + words[1:]


def _session(sentences: Sequence[str]) -> str | None:
    """Read `KHÓA XVII, KỲ HỌP THỨ 19` below the title of a council's resolution."""
    for sentence in sentences:
        match = re.search(r"K[ỲỳYy]\s+HỌP\s+(?:THỨ|LẦN\s+THỨ)\s+\S+", sentence)
        if match:
            return "Kỳ họp thứ " + match[0].split()[-1].strip(".,;:")
    return None


def _ordinal(text: str) -> int | None:
    match = _numbered().search(text)
    return _value(match["ordinal"]) if match else None


def _value(printed: str) -> int | None:
    if printed.isdigit():
        return int(printed)
    if printed in _WORDS:
        return _WORDS.index(printed) + 1
    from corpus.numbering import roman_value

    return 4 if printed == "bốn" else roman_value(printed.lower())


def _term(text: str) -> str | None:
    match = _TERM.search(text)
    return f"{match['first']}-{match['last']}" if match else None


def _body(label: str, title: str, held: Sequence[str], issuer: str | None) -> str | None:
    """Return the body that met: named in the label, else whose meeting it is."""
    named = [m.name for m in find_agencies(label)]
    if named and not re.match(r"(?:cuộc|buổi)\s", label, re.IGNORECASE):
        return general_name(named[0])
    if re.match(r"(?:cuộc|buổi|phiên\ làm\ việc)", label, re.IGNORECASE):
        return None
    for text in (title, *held):
        for mention in find_agencies(text):
            if not mention.name.startswith("Văn phòng"):
                return general_name(mention.name)
    return issuer if issuer and not issuer.startswith("Văn phòng") else None


def general_name(name: str) -> str:
    """Return the name of a province's office without the province: `Ủy ban nhân dân tỉnh`."""
    from corpus.provinces import without_province

    return without_province(name)


def _date(
    title: str, label: str, held: Sequence[str], sentences: Sequence[str], reference: dt.date | None
) -> dt.date | None:
    dated = [s for s in sentences if re.match(r"\W*(?:Trong |Vào )?(?:[Nn]gày|Sáng|Chiều|Tối|các ngày)\b", s)]
    for text in (label, _after_meeting(title), *held, *dated[:1]):
        for mention in find_dates(text, reference=reference):
            if reference is None or mention.date <= reference:
                return mention.date
    return None


def _after_meeting(title: str) -> str:
    match = _meeting().search(title)
    return title[match.start() :] if match else ""


# -- chair --------------------------------------------------------------------------------------------------------------


def _chair(title: str, sentences: Sequence[str]) -> str | None:
    """Return who chaired: the person named nearest before `chủ trì`, or right after `dưới sự chủ trì của`."""
    for sentence in sentences:
        for match in _CHAIRED.finditer(sentence):
            names = list(_chairing(sentence, match))
            if names:
                return names[0]
    for sentence in sentences[-2:]:
        concluded = re.search(r"(?<!\w)(?:kết luận|chỉ đạo|có ý kiến)(?!\w)[^.]{0,60}:", sentence)
        named = names_in(sentence[: concluded.start()]) if concluded else []
        if named:
            return named[-1][0]
    named = names_in(title)
    return named[0][0] if named else None


def _chairing(sentence: str, match: re.Match[str]) -> Iterator[str]:
    before, after = sentence[: match.start()], sentence[match.end() :]
    if match[0].startswith("dưới"):
        yield from (name[0] for name in names_in(after[:160])[:1])
        return
    follows = re.match(r"\s+(?:của|,?\s*là|:)\s", after)
    if follows:
        yield from (name[0] for name in names_in(after[:160])[:1])
    comrades = list(re.finditer(r"(?:[Đđ]ồng\ chí|[Đđ]/c|ông|bà)\s", before))
    if comrades:
        yield from (name[0] for name in names_in(before[comrades[-1].start() :])[:1])
    yield from (name[0] for name in reversed(names_in(before)))
