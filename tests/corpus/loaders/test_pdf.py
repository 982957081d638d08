"""PDF: lines by where the letters stand, pages by form feeds, and scans told from text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus.errors import InputRefused
from corpus.loaders import Limits, load_bytes
from tests.corpus.loaders.documents import Shown, pdf
from tests.corpus.loaders.encoders import tcvn3, vni

SENTENCE = "Giao Sở Tài nguyên và Môi trường rà soát quỹ đất công."


def text_of(*pages: Sequence[Shown]) -> str:
    return load_bytes("a.pdf", pdf(*pages)).text


def test_a_letterhead_in_two_columns_is_read_line_by_line() -> None:
    left = [Shown(60, 800, "TỈNH ỦY LÂM SƠN"), Shown(90, 785, "*"), Shown(60, 770, "Số 215-TB/TU")]
    right = [Shown(330, 800, "ĐẢNG CỘNG SẢN VIỆT NAM"), Shown(330, 770, "Lâm Sơn, ngày 12 tháng 5 năm 2024")]
    assert text_of(left + right) == (
        "TỈNH ỦY LÂM SƠN    ĐẢNG CỘNG SẢN VIỆT NAM\n*\nSố 215-TB/TU    Lâm Sơn, ngày 12 tháng 5 năm 2024"
    )


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ([Shown(60, 800, "Giao Sở"), Shown(105, 800, "Y tế")], "Giao Sở Y tế"),
        ([Shown(60, 800, "Giao S"), Shown(96, 800, "ở Y tế")], "Giao Sở Y tế"),
        ([Shown(60, 800, "T"), Shown(74, 800, "N"), Shown(67, 800, "Ê")], "TÊN"),
        ([Shown(60, 800, "T N"), Shown(66, 800, "Ê")], "TÊN"),
        ([Shown(60, 800, "A "), Shown(72, 800, "B")], "A B"),
        ([Shown(60, 800, "m"), Shown(66, 804, "2"), Shown(78, 800, "đất")], "m2 đất"),
        ([Shown(60, 700, "dưới"), Shown(60, 720, "trên")], "trên\ndưới"),
        ([Shown(60, 800, "1."), Shown(110, 800, "Đồng ý")], "1. Đồng ý"),
        ([Shown(60, 800, "a"), Shown(60, 785, "b"), Shown(60, 770, "c"), Shown(60, 730, "d")], "a\nb\nc\n\nd"),
        ([Shown(60, 800, "Trái và giữa trang"), Shown(400, 785, "Lò Văn Páo")], "Trái và giữa trang\n    Lò Văn Páo"),
        ([Shown(250, 800, "THÔNG BÁO")], "THÔNG BÁO"),
    ],
)
def test_words_and_lines(shown: list[Shown], text: str) -> None:
    assert text_of(shown) == text


def test_pages_are_separated_and_counted() -> None:
    pages: list[list[Shown]] = [[Shown(60, 800, "Trang một")], [], [Shown(60, 800, "Trang ba")]]
    assert load_bytes("a.pdf", pdf(*pages)).warnings == ()
    loaded = load_bytes("a.pdf", pdf(*pages, pictured=[1]))
    assert (loaded.text, loaded.pages) == ("Trang một\n\f\n\fTrang ba", 3)
    assert [(warning.code, warning.message) for warning in loaded.warnings] == [
        ("page-without-text", "trang 2 không có lớp chữ nên không được đọc")
    ]


def test_legacy_fonts_and_a_letter_that_looks_like_a_hyphen_at_the_line_end() -> None:
    shown = [
        Shown(60, 800, tcvn3("Sở Kế hoạch và Đầu tư").decode("latin-1"), ".VnTime"),
        Shown(60, 785, tcvn3("thẩm định").decode("latin-1"), "ABCDEF+.VnTimeH"),
        Shown(60, 770, vni("trước ngày mười").decode("latin-1"), "VNI-Times"),
    ]
    assert text_of(shown) == "Sở Kế hoạch và Đầu tư\nTHẨM ĐỊNH\ntrước ngày mười"


LOCK = f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'41' * 32}>/U<{'42' * 32}>>>/ID[<00><00>]"


def _page(*lines: tuple[int, str]) -> list[Shown]:
    """Lines 15 points apart, each with its left edge; 75 letters reach the right margin at 510."""
    return [Shown(left, 780 - 15 * index, text) for index, (left, text) in enumerate(lines) if text]


FULL = "Thường trực Tỉnh ủy giao Ban Tổ chức chủ trì, phối hợp với các huyện ủy và"
INSET = "Các cơ quan tham mưu giúp việc theo dõi, kiểm tra, tổng hợp kết quả làm"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([(60, FULL), (60, "thành ủy rà soát."), (60, "Hết")], [f"{FULL} thành ủy rà soát.", "Hết"]),
        (
            [(90, INSET), (60, "được trong quý."), (90, INSET), (60, "nay.")],
            [f"{INSET} được trong quý.", f"{INSET} nay."],
        ),
        ([(60, FULL), (90, INSET), (60, "nay.")], [FULL, f"{INSET} nay."]),
        ([(90, INSET), (90, INSET), (60, "nay.")], [INSET, f"{INSET} nay."]),
        ([(60, FULL), (60, "2. Giao Sở Y tế.")], [FULL, "2. Giao Sở Y tế."]),
        ([(60, FULL), (60, "- Lưu Văn phòng.")], [FULL, "- Lưu Văn phòng."]),
        ([(60, FULL), (60, "30/6/2024."), (60, "Hết")], [f"{FULL} 30/6/2024.", "Hết"]),
        ([(60, FULL), (60, "39.897 tỷ đồng.")], [f"{FULL} 39.897 tỷ đồng."]),
        ([(60, f"{FULL[:-9]} số 987-"), (60, "TB/TU, ngày 18/8.")], [f"{FULL[:-9]} số 987-TB/TU, ngày 18/8."]),
        ([(60, "Dòng ngắn"), (60, "dòng sau")], ["Dòng ngắn", "dòng sau"]),
        ([(60, FULL), (0, ""), (60, "thành ủy rà soát.")], [FULL, "", "thành ủy rà soát."]),
        ([(60, f"{FULL[:-3]}xong."), (60, "Giao Sở Y tế.")], [f"{FULL[:-3]}xong.", "Giao Sở Y tế."]),
        ([(72, f"1. {FULL[:-6]}"), (90, "và thành ủy rà soát.")], [f"1. {FULL[:-6]} và thành ủy rà soát."]),
    ],
)
def test_paragraphs_are_joined_where_the_page_shows_that_they_go_on(
    lines: list[tuple[int, str]], text: list[str]
) -> None:
    rest = [(60, ""), (60, FULL), (60, "đoạn cuối."), (60, "Hết."), (60, "Hết.")]
    assert text_of(_page(*lines, *rest)).split("\n")[: len(text)] == text


STAMP = [
    Shown(350, 60, "Người ký: Lò Văn Páo"),
    Shown(350, 48, "Email: vanphong@example.vn"),
    Shown(350, 36, "Cơ quan: Văn phòng Tỉnh ủy"),
    Shown(350, 24, "Thời gian ký: 12/05/2024 08:30:11"),
]


@pytest.mark.parametrize("pages", [[[]], [STAMP], [STAMP, []]], ids=["nothing", "a stamp", "a stamp and a blank page"])
def test_a_scan_is_refused(pages: list[list[Shown]]) -> None:
    with pytest.raises(InputRefused) as refused:
        text_of(*pages)
    assert refused.value.refusal.code == "no-text-layer"


def test_a_few_words_beside_a_picture_are_a_stamp_and_without_one_a_short_page() -> None:
    few = [Shown(350, 60, "Lò Văn Páo 12/05/2024")]
    assert text_of(few) == "    Lò Văn Páo 12/05/2024"
    with pytest.raises(InputRefused) as refused:
        load_bytes("a.pdf", pdf(few, pictured=[0]))
    assert refused.value.refusal.code == "no-text-layer"


def test_a_stamp_on_a_page_of_text_stays_for_the_parser_to_name() -> None:
    text = text_of([Shown(60, 800, SENTENCE), *STAMP])
    assert text.startswith(SENTENCE)
    assert "Người ký: Lò Văn Páo" in text


def test_a_font_without_meaning_is_no_text_layer() -> None:
    with pytest.raises(InputRefused) as refused:
        text_of([Shown(60, 800, "\ue012\ue013\ue014 \ue015\ue016" * 10)])
    assert refused.value.refusal.code == "no-text-layer"


@pytest.mark.parametrize(
    ("data", "limits", "code"),
    [
        (pdf([], [], []), Limits(pages=2), "page-limit"),
        (b"%PDF-1.4\n%%EOF", Limits(), "damaged"),
        (pdf([Shown(60, 800, SENTENCE)])[:200], Limits(), "damaged"),
        (pdf([Shown(60, 800, SENTENCE)], encrypt=LOCK), Limits(), "encrypted"),
    ],
    ids=["pages", "no pages", "cut", "password"],
)  # fmt: skip
def test_what_is_refused(data: bytes, limits: Limits, code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        load_bytes("a.pdf", data, limits=limits)
    assert refused.value.refusal.code == code


def test_a_damaged_table_of_objects_is_mended() -> None:
    data = pdf([Shown(60, 800, SENTENCE)])
    assert load_bytes("a.pdf", data.replace(b"0000000009", b"0000004321")).text == SENTENCE
