"""Cleaning and folding: what two writers spell in two ways becomes one, and no character moves."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.orthography import clean, fold_diacritics, fold_tone_marks, lower

VIETNAMESE = st.text(
    st.sampled_from(
        "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ ĐƯỶÝỌ-/.,12"
    )
)


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("Tỉnh uỷ", "Tỉnh ủy"),
        ("UỶ BAN NHÂN DÂN", "ỦY BAN NHÂN DÂN"),
        ("đô thị hoá, xã hội hoá", "đô thị hóa, xã hội hóa"),
        ("sức khoẻ", "sức khỏe"),
        ("thuý, luỹ, tuỳ", "thúy, lũy, tùy"),
        ("quý III; quỹ; quỷ", "quý III; quỹ; quỷ"),
        ("hoàn thành toàn diện", "hoàn thành toàn diện"),
        ("xoáy, ngoài, loại", "xoáy, ngoài, loại"),
        ("khuỷu tay, nguyễn, thuỷnh", "khuỷu tay, nguyễn, thuỷnh"),
        ("toà/Toà/TOÀ", "tòa/Tòa/TÒA"),
    ],
)
def test_tone_marks_stand_where_the_common_style_has_them(printed: str, folded: str) -> None:
    assert fold_tone_marks(printed) == folded


@pytest.mark.parametrize(
    ("printed", "bare"),
    [
        ("chuyển đổi số", "chuyen doi so"),
        ("ĐẢNG BỘ TỈNH", "DANG BO TINH"),
        ("Ưu tiên vùng sạt lở", "Uu tien vung sat lo"),
        ("48-TTr/BCSĐ", "48-TTr/BCSD"),
    ],
)
def test_bare_letters_are_what_is_typed_without_diacritics(printed: str, bare: str) -> None:
    assert fold_diacritics(printed) == bare


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("\ufeffKẾT LUẬN\r\nSố 5\rNgày", "KẾT LUẬN\nSố 5\nNgày"),
        ("Ðảng ủy, ðồng chí", "Đảng ủy, đồng chí"),
        ("năm\u00a02022,\u2009tháng\t3", "năm 2022, tháng 3"),
        ("tri\u00adển kh\u200bai", "triển khai"),
        (unicodedata.normalize("NFD", "Ủy ban nhân dân"), "Ủy ban nhân dân"),
        ("trang 1\ftrang 2", "trang 1\ftrang 2"),
        ("hai   cột    giữ khoảng", "hai   cột    giữ khoảng"),
        ("a\x00b\x07c\ud800d", "abcd"),
    ],
)
def test_cleaning(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(VIETNAMESE)
def test_folds_never_move_a_character(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert len(fold_tone_marks(text)) == len(fold_diacritics(text)) == len(text)


@given(st.text())
def test_folds_keep_the_length_of_any_text(text: str) -> None:
    assert len(fold_diacritics(text)) == len(lower(text)) == len(fold_tone_marks(text)) == len(text)


@given(VIETNAMESE)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold_tone_marks(unicodedata.normalize("NFC", text))
    assert fold_tone_marks(once) == once


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(VIETNAMESE)
def test_the_two_tone_styles_have_the_same_bare_letters(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert fold_diacritics(fold_tone_marks(text)) == fold_diacritics(text)
