"""Which lines begin an item, what it is called, and what stands in it."""

from __future__ import annotations

import pytest

from tests.corpus.papers import items, read_body, warnings

# -- forms of numbering ----------------------------------------------------------------------------------------------

FORMS = {
    "arabic": (
        """
        1. Đồng ý phương án tuyến.

        2. Giao Sở Xây dựng hoàn thiện hồ sơ.
        """,
        {"1": "Đồng ý phương án tuyến.", "2": "Giao Sở Xây dựng hoàn thiện hồ sơ."},
    ),
    "bold markdown with blank lines": (
        """
        **1.** Đồng ý phương án tuyến.

        **2.** Giao Sở Xây dựng hoàn thiện hồ sơ.
        """,
        {"1": "Đồng ý phương án tuyến.", "2": "Giao Sở Xây dựng hoàn thiện hồ sơ."},
    ),
    "escaped markdown": (
        """
        1\\. Đồng ý phương án tuyến.

        2\\) Giao Sở Xây dựng hoàn thiện hồ sơ.
        """,
        {"1": "Đồng ý phương án tuyến.", "2": "Giao Sở Xây dựng hoàn thiện hồ sơ."},
    ),
    "number glued to the words": (
        """
        1.Đồng ý phương án tuyến.
        2.Giao Sở Xây dựng hoàn thiện hồ sơ.
        """,
        {"1": "Đồng ý phương án tuyến.", "2": "Giao Sở Xây dựng hoàn thiện hồ sơ."},
    ),
    "number on a line of its own": (
        """
        1.
        Đồng ý phương án tuyến.
        2.
        Giao Sở Xây dựng hoàn thiện hồ sơ.
        """,
        {"1": "Đồng ý phương án tuyến.", "2": "Giao Sở Xây dựng hoàn thiện hồ sơ."},
    ),
    "slashes and letters": (
        """
        1/ Về giao thông:
        a/ Mở rộng đường tỉnh 241.
        b/ Sửa cầu Khánh Khê.
        2/ Về thủy lợi: Nạo vét kênh chính.
        """,
        {
            "1": "",
            "1.a": "Mở rộng đường tỉnh 241.",
            "1.b": "Sửa cầu Khánh Khê.",
            "2": "Về thủy lợi: Nạo vét kênh chính.",
        },
    ),
    "compound numbers, three deep": (
        """
        1. Về đất đai
        1.1. Về giá đất
        1.1.1. Sở Tài nguyên và Môi trường lập bảng giá.
        1.1.2. Sở Tài chính thẩm định.
        1.2. Về thu hồi đất: Giao Ủy ban nhân dân huyện Cao Lộc.
        2. Về rừng: Giao Hạt Kiểm lâm.
        """,
        {
            "1": "",
            "1.1": "",
            "1.1.1": "Sở Tài nguyên và Môi trường lập bảng giá.",
            "1.1.2": "Sở Tài chính thẩm định.",
            "1.2": "Về thu hồi đất: Giao Ủy ban nhân dân huyện Cao Lộc.",
            "2": "Về rừng: Giao Hạt Kiểm lâm.",
        },
    ),
    "compound numbers without a last point": (
        """
        3. Về đất đai
        3.1 Giao Sở Tài nguyên và Môi trường lập bảng giá.
        3.2 Giao Sở Tài chính thẩm định.
        """,
        {
            "3": "",
            "3.1": "Giao Sở Tài nguyên và Môi trường lập bảng giá.",
            "3.2": "Giao Sở Tài chính thẩm định.",
        },
    ),
    "brackets inside numbers": (
        """
        1. Về đất đai, Ban Thường vụ Tỉnh ủy thống nhất:

        (1) Giao Sở Tài chính thẩm định.

        (2) Giao Sở Nội vụ phối hợp.

        2. Về rừng: Giao Hạt Kiểm lâm.
        """,
        {
            "1": "Về đất đai, Ban Thường vụ Tỉnh ủy thống nhất:",
            "1.1": "Giao Sở Tài chính thẩm định.",
            "1.2": "Giao Sở Nội vụ phối hợp.",
            "2": "Về rừng: Giao Hạt Kiểm lâm.",
        },
    ),
    "Vietnamese letters": (
        """
        1. Nhiệm vụ của các sở
        a) Sở Y tế.
        b) Sở Nội vụ.
        c) Sở Tài chính.
        d) Sở Công Thương.
        đ) Sở Tư pháp.
        e) Sở Xây dựng.
        g) Sở Ngoại vụ.
        h) Thanh tra tỉnh.
        i) Ban Dân tộc.
        k) Công an tỉnh.
        """,
        {
            "1": "",
            "1.a": "Sở Y tế.",
            "1.b": "Sở Nội vụ.",
            "1.c": "Sở Tài chính.",
            "1.d": "Sở Công Thương.",
            "1.đ": "Sở Tư pháp.",
            "1.e": "Sở Xây dựng.",
            "1.g": "Sở Ngoại vụ.",
            "1.h": "Thanh tra tỉnh.",
            "1.i": "Ban Dân tộc.",
            "1.k": "Công an tỉnh.",
        },
    ),
    "small Roman numbers inside letters": (
        """
        1. Nhiệm vụ
        a) Sở Y tế thực hiện:
        (i) Tiêm chủng.
        (ii) Kiểm dịch.
        b) Sở Nội vụ thực hiện.
        """,
        {
            "1": "",
            "1.a": "Sở Y tế thực hiện:",
            "1.a.i": "Tiêm chủng.",
            "1.a.ii": "Kiểm dịch.",
            "1.b": "Sở Nội vụ thực hiện.",
        },
    ),
    "letters with numbers of their own": (
        """
        1. Nhiệm vụ
        a) Về y tế
        a.1) Tiêm chủng cho người già.
        a.2) Kiểm dịch tại cửa khẩu.
        b) Về giáo dục
        b.1) Sửa trường học.
        """,
        {
            "1": "",
            "1.a": "",
            "1.a.1": "Tiêm chủng cho người già.",
            "1.a.2": "Kiểm dịch tại cửa khẩu.",
            "1.b": "",
            "1.b.1": "Sửa trường học.",
        },
    ),
    "Roman parts": (
        """
        I. KẾT QUẢ
        1. Thu ngân sách đạt khá.
        2. Giải ngân còn chậm.
        II. NHIỆM VỤ
        1. Giao Cục Thuế tỉnh.
        a) Chống thất thu.
        b) Thu nợ đọng.
        2. Giao Sở Tài chính.
        III. TỔ CHỨC THỰC HIỆN
        Các sở báo cáo hằng tháng.
        """,
        {
            "I": "",
            "I.1": "Thu ngân sách đạt khá.",
            "I.2": "Giải ngân còn chậm.",
            "II": "",
            "II.1": "Giao Cục Thuế tỉnh.",
            "II.1.a": "Chống thất thu.",
            "II.1.b": "Thu nợ đọng.",
            "II.2": "Giao Sở Tài chính.",
            "III": "Các sở báo cáo hằng tháng.",
        },
    ),
    "lettered parts around Roman ones": (
        """
        A. ĐÁNH GIÁ
        I. Ưu điểm
        Kinh tế tăng trưởng khá.
        II. Hạn chế
        Giải ngân chậm.
        B. NHIỆM VỤ
        I. Nhiệm vụ chung
        1. Thu ngân sách.
        """,
        {
            "A": "",
            "A.I": "Kinh tế tăng trưởng khá.",
            "A.II": "Giải ngân chậm.",
            "B": "",
            "B.I": "",
            "B.I.1": "Thu ngân sách.",
        },
    ),
    "numbers that go on over the parts": (
        """
        I. KẾT QUẢ
        1. Thu ngân sách đạt khá.
        2. Giải ngân còn chậm.
        II. NHIỆM VỤ
        3. Giao Cục Thuế tỉnh.
        4. Giao Sở Tài chính.
        """,
        {
            "I": "",
            "I.1": "Thu ngân sách đạt khá.",
            "I.2": "Giải ngân còn chậm.",
            "II": "",
            "II.3": "Giao Cục Thuế tỉnh.",
            "II.4": "Giao Sở Tài chính.",
        },
    ),
    "compound numbers below a Roman part": (
        """
        I. KẾT QUẢ
        1.1. Thu ngân sách đạt khá.
        1.2. Giải ngân còn chậm.
        II. NHIỆM VỤ
        2.1. Giao Cục Thuế tỉnh.
        """,
        {
            "I": "",
            "I.1": "Thu ngân sách đạt khá.",
            "I.2": "Giải ngân còn chậm.",
            "II": "",
            "II.1": "Giao Cục Thuế tỉnh.",
        },
    ),
    "articles": (
        """
        Điều 1. Phê duyệt danh mục dự án.
        Điều 2. Nhiệm vụ của các sở
        1. Sở Tài chính bố trí vốn.
        2. Sở Xây dựng thẩm định.
        Điều 3. Hiệu lực
        Nghị quyết có hiệu lực từ ngày ký.
        """,
        {
            "1": "Phê duyệt danh mục dự án.",
            "2": "",
            "2.1": "Sở Tài chính bố trí vốn.",
            "2.2": "Sở Xây dựng thẩm định.",
            "3": "Nghị quyết có hiệu lực từ ngày ký.",
        },
    ),
    "an article and its first point on one line": (
        """
        Điều 1. 1. Phê duyệt danh mục dự án.
        2. Bố trí đủ vốn.
        """,
        {"1": "", "1.1": "Phê duyệt danh mục dự án.", "1.2": "Bố trí đủ vốn."},
    ),
    "a number and its first letter on one line": (
        """
        1. a) Giao Sở Y tế.
        b) Giao Sở Nội vụ.
        2. Giao Sở Tư pháp.
        """,
        {"1": "", "1.a": "Giao Sở Y tế.", "1.b": "Giao Sở Nội vụ.", "2": "Giao Sở Tư pháp."},
    ),
    "spelled ordinals": (
        """
        Thứ nhất, đồng ý chủ trương đầu tư.

        Thứ hai, giao Sở Tài chính bố trí vốn.

        Thứ ba, giao Sở Nội vụ theo dõi.
        """,
        {
            "1": "đồng ý chủ trương đầu tư.",
            "2": "giao Sở Tài chính bố trí vốn.",
            "3": "giao Sở Nội vụ theo dõi.",
        },
    ),
    "spelled cardinals inside a number": (
        """
        1. Các cấp ủy tập trung ba việc:

        Một là, rà soát quy hoạch.

        Hai là, đẩy nhanh giải ngân.

        2. Giao Văn phòng Tỉnh ủy đôn đốc.
        """,
        {
            "1": "Các cấp ủy tập trung ba việc:",
            "1.1": "rà soát quy hoạch.",
            "1.2": "đẩy nhanh giải ngân.",
            "2": "Giao Văn phòng Tỉnh ủy đôn đốc.",
        },
    ),
    "matters in turn": (
        """
        Nội dung 1: Quy hoạch chợ trung tâm
        Đồng ý phương án 2.
        Nội dung 2: Đề án cấp nước
        Giao Sở Xây dựng thẩm định lại.
        """,
        {"1": "Đồng ý phương án 2.", "2": "Giao Sở Xây dựng thẩm định lại."},
    ),
    "a slip of the pen in the mark": (
        """
        1. Giao Sở Y tế.
        2. Giao Sở Nội vụ.
        3) Giao Sở Tư pháp.
        4. Giao Sở Công Thương.
        """,
        {"1": "Giao Sở Y tế.", "2": "Giao Sở Nội vụ.", "3": "Giao Sở Tư pháp.", "4": "Giao Sở Công Thương."},
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_numbering(form: str) -> None:
    body, expected = FORMS[form]
    document = read_body(body)
    assert items(document) == expected
    assert document.warnings == () or form.startswith("compound numbers without")


# -- what is no item -------------------------------------------------------------------------------------------------

NO_ITEMS = {
    "a year at the start of a wrapped line": """
        1. Giao Sở Kế hoạch và Đầu tư tổng hợp nhu cầu vốn của các dự án dở dang trong năm
        2024. Trường hợp thiếu vốn thì báo cáo Ủy ban nhân dân tỉnh xem xét, bổ sung từ nguồn
        dự phòng để các dự án không phải dừng thi công và không phát sinh nợ đọng.
        """,
    "a date at the start of a wrapped line": """
        1. Giao Sở Kế hoạch và Đầu tư tổng hợp nhu cầu vốn của các dự án, báo cáo trước ngày
        15. Riêng các dự án cấp bách thì báo cáo ngay để Ủy ban nhân dân tỉnh xem xét, bổ sung
        từ nguồn dự phòng nhằm bảo đảm tiến độ thi công đã cam kết với nhà tài trợ của dự án.
        """,
    "a clause number at the start of a wrapped line": """
        1. Giao Sở Kế hoạch và Đầu tư tổng hợp nhu cầu vốn của các dự án theo quy định tại khoản
        2. Điều này thay cho cách làm cũ, vốn không còn phù hợp với thực tế của các huyện vùng
        cao và không được các nhà tài trợ của dự án chấp thuận trong những năm vừa qua.
        """,
    "a sum at the start of a line": """
        1. Giao Sở Tài chính bố trí khoảng
        1.200 tỷ đồng cho 06 dự án.
        """,
    "a decimal at the start of a line": """
        1. Giao Sở Tài chính bố trí thêm
        1.5 triệu đồng cho mỗi hộ.
        """,
    "months at the start of a line": """
        1. Giao Sở Tài chính báo cáo kết quả
        12 tháng của năm trước.
        """,
    "a list inside a sentence": """
        1. Giao Sở Y tế tiêm chủng cho các nhóm: (1) người già; (2) người có bệnh nền; (3) trẻ em.
        """,
    "a list inside a sentence that is wrapped": """
        1. Giao Sở Y tế tiêm chủng cho các nhóm có nguy cơ cao, gồm: (1) người trên 65 tuổi;
        (2) người có bệnh nền đang điều trị tại nhà và (3) trẻ em dưới 5 tuổi ở các xã vùng cao
        chưa được tiêm đủ mũi theo lịch của Bộ Y tế, nhất là ở các xã giáp biên của tỉnh.
        """,
    "a list inside a sentence that begins its line": """
        1. Giao Sở Y tế tiêm chủng cho các nhóm:
        (1) người già; (2) người có bệnh nền; (3) trẻ em.
        """,
    "letters inside a sentence": """
        1. Giao Sở Y tế báo cáo: a) số liều đã tiêm; b) số liều còn lại.
        """,
    "bullets": """
        1. Giao Sở Y tế:
        - Tiêm chủng cho người già.
        + Lập danh sách.
        • Báo cáo kết quả.
        """,
    "a clause of a law": """
        1. Giao Sở Xây dựng thực hiện
        khoản 2 Điều 5 Nghị định về quản lý trật tự xây dựng.
        """,
    "an initial": """
        1. Tổ chức kỷ niệm ngày sinh của
        V.I. Lênin tại thành phố Lạng Sơn.
        """,
}


@pytest.mark.parametrize("case", NO_ITEMS)
def test_what_is_no_item(case: str) -> None:
    document = read_body(NO_ITEMS[case])
    assert list(items(document)) == ["1"]
    words = "".join(NO_ITEMS[case].split()).removeprefix("1.")
    assert "".join(items(document)["1"].split()) == words


def test_a_numbered_list_of_who_attended_is_part_of_the_opening() -> None:
    document = read_body(
        """
        Dự họp có:
        1. Lãnh đạo Sở Y tế;
        2. Lãnh đạo Sở Tài chính.
        Sau khi thảo luận, Ban Thường vụ Tỉnh ủy kết luận như sau:
        1. Đồng ý chủ trương.
        2. Giao Sở Y tế thực hiện.
        """
    )
    assert items(document) == {"1": "Đồng ý chủ trương.", "2": "Giao Sở Y tế thực hiện."}
    assert document.warnings == ()


def test_numbers_in_recipients_and_appendices_are_no_items() -> None:
    document = read_body("1. Đồng ý chủ trương.")
    assert list(items(document)) == ["1"]
    with_appendix = read_body(
        "1. Đồng ý chủ trương.\n\nNơi nhận:\n1. Sở Y tế;\n2. Sở Tài chính.\n\nPHỤ LỤC\n1. Dự án A."
    )
    assert list(items(with_appendix)) == ["1"]


# -- doubtful numbers ------------------------------------------------------------------------------------------------

DOUBTFUL = {
    "gap": (
        "6. Giao Sở Y tế.\n\n7. Giao Sở Nội vụ.\n\n9. Giao Sở Tư pháp.",
        ["6", "7", "9"],
        [("numbering-gap", "đầu danh sách → mục 6"), ("numbering-gap", "mục 7 → mục 9")],
    ),
    "gap of letters": (
        "1. Nhiệm vụ\na) Giao Sở Y tế.\nb) Giao Sở Nội vụ.\ne) Giao Sở Tư pháp.",
        ["1", "1.a", "1.b", "1.e"],
        [("numbering-gap", "mục 1.b → mục 1.e")],
    ),
    "repeat": (
        "1. Giao Sở Y tế.\n\n2. Giao Sở Nội vụ.\n\n2. Giao Sở Tư pháp.\n\n3. Giao Sở Xây dựng.",
        ["1", "2", "2~2", "3"],
        [("numbering-repeat", "mục 2 → mục 2~2")],
    ),
    "third of a kind": (
        "1. Giao Sở Y tế.\n\n1. Giao Sở Nội vụ.\n\n1. Giao Sở Tư pháp.",
        ["1", "1~2", "1~3"],
        [("numbering-restart", "mục 1 → mục 1~2"), ("numbering-restart", "mục 1~2 → mục 1~3")],
    ),
    "restart": (
        "1. Giao Sở Y tế.\n\n2. Giao Sở Nội vụ.\n\n1. Giao Sở Tư pháp.\n\n2. Giao Sở Xây dựng.",
        ["1", "2", "1~2", "2~2"],
        [("numbering-restart", "mục 2 → mục 1~2"), ("numbering-repeat", "mục 1~2 → mục 2~2")],
    ),
    "gap inside a compound number": (
        "1. Về đất đai\n1.1. Giao Sở Y tế.\n1.3. Giao Sở Nội vụ.",
        ["1", "1.1", "1.3"],
        [("numbering-gap", "mục 1.1 → mục 1.3")],
    ),
    "compound numbers whose parent is not printed": (
        "2. Về đất đai\n2.1. Giao Sở Y tế.\n3.1. Giao Sở Nội vụ.\n3.2. Giao Sở Tư pháp.",
        ["2", "2.1", "3.1", "3.2"],
        [
            ("numbering-gap", "đầu danh sách → mục 2"),
            ("numbering-gap", "mục 2 → mục 3.1"),
        ],
    ),
}


@pytest.mark.parametrize("case", DOUBTFUL)
def test_doubtful_numbers_are_survived_and_reported(case: str) -> None:
    body, paths, doubts = DOUBTFUL[case]
    document = read_body(body)
    assert list(items(document)) == paths
    assert warnings(document) == doubts


def test_a_warning_names_the_line_of_the_source() -> None:
    document = read_body("1. Giao Sở Y tế.\n\n3. Giao Sở Nội vụ.")
    (warning,) = document.warnings
    assert (warning.code, warning.line, warning.message) == ("numbering-gap", 13, "mục 1 → mục 3")


def test_a_paper_without_numbers_has_no_items_and_says_so() -> None:
    document = read_body("Đồng ý chủ trương mở rộng chợ Kỳ Lừa. Giao Sở Xây dựng lập quy hoạch.")
    assert document.items == ()
    assert [warning.code for warning in document.warnings] == ["no-items"]
