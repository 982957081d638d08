from __future__ import annotations

import datetime as dt

import pytest

from corpus.casing import respelled, sentence_case
from corpus.provinces import find_province, is_place, provinces, without_province

BEFORE, AFTER = dt.date(2025, 6, 30), dt.date(2025, 7, 1)

# lines of the letterhead, words of the text, date, province
PROVINCES = [
    (["TỈNH ỦY LẠNG SƠN"], "", BEFORE, "Lạng Sơn"),
    (["UBND TỈNH BÀ RỊA - VŨNG TÀU"], "", BEFORE, "Bà Rịa - Vũng Tàu"),
    (["THÀNH ỦY ĐÀ NẴNG"], "", BEFORE, "Đà Nẵng"),
    (["TỈNH UỶ HOÀ BÌNH"], "", BEFORE, "Hòa Bình"),
    (["TỈNH ỦY HÒA BÌNH"], "", AFTER, "Phú Thọ"),
    (["TỈNH ỦY BẮC KẠN"], "", dt.date(2023, 12, 19), "Bắc Kạn"),
    (["TỈNH ỦY BẮC CẠN"], "", None, "Bắc Kạn"),
    (["TỈNH ỦY THỪA THIÊN HUẾ"], "", dt.date(2024, 12, 31), "Thừa Thiên Huế"),
    (["THÀNH ỦY HUẾ"], "", dt.date(2025, 1, 1), "Huế"),
    (["HUYỆN ỦY MAI CHÂU"], "", BEFORE, "Hòa Bình"),
    (["Gia Nghĩa"], "", BEFORE, "Đắk Nông"),
    (["BAN THƯỜNG VỤ"], "địa bàn tỉnh Lạng Sơn; học tập tại tỉnh Quảng Ninh; tỉnh Lạng Sơn", BEFORE, "Lạng Sơn"),
    ([], "thị trấn Bằng Lũng (huyện Chợ Đồn), huyện Pác Nặm, huyện Ba Bể", BEFORE, "Bắc Kạn"),
    ([], "huyện Châu Thành", BEFORE, None),
    ([], "tỉnh Lào Cai và tỉnh Yên Bái", BEFORE, None),
    ([], "Giao Sở Y tế báo cáo.", BEFORE, None),
    ([], "sông Hồng Hà Nam tiến", BEFORE, None),
]


@pytest.mark.parametrize(("printed", "text", "date", "province"), PROVINCES)
def test_provinces(printed: list[str], text: str, date: dt.date | None, province: str | None) -> None:
    assert find_province(printed, text, date) == province


def test_63_provinces_become_34() -> None:
    assert len(provinces()) == len({province.name for province in provinces()}) == 63
    assert len({province.name_on(AFTER) for province in provinces()}) == 34
    assert {province.joined for province in provinces() if province.joined} <= {
        province.name_on(AFTER) for province in provinces()
    }


@pytest.mark.parametrize(
    ("name", "general"),
    [
        ("Ủy ban nhân dân tỉnh Hà Nam", "Ủy ban nhân dân tỉnh"),
        ("Hội đồng nhân dân tỉnh Hòa Bình", "Hội đồng nhân dân tỉnh"),
        ("Tỉnh ủy Lạng Sơn", "Tỉnh ủy"),
        ("Huyện ủy Cao Lộc", "Huyện ủy Cao Lộc"),
        ("Ban Thường vụ Tỉnh ủy", "Ban Thường vụ Tỉnh ủy"),
        ("Báo Lạng Sơn", "Báo Lạng Sơn"),
    ],
)
def test_offices_without_their_province(name: str, general: str) -> None:
    assert without_province(name) == general


def test_places() -> None:
    assert is_place("Hà Giang")
    assert is_place("Pác Nặm")
    assert not is_place("Hoàng Khắc Duyên")


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("PHÓ CHÁNH VĂN PHÒNG", "Phó Chánh Văn phòng"),
        ("PHÓ BÍ THƯ THƯỜNG TRỰC", "Phó Bí thư Thường trực"),
        ("CỦA BAN THƯỜNG VỤ TỈNH UỶ", "Của Ban Thường vụ Tỉnh uỷ"),
        ("VỀ ĐƯỜNG BỘ CAO TỐC QUA TỈNH LẠNG SƠN", "Về đường bộ cao tốc qua tỉnh Lạng Sơn"),
        ("VỀ PHÒNG, CHỐNG DỊCH COVID-19 QUÝ IV", "Về phòng, chống dịch COVID-19 quý IV"),
        ("CỦA CHỦ TỊCH UBND TỈNH (KHÓA XII)", "Của Chủ tịch UBND tỉnh (khóa XII)"),
        ("Kết luận của Ban Thường vụ", "Kết luận của Ban Thường vụ"),
        ("", ""),
    ],
)
def test_words_in_capitals_are_written_as_in_a_sentence(printed: str, written: str) -> None:
    assert sentence_case(printed) == written
    assert len(sentence_case(printed)) == len(printed)


def test_names_are_spelled_as_they_are_given() -> None:
    assert respelled("của lâm văn tám về iuu và IUU", ["Lâm Văn Tám", "IUU"]) == "của Lâm Văn Tám về IUU và IUU"
