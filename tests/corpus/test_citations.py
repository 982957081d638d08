"""Which documents a sentence cites, and what it says of each."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.citations import find_citations
from corpus.model import Citation

REFERENCE = dt.date(2024, 1, 20)
BCS, BTV = "Ban cán sự đảng Ủy ban nhân dân tỉnh", "Ban Thường vụ Tỉnh ủy"

Row = tuple[str, str | None, str | None, str | None]

CITED: list[tuple[str, list[Row]]] = [
    (
        "Tờ trình số 31-TTr/BCSĐ, ngày 05/01/2024 của BCSĐ UBND tỉnh về quy hoạch",
        [("31-TTr/BCSĐ", "Tờ trình", "2024-01-05", BCS)],
    ),
    (
        "theo Kết luận số 88 - KL/TU ngày 12 tháng 12 năm 2023 của Ban Thường vụ Tỉnh uỷ",
        [("88-KL/TU", "Kết luận", "2023-12-12", BTV)],
    ),
    ("Công văn 217-CV/HU (ngày 03/01/2024)", [("217-CV/HU", "Công văn", "2024-01-03", None)]),
    ("Quyết định 1719/QĐ-TTg của Thủ tướng Chính phủ", [("1719/QĐ-TTg", "Quyết định", None, "Thủ tướng Chính phủ")]),
    ("Luật Đấu giá số 12/2026/QH15; Luật Đất đai", [("12/2026/QH15", "Luật", None, None)]),
    ("thông báo kết luận số 14/TB-UBND", [("14/TB-UBND", "Thông báo kết luận", None, None)]),
    ("QĐ số 9/QĐ-UBND ngày 02/01/2024", [("9/QĐ-UBND", "Quyết định", "2024-01-02", None)]),
    # the type that the symbol stands for
    ("như đã nêu (số 55-BC/BTCTU)", [("55-BC/BTCTU", "Báo cáo", None, None)]),
    # lists
    (
        "các Tờ trình số 12, 13 và 14-TTr/BCSD, ngày 02/01/2024 của Ban cán sự đảng UBND tỉnh",
        [(f"{n}-TTr/BCSD", "Tờ trình", "2024-01-02", BCS) for n in (12, 13, 14)],
    ),
    (
        "các Nghị quyết số 7/2023/NQ-HĐND ngày 07/7/2023, số 19/2023/NQ-HĐND ngày 08/12/2023 của HĐND tỉnh",
        [
            ("7/2023/NQ-HĐND", "Nghị quyết", "2023-07-07", "Hội đồng nhân dân tỉnh"),
            ("19/2023/NQ-HĐND", "Nghị quyết", "2023-12-08", "Hội đồng nhân dân tỉnh"),
        ],
    ),
    (
        "Tờ trình số 5-TTr/BCSĐ và Báo cáo số 6-BC/BCSĐ cùng ngày 04/01/2024 của Ban cán sự đảng UBND tỉnh",
        [("5-TTr/BCSĐ", "Tờ trình", "2024-01-04", BCS), ("6-BC/BCSĐ", "Báo cáo", "2024-01-04", BCS)],
    ),
    (
        "Tờ trình số 5-TTr/VPTU ngày 04/01/2024 và Tờ trình số 6-TTr/VPTU, cùng ngày",
        [("5-TTr/VPTU", "Tờ trình", "2024-01-04", None), ("6-TTr/VPTU", "Tờ trình", "2024-01-04", None)],
    ),
    (
        "Nghị quyết số 10-NQ/TU và Quyết định số 11/QĐ-UBND ngày 06/01/2024 của UBND tỉnh",
        [("10-NQ/TU", "Nghị quyết", None, None), ("11/QĐ-UBND", "Quyết định", "2024-01-06", "Ủy ban nhân dân tỉnh")],
    ),
    (
        (
            "Tờ trình số 5-TTr/BCSĐ ngày 02/01/2024 và "
            "Báo cáo giải trình bổ sung số 6-BC/BCSĐ ngày 04/01/2024 của BCSĐ UBND tỉnh"
        ),
        [("5-TTr/BCSĐ", "Tờ trình", "2024-01-02", BCS), ("6-BC/BCSĐ", "Báo cáo", "2024-01-04", BCS)],
    ),
    (
        "các văn bản số 11/BVDK-TC, số 12/BVYHCT-TC và 13/bvpsn-tc cùng ngày 02/01/2024",
        [(n, "Văn bản", "2024-01-02", None) for n in ("11/BVDK-TC", "12/BVYHCT-TC", "13/BVPSN-TC")],
    ),
    ("Công văn số 5 và số 6-CV/TU", [("5-CV/TU", "Công văn", None, None), ("6-CV/TU", "Công văn", None, None)]),
    ("Luật Đất đai năm 2024 (số 31/2024/QH15)", [("31/2024/QH15", "Luật", None, None)]),
    # a type stated anew keeps its date to itself, unless a comma parts the date from both
    (
        "Quy định số 41-QĐ/TW và Quy định số 132-QĐ/TW ngày 27/10/2023 của Bộ Chính trị",
        [("41-QĐ/TW", "Quy định", None, "Bộ Chính trị"), ("132-QĐ/TW", "Quy định", "2023-10-27", "Bộ Chính trị")],
    ),
    (
        "Tờ trình số 8-TTr/HU và Tờ trình số 9-TTr/HU, ngày 03/01/2024",
        [("8-TTr/HU", "Tờ trình", "2024-01-03", None), ("9-TTr/HU", "Tờ trình", "2024-01-03", None)],
    ),
    # ranges: the two ends
    (
        "các Tờ trình từ số 40-TTr/BCSĐ đến số 46-TTr/BCSĐ, ngày 05/01/2024",
        [("40-TTr/BCSĐ", "Tờ trình", "2024-01-05", None), ("46-TTr/BCSĐ", "Tờ trình", "2024-01-05", None)],
    ),
    (
        "Tờ trình từ số 40 đến số 46-TTr/BCSĐ",
        [("40-TTr/BCSĐ", "Tờ trình", None, None), ("46-TTr/BCSĐ", "Tờ trình", None, None)],
    ),
    # the sender ahead of the paper
    (
        "Đồng ý đề nghị của Sở Y tế tại Tờ trình số 3/TTr-SYT ngày 08/01/2024",
        [("3/TTr-SYT", "Tờ trình", "2024-01-08", "Sở Y tế")],
    ),
    (
        "phương án do Sở Nội vụ trình tại các văn bản: Công văn số 4/SNV-TCBC và Tờ trình số 5/TTr-SNV",
        [("4/SNV-TCBC", "Công văn", None, "Sở Nội vụ"), ("5/TTr-SNV", "Tờ trình", None, "Sở Nội vụ")],
    ),
    ("Quyết định của Thủ tướng Chính phủ số 22/QĐ-TTg", [("22/QĐ-TTg", "Quyết định", None, "Thủ tướng Chính phủ")]),
    (
        "Tờ trình số 9-TTr/HU của Huyện ủy Bát Xát ngày 10/01/2024",
        [("9-TTr/HU", "Tờ trình", "2024-01-10", "Huyện ủy Bát Xát")],
    ),
    (
        "Về đề xuất của Hạt Kiểm lâm huyện (Tờ trình số 6/TTr-HKL ngày 01/02/2024): thống nhất",
        [("6/TTr-HKL", "Tờ trình", "2024-02-01", "Hạt Kiểm lâm huyện")],
    ),
    (
        "Đề nghị của Đảng ủy Công an tỉnh về xây dựng trụ sở (Tờ trình số 4-TTr/ĐUCA)",
        [("4-TTr/ĐUCA", "Tờ trình", None, "Đảng ủy Công an tỉnh")],
    ),
    (
        "bổ sung vốn, do Sở Tài chính trình (số 13/TTr-STC, Tờ trình ngày 06/01/2024)",
        [("13/TTr-STC", "Tờ trình", "2024-01-06", "Sở Tài chính")],
    ),
    (
        "Tờ trình của Huyện ủy Mường La (số 7-TTr/HU, ngày 03/01/2024)",
        [("7-TTr/HU", "Tờ trình", "2024-01-03", "Huyện ủy Mường La")],
    ),
    (
        "Sở Y tế (Tờ trình số 1/TTr-SYT), Sở Nội vụ (Tờ trình số 2/TTr-SNV)",
        [("1/TTr-SYT", "Tờ trình", None, "Sở Y tế"), ("2/TTr-SNV", "Tờ trình", None, "Sở Nội vụ")],
    ),
    (
        "danh mục đã được HĐND tỉnh thông qua tại Nghị quyết số 6/NQ-HĐND ngày 07/12/2023",
        [("6/NQ-HĐND", "Nghị quyết", "2023-12-07", "Hội đồng nhân dân tỉnh")],
    ),
    ("trình HĐND thành phố theo Nghị quyết số 2-NQ/TU", [("2-NQ/TU", "Nghị quyết", None, None)]),
    (
        "Sở Y tế báo cáo tại Công văn số 3/UBND-VX của UBND tỉnh",
        [("3/UBND-VX", "Công văn", None, "Ủy ban nhân dân tỉnh")],
    ),
    # dates without a year lie behind the reference
    ("Công văn số 8/UBND-KT ngày 28/12", [("8/UBND-KT", "Công văn", "2023-12-28", None)]),
    # an ordinal alone, between its type and its date
    ("Thông báo số 707, ngày 13/10/2023 của Ban Thường vụ Tỉnh ủy", [("707", "Thông báo", "2023-10-13", BTV)]),
    ("Đề án số 3 và mẫu số 5", []),
    (
        "Báo cáo số 14/BC-SNN.QLXD ngày 03/01/2024 của Sở NN&PTNT",
        [("14/BC-SNN.QLXD", "Báo cáo", "2024-01-03", "Sở Nông nghiệp và Phát triển nông thôn")],
    ),
    # careless typing
    ("nghị quyết số 08-nq/tu", [("08-NQ/TU", "Nghị quyết", None, None)]),
    ("Chỉ thị số 5–CT/TU", [("5-CT/TU", "Chỉ thị", None, None)]),
    # once each, with the fuller facts
    (
        "Tờ trình số 7-TTr/BCSD nêu rõ; theo Tờ trình số 7-TTr/BCSĐ, ngày 09/01/2024 thì",
        [("7-TTr/BCSD", "Tờ trình", "2024-01-09", None)],
    ),
    # none
    ("giai đoạn 2021-2025, đạt 50-60%, tỷ lệ 3/4, 24/7 và/hoặc Covid-19, ngày 05/01/2024", []),
    ("Luật Ngân sách nhà nước, Luật Đầu tư công", []),
    ("đường tỉnh số 128, hộp thư số 5, quốc lộ 4B", []),
]


def row(citation: Citation) -> Row:
    """What a table shows of a citation."""
    return citation.number, citation.kind, str(citation.date) if citation.date else None, citation.issuer


@pytest.mark.parametrize(("sentence", "rows"), CITED)
def test_citations_of_a_sentence(sentence: str, rows: list[Row]) -> None:
    assert [row(c) for c in find_citations(sentence, reference=REFERENCE)] == rows


def test_spans_cover_the_number_as_printed() -> None:
    text = "Thực hiện Kết luận số 12 – KL / TU và Công văn số 3, 4-CV/TU."
    assert [c.span.of(text) for c in find_citations(text) if c.span] == ["12 – KL / TU", "3", "4-CV/TU"]


@given(st.text(alphabet="sốTờtrình0123456789-/, TUBCSĐUBNDvàngàyđếnTTr\n()", max_size=150))
def test_any_text_gives_each_number_once_with_a_span_inside_it(text: str) -> None:
    citations = find_citations(text, reference=REFERENCE)
    assert len({c.number for c in citations}) == len(citations)
    assert all(c.span and 0 <= c.span.start < c.span.end <= len(text) for c in citations)
