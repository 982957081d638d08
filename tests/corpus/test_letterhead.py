"""The head of a paper in the forms that offices print it in."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import pytest

from tests.corpus.papers import read

BODY = """

Ngày 12/6/2024, hội nghị đã thảo luận và kết luận như sau:

1. Đồng ý chủ trương.
"""


class Head(NamedTuple):
    """What is read out of a head."""

    number: str | None
    kind: str | None
    title: str
    issuer: str | None
    province: str | None
    date: dt.date | None


HEADS = {
    "party, side by side": (
        """\
TỈNH ỦY LẠNG SƠN                              ĐẢNG CỘNG SẢN VIỆT NAM
        *
   Số 318-TB/TU                          Lạng Sơn, ngày 14 tháng 6 năm 2024

                              THÔNG BÁO
                kết luận của Ban Thường vụ Tỉnh ủy
                    về công tác giáo dục
                             -----""",
        Head(
            "318-TB/TU",
            "Thông báo",
            "Thông báo kết luận của Ban Thường vụ Tỉnh ủy về công tác giáo dục",
            "Ban Thường vụ Tỉnh ủy",
            "Lạng Sơn",
            dt.date(2024, 6, 14),
        ),
    ),
    "party, one column below the other": (
        """\
TỈNH ỦY LẠNG SƠN
*
Số 318-KL/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Lạng Sơn, ngày 14 tháng 6 năm 2024

KẾT LUẬN
CỦA BAN THƯỜNG VỤ TỈNH ỦY
tại kỳ họp thứ 52""",
        Head(
            "318-KL/TU",
            "Kết luận",
            "Kết luận của Ban Thường vụ Tỉnh ủy tại kỳ họp thứ 52",
            "Ban Thường vụ Tỉnh ủy",
            "Lạng Sơn",
            dt.date(2024, 6, 14),
        ),
    ),
    "party, table of Markdown": (
        """\
| TỈNH ỦY LẠNG SƠN | **ĐẢNG CỘNG SẢN VIỆT NAM** |
|:---:|:---:|
| \\* | |
| Số 318-CT/TU | *Lạng Sơn, ngày 14 tháng 6 năm 2024* |

**CHỈ THỊ**

**của Ban Thường vụ Tỉnh ủy về phòng cháy rừng**""",
        Head(
            "318-CT/TU",
            "Chỉ thị",
            "Chỉ thị của Ban Thường vụ Tỉnh ủy về phòng cháy rừng",
            "Ban Thường vụ Tỉnh ủy",
            "Lạng Sơn",
            dt.date(2024, 6, 14),
        ),
    ),
    "table with breaks in its cells": (
        """\
| TỈNH ỦY LẠNG SƠN<br>\\*<br>Số 318-TB/TU | ĐẢNG CỘNG SẢN VIỆT NAM<br>Lạng Sơn, ngày 14/6/2024 |
|---|---|

# THÔNG BÁO KẾT LUẬN

