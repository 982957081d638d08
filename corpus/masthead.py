"""The head of a paper: letterhead in one column or two, number, place and date, printed kind, and title.

`kind` is the type that the paper prints over its title; a letter without one (`V/v …`) is a `Công văn`. The title is
kind and title lines joined by single spaces, words in capitals written as in a sentence.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from corpus.agencies import canonical_name
from corpus.casing import sentence_case, small_first
from corpus.dates import find_dates
from corpus.flow import PlacedLine, one_line
from corpus.kinds import kinds
from corpus.lines import Line
from corpus.numbering import read_labels
from corpus.numbers import find_numbers
from corpus.orthography import lower
from corpus.roles import Role
from corpus.sentences import continues, ends_sentence

_REACH = 60  # no letterhead has more lines
_LONGEST_LINE = 300


@dataclass(slots=True)
class Masthead:
    """What the head of a paper says. `offices` are the issuing offices as printed, from the outermost in.

    `stop` is the place of the first line after it; `roles` those of its lines.
    """

    offices: list[str] = field(default_factory=list)
    number: str | None = None
    place: str | None = None
    date: dt.date | None = None
    kind: str | None = None
    title: str = ""
    stop: int = 0
    roles: dict[int, Role] = field(default_factory=dict)


_NATION = re.compile(
    r"""
      đảng \s cộng \s sản \s việt \s nam
    | cộng \s h(?:òa|oà) \s xã \s hội \s chủ \s nghĩa \s việt \s nam
    | độc \s lập \s* [-–—.] \s* tự \s do \s* [-–—.] \s* hạnh \s phúc
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(r"(?i:số) \s* [:.]? \s* (?= [\d/.…_-] | \Z )", re.VERBOSE)
_PLACED = re.compile(
    r"""
    (?P<place> [^\W\d] [^\d,;]{1,60}? ) \s* , \s* (?: ngày \b | (?= \d{1,2} [/-] \d ) )    # Bắc Kạn, ngày 13 tháng 10 …
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MARK = re.compile(
    r"""
    (?: hỏa \s tốc .* | hoả \s tốc .* | (?:thượng \s )? khẩn | (?: tối \s | tuyệt \s )? mật | dự \s thảo .{0,20} | bản \s sao
      | công \s văn \s đến | đến \s* : .* | ký \s hiệu .* | phụ \s lục .* | \(? d[ựu] \s thảo .* ) \Z
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ADDRESSEE = re.compile(r"kính \s (?:gửi|trình) \b", re.VERBOSE | re.IGNORECASE)
_SUBJECT = re.compile(r"(?: V/v | Về \s việc | v/v | Trích \s yếu ) \b", re.VERBOSE)
_OPENING = re.compile(
    r"""
    (?: (?:Trong|Từ|Vào)? \s? (?:[Cc]ác\s)? [Nn]gày \s \d | Sáng | Chiều | Tối | Thực \s hiện | Căn \s cứ | Sau \s khi | Trong \s | Trên \s cơ \s sở
      | Xét | Tại \s (?!Hội \s nghị .{0,80}\Z) | Vừa \s qua | Qua \s | Theo \s | Nhằm | Để \s | Những \s năm | Thời \s gian \s qua | Thường \s trực
      | Đồng \s chí | Tiếp \s tục | Tiếp \s theo | Kính \s gửi )
    """,
    re.VERBOSE,
)
_BODY = re.compile(
    r"""
    (?: HỘI \s ĐỒNG \s NHÂN \s DÂN | [ỦU][ỶY] \s BAN | ỦY \s BAN | UỶ \s BAN | CHỦ \s TỊCH | BAN \s THƯỜNG \s VỤ | BAN \s CHẤP \s HÀNH | BỘ \s TRƯỞNG
      | THỦ \s TƯỚNG | KHÓA | KHOÁ | QUYẾT \s (?:NGHỊ|ĐỊNH) | KẾT \s LUẬN \s* : | HỘI \s NGHỊ \s BAN )
    """,
    re.VERBOSE,
)


@cache
def _kind() -> re.Pattern[str]:
    names = sorted((name for name in kinds().names if name not in ("Văn bản", "Luật")), key=len, reverse=True)
    return re.compile(rf"(?P<kind>(?i:{'|'.join(map(re.escape, names))}))(?!\w)(?!\s+(?:này|trên|số)\b)(?P<rest>.*)")


def read_masthead(content: Sequence[PlacedLine], roles: Mapping[int, Role]) -> Masthead:
    """Read the head of a paper from its content lines; `roles` are those of its furniture."""
    head = Masthead(stop=content[0].place if content else 0)
    index = _letterhead(head, content)
    if head.kind is None and not head.title:
        index = _untyped_title(head, content, index)
    else:
        index = _title(head, content, roles, index)
    head.stop = content[index].place if index < len(content) else content[-1].place + 1 if content else 0
    return head


# -- letterhead ---------------------------------------------------------------------------------------------------------


def _letterhead(head: Masthead, content: Sequence[PlacedLine]) -> int:
    """Read lines up to that of the kind or of the subject; return the index of the first line that is neither."""
    for index, placed in enumerate(content[:_REACH]):
        line = placed.line
        if _reads_kind(head, line):
            head.roles[placed.place] = Role.TITLE
            return index + 1
        if _SUBJECT.match(line.text) and head.number and not ends_sentence(line.text):
            head.title, head.kind = one_line(line.text), "Công văn"
            head.roles[placed.place] = Role.TITLE
            return index + 1
        if not _reads_letterhead(head, line):
            return index
        head.roles[placed.place] = Role.LETTERHEAD
    return min(len(content), _REACH)


def _reads_kind(head: Masthead, line: Line) -> bool:
    match = _kind().match(_unspaced(line.text))
    if not match or len(line.cells()) > 1 and not _is_spaced(line.text):
        return False
    rest = match["rest"].strip(" :")
    loud = match["kind"].isupper() or line.bold or line.heading
    if not (loud or not rest or continues(rest)) or ends_sentence(rest) or len(rest) > _LONGEST_LINE:
        return False
    head.kind = match["kind"][:1].upper() + lower(match["kind"][1:])
    head.title = one_line(f"{head.kind} {_in_title(rest)}")
    return True


def _is_spaced(text: str) -> bool:
    return all(len(token) == 1 for token in text.split())


def _unspaced(text: str) -> str:
    """Return `T H Ô N G   B Á O` as the words it spaces out; other text as it is."""
    if not text or not _is_spaced(text):
        return text
    return " ".join(word.replace(" ", "") for word in re.split(r"\s{2,}", text))


def _reads_letterhead(head: Masthead, line: Line) -> bool:
    """Take what the cells of a line say; False where a cell is none of a letterhead's."""
    cells = line.cells()
    found = [_reads_cell(head, cell) for cell in cells]
    if all(found):
        return True
    return any(found) and len(cells) > 1


def _reads_cell(head: Masthead, cell: str) -> bool:
    if _NATION.search(lower(cell)) or _MARK.match(cell):
        return True
    if match := _NUMBER.match(cell):
        return _reads_number(head, cell, match.end())
    if match := _PLACED.match(cell):
        dates = find_dates(cell)
        if dates or len(cell) < 80:
            head.place = head.place or one_line(match["place"])
            head.date = head.date or (dates[0].date if dates else None)
            return len(cell) < 80
        return False
    return _reads_office(head, cell)


def _reads_number(head: Masthead, cell: str, end: int) -> bool:
    """Read `Số 707-TB/TU`, and a place and date that stand behind it on one line."""
    numbers = find_numbers(cell) or find_numbers("số " + cell[end:])
    if numbers and head.number is None:
        head.number = numbers[0].number.printed
    behind = re.search(r"[,;]?\s+(?=[^\W\d_][^\d,]{1,40},\s*ngày\b)", cell[end:])
    if behind:
        _reads_cell(head, cell[end + behind.end() :])
    return len(cell) < 120


def _reads_office(head: Masthead, cell: str) -> bool:
    letters = [c for c in cell if c.isalpha()]
    if not letters or len(cell) > 90 or ends_sentence(cell):
        return False
    if cell.isupper() or canonical_name(cell):
        head.offices.append(one_line(cell))
        return True
    return _ADDRESSEE.match(cell) is not None


# -- title --------------------------------------------------------------------------------------------------------------


def _title(head: Masthead, content: Sequence[PlacedLine], roles: Mapping[int, Role], index: int) -> int:
    """Read the lines of the title that follow its first; return the index of the first line after it."""
    first = index - 1
    while index < len(content) and _goes_on(head, content, roles, first, index):
        head.title = one_line(f"{head.title} {_in_title(content[index].line.text)}")
        head.roles[content[index].place] = Role.TITLE
        index += 1
    head.title = head.title.rstrip(" .:;")
    if head.kind == "Thông báo" and lower(head.title) == "thông báo kết luận":
        head.kind = "Thông báo kết luận"
    return _addressees(head, content, index)


def _in_title(text: str) -> str:
    """Return a further line of a title; one in capitals goes on as a sentence does."""
    return small_first(sentence_case(text)) if text.isupper() else text


def _addressees(head: Masthead, content: Sequence[PlacedLine], index: int) -> int:
    """Pass over `Kính gửi: …` below the subject of a letter."""
    if index < len(content) and _ADDRESSEE.match(content[index].line.text):
        while index < len(content) and (
            _ADDRESSEE.match(content[index].line.text) or content[index].line.text[0] in "-+•"
        ):
            head.roles[content[index].place] = Role.LETTERHEAD
            index += 1
    return index


def _goes_on(head: Masthead, content: Sequence[PlacedLine], roles: Mapping[int, Role], first: int, index: int) -> bool:
    """True where the line at `index` is one more line of the title that began at `first`."""
    placed, before = content[index], content[index - 1]
    line = placed.line
    bare_kind = index == first + 1 and lower(head.title) == lower(head.kind or "")
    if len(line.text) > _LONGEST_LINE or (read_labels(line.text) and not line.text[0].islower()):
        return False
    if _sentence_from(content, index) and not (line.bold and not ends_sentence(line.text)):
        return False
    if bare_kind:
        return not _OPENING.match(line.text) or line.bold
    ruled = any(roles.get(place) is Role.RULE for place in range(before.place + 1, placed.place))
    if ruled or (before.line.bold and not line.bold) or (before.line.heading and not line.heading and not line.bold):
        return bool(before.line.heading and not ruled and continues(line.text))
    if placed.apart:
        return continues(line.text) or (
            line.bold and not _BODY.match(line.text) and not _reads_office(Masthead(), line.text)
        )
    return not _BODY.match(line.text) or not line.text.isupper() or index == first + 1


def _sentence_from(content: Sequence[PlacedLine], index: int) -> bool:
    """True where the paragraph that the line at `index` begins ends as a sentence does."""
    if continues(content[index].line.text):
        return False
    end = index
    while end + 1 < len(content) and not content[end + 1].apart and not ends_sentence(content[end].line.text):
        end += 1
        if end - index > 8:
            break
    words = content[end].line.text
    return ends_sentence(words) and (
        _OPENING.match(content[index].line.text) is not None or end == index or end - index > 1
    )


def _untyped_title(head: Masthead, content: Sequence[PlacedLine], index: int) -> int:
    """Take a first line that is no sentence as the title of a paper without a printed kind."""
    if index >= len(content) or index > _REACH:
        return index
    line = content[index].line
    follows = content[index + 1] if index + 1 < len(content) else None
    titled = line.bold or line.heading > 0 or line.text.isupper() or (follows is not None and follows.apart)
    if not titled or ends_sentence(line.text) or read_labels(line.text) or len(line.text) > _LONGEST_LINE:
        return index
    head.title = one_line(line.text)
    head.roles[content[index].place] = Role.TITLE
    return _title(head, content, {}, index + 1)
