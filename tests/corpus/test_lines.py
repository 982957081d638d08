from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.lines import read_lines

MARKUP = [
    ("**THÔNG BÁO**", "THÔNG BÁO", True),
    ("*Gửi bản giấy:*", "Gửi bản giấy:", False),
    ("***Nơi nhận:***", "Nơi nhận:", True),
    ("****5.** Công tác cán bộ**", "5. Công tác cán bộ", False),
    ("__Nơi nhận:__", "Nơi nhận:", True),
    ("chậm nhất **trong ngày 08/3/2022** để tổng hợp", "chậm nhất trong ngày 08/3/2022 để tổng hợp", False),
    ("(*Học viện Chính trị*)", "(Học viện Chính trị)", False),
    ("1\\. Về đất đai", "1. Về đất đai", False),
    ("## 5. Về chuyển đổi số", "5. Về chuyển đổi số", False),
    ("##5. Về chuyển đổi số ##", "5. Về chuyển đổi số", False),
    ("> Trích dẫn", "Trích dẫn", False),
    ("<p align='center'><b>THÔNG BÁO</b></p>", "THÔNG BÁO", False),
    ("Sở Y tế &amp; Sở Nội vụ&nbsp;", "Sở Y tế & Sở Nội vụ", False),
    ("  Số 12-TB/TU  ", "Số 12-TB/TU", False),
    ("* Lưu ý: rà soát kỹ", "* Lưu ý: rà soát kỹ", False),
    ("diện tích 2*3 m", "diện tích 2*3 m", False),
    ("tệp ke_hoach_2024.docx", "tệp ke_hoach_2024.docx", False),
    ("Ghi chú (*)", "Ghi chú (*)", False),
    ("a < b và c > d", "a < b và c > d", False),
    ("________", "________", False),
]


@pytest.mark.parametrize(("printed", "text", "bold"), MARKUP)
def test_markup_is_taken_off(printed: str, text: str, bold: bool) -> None:
    (line,) = read_lines(printed)
    assert (line.text, line.bold) == (text, bold)


def test_bold_may_run_over_lines_but_not_over_a_blank_one() -> None:
    lines = read_lines("**T/L BAN THƯỜNG VỤ  \nCHÁNH VĂN PHÒNG**\n\n**Nơi nhận:\n\nLưu")
    assert [line.bold for line in lines] == [True, True, False, True, False, False]


def test_the_bold_beginning_of_a_line_is_measured() -> None:
    (line,) = read_lines("**1. Về đất đai:** Giao Sở Tư pháp")
    assert line.text[: line.bold_to] == "1. Về đất đai:"


def test_columns_are_told_apart_by_runs_of_spaces_and_by_pipes() -> None:
    (spaced,) = read_lines("TỈNH ỦY LẠNG SƠN          ĐẢNG CỘNG SẢN VIỆT NAM")
    (piped,) = read_lines("| TỈNH ỦY LẠNG SƠN | ĐẢNG CỘNG SẢN VIỆT NAM |")
    assert spaced.cells() == piped.cells() == ("TỈNH ỦY LẠNG SƠN", "ĐẢNG CỘNG SẢN VIỆT NAM")


def test_numbers_are_those_of_the_source() -> None:
    lines = read_lines("một\n\nhai\fba\nbốn<br>năm")
    assert [(line.number, line.text) for line in lines if line.text] == [
        (1, "một"),
        (3, "hai"),
        (3, "ba"),
        (4, "bốn"),
        (4, "năm"),
    ]
    assert [line.text for line in lines if line.page_start] == ["ba"]


@given(st.text(alphabet=st.sampled_from("aệ1.*_#>\\|<b&; \n\f-"), max_size=80))
def test_any_text_has_lines(text: str) -> None:
    lines = read_lines(text)
    assert {line.number for line in lines} == set(range(1, text.count("\n") + 2))
    for line in lines:
        assert line.text == line.text.strip()
        assert 0 <= line.bold_to <= len(line.text)