## của Ban Thường vụ Tỉnh ủy""",
        Head(
            "318-TB/TU",
            "Thông báo kết luận",
            "Thông báo kết luận của Ban Thường vụ Tỉnh ủy",
            "Ban Thường vụ Tỉnh ủy",
            "Lạng Sơn",
            dt.date(2024, 6, 14),
        ),
    ),
    "district committee": (
        """\
     TỈNH ỦY HÒA BÌNH                            ĐẢNG CỘNG SẢN VIỆT NAM
   HUYỆN ỦY ĐÀ BẮC
          *
     Số 61-KL/HU                              Đà Bắc, ngày 06 tháng 11 năm 2023

                                 KẾT LUẬN
                     của Ban Thường vụ Huyện ủy
                          về sắp xếp thôn, xóm""",
        Head(
            "61-KL/HU",
            "Kết luận",
            "Kết luận của Ban Thường vụ Huyện ủy về sắp xếp thôn, xóm",
            "Ban Thường vụ Huyện ủy",
            "Hòa Bình",
            dt.date(2023, 11, 6),
        ),
    ),
    "office of a committee": (
        """\
TỈNH ỦY LẠNG SƠN                              ĐẢNG CỘNG SẢN VIỆT NAM
   VĂN PHÒNG
        *
   Số 77-TB/VPTU                         Lạng Sơn, ngày 14 tháng 6 năm 2024

THÔNG BÁO
Kết luận của đồng chí Bí thư Tỉnh ủy""",
        Head(
            "77-TB/VPTU",
            "Thông báo",
            "Thông báo Kết luận của đồng chí Bí thư Tỉnh ủy",
            "Văn phòng Tỉnh ủy",
            "Lạng Sơn",
            dt.date(2024, 6, 14),
        ),
    ),
    "state, side by side": (
        """\
   UBND TỈNH HÀ NAM                       CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
      VĂN PHÒNG                               Độc lập - Tự do - Hạnh phúc
     ___________                            ______________________________
   Số: 96/TB-VPUB                           Hà Nam, ngày 02 tháng 6 năm 2022

                              THÔNG BÁO
      Kết luận của Chủ tịch UBND tỉnh tại phiên họp tháng 5""",
        Head(
            "96/TB-VPUB",
            "Thông báo",
            "Thông báo Kết luận của Chủ tịch UBND tỉnh tại phiên họp tháng 5",
            "Văn phòng Ủy ban nhân dân tỉnh",
            "Hà Nam",
            dt.date(2022, 6, 2),
        ),
    ),
    "state, name of the office over two lines": (
        """\
  ỦY BAN NHÂN DÂN                         CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
  TỈNH KIÊN GIANG                              Độc lập – Tự do – Hạnh phúc
  Số: 55/TB-UBND                           Kiên Giang, ngày 5 tháng 3 năm 2024

THÔNG BÁO
KẾT LUẬN CỦA CHỦ TỊCH UBND TỈNH VỀ CHỐNG KHAI THÁC IUU""",
        Head(
            "55/TB-UBND",
            "Thông báo",
            "Thông báo kết luận của Chủ tịch UBND tỉnh về chống khai thác IUU",
            "Ủy ban nhân dân tỉnh",
            "Kiên Giang",
            dt.date(2024, 3, 5),
        ),
    ),
    "standing board of a council": (
        """\
HỘI ĐỒNG NHÂN DÂN TỈNH BẮC GIANG    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
           THƯỜNG TRỰC                   Độc lập - Tự do - Hạnh phúc
Số: 64/TB-HĐND        Bắc Giang, ngày 21 tháng 11 năm 2022

THÔNG BÁO KẾT LUẬN
Phiên họp thứ 25""",
        Head(
            "64/TB-HĐND",
            "Thông báo kết luận",
            "Thông báo kết luận Phiên họp thứ 25",
            "Thường trực Hội đồng nhân dân tỉnh",
            "Bắc Giang",
            dt.date(2022, 11, 21),
        ),
    ),
    "ministry": (
        """\
  BỘ GIAO THÔNG VẬN TẢI          CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
          -------                    Độc lập - Tự do - Hạnh phúc
     Số: 287/TB-BGTVT           Hà Nội, ngày 16 tháng 7 năm 2021

                       THÔNG BÁO KẾT LUẬN
    của Thứ trưởng tại cuộc họp giao ban xây dựng cơ bản
                    6 tháng đầu năm 2021""",
        Head(
            "287/TB-BGTVT",
            "Thông báo kết luận",
            "Thông báo kết luận của Thứ trưởng tại cuộc họp giao ban xây dựng cơ bản 6 tháng đầu năm 2021",
            "Bộ Giao thông vận tải",
            None,
            dt.date(2021, 7, 16),
        ),
    ),
    "number and date on one line": (
        """\
VĂN PHÒNG CHÍNH PHỦ
Số: 363/TB-VPCP, Hà Nội, ngày 09 tháng 8 năm 2024
Thông báo kết luận của phó thủ tướng tại cuộc họp về phòng, chống thiên tai""",
        Head(
            "363/TB-VPCP",
            "Thông báo kết luận",
            "Thông báo kết luận của phó thủ tướng tại cuộc họp về phòng, chống thiên tai",
            "Văn phòng Chính phủ",
            None,
            dt.date(2024, 8, 9),
        ),
    ),
    "number and date below the title": (
        """\
TỈNH UỶ LAI CHÂU
BAN THƯỜNG VỤ

**KẾT LUẬN**
**CỦA BAN THƯỜNG VỤ TỈNH UỶ**
**Kỳ họp thứ 8**

(Số 96 - KL / TU, ngày 31 tháng 5 năm 2021)""",
        Head(
            "96-KL/TU",
            "Kết luận",
            "Kết luận của Ban Thường vụ Tỉnh uỷ Kỳ họp thứ 8",
            "Ban Thường vụ Tỉnh ủy",
            "Lai Châu",
            dt.date(2021, 5, 31),
        ),
    ),
    "letter with a subject": (
        """\
    ỦY BAN NHÂN DÂN                       CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
     TỈNH CAO BẰNG                             Độc lập - Tự do - Hạnh phúc
 Số: 1873/UBND-TH                         Cao Bằng, ngày 18 tháng 7 năm 2024
 V/v triển khai kết luận của Chủ tịch
 UBND tỉnh về dự án cao tốc

              Kính gửi:
                   - Sở Giao thông vận tải;
                   - UBND các huyện Quảng Hòa, Thạch An.""",
        Head(
            "1873/UBND-TH",
            "Công văn",
            "V/v triển khai kết luận của Chủ tịch UBND tỉnh về dự án cao tốc",
            "Ủy ban nhân dân tỉnh",
            "Cao Bằng",
            dt.date(2024, 7, 18),
        ),
    ),
    "urgent and still without a number": (
        """\
HỎA TỐC
UBND TỈNH YÊN BÁI             CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số:     /TB-UBND              Yên Bái, ngày     tháng 9 năm 2024

THÔNG BÁO
kết luận của Chủ tịch UBND tỉnh về khắc phục hậu quả bão số 3""",
        Head(
            None,
            "Thông báo",
            "Thông báo kết luận của Chủ tịch UBND tỉnh về khắc phục hậu quả bão số 3",
            "Ủy ban nhân dân tỉnh",
            "Yên Bái",
            dt.date(2024, 6, 12),
        ),
    ),
    "spaced letters": (
        """\
TỈNH ỦY LẠNG SƠN                              ĐẢNG CỘNG SẢN VIỆT NAM
   Số 318-TB/TU                          Lạng Sơn, ngày 14 tháng 6 năm 2024

T H Ô N G   B Á O
kết luận của Ban Thường vụ Tỉnh ủy""",
        Head(
            "318-TB/TU",
            "Thông báo",
            "Thông báo kết luận của Ban Thường vụ Tỉnh ủy",
            "Ban Thường vụ Tỉnh ủy",
            "Lạng Sơn",
            dt.date(2024, 6, 14),
        ),
    ),
    "after the merger of provinces": (
        """\
    TỈNH ỦY TUYÊN QUANG                            ĐẢNG CỘNG SẢN VIỆT NAM
           *
     Số 27-TB/TU                           Hà Giang, ngày 06 tháng 10 năm 2025

THÔNG BÁO
kết luận của Ban Thường vụ Tỉnh ủy""",
        Head(
            "27-TB/TU",
            "Thông báo",
            "Thông báo kết luận của Ban Thường vụ Tỉnh ủy",
            "Ban Thường vụ Tỉnh ủy",
            "Tuyên Quang",
            dt.date(2025, 10, 6),
        ),
    ),
    "no letterhead": (
        """\
**THÔNG BÁO**

**nội dung Hội nghị Ban Thường vụ Tỉnh ủy Lạng Sơn lần thứ 63 (khóa XVII),
nhiệm kỳ 2020-2025**

-----""",
        Head(
            None,
            "Thông báo",
            "Thông báo nội dung Hội nghị Ban Thường vụ Tỉnh ủy Lạng Sơn lần thứ 63 (khóa XVII), nhiệm kỳ 2020-2025",
            "Ban Thường vụ Tỉnh ủy",
            "Lạng Sơn",
            dt.date(2024, 6, 12),
        ),
    ),
}


