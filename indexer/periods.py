"""Days, months and years as a person types them in a query: `2022`, `3/2022`, `2022-03-04`, `2022..2023`."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

_POINT = re.compile(
    r"""
    (?: (?P<year> \d{4} ) (?: [-/] (?P<month> \d{1,2} ) (?: [-/] (?P<day> \d{1,2} ) )? )?   # 2022 2022-03 2022-03-04
      | (?: (?P<d> \d{1,2} ) [-/.] )? (?P<m> \d{1,2} ) [-/.] (?P<y> \d{4} )                 # 3/2022 04/3/2022 4.3.2022
    )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` to `end`, both included; None is open."""

    start: dt.date | None
    end: dt.date | None


def parse_period(text: str) -> Period | None:
    """Read a day, month or year, or two of them joined by `..` with either side left out; None for anything else."""
    first, dots, last = text.strip().partition("..")
    start, end = _point(first), _point(last) if dots else _point(first)
    if (first and start is None) or (last and end is None) or (start is None and end is None):
        return None
    return Period(start.start if start else None, end.end if end else None)


def _point(text: str) -> Period | None:
    match = _POINT.fullmatch(text.strip())
    if match is None:
        return None
    year = int(match["year"] or match["y"])
    month, day = match["month"] or match["m"], match["day"] or match["d"]
    try:
        start = dt.date(year, int(month or 1), int(day or 1))
    except ValueError:
        return None
    return Period(start, start if day else _last_day(year, int(month or 12)))


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])
