"""Geometry of the year bars: x in percent, so that the drawing reflows while its text keeps its size."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

_TOP = 21  # px above the highest bar: room for its count
_FOOT = 21  # px below the base line: room for the year
_LEAST = 2  # px, so that one item among thousands is still seen
_LONGEST_GAP = 40  # years that are drawn although nothing falls in them
_WIDEST = 16.0  # percent: one year alone is not a wall
_ROOM_FOR_COUNTS = {True: 12, False: 18}  # columns, by `narrow`
_ROOM_FOR_YEARS = {True: 8, False: 18}


@dataclass(frozen=True, slots=True)
class Bar:
    """One year. `x`, `centre` and `width` in percent of the drawing; `top` and `height` in px."""

    year: str
    label: str
    count: int
    url: str
    selected: bool
    area_x: float
    area_width: float
    x: float
    width: float
    centre: float
    top: int
    height: int


@dataclass(frozen=True, slots=True)
class Bars:
    """A drawing of `height` px; its base line lies at `base` px and is `width` percent long.

    `with_counts` says whether there is room to write the counts above the bars.
    """

    bars: tuple[Bar, ...]
    height: int
    base: int
    width: float
    with_counts: bool


def year_bars(
    counts: Mapping[str, int],
    url_of: Callable[[str], str],
    *,
    selected: Collection[str] = (),
    height: int = 96,
    share: float = 0.7,
    narrow: bool = False,
) -> Bars:
    """Draw items a year, oldest first, gaps included; `share` is how much of its column a bar fills.

    In a `narrow` column there is room for eight years; of more, only some are labelled.
    """
    years = _without_gaps({year for year in counts if year.isdigit()} | {y for y in selected if y.isdigit()})
    base = height - _FOOT
    most = max((counts.get(year, 0) for year in years), default=0)
    step = -(-len(years) // _ROOM_FOR_YEARS[narrow])
    column = min(100 / max(len(years), 1), _WIDEST)

    def bar(index: int, year: str) -> Bar:
        count = counts.get(year, 0)
        tall = max(round((base - _TOP) * count / most), _LEAST) if count else 0
        left = column * index
        return Bar(
            year=year,
            label=year if (len(years) - 1 - index) % max(step, 1) == 0 else "",
            count=count,
            url=url_of(year),
            selected=year in selected,
            area_x=round(left, 2),
            area_width=round(column, 2),
            x=round(left + column * (1 - share) / 2, 2),
            width=round(column * share, 2),
            centre=round(left + column / 2, 2),
            top=base - tall,
            height=tall,
        )

    drawn = tuple(bar(index, year) for index, year in enumerate(years))
    return Bars(drawn, height, base, round(column * len(drawn), 2), with_counts=len(years) <= _ROOM_FOR_COUNTS[narrow])


def _without_gaps(years: Collection[str]) -> list[str]:
    if not years:
        return []
    first, last = int(min(years)), int(max(years))
    if last - first > _LONGEST_GAP:
        return sorted(years)
    return [f"{year:04d}" for year in range(first, last + 1)]
