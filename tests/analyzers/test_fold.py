"""One search form for each syllable, whatever way it is spelt."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.fold import beginnings, fold_syllable, syllables


@pytest.mark.parametrize(
    ("written", "form", "bare"),
    [
        ("Uỷ", "ủy", "uy"),
        ("HOÀ", "hòa", "hoa"),
        ("khoẻ", "khỏe", "khoe"),
        ("quí", "quý", "quy"),
        ("Quí", "quý", "quy"),
        ("quý", "quý", "quy"),
        ("kĩ", "kỹ", "ky"),
        ("LÍ", "lý", "ly"),
        ("sĩ", "sỹ", "sy"),
        ("tỉ", "tỷ", "ty"),
        ("í", "ý", "y"),
        ("ki", "ky", "ky"),
        ("I", "i", "i"),
        ("III", "iii", "iii"),
        ("nghi", "nghi", "nghi"),
        ("thi", "thi", "thi"),
        ("vị", "vị", "vi"),
        ("đi", "đi", "di"),
        ("Đảng", "đảng", "dang"),
        ("BCSĐ", "bcsđ", "bcsd"),
        ("2022", "2022", "2022"),
        ("q\u0323", "q\u0323", "q"),
        ("İ", "İ", "I"),
    ],
)
def test_search_forms(written: str, form: str, bare: str) -> None:
    assert fold_syllable(written) == (form, bare)


@settings(deadline=None)
@given(st.text(min_size=1, max_size=8))
def test_folding_moves_no_character_and_is_settled(text: str) -> None:
    form, _ = fold_syllable(text)
    assert len(form) == len(text)
    assert fold_syllable(form)[0] == form


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tỉnh ủy, HĐND.", ["Tỉnh", "ủy", "HĐND"]),
        ("48-TTr/BCSĐ", ["48", "TTr", "BCSĐ"]),
        ("H'Mông; N’Thôn", ["H", "Mông", "N", "Thôn"]),
        ("gạch_dưới _x_", ["gạch", "dưới", "x"]),
        ("1.234,5 m2 (30%)", ["1", "234", "5", "m2", "30"]),
        ("q\u0323uy", ["q\u0323uy"]),
        ("…—“”", []),
        ("", []),
    ],
)
def test_syllables(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in syllables(text)] == expected


def test_a_run_without_spaces_makes_no_term_of_any_size() -> None:
    assert [end - start for start, end in syllables("a" * 600)] == [255, 255, 90]


@settings(deadline=None)
@given(st.text(max_size=60))
def test_syllables_cover_every_letter_and_digit(text: str) -> None:
    covered = {i for start, end in syllables(text) for i in range(start, end)}
    assert {i for i, char in enumerate(text) if char.isalnum()} <= covered
    assert not any(text[i].isspace() or text[i] == "_" for i in covered)


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("Chuy", {"chuy"}),
        ("khoả", {"khỏa", "khoả"}),
        ("khỏa", {"khỏa", "khoả"}),
        ("huỳ", {"hùy", "huỳ"}),
        ("quý", {"quý"}),
        ("kí", {"ký", "kí"}),
        ("hi", {"hy", "hi"}),
        ("LI", {"ly", "li"}),
        ("hoàn", {"hoàn"}),
    ],
)
def test_what_a_beginning_may_be_of(letters: str, expected: set[str]) -> None:
    assert set(beginnings(letters)) == expected


@pytest.mark.parametrize("word", ["khoảng", "huỳnh", "kính", "hiện", "liên", "hòa", "hoà", "thuý", "kĩ", "quí", "toẹt"])
def test_every_beginning_of_a_word_finds_its_search_form(word: str) -> None:
    forms = fold_syllable(word)  # letters without diacritics are compared with the bare form
    for size in range(2, len(word) + 1):
        assert any(form.startswith(start) for form in forms for start in beginnings(word[:size])), word[:size]
