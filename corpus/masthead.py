"""The head of a paper: letterhead, printed kind, and title.

`kind` is the type that the paper prints over its title; a letter without one (`V/v …`) is a `Công văn`. The title is
the kind and the title lines joined by single spaces; lines in capitals are written as in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from corpus.casing import sentence_case, small_first
from corpus.flow import PlacedLine, one_line
from corpus.kinds import kinds
from corpus.letterhead import Letterhead, is_number_line
from corpus.lines import Line
from corpus.numbering import read_labels
from corpus.orthography import lower
from corpus.phrases import any_of
from corpus.roles import Role
from corpus.sentences import continues, ends_sentence

_REACH = 60  # no letterhead has more lines
_LONGEST_TITLE = 15  # lines of a title
_LONGEST_LINE = 300
_LONGEST_SENTENCE = 8  # lines that an opening sentence may be wrapped over


@dataclass(slots=True)
class Masthead:
    """What the head of a paper says; `stop` is the place of the first line after it, `roles` those of its lines.

    `shouted` says that lines of the title were printed in capitals, so that names in it have lost theirs.
    """

    letterhead: Letterhead = field(default_factory=Letterhead)
    kind: str | None = None
    title: str = ""
    shouted: bool = False
    stop: int = 0
    roles: dict[int, Role] = field(default_factory=dict)


_ADDRESSEE = re.compile(r"kính\s+(?:gửi|trình)\b", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:[Vv]/[vV]|Về việc|Trích yếu)\b")
# How the first sentence of an opening begins.
_OPENING = re.compile(
    rf"""
    (?: (?:Trong|Từ|Vào|Hôm) \s )? (?:các \s | hai \s )? [Nn]gày \s \d
    | {
        any_of('''
        Sáng|Chiều|Tối|Thực hiện|Căn cứ|Sau khi|Trong|Trên cơ sở|Xét|Vừa qua|Qua|Theo|Nhằm|Để|Những năm|Thời gian qua
        Thường trực|Đồng chí|Tiếp tục|Tiếp theo|Kính gửi|Hôm nay|Sau một thời gian
      ''')
    } \s
    | Tại \s (?! [Hh]ội \s nghị .{{0,80}} \Z | [Kk]ỳ \s họp .{{0,80}} \Z | [Pp]hiên \s họp .{{0,80}} \Z )
    """,
    re.VERBOSE,
)
# The body that speaks, printed in capitals between a title and the opening: `HỘI ĐỒNG NHÂN DÂN TỈNH HÒA BÌNH`.
_SPEAKER = re.compile(
    rf"""
    {
        any_of('''
        HỘI ĐỒNG|ỦY BAN|UỶ BAN|CHỦ TỊCH|BAN THƯỜNG VỤ|BAN CHẤP HÀNH|BỘ TRƯỞNG|THỦ TƯỚNG|KHÓA|KHOÁ|QUYẾT NGHỊ
        QUYẾT ĐỊNH|HỘI NGHỊ BAN|THƯỜNG TRỰC|TỈNH ỦY|TỈNH UỶ
    ''')
    } \b
    """,
    re.VERBOSE,
)
# Kinds that stand over a title even where they are printed as plain words.
_DIRECTIVE = re.compile(any_of("Thông báo|Kết luận|Chỉ thị|Nghị quyết|Quyết định|Công điện|Hướng dẫn|Biên bản"))


@cache
def _kind() -> re.Pattern[str]:
    names = any_of("|".join(name for name in kinds().names if name not in ("Văn bản", "Luật")))
    return re.compile(rf"(?P<kind>(?i:{names}))(?!\w)(?!\s+(?:này|trên|số)\b)(?P<rest>.*)")


def read_masthead(content: Sequence[PlacedLine], roles: Mapping[int, Role]) -> Masthead:
    """Read the head of a paper from its content lines; `roles` are those of its furniture."""
    reader = _Reader(content, roles)
    stop = reader.read()
    reader.head.stop = content[stop].place if stop < len(content) else (content[-1].place + 1 if content else 0)
    return reader.head


class _Reader:
    """Reads a head line by line."""

    def __init__(self, content: Sequence[PlacedLine], roles: Mapping[int, Role]) -> None:
        self._content = content
        self._roles = roles
        self.head = Masthead()

    def read(self) -> int:
        """Return the index of the first content line below the head."""
        titled = self._kind_line()
        index = self._letterhead(titled)
        if titled is not None:
            return self._title(titled)
        if self.head.title:
            return self._addressees(self._title_lines(index))
        return self._untyped(index)

    def _mark(self, index: int, role: Role) -> None:
        self.head.roles[self._content[index].place] = role

    # -- letterhead -------------------------------------------------------------------------------------------------

    def _kind_line(self) -> int | None:
        """Return the index of the line that prints the kind, looked for as far as a letterhead may reach."""
        for index, placed in enumerate(self._content[:_REACH]):
            text = placed.line.text
            if read_kind(placed.line):
                return index
            prose = ends_sentence(text) and len(text) > 60
            labels = read_labels(text)
            if _SUBJECT.match(text) or prose or (labels and labels[0].first and index > 2):
                return None
        return None

    def _letterhead(self, titled: int | None) -> int:
        """Read the lines above the title; where no kind is printed, up to the first that is none of a letterhead's."""
        letterhead = self.head.letterhead
        for index, placed in enumerate(self._content[: _REACH if titled is None else titled]):
            text = placed.line.text
            if titled is None and _SUBJECT.match(text) and letterhead.number and not ends_sentence(text):
                self.head.title, self.head.kind = one_line(text), "Công văn"
                self._mark(index, Role.TITLE)
                return index + 1
            if not letterhead.read(placed.line) and titled is None:
                return index
            self._mark(index, Role.LETTERHEAD)
        return min(len(self._content), _REACH) if titled is None else titled

    # -- title ------------------------------------------------------------------------------------------------------

    def _title(self, index: int) -> int:
        kind, rest = read_kind(self._content[index].line) or ("", "")
        self.head.kind = kind
        self.head.title = one_line(f"{kind} {self._in_title(rest)}")
        self._mark(index, Role.TITLE)
        return self._addressees(self._title_lines(index + 1))

    def _title_lines(self, index: int) -> int:
        """Read the further lines of a title; return the index of the first line after them."""
        first = index
        while index < min(len(self._content), first + _LONGEST_TITLE):
            line = self._content[index].line
            if is_number_line(line.text):
                self.head.letterhead.read(line)
                self._mark(index, Role.LETTERHEAD)
            elif self._goes_on(first, index):
                self.head.title = one_line(f"{self.head.title} {self._in_title(line.text)}")
                self._mark(index, Role.TITLE)
            else:
                break
            index += 1
        self.head.title = self.head.title.rstrip(" .:;")
        if lower(self.head.title) == "thông báo kết luận":
            self.head.kind = "Thông báo kết luận"
        return index

    def _in_title(self, text: str) -> str:
        """Return words of a title; those in capitals go on as a sentence does."""
        if not text.isupper():
            return text
        self.head.shouted = True
        return small_first(sentence_case(text))

    def _goes_on(self, first: int, index: int) -> bool:
        """True where the line at `index` is one more line of the title whose second line is at `first`."""
        placed = self._content[index]
        line, before = placed.line, self._content[index - 1].line
        if len(line.text) > _LONGEST_LINE or (read_labels(line.text) and not line.text[0].islower()):
            return False
        if self._opens_sentence(index) and (ends_sentence(line.text) or not line.bold):
            return False
        if index == first and lower(self.head.title) == lower(self.head.kind or ""):
            return line.bold or not _OPENING.match(line.text)
        if self._ruled_off(index) or _loses_weight(before, line):
            return False
        if placed.apart:
            return continues(line.text) or (line.bold and not _SPEAKER.match(line.text))
        return index == first or not (line.text.isupper() and _SPEAKER.match(line.text))

    def _ruled_off(self, index: int) -> bool:
        start, stop = self._content[index - 1].place + 1, self._content[index].place
        return any(self._roles.get(place) is Role.RULE for place in range(start, stop))

    def _opens_sentence(self, index: int) -> bool:
        """True where the paragraph that begins at `index` ends as a sentence does."""
        if continues(self._content[index].line.text):
            return False
        last = index
        while last + 1 < len(self._content) and not ends_sentence(self._content[last].line.text):
            if self._content[last + 1].apart or last - index >= _LONGEST_SENTENCE:
                break
            last += 1
        opening = _OPENING.match(self._content[index].line.text) is not None
        return ends_sentence(self._content[last].line.text) and (opening or last == index or last - index > 1)

    def _addressees(self, index: int) -> int:
        """Pass over `Kính gửi: …` below the subject of a letter."""
        if index < len(self._content) and _ADDRESSEE.match(self._content[index].line.text):
            self._mark(index, Role.LETTERHEAD)
            index += 1
            while index < len(self._content) and self._content[index].line.text[0] in "-+•":
                self._mark(index, Role.LETTERHEAD)
                index += 1
        return index

    def _untyped(self, index: int) -> int:
        """Take a first line that is no sentence as the title of a paper without a printed kind."""
        if index >= min(len(self._content), _REACH):
            return index
        line = self._content[index].line
        follows = self._content[index + 1] if index + 1 < len(self._content) else None
        alone = line.bold or line.heading > 0 or line.text.isupper() or (follows is not None and follows.apart)
        if not alone or ends_sentence(line.text) or read_labels(line.text) or len(line.text) > _LONGEST_LINE:
            return index
        self.head.title = one_line(sentence_case(line.text))
        self._mark(index, Role.TITLE)
        return self._title_lines(index + 1)


def read_kind(line: Line) -> tuple[str, str] | None:
    """Return the kind that a line prints over a title and the words behind it on the line, or None."""
    match = _kind().match(_unspaced(line.text))
    if not match or (len(line.cells()) > 1 and not _is_spaced(line.text)):
        return None
    rest = match["rest"].strip(" :")
    loud = match["kind"].isupper() or line.bold or line.heading > 0
    quiet = _DIRECTIVE.match(line.text) is not None and (not rest or continues(rest))
    if not (loud or quiet) or ends_sentence(rest) or len(rest) > _LONGEST_LINE:
        return None
    return match["kind"][:1].upper() + lower(match["kind"][1:]), rest


def _is_spaced(text: str) -> bool:
    return all(len(token) == 1 for token in text.split())


def _unspaced(text: str) -> str:
    """Return `T H Ô N G   B Á O` as the words it spaces out; other text as it is."""
    if not text or not _is_spaced(text):
        return text
    return " ".join(word.replace(" ", "") for word in re.split(r"\s{2,}", text))


def _loses_weight(before: Line, line: Line) -> bool:
    """True where a title in bold or under a heading mark is followed by plain text."""
    if before.heading and not line.heading:
        return not line.bold and not continues(line.text)
    return before.bold and not line.bold