@pytest.mark.parametrize("form", HEADS)
def test_heads(form: str) -> None:
    printed, expected = HEADS[form]
    document = read(printed + BODY)
    found = Head(document.number, document.kind, document.title, document.issuer, document.province, document.date)
    assert found == expected
    assert [str(item.path) for item in document.items] == ["1"]


@pytest.mark.parametrize("form", HEADS)
def test_the_opening_is_no_part_of_a_title(form: str) -> None:
    printed, _ = HEADS[form]
    assert "thảo luận" not in read(printed + BODY).title
    assert "thảo luận" not in read(printed + BODY.replace("\n\n", "\n")).title


OFFICES = [
    ("UBND TỈNH LẠNG SƠN\nSỞ Y TẾ\nLạng Sơn, ngày 14/6/2024", "Sở Y tế", "Lạng Sơn"),
    ("ỦY BAN NHÂN DÂN\nHUYỆN CAO LỘC\nCao Lộc, ngày 14/6/2024", "Ủy ban nhân dân huyện Cao Lộc", "Lạng Sơn"),
    ("BỘ Y TẾ\nCỤC QUẢN LÝ DƯỢC\nHà Nội, ngày 14/6/2024", "Cục Quản lý dược", None),
    ("ĐẢNG BỘ TỈNH TUYÊN QUANG\nĐẢNG ỦY XÃ YÊN BÌNH\nYên Bình, ngày 14/10/2025", "Đảng ủy xã Yên Bình", "Tuyên Quang"),
    ("HUYỆN ỦY CAO LỘC\nVĂN PHÒNG\nCao Lộc, ngày 14/6/2024", "Văn phòng Huyện ủy Cao Lộc", "Lạng Sơn"),
    ("THÀNH ỦY HÀ NỘI\nHà Nội, ngày 14/6/2024", "Thành ủy", "Hà Nội"),
    ("VĂN PHÒNG QUỐC HỘI\nHà Nội, ngày 14/6/2024", "Văn phòng Quốc hội", None),
    ("THỦ TƯỚNG CHÍNH PHỦ\nHà Nội, ngày 14/6/2024", "Thủ tướng Chính phủ", None),
    ("UBND TP. HỒ CHÍ MINH\nVĂN PHÒNG", "Văn phòng Ủy ban nhân dân thành phố", "Hồ Chí Minh"),
]


