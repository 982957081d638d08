"""Limits and rhythms that a text sets for a task: `trước ngày 22/12/2023`, `trong quý III`, `định kỳ 6 tháng`.

Phrases are found by their form (`corpus.deadline_forms`), then judged by the clause they stand in (`corpus.clauses`):
a target, a fact, the period of a plan or the date of a paper is no deadline. Where the contract leaves it open:

- `trước tháng 9/2023` is by the last day before that month; so are `trước quý IV` and `trước năm 2025`.
- `đến hết tháng 6/2022` is within that month, as is `tại hội nghị tháng 6/2022`.
- `trước ngày 25 hằng tháng` is a rhythm of one month. Rhythms shorter than a month have no form and are left out.
- `trong 6 tháng đầu năm 2025` is by 2025-06-30.
- `trong 15 ngày kể từ ngày 01/3/2022` is by 2022-03-16; working days, hours and undated events stay relative.
- A phrase without a year takes it from the reference; without a reference it is relative.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator

from corpus.clauses import sets_task
from corpus.dates import Leaning, calendar_date, find_dates, nearest_year
from corpus.deadline_forms import Form, phrases, triggers
from corpus.model import By, Deadline, Every, Relative, Span, WithinMonth, WithinQuarter, WithinYear
from corpus.numbers import masked
from corpus.orthography import lower

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTHS_IN = {"tháng": 1, "quý": 3, "quí": 3, "năm": 12}
_WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "chín": 9, "mười": 10}


# A line end before a small letter wraps a line; before anything else it ends a paragraph.
_WRAP = re.compile(r"\n(?=[ ]*[a-zà-ỹđ])")


def find_deadlines(text: str, *, reference: dt.date | None = None) -> tuple[Deadline, ...]:
    """Return the deadlines of `text` in order; `reference` is the date of its document."""
    plain = _plain(text)
    found: list[Deadline] = []
    end = 0
    for trigger in triggers().finditer(plain):
        if trigger.start() < end:
            continue
        for phrase in phrases():
            if match := phrase.pattern.match(plain, trigger.start()):
                span = Span(*match.span())
                end = span.end
                if sets_task(plain, span, phrase.strength):
                    read = _read(phrase.form, match, text, span, reference)
                    found += (deadline for deadline in read if not _is_over(deadline, reference))
                break
    return tuple(found)


def _is_over(deadline: Deadline, reference: dt.date | None) -> bool:
    """Whether a period had ended when the paper was written: then the clause looks back, whatever its verb.

    Last days get two weeks of grace, because a paper may be dated after its meeting.
    """
    if reference is None:
        return False
    match deadline:
        case By():
            return deadline.date < reference - dt.timedelta(days=14)
        case WithinMonth():
            return (deadline.year, deadline.month) < (reference.year, reference.month)
        case WithinQuarter():
            return (deadline.year, deadline.quarter) < (reference.year, (reference.month + 2) // 3)
        case WithinYear():
            return deadline.year < reference.year
        case _:
            return False


def _plain(text: str) -> str:
    """Return `text` in lower case, wrapped lines joined, with document numbers blanked; positions stay."""
    return lower(masked(_WRAP.sub(" ", text), "#"))


def _read(form: Form, match: re.Match[str], text: str, span: Span, reference: dt.date | None) -> Iterator[Deadline]:
    words = " ".join(span.of(text).split())
    match form:
        case Form.DAY:
            yield from _day(match, words, span, reference)
        case Form.MONTH | Form.QUARTER | Form.YEAR:
            yield from _period(form, match, words, span, reference)
        case Form.RHYTHM:
            yield from _rhythm(match, text, span)
        case Form.DAY_OF_RHYTHM:
            yield Every(
                _MONTHS_IN[match["unit"] or match["unit2"] or match["unit3"] or match["of"] or "tháng"], words, span
            )
        case Form.PART_OF_YEAR:
            yield _part_of_year(match, words, span, reference)
        case Form.COUNTED:
            yield _counted(match, words, span, reference)
        case Form.EVENT:
            yield _event(match, words, span, reference)


def _year(match: re.Match[str], month: int, day: int, reference: dt.date | None) -> int | None:
    """Return the printed year, else the one that the reference lends."""
    groups = match.groupdict()
    printed: str | None = groups.get("year") or groups.get("year2") or groups.get("year3")
    if printed and printed.isdigit():
        return int(printed)
    if reference is None:
        return None
    match printed:
        case "nay":
            return reference.year
        case "sau":
            return reference.year + 1
        case _:
            return nearest_year(month, day, reference, Leaning.AHEAD)


def _day(match: re.Match[str], words: str, span: Span, reference: dt.date | None) -> Iterator[Deadline]:
    day, month = int(match["day"]), int(match["month"] or match["month2"])
    year = _year(match, month, day, reference)
    if year is None:
        yield Relative(words, span)
    elif date := calendar_date(year, month, day):
        yield By(date, words, span)


def _period(form: Form, match: re.Match[str], words: str, span: Span, reference: dt.date | None) -> Iterator[Deadline]:
    first, last = _months(form, match)
    if not 1 <= last <= 12:
        return
    year = _year(match, last, 28, reference)
    if year is None:
        yield Relative(words, span)
    elif (match["lead"] or "").endswith("trước"):
        yield By(dt.date(year, first, 1) - dt.timedelta(days=1), words, span)
    elif form is Form.MONTH:
        yield WithinMonth(year, last, words, span)
    elif form is Form.QUARTER:
        yield WithinQuarter(year, last // 3, words, span)
    else:
        yield WithinYear(year, words, span)


def _months(form: Form, match: re.Match[str]) -> tuple[int, int]:
    """Return the first and the last month of a period."""
    if form is Form.MONTH:
        return int(match["month"]), int(match["month"])
    if form is Form.QUARTER:
        quarter = _ROMAN.get(match["quarter"]) or int(match["quarter"])
        return 3 * quarter - 2, 3 * quarter
    return 1, 12


def _part_of_year(match: re.Match[str], words: str, span: Span, reference: dt.date | None) -> Deadline:
    """Read `trong 6 tháng đầu năm` as by its last day; the contract has no form for half a year."""
    year = int(match["year"]) if match["year"] else reference.year if reference else None
    if year is None:
        return Relative(words, span)
    last = int(match["months"]) if match["end"] == "đầu" else 12
    return By(dt.date(year, last, calendar.monthrange(year, last)[1]), words, span)


_BEAT = re.compile(r"(?:(?P<count>\d{1,2}|hai|ba|bốn|sáu|chín)\s+)?(?P<unit>tháng|qu[ýí]|năm)")


def _rhythm(match: re.Match[str], text: str, span: Span) -> Iterator[Deadline]:
    """Yield a rhythm for each beat of `định kỳ hằng quý, 6 tháng và năm`; the first has the lead words in its text."""
    first = Span(span.start, match.end("first"))
    beats = [(first, match["first"])]
    for beat in re.finditer(r"(?:,\s+|\s+và\s+)(?P<words>[^,]+?)(?=,|\s+và\s|\Z)", match["more"]):
        offset = match.start("more") + beat.start("words")
        beats.append((Span(offset, offset + len(beat["words"])), beat["words"]))
    for where, words in beats:
        read = _BEAT.search(words)
        count = _count(read["count"] or "1") if read else 0
        months = count * _MONTHS_IN[read["unit"]] if read else 0
        if months:
            yield Every(months, " ".join(where.of(text).split()), where)


def _counted(match: re.Match[str], words: str, span: Span, reference: dt.date | None) -> Deadline:
    groups = match.groupdict()
    start = next(iter(find_dates(words, reference=reference, leaning=Leaning.BEHIND)), None)
    count = groups.get("count")
    if start is None or count is None or groups.get("working"):
        return Relative(words, span)
    number = _count(count)
    date = _added(start.date, number, groups["unit"] or "")
    return By(date, words, span) if date else Relative(words, span)


def _count(word: str) -> int:
    return _WORDS.get(word) or int(word)


def _added(start: dt.date, count: int, unit: str) -> dt.date | None:
    match unit:
        case "ngày":
            return start + dt.timedelta(days=count)
        case "tuần":
            return start + dt.timedelta(weeks=count)
        case "tháng":
            year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
            return dt.date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
        case _:
            return None


def _event(match: re.Match[str], words: str, span: Span, reference: dt.date | None) -> Deadline:
    """Resolve `trong tháng này` and `trong quý tới`; other events have no date in the text."""
    if reference is None or match["unit"] in (None, "tuần"):
        return Relative(words, span)
    length = _MONTHS_IN[match["unit"]]
    period = (reference.year * 12 + reference.month - 1) // length + (match["which"] == "tới")
    year, place = divmod(period, 12 // length)
    if length == 1:
        return WithinMonth(year, place + 1, words, span)
    return WithinQuarter(year, place + 1, words, span)
