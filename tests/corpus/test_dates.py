"""Which dates a sentence holds."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import Leaning, find_dates, parse_date

DATES: list[tuple[str, list[str]]] = [
    ("ngày 22 tháng 12 năm 2023", ["2023-12-22"]),
    ("Ngày 04 tháng 3, năm 2022 tại thành phố", ["2022-03-04"]),
    ("ngày 19\ntháng 8 năm 2024", ["2024-08-19"]),
    ("26/02/2022, 04/3/2022; 26-02-2022 và 26.02.2022.", ["2022-02-26", "2022-03-04", "2022-02-26", "2022-02-26"]),
    ("ngày 15 tháng 6/2024", ["2024-06-15"]),
    ("ngày 26/02 năm 2022", ["2022-02-26"]),
    ("từ ngày 01/3/2024-15/3/2024", ["2024-03-01", "2024-03-15"]),
    ("(ngày 5/6/2022)", ["2022-06-05"]),
    ("31/02/2022; ngày 32 tháng 1 năm 2022; 29/02/2023", []),
    ("số 12/2/2022/NĐ; tỷ lệ 1/2; 2021-2025; 1.200.000 đồng", []),
    ("ngày 15/6, ngày 20 tháng 7", []),
]


@pytest.mark.parametrize(("sentence", "dates"), DATES)
def test_dates_of_a_sentence(sentence: str, dates: list[str]) -> None:
    assert [str(mention.date) for mention in find_dates(sentence)] == dates


def test_the_reference_lends_a_year() -> None:
    text = "gửi trước ngày 15/6 và ngày 20 tháng 7"
    found = find_dates(text, reference=dt.date(2024, 5, 2))
    assert [(str(m.date), m.text) for m in found] == [("2024-06-15", "ngày 15/6"), ("2024-07-20", "ngày 20 tháng 7")]


@pytest.mark.parametrize(("leaning", "date"), [(Leaning.AHEAD, "2024-12-28"), (Leaning.BEHIND, "2023-12-28")])
def test_a_year_is_lent_forwards_or_backwards(leaning: Leaning, date: str) -> None:
    found = find_dates("ngày 28/12", reference=dt.date(2024, 1, 10), leaning=leaning)
    assert [str(mention.date) for mention in found] == [date]


def test_parse_date_takes_the_first() -> None:
    assert parse_date("Lạng Sơn, ngày 04 tháng 3 năm 2022") == dt.date(2022, 3, 4)
    assert parse_date("không có ngày nào") is None


@given(st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)), st.sampled_from(["/", "-", "."]))
def test_every_date_reads_back(date: dt.date, mark: str) -> None:
    long = f"ngày {date.day:02} tháng {date.month} năm {date.year}"
    short = f"{date.day}{mark}{date.month:02}{mark}{date.year}"
    assert parse_date(f"họp {long}.") == parse_date(f"họp {short};") == date


@given(st.text(alphabet="ngàythángăm 0123456789/.-,\n", max_size=100))
def test_any_text_gives_ordered_spans(text: str) -> None:
    found = find_dates(text, reference=dt.date(2024, 1, 1))
    assert [m.text for m in found] == [m.span.of(text) for m in found]
    assert sorted(found, key=lambda m: m.span) == list(found)
