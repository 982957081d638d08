from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numbering import Style, read_labels

LABELS = [
    ("1. Về công tác cán bộ", Style.ARABIC, (1,), "1"),
    ("1.Về công tác cán bộ", Style.ARABIC, (1,), "1"),
    ("12. Về công tác cán bộ", Style.ARABIC, (12,), "12"),
    ("03. Về đất đai", Style.ARABIC, (3,), "3"),
    ("1/ Giao Sở Y tế rà soát", Style.ARABIC, (1,), "1"),
    ("1/Giao Sở Y tế rà soát", Style.ARABIC, (1,), "1"),
    ("2- Giao Sở Y tế rà soát", Style.ARABIC, (2,), "2"),
    ("2 - Giao Sở Y tế rà soát", Style.ARABIC, (2,), "2"),
    ("4: Giao Sở Tài chính", Style.ARABIC, (4,), "4"),
    ("1) Công tác bảo vệ rừng", Style.ARABIC_PAREN, (1,), "1"),
    ("(3) Công an tỉnh", Style.BRACKET, (3,), "3"),
    ("5.1. Đồng ý chủ trương", Style.COMPOUND, (5, 1), "1"),
    ("5.1 Đồng ý chủ trương", Style.COMPOUND, (5, 1), "1"),
    ("2.1- Giao Sở Nội vụ", Style.COMPOUND, (2, 1), "1"),
    ("3.2.10. Giao Sở Nội vụ", Style.COMPOUND, (3, 2, 10), "10"),
    ("a) Rà soát quy hoạch", Style.LETTER, (1,), "a"),
    ("a. Rà soát quy hoạch", Style.LETTER, (1,), "a"),
    ("b/ Rà soát quy hoạch", Style.LETTER, (2,), "b"),
    ("đ) Rà soát quy hoạch", Style.LETTER, (5,), "đ"),
    ("a.2) Rà soát quy hoạch", Style.LETTER_COMPOUND, (1, 2), "2"),
    ("(b) Rà soát quy hoạch", Style.BRACKET_LETTER, (2,), "b"),
    ("ii) Rà soát quy hoạch", Style.SMALL_ROMAN, (2,), "ii"),
    ("I. Đánh giá chung", Style.ROMAN, (1,), "I"),
    ("II- VỀ NHIỆM VỤ", Style.ROMAN, (2,), "II"),
    ("III/ Tổ chức thực hiện", Style.ROMAN, (3,), "III"),
    ("IV.Tổ chức thực hiện", Style.ROMAN, (4,), "IV"),
    ("B. PHẦN KẾT LUẬN", Style.PART, (2,), "B"),
    ("Điều 2. Nhiệm vụ của các sở", Style.ARTICLE, (2,), "2"),
    ("ĐIỀU 2: Nhiệm vụ của các sở", Style.ARTICLE, (2,), "2"),
    ("Nội dung 2: Phương án sử dụng đất", Style.TOPIC, (2,), "2"),
    ("Thứ nhất, về mặt bằng", Style.ORDINAL, (1,), "1"),
    ("Thứ hai: giao Sở Y tế", Style.ORDINAL, (2,), "2"),
    ("Thứ tư là, giao Sở Y tế", Style.ORDINAL, (4,), "4"),
    ("Nội dung thứ ba: giao Sở Y tế", Style.ORDINAL, (3,), "3"),
    ("Hai là, giao Sở Y tế", Style.CARDINAL, (2,), "2"),
]

NO_LABELS = [
    "2024. Giao Sở Tài chính cân đối",  # a year that a line wraps to
    "1.200 tỷ đồng",
    "16.300 tỷ đồng",
    "1/2 số hộ",
    "24/7",
    "22/12/2023",
    "19.12.2023",
    "3-5 ngày làm việc",
    "707-TB/TU, ngày 13 tháng 10",
    "10/TB-UBND",
    "1:2000",
    "12 tháng",
    "khoản 2 Điều 5",
    "Điều 5 Luật Đất đai",
    "V.I. Lênin",
    "C.Mác",
    "đ/c Hoàng Văn Thụ",
    "Thứ trưởng, Chủ nhiệm",
    "I",
    "- Giao Sở Y tế",
    "+ Giao Sở Y tế",
    "",
    ".",
]


@pytest.mark.parametrize(("text", "style", "values", "name"), LABELS)
def test_labels(text: str, style: Style, values: tuple[int, ...], name: str) -> None:
    readings = {label.style: label for label in read_labels(text)}
    assert readings[style].values == values
    assert readings[style].name == name


@pytest.mark.parametrize("text", NO_LABELS)
def test_what_only_looks_like_a_label(text: str) -> None:
    assert read_labels(text) == ()


def test_a_letter_that_is_a_roman_number_too_is_read_both_ways() -> None:
    assert {label.style for label in read_labels("i) Rà soát")} == {Style.LETTER, Style.SMALL_ROMAN}
    assert {label.style for label in read_labels("C. KẾT LUẬN")} == {Style.PART}
    assert {label.style for label in read_labels("V. KẾT LUẬN")} == {Style.ROMAN, Style.PART}


@pytest.mark.parametrize("run", ["abcdđeghiklmnopqrstuvxy", "abcdefghijklmnopqrstuvwxyz", "abcdeghik", "abcdđefgh"])
def test_lists_count_in_the_vietnamese_or_the_english_alphabet(run: str) -> None:
    labels = [read_labels(f"{letter}) Rà soát")[0] for letter in run]
    assert all(later.follows(label.value) for label, later in pairwise(labels))


@pytest.mark.parametrize(("before", "after"), [("a", "c"), ("d", "g"), ("b", "b"), ("c", "a"), ("n", "p")])
def test_a_letter_that_is_left_out_is_a_gap(before: str, after: str) -> None:
    first, second = read_labels(f"{before}) Rà soát")[0], read_labels(f"{after}) Rà soát")[0]
    assert not second.follows(first.value)


def test_words_begin_behind_the_label() -> None:
    for text in ("1.   Về đất đai", "1.Về đất đai", "(1) Về đất đai", "Thứ nhất, Về đất đai", "**"):
        for label in read_labels(text):
            assert text[label.end :] == "Về đất đai"


@given(st.text(max_size=40))
def test_any_text_can_be_asked_for_a_label(text: str) -> None:
    for label in read_labels(text):
        assert 0 < label.end <= len(text)
        assert label.name
        assert min(label.values) > 0
