"""Which printed lines are one paragraph: hard-wrapped lines and sentences that a page break cut are put together.

How a text is wrapped is measured on itself: the lines that certainly go on (no stop, a small letter next) say how far
a full line reaches. A line that stops short of that although the next word had room ends its paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.lines import Line
from corpus.numbering import read_labels
from corpus.roles import FURNITURE, Role
from corpus.sentences import DECIDES, continues, ends_sentence, hangs

_BULLET = re.compile(r"[-–—+•●▪◦*] ?(?P<words>.*)")
# How the sentence begins that closes a paper: it is a paragraph of its own, however full the line before it is.
_SENDS_OUT = re.compile(
    r"(?:Thông báo|Kết luận|Chỉ thị|Nghị quyết|Công văn) này\b|Trên đây là\b"
    r"|(?:Văn phòng|Ban Thường vụ|Thường trực|Ủy ban|Uỷ ban|UBND|Bộ)\b[^.;:]{0,60}? (?:xin |trân trọng )?thông báo\b"
)
_DECIDES = re.compile(rf"{DECIDES}(?!\w)(?!\s+của\b)")
_RAGGED = 0.85  # how far a full line may stay behind the longest ones
_SLACK = 2  # columns that the longest word at a line's end may have hidden
_FIRST_LINE = 2  # columns that the first line of a paragraph is indented by, at least


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of content at its place among all lines.

    `apart` says that blank lines stand before it, `page` that the furniture of a page break does.
    """

    place: int
    line: Line
    apart: bool = False
    page: bool = False


def place_lines(lines: Sequence[Line], roles: Mapping[int, Role]) -> tuple[PlacedLine, ...]:
    """Return the content lines: those without a role."""
    return tuple(_placed(lines, roles))


def _placed(lines: Sequence[Line], roles: Mapping[int, Role]) -> Iterator[PlacedLine]:
    apart = page = False
    for place, line in enumerate(lines):
        role = roles.get(place)
        page = page or line.page_start or role in FURNITURE - {Role.RULE}
        apart = apart or role is not None
        if role is None:
            yield PlacedLine(place, line, apart, page)
            apart = page = False


@dataclass(frozen=True, slots=True)
class Flow:
    """How the lines of one text follow each other.

    `full` is the reach of a full line in characters, None where none is wrapped; `indent` that of the lines that go on
    with a paragraph.
    """

    full: int | None
    indent: int = 0

    @classmethod
    def measure(cls, lines: Iterable[PlacedLine]) -> Flow:
        """Measure the wrapping of a text by its own lines."""
        reaches: list[int] = []
        indents: Counter[int] = Counter()
        pairs = 0
        before: Line | None = None
        for placed in lines:
            if before is not None and not placed.apart and before.width >= 40:
                pairs += 1
                if not ends_sentence(before.text) and continues(placed.line.text):
                    reaches.append(_reach(before, placed.line))
                    indents[placed.line.indent] += 1
            before = placed.line
        if len(reaches) < max(3, pairs / 4):
            return cls(None)
        reaches.sort()
        ragged = _RAGGED * reaches[len(reaches) * 9 // 10]
        return cls(next(reach for reach in reaches if reach >= ragged), indents.most_common(1)[0][0])

    def fills(self, before: Line, after: Line) -> bool:
        """True where `before` is a wrapped line so full that the next word had no room on it."""
        return self.full is not None and _reach(before, after) >= self.full - _SLACK

    def indents(self, line: Line) -> bool:
        """True where a line of a wrapped text stands in as the first lines of paragraphs do."""
        return self.full is not None and line.indent >= self.indent + _FIRST_LINE

    def joins(self, before: Line, after: PlacedLine) -> bool:
        """True where `after` goes on with the paragraph that `before` is the last line of."""
        bullet = _BULLET.fullmatch(after.line.text)
        if bullet:
            whole = after.page or not after.apart
            return _is_dash(bullet["words"]) and whole and not ends_sentence(before.text)
        if hangs(before.text):
            return True
        ended = ends_sentence(before.text)
        if continues(after.line.text):
            return self._goes_on(before, after, ended=ended)
        if after.line.text[0].isdigit() and not ended and not (after.apart and not after.page):
            return before.bold == after.line.bold and not before.heading  # Trường hợp vượt ⏎ 500 triệu đồng
        if after.page:
            return not ended and not _stands_alone(before) and not _DECIDES.match(after.line.text)
        if after.apart:
            return not ended and not _stands_alone(before) and _is_order(before.text)
        if self.full is None:
            return not ended and before.bold and after.line.bold
        closes = ended and _SENDS_OUT.match(after.line.text) is not None
        return (
            self.fills(before, after.line)
            and _alike(before, after.line)
            and not self.indents(after.line)
            and not closes
        )

    def _goes_on(self, before: Line, after: PlacedLine, *, ended: bool) -> bool:
        if not ended or before.text.endswith(("...", "…")):
            return True
        if after.page and before.text.endswith(":"):
            return True
        return not after.apart and self.fills(before, after.line)


def _reach(before: Line, after: Line) -> int:
    """Return the columns that `before` would reach to with the first word of `after` on it."""
    return before.width + 1 + len(after.text.split(None, 1)[0])


def _is_dash(words: str) -> bool:
    """True where a leading dash joins two words of a sentence: `- xã hội`, `- 2025`."""
    return words[:1].islower() or words[:1].isdigit()


def _alike(before: Line, after: Line) -> bool:
    """True where nothing in the print parts two lines: bold goes on, or ends with the colon of a run-in heading."""
    if before.heading:
        return False
    return before.bold == after.bold or (before.bold and (after.bold_to > 0 or before.text.endswith(":")))


def _is_order(text: str) -> bool:
    """True for the beginning of an order (`2. Giao Sở`), which no blank line ends."""
    labels = read_labels(text)
    return _DECIDES.match(text, labels[0].end if labels else 0) is not None


def _stands_alone(line: Line) -> bool:
    return line.bold or line.heading > 0


def one_line(text: str) -> str:
    """Return `text` with every run of white space as one space."""
    return " ".join(text.split())
