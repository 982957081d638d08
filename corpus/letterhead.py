"""The lines above a title: issuing offices, national name, number, place and date, in one column or two.

Columns stand side by side on one line, one below the other, or in the cells of a table; each cell is read by itself.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from corpus.agencies import canonical_name
from corpus.dates import find_dates
from corpus.flow import one_line
from corpus.lines import Line
from corpus.numbers import find_numbers
from corpus.orthography import lower
from corpus.phrases import any_of
from corpus.sentences import ends_sentence


@dataclass(slots=True)
class Letterhead:
    """What the lines above a title say. `offices` are the issuing offices as printed, from the outermost in."""

    offices: list[str] = field(default_factory=list)
    number: str | None = None
    place: str | None = None
    date: dt.date | None = None

    def read(self, line: Line) -> bool:
        """Take what the cells of a line say; False where the line is none of a letterhead's."""
        cells = line.cells()
        found = [self._cell(cell) for cell in cells]
        return all(found) or (any(found) and len(cells) > 1)

    def _cell(self, cell: str) -> bool:
        cell = cell.removeprefix("*").lstrip()
        if nation := _NATION.search(lower(cell)):
            self._cell(cell[: nation.start()])  # columns that only a space is left between
            return True
        if _MARK.fullmatch(cell):
            return True
        if match := _NUMBER.match(cell.lstrip("(")):
            return self._number(cell, match.end())
        return self._place(cell) or self._office(cell)

    def _number(self, cell: str, end: int) -> bool:
        """Read `Số 707-TB/TU`, with the place and the date or the date alone that may stand behind it."""
        numbers = find_numbers(cell)
        if numbers and self.number is None:
            self.number = numbers[0].number.printed
        behind = cell[numbers[0].span.end if numbers else end :]
        placed = re.search(r"\s(?=[^\W\d_][^\d,]{1,40},\s*ngày\b)", behind)
        if placed:
            self._place(behind[placed.end() :])
        dates = find_dates(behind)
        self.date = self.date or (dates[0].date if dates else None)
        return len(cell) < _LONGEST

    def _place(self, cell: str) -> bool:
        """Read `Bắc Kạn, ngày 13 tháng 10 năm 2022`; the day may still be blank."""
        match = _PLACED.match(cell)
        if not match or len(cell) >= _LONGEST or ends_sentence(cell):
            return False
        dates = find_dates(cell)
        self.place = self.place or one_line(match["place"])
        self.date = self.date or (dates[0].date if dates else None)
        return True

    def _office(self, cell: str) -> bool:
        if len(cell) >= _LONGEST or ends_sentence(cell) or not any(c.isalpha() for c in cell):
            return False
        if cell.isupper() or canonical_name(cell):
            self.offices.append(one_line(cell))
            return True
        return False


_LONGEST = 100  # no cell of a letterhead is longer
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
# Stamps of urgency and secrecy, and what an incoming registry writes on a paper.
_MARK = re.compile(
    rf"""
    {any_of("hỏa tốc|hoả tốc|thượng khẩn|khẩn|tối mật|tuyệt mật|mật|bản sao|công văn đến|lưu hành nội bộ")} .{{0,20}}
    | \W? dự \s thảo .{{0,20}} | đến \s* : .{{0,60}} | phụ \s lục .{{0,60}}
    """,
    re.VERBOSE | re.IGNORECASE,
)


def is_number_line(text: str) -> bool:
    """True for a line that prints the paper's own number: `(Số 96-KL/TU, ngày 31 tháng 5 năm 2021)`."""
    match = _NUMBER.match(text.lstrip("("))
    return match is not None and len(text) < _LONGEST and bool(find_numbers(text)) and not ends_sentence(text)
