"""What a reader sees for the values of an item."""

from __future__ import annotations

import datetime as dt

import pytest

from corpus.model import (
    By,
    Deadline,
    Decision,
    Every,
    Meeting,
    Relative,
    WithinMonth,
    WithinQuarter,
    WithinYear,
)
from indexer.facets import (
    DECISION_LABELS,
    deadline_date,
    deadline_dates,
    facet_values,
    meeting_label,
    number_identity,
    number_value,
    short_date,
)
from indexer.request import Facet
from tests.factories import make_document, make_item


@pytest.mark.parametrize(
    ("meeting", "province", "label"),
    [
        (
            Meeting("Kỳ họp thứ 17", None, 17, None, dt.date(2022, 3, 4)),
            "Lạng Sơn",
            "Lạng Sơn, kỳ họp thứ 17 (04/3/2022)",
        ),
        (
            Meeting("Hội nghị Ban Thường vụ Tỉnh ủy lần thứ 63 (khóa XII)", None, 63, None, dt.date(2023, 12, 19)),
            "Bắc Kạn",
            "Bắc Kạn, hội nghị lần thứ 63 (19/12/2023)",
        ),
        (Meeting("Phiên họp thường kỳ thứ 5", None, 5), "Huế", "Huế, phiên họp thứ 5 (01/01/2022)"),
        (Meeting("Cuộc họp về lũ quét"), None, "cuộc họp về lũ quét (01/01/2022)"),
        (Meeting("Họp giao ban quý I"), "Huế", "Huế, Họp giao ban quý I (01/01/2022)"),
    ],
)
def test_meetings_have_short_labels(meeting: Meeting, province: str | None, label: str) -> None:
    assert meeting_label(meeting, make_document(province=province)) == label


def test_a_long_label_is_cut_between_words() -> None:
    label = meeting_label(Meeting("Cuộc họp về " + "tiến độ giải phóng mặt bằng " * 9), make_document(date=None))
    assert label.endswith("…")
    assert len(label) < 100
    assert label.startswith("Lạng Sơn, cuộc họp về tiến độ")


@pytest.mark.parametrize(
    ("date", "text"),
    [
        (dt.date(2022, 3, 4), "04/3/2022"),
        (dt.date(2022, 2, 14), "14/02/2022"),
        (dt.date(2022, 11, 30), "30/11/2022"),
    ],
)
def test_dates_as_offices_write_them(date: dt.date, text: str) -> None:
    assert short_date(date) == text


@pytest.mark.parametrize(
    ("deadline", "date"),
    [
        (By(dt.date(2022, 5, 19), "trước ngày 20/5"), dt.date(2022, 5, 19)),
        (WithinMonth(2024, 2, "trong tháng 2/2024"), dt.date(2024, 2, 29)),
        (WithinQuarter(2024, 3, "trong quý III/2024"), dt.date(2024, 9, 30)),
        (WithinYear(2025, "trong năm 2025"), dt.date(2025, 12, 31)),
        (Every(3, "hằng quý"), None),
        (Relative("trong 15 ngày"), None),
    ],
)
def test_the_last_day_of_a_deadline(deadline: Deadline, date: dt.date | None) -> None:
    assert deadline_date(deadline) == date


def test_dated_deadlines_ascend_without_repeats() -> None:
    item = make_item(deadlines=[WithinYear(2025, "a"), By(dt.date(2024, 1, 1), "b"), By(dt.date(2024, 1, 1), "c")])
    assert deadline_dates(item) == (dt.date(2024, 1, 1), dt.date(2025, 12, 31))


@pytest.mark.parametrize(
    "number", ["48-TTr/BCSD", "48-TTr/BCSĐ", "48/TTr-BCSĐ", "048-TTr/BCSD", "48 ttr bcsd", "48-ttr/bcsđ"]
)
def test_ways_to_write_a_number_share_an_identity(number: str) -> None:
    assert number_identity(number) == number_identity("48-TTr/BCSD")


@pytest.mark.parametrize("number", ["49-TTr/BCSD", "48-BC/BCSD", "48-TTr/TU", "48/2022/TTr-BCSD"])
def test_other_numbers_do_not(number: str) -> None:
    assert number_identity(number) != number_identity("48-TTr/BCSD")


def test_a_number_is_shown_as_printed() -> None:
    assert (number_value("48-TTr/BCSĐ").value, number_value("48-TTr/BCSĐ").label) == ("48-ttr/bcsd", "48-TTr/BCSĐ")


def test_values_are_distinct_and_every_decision_has_a_label() -> None:
    item = make_item(assigned=["Sở Y tế", "Sở Y tế"], citations=["1-BC/TU", "1-BC/TU"])
    assert len(facet_values(make_document(), item, Facet.AGENCY)) == 1
    assert len(facet_values(make_document(), item, Facet.NUMBER)) == 1
    assert set(DECISION_LABELS) == set(Decision)
