"""Days, months and years as people type them."""

from __future__ import annotations

import datetime as dt

import pytest

from indexer.periods import Period, parse_period


def period(start: str | None, end: str | None) -> Period:
    return Period(
        dt.date.fromisoformat(start) if start else None,
        dt.date.fromisoformat(end) if end else None,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022", period("2022-01-01", "2022-12-31")),
        ("2024-02", period("2024-02-01", "2024-02-29")),
        ("2/2023", period("2023-02-01", "2023-02-28")),
        ("02/2023", period("2023-02-01", "2023-02-28")),
        ("2022-3-4", period("2022-03-04", "2022-03-04")),
        ("04/3/2022", period("2022-03-04", "2022-03-04")),
        ("4.3.2022", period("2022-03-04", "2022-03-04")),
        ("4-3-2022", period("2022-03-04", "2022-03-04")),
        ("2022..2023", period("2022-01-01", "2023-12-31")),
        ("3/2022..04/5/2022", period("2022-03-01", "2022-05-04")),
        ("2022..", period("2022-01-01", None)),
        ("..12/2022", period(None, "2022-12-31")),
        (" 2022 .. 2023 ", period("2022-01-01", "2023-12-31")),
    ],
)
def test_periods(text: str, expected: Period) -> None:
    assert parse_period(text) == expected


@pytest.mark.parametrize(
    "text", ["", "..", "22", "2022-13", "30/2/2022", "2022..x", "x..2022", "0000", "hôm nay", "2022...2023"]
)
def test_what_is_no_period(text: str) -> None:
    assert parse_period(text) is None
