"""Which words of an item are its heading, and what of them stays in its text."""

from __future__ import annotations

import pytest

from tests.corpus.papers import headings, items, read_body

# body, heading of item 1, text of item 1
HEADINGS = [
    (
        "1. Về hỗ trợ lò sấy: Sở Công Thương phân bổ kinh phí theo thứ tự:\n- Hợp tác xã mới thành lập;\n- Hộ nghèo.",
        "Về hỗ trợ lò sấy",
        "Về hỗ trợ lò sấy: Sở Công Thương phân bổ kinh phí theo thứ tự:\n- Hợp tác xã mới thành lập;\n- Hộ nghèo.",
    ),
    (
        "1. Công tác tổ chức, cán bộ: có quyết định riêng.",
        "Công tác tổ chức, cán bộ",
        "Công tác tổ chức, cán bộ: có quyết định riêng.",
    ),
    (
        "1. Về đề án chợ Kỳ Lừa: Giao Sở Công Thương thẩm định.",
        "Về đề án chợ Kỳ Lừa",
        "Về đề án chợ Kỳ Lừa: Giao Sở Công Thương thẩm định.",
    ),
    (
        "1. Về giải ngân: 6 tháng đầu năm đạt 38% kế hoạch.",
        "Về giải ngân",
        "Về giải ngân: 6 tháng đầu năm đạt 38% kế hoạch.",
    ),
    (
        "1. Phát triển đội tàu biển: Cần đóng mới 04 tàu.",
        "Phát triển đội tàu biển",
        "Phát triển đội tàu biển: Cần đóng mới 04 tàu.",
    ),
    (
        "1. Hỗ trợ di dời hiện vật: giao Sở Tài chính thẩm định.",
        "Hỗ trợ di dời hiện vật",
        "Hỗ trợ di dời hiện vật: giao Sở Tài chính thẩm định.",
    ),
    (
        "Thứ nhất, về báo cáo: các đơn vị gửi trước ngày 20 hằng tháng.",
        "về báo cáo",
        "về báo cáo: các đơn vị gửi trước ngày 20 hằng tháng.",
    ),
    (
        "1. Sở Tài chính: Chủ trì thẩm định dự toán.",
        "Sở Tài chính",
        "Sở Tài chính: Chủ trì thẩm định dự toán.",
    ),
    (
        "1. Về đề án chợ Kỳ Lừa\n\nGiao Sở Công Thương thẩm định.",
        "Về đề án chợ Kỳ Lừa",
        "Giao Sở Công Thương thẩm định.",
    ),
    (
        "1. Về đề án chợ Kỳ Lừa:\nGiao Sở Công Thương thẩm định.",
        "Về đề án chợ Kỳ Lừa",
        "Giao Sở Công Thương thẩm định.",
    ),
    (
        "## 1. Về đề án chợ Kỳ Lừa\n\nGiao Sở Công Thương thẩm định.",
        "Về đề án chợ Kỳ Lừa",
        "Giao Sở Công Thương thẩm định.",
    ),
    (
        "**1. Tờ trình số 12-TTr/BCSĐ, ngày 03/6/2024 về đề án chợ Kỳ Lừa**\n\nĐồng ý chủ trương.",
        "Tờ trình số 12-TTr/BCSĐ, ngày 03/6/2024 về đề án chợ Kỳ Lừa",
        "Đồng ý chủ trương.",
    ),
    (
        "1. **Về đề án chợ Kỳ Lừa.** Giao Sở Công Thương thẩm định.",
        "",
        "Về đề án chợ Kỳ Lừa. Giao Sở Công Thương thẩm định.",
    ),
    (
        "**1. Chợ Kỳ Lừa:** giao Sở Công Thương thẩm định.",
        "Chợ Kỳ Lừa",
        "Chợ Kỳ Lừa: giao Sở Công Thương thẩm định.",
    ),
    (
        "1. Sở Công Thương:\n- Thẩm định đề án.\n- Báo cáo kết quả.",
        "Sở Công Thương",
        "- Thẩm định đề án.\n- Báo cáo kết quả.",
    ),
    ("I. ĐÁNH GIÁ CHUNG\nThu ngân sách tăng.", "ĐÁNH GIÁ CHUNG", "Thu ngân sách tăng."),
    ("Điều 1. Phạm vi.\nNghị quyết áp dụng trong toàn tỉnh.", "Phạm vi.", "Nghị quyết áp dụng trong toàn tỉnh."),
    ("**1. Công tác cán bộ (có nghị quyết riêng).**", "Công tác cán bộ (có nghị quyết riêng).", ""),
    ("1. Công tác cán bộ (có nghị quyết riêng).", "Công tác cán bộ (có nghị quyết riêng).", ""),
    (
        "1. Về Chương trình giai đoạn I: từ năm 2021 đến năm 2025\n\nĐồng ý chủ trương.",
        "Về Chương trình giai đoạn I: từ năm 2021 đến năm 2025",
        "Đồng ý chủ trương.",
    ),
]