@pytest.mark.parametrize(("printed", "issuer", "province"), OFFICES)
def test_offices_of_letterheads(printed: str, issuer: str, province: str | None) -> None:
    document = read(f"{printed}\n\nTHÔNG BÁO\nkết luận cuộc họp giao ban\n\nCuộc họp kết luận:\n\n1. Đồng ý.")
    assert (document.issuer, document.province) == (issuer, province)


def test_names_in_a_title_in_capitals_are_spelled_as_in_the_opening() -> None:
    document = read(
        "UBND TỈNH KIÊN GIANG\n\nTHÔNG BÁO\nKẾT LUẬN CỦA CHỦ TỊCH UBND TỈNH LÂM VĂN TÁM VỀ CHỐNG KHAI THÁC IUU\n\n"
        "Ngày 12/6/2024, Chủ tịch UBND tỉnh Lâm Văn Tám chủ trì cuộc họp về chống khai thác IUU và kết luận:\n\n"
        "1. Đồng ý chủ trương."
    )
    assert document.title == "Thông báo kết luận của Chủ tịch UBND tỉnh Lâm Văn Tám về chống khai thác IUU"
    assert document.chair == "Lâm Văn Tám"


def test_a_text_without_a_head_is_named_by_its_first_words() -> None:
    assert read("Giao Sở Y tế báo cáo kết quả.").title == "Giao Sở Y tế báo cáo kết quả."
    assert read("").title == ""
