"""Plain text: whatever encoding it was saved in, the same Unicode comes out."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable

import pytest

from corpus.errors import InputRefused
from corpus.loaders import load_bytes
from corpus.loaders.encodings import _page, _undo_double_encoding
from corpus.loaders.legacy_tables import from_viscii, from_vps
from tests.corpus.loaders.encoders import by_table, cp1258, tcvn3, vni

TEXT = """ỦY BAN NHÂN DÂN HUYỆN NÀ MẠ
Số: 36/TB-UBND
1. Đồng ý chủ trương nạo vét hồ Pá Khoang; giao Phòng Tài nguyên và Môi trường lập kế hoạch trước ngày 15/9.
2. Yêu cầu các xã rà soát hộ nghèo, cận nghèo; báo cáo kết quả về Văn phòng để tổng hợp, trình Thường trực.
"""


ENCODERS: dict[str, Callable[[str], bytes]] = {
    "UTF-8": lambda text: text.encode(),
    "UTF-8 with a mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "UTF-8 decomposed": lambda text: unicodedata.normalize("NFD", text).encode(),
    "UTF-16 LE with a mark": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "UTF-16 BE with a mark": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "UTF-16 LE": lambda text: text.encode("utf-16-le"),
    "UTF-16 BE": lambda text: text.encode("utf-16-be"),
    "UTF-32": lambda text: codecs.BOM_UTF32_LE + text.encode("utf-32-le"),
    "Windows-1258": cp1258,
    "VISCII": by_table(from_viscii),
    "VPS": by_table(from_vps),
    "VNI": vni,
    "UTF-8 of UTF-8": lambda text: "".join(
        _page("cp1252").get(b, chr(b)) if b > 127 else chr(b) for b in text.encode()
    ).encode(),
    "UTF-8 of VNI": lambda text: vni(text).decode("latin-1").encode(),
    "Windows line ends": lambda text: text.replace("\n", "\r\n").encode(),
}


@pytest.mark.parametrize("encoding", ENCODERS)
def test_every_encoding_gives_the_same_text(encoding: str) -> None:
    assert load_bytes("thong-bao.txt", ENCODERS[encoding](TEXT)).text == TEXT


@pytest.mark.parametrize("reencoded", [False, True], ids=["TCVN3", "UTF-8 of TCVN3"])
def test_tcvn3_has_no_toned_capitals_so_only_case_is_lost(reencoded: bool) -> None:
    data = tcvn3(TEXT)
    loaded = load_bytes("thong-bao.txt", data.decode("latin-1").encode() if reencoded else data)
    assert loaded.text.lower() == TEXT.lower()
    assert [warning.code for warning in loaded.warnings] == ["legacy-encoding"]


def test_lines_of_unicode_in_a_legacy_file_stay() -> None:
    legacy = tcvn3("Căn cứ quyết định của uỷ ban nhân dân tỉnh về công tác bảo vệ rừng đầu nguồn").decode("latin-1")
    mixed = f"{legacy}\nĐồng chí Bí thư Huyện ủy kết luận hội nghị.\nBảng giá: 20 £, 30 ®\n"
    assert load_bytes("a.txt", mixed.encode()).text == (
        "Căn cứ quyết định của uỷ ban nhân dân tỉnh về công tác bảo vệ rừng đầu nguồn\n"
        "Đồng chí Bí thư Huyện ủy kết luận hội nghị.\nBảng giá: 20 £, 30 ®\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Giá 15 £ một bộ, đóng gói « như mẫu », nhiệt độ 37 ºC.",
        "café, crème brûlée, Müller, naïve, São Paulo, señor",
        "Ông Hà và bà Là đi là áo ở Đà Lạt.",
        "a © 2024 ® µ",
        "",
    ],
)
def test_unicode_is_never_taken_for_legacy(text: str) -> None:
    assert load_bytes("a.txt", (text + "\nx").encode()).text == text + "\nx"


def test_a_stray_byte_is_replaced_and_reported() -> None:
    loaded = load_bytes("a.txt", TEXT.encode()[:-2] + b"\xff\n")
    assert loaded.text.startswith(TEXT[:100])
    assert loaded.text.endswith("\ufffd\n")
    assert [warning.code for warning in loaded.warnings] == ["lost-characters"]


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(128, 256)) * 30,
        b"\x00\x01\x02\x03" * 50,
        b"abc\x00def\x00ghi",
        "Привет, мир и труд".encode("koi8-r"),
    ],
    ids=["every byte", "controls", "nulls", "Russian"],
)
def test_what_is_no_vietnamese_text_is_undecodable(data: bytes) -> None:
    with pytest.raises(InputRefused) as refused:
        load_bytes("a.txt", data)
    assert refused.value.refusal.code == "undecodable"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1.\tGiao Sở Tài chính", "1. Giao Sở Tài chính"),
        ("\ta)\tLập danh sách", "a) Lập danh sách"),
        ("5.1\tVề kinh phí", "5.1 Về kinh phí"),
        ("-\tThường trực Tỉnh ủy,", "- Thường trực Tỉnh ủy,"),
        ("TỈNH ỦY LÂM SƠN\t\t\tĐẢNG CỘNG SẢN VIỆT NAM", "TỈNH ỦY LÂM SƠN    ĐẢNG CỘNG SẢN VIỆT NAM"),
        ("Nơi nhận:\tCHÁNH VĂN PHÒNG", "Nơi nhận:    CHÁNH VĂN PHÒNG"),
        ("\t\t\tLò Văn Páo", "    Lò Văn Páo"),
        ("\tĐiều khoản chung", "Điều khoản chung"),
    ],
)
def test_a_tab_is_a_space_after_a_number_and_a_gap_between_columns(line: str, expected: str) -> None:
    assert load_bytes("a.txt", line.encode()).text == expected


def test_markdown_keeps_its_marks() -> None:
    loaded = load_bytes("ket-luan.md", "## 5. Về nhân sự\n\n**Giao** Ban Tổ chức".encode())
    assert (loaded.media, loaded.text) == ("md", "## 5. Về nhân sự\n\n**Giao** Ban Tổ chức")


def test_double_encoding_is_undone_line_by_line() -> None:
    doubled = "Há»™i nghá»‹ tá»‰nh Ä‘áº£ng bá»™\nĐã đọc\n"
    assert _undo_double_encoding(doubled) == "Hội nghị tỉnh đảng bộ\nĐã đọc\n"