MORE_HEADINGS = [
    ("1. Về trồng cây mắc ca: toàn huyện có 2.106 ha.", "Về trồng cây mắc ca"),
    ("1. Công an tỉnh, Bộ Chỉ huy Quân sự tỉnh: duy trì lực lượng tại chỗ.", "Công an tỉnh, Bộ Chỉ huy Quân sự tỉnh"),
    (
        "1. Đề nghị của Sở Tài chính về bổ sung vốn\nNhất trí bổ sung 94 tỷ đồng.",
        "Đề nghị của Sở Tài chính về bổ sung vốn",
    ),
    ("1. Các Huyện uỷ: Đồng Văn, Mèo Vạc lãnh đạo việc lấy ý kiến nhân dân.", ""),
    ("1. Về Chương trình giai đoạn I: từ năm 2021 đến năm 2025, tỉnh đã hoàn thành.", ""),
]


@pytest.mark.parametrize(("body", "heading"), MORE_HEADINGS)
def test_subjects_and_addressees_before_small_letters(body: str, heading: str) -> None:
    assert read_body(body).items[0].heading == heading


NO_HEADINGS = [
    "1. Đồng ý chủ trương đầu tư chợ Kỳ Lừa.",
    "1. Giao Sở Công Thương: Thẩm định đề án.",
    "1. Giao các sở: Công Thương, Tài chính thẩm định.",
    "1. Yêu cầu: Hoàn thành trong quý III.",
    "1. Thống nhất đánh giá: sau 3 tháng, bộ máy hoạt động thông suốt.",
    "1. Ủy ban nhân dân các huyện: Cao Lộc, Lộc Bình, Văn Lãng rà soát quỹ đất.",
    "1. Trong 5 tháng đầu năm, kinh tế của tỉnh tiếp tục phục hồi: thu ngân sách đạt 61% dự toán.",
    "1. Giao Sở Công Thương thực hiện:\n- Thẩm định đề án.\n- Báo cáo kết quả.",
    "1. Ban cán sự đảng lãnh đạo, chỉ đạo:\n- Thẩm định đề án.",
    "1. Tiếp tục thực hiện các nhiệm vụ sau:\n- Thẩm định đề án.",
]


@pytest.mark.parametrize(("body", "heading", "text"), HEADINGS)
def test_headings(body: str, heading: str, text: str) -> None:
    document = read_body(body)
    assert document.items[0].heading == heading
    assert document.items[0].text == text


@pytest.mark.parametrize("body", NO_HEADINGS)
def test_sentences_are_no_headings(body: str) -> None:
    document = read_body(body)
    assert document.items[0].heading == ""
    assert document.items[0].text == body.removeprefix("1. ")


def test_a_child_has_the_nearest_heading_above_it() -> None:
    document = read_body(
        """
        I. NHIỆM VỤ
        1. Về y tế
        a) Tiêm chủng cho người già.
        b) Về kiểm dịch: Giao Cục Hải quan.
        2. Giao Sở Nội vụ theo dõi.
        """
    )
    assert headings(document) == {
        "I": "NHIỆM VỤ",
        "I.1": "Về y tế",
        "I.1.a": "Về y tế",
        "I.1.b": "Về kiểm dịch",
        "I.2": "NHIỆM VỤ",
    }


def test_what_a_heading_says_is_drawn_out_once() -> None:
    own_line = read_body("1. Về Tờ trình số 12-TTr/BCSĐ, ngày 03/6/2024\n\nĐồng ý chủ trương.\n\n(1) Giao Sở Y tế.")
    run_in = read_body("1. Về Tờ trình số 12-TTr/BCSĐ, ngày 03/6/2024: Đồng ý chủ trương.")
    for document in (own_line, run_in):
        assert [citation.number for citation in document.items[0].citations] == ["12-TTr/BCSĐ"]
    assert own_line.items[1].citations == ()


def test_a_paper_printed_in_bold_throughout_has_no_more_headings_for_it() -> None:
    document = read_body(
        """
        **1. Đồng ý chủ trương đầu tư chợ Kỳ Lừa, giao Sở Công Thương thẩm định trong tháng 7.**

        **Các sở phối hợp chặt chẽ trong quá trình thẩm định, không để kéo dài.**

        **2. Giao Sở Nội vụ theo dõi việc thực hiện, định kỳ báo cáo.**
        """
    )
    assert headings(document) == {"1": "", "2": ""}
    assert items(document)["2"] == "Giao Sở Nội vụ theo dõi việc thực hiện, định kỳ báo cáo."
