"""Calendar dates in prose: `ngày 22 tháng 12 năm 2023`, `26/02/2022`, `04-3-2022`.

A date that no calendar has (31/02) is not a date. Dates without a year (`ngày 15/6`) are found only where a
reference date is given, because only that gives them a year.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from corpus.model import Span


class Leaning(Enum):
    """Which way a date without a year is read: a limit lies ahead of the reference, a cited paper behind it."""

    AHEAD = auto()
    BEHIND = auto()


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date and where it stands; `text` is what `span` covers, with the word `ngày` where it is printed."""

    date: dt.date
    span: Span
    text: str


@cache
def _pattern() -> re.Pattern[str]:
    # It begins with a digit, and asks behind it what stands before, so that the search passes over all that is none.
    return re.compile(
        r"""
        (?P<day> \d (?<! [\w/.,]\d ) (?: (?<=[0-3]) \d )? )
        (?:
          \s{1,4} (?i:tháng) \s{1,4} (?P<month> [01]?\d )          # 22 tháng 12 năm 2023
          (?: \s{0,2} ,? \s{0,4} (?i:năm) \s{1,4} | \s? / \s? )     # … tháng 12, năm 2023; … tháng 12/2023
          (?P<year> (?:19|20)\d\d )
        |
          \s? (?P<mark> [/.–-] ) \s? (?P<month2> [01]?\d )          # 26/02/2022  26-02-2022  26.02.2022
          (?: \s? (?P=mark) \s? | \s{1,4} (?i:năm) \s{1,4} )        # 26/02 năm 2022
          (?P<year2> (?:19|20)\d\d )
        )
        (?! \w | /\w | [.,]\d )
        """,
        re.VERBOSE,
    )


_THE_DAY = re.compile(r"(?<![\w/.,])(?i:ngày)\s{1,4}\Z")  # before a date, and part of it
_LONGEST_THE_DAY = 8


@cache
def _yearless_pattern() -> re.Pattern[str]:
    return re.compile(
        r"""
        (?<!\w) (?i:ngày) \s{1,4} (?P<day> [0-3]?\d )
        (?: \s{1,4} (?i:tháng) \s{1,4} | \s? / \s? | (?=-[01]?\d(?!\d)) - )   # ngày 15 tháng 6, ngày 15/6
        (?P<month> [01]?\d )
        (?! \w | [/.,-]\d | \s{0,2} ,? \s{0,4} (?i:năm) \s{1,4} \d )
        """,
        re.VERBOSE,
    )


def calendar_date(year: int, month: int, day: int) -> dt.date | None:
    """Return the date, or None where no calendar has it."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def nearest_year(month: int, day: int, reference: dt.date, leaning: Leaning) -> int:
    """Return the year in which a day without one most likely falls.

    That is the year of `reference`, but for a limit that would have passed over two months before it (`trước ngày
    15/01` written in December means next January), and for a cited paper dated after it.
    """
    distance = (month - reference.month) * 31 + day - reference.day
    match leaning:
        case Leaning.AHEAD:
            return reference.year + 1 if distance < -62 else reference.year
        case Leaning.BEHIND:
            return reference.year - 1 if distance > 62 else reference.year


def _dated(match: re.Match[str], text: str) -> tuple[tuple[int, int], str, dt.date | None]:
    """Return where a date stands, with the word `ngày` before it, what is printed there, and the date."""
    word = _THE_DAY.search(text, max(0, match.start() - _LONGEST_THE_DAY), match.start())
    start, end = word.start() if word else match.start(), match.end()
    return (start, end), text[start:end], _read(match)


def _read(match: re.Match[str]) -> dt.date | None:
    return calendar_date(
        int(match["year"] or match["year2"]), int(match["month"] or match["month2"]), int(match["day"])
    )


_YEAR = re.compile(r"(?:19|20)\d\d")


def find_dates(
    text: str, *, reference: dt.date | None = None, leaning: Leaning = Leaning.AHEAD
) -> tuple[DateMention, ...]:
    """Return the dates of `text` in order; with a `reference`, also those that leave out the year."""
    found = [_dated(m, text) for m in _pattern().finditer(text)] if _YEAR.search(text) else []
    if reference is not None:
        for m in _yearless_pattern().finditer(text):
            day, month = int(m["day"]), int(m["month"])
            year = nearest_year(month, day, reference, leaning)
            found.append((m.span(), m[0], calendar_date(year, month, day)))
    mentions = [DateMention(date, Span(*span), words) for span, words, date in found if date]
    return tuple(sorted(mentions, key=lambda mention: mention.span))


def parse_date(text: str) -> dt.date | None:
    """Return the first date of `text`, or None."""
    return next((mention.date for mention in find_dates(text)), None)
