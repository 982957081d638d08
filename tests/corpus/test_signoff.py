"""The foot of a paper: closing, recipients and signature in the forms that offices print them in."""

from __future__ import annotations

import pytest

from corpus.model import Signatory
from corpus.people import names_in, signed_name
from corpus.signoff import read_signature
from tests.corpus.papers import HEAD, items, read

SIGNATURES = [
    (["T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Khà Văn Thiểm"], Signatory("Khà Văn Thiểm", "Bí thư", "T/M")),
    (
        ["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ THƯỜNG TRỰC", "Hoàng Thị Lành"],
        Signatory("Hoàng Thị Lành", "Phó Bí thư Thường trực", "T/M"),
    ),
    (["T/L BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG", "Lý Văn Sầm"], Signatory("Lý Văn Sầm", "Chánh Văn phòng", "T/L")),
    (
        ["K/T CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG", "Võ Thị Nhỏ"],
        Signatory("Võ Thị Nhỏ", "Phó Chánh Văn phòng", "K/T"),
    ),
    (
        ["TM. ỦY BAN NHÂN DÂN", "TỈNH LẠNG SƠN", "CHỦ TỊCH", "Hồ Tiến Thọ"],
        Signatory("Hồ Tiến Thọ", "Chủ tịch", "TM"),
    ),
    (["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Phạm Quốc Thăng"], Signatory("Phạm Quốc Thăng", "Chánh Văn phòng", "TL")),
    (["TUQ. CHỦ TỊCH", "PHÓ CHÁNH VĂN PHÒNG", "Lê Út"], Signatory("Lê Út", "Phó Chánh Văn phòng", "TUQ")),
    (
        ["KT. BỘ TRƯỞNG, CHỦ NHIỆM", "PHÓ CHỦ NHIỆM", "Chu Văn Thước"],
        Signatory("Chu Văn Thước", "Phó Chủ nhiệm", "KT"),
    ),
    (
        ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "(Đã ký)", "Nguyễn Thị Chín"],
        Signatory("Nguyễn Thị Chín", "Phó Chủ tịch", "TM"),
    ),
    (["T/L BAN THƯỜNG VỤ CHÁNH VĂN PHÒNG", "Lý Văn Sầm"], Signatory("Lý Văn Sầm", "Chánh Văn phòng", "T/L")),
    (["CHỦ TỊCH", "Hoàng Bá Nghĩnh"], Signatory("Hoàng Bá Nghĩnh", "Chủ tịch", None)),
    (["Chánh Văn phòng", "NGUYỄN VĂN AN"], Signatory("Nguyễn Văn An", "Chánh Văn phòng", None)),
    (["T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Y Khoan Bkrông"], Signatory("Y Khoan Bkrông", "Bí thư", "T/M")),
    (["T/M TỈNH ỦY", "BÍ THƯ", "Thiếu tướng Rơ Châm H'Phik"], Signatory("Rơ Châm H'Phik", "Bí thư", "T/M")),
    (["T/L BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG"], None),
    ([], None),
]


@pytest.mark.parametrize(("cells", "signatory"), SIGNATURES)
def test_signatures(cells: list[str], signatory: Signatory | None) -> None:
    assert read_signature(cells)[0] == signatory


FEET = {
    "side by side": """
Nơi nhận:                                   T/L BAN THƯỜNG VỤ
- Ban Tổ chức Tỉnh ủy,                       CHÁNH VĂN PHÒNG
- Các huyện ủy, thành ủy,
- Lưu VPTU.
                                               Lý Văn Sầm
""",
    "recipients first": """
Nơi nhận:
- Ban Tổ chức Tỉnh ủy,
- Các huyện ủy, thành ủy,
- Lưu VPTU.

T/L BAN THƯỜNG VỤ
CHÁNH VĂN PHÒNG



Lý Văn Sầm
""",
    "signature first": """
T/L BAN THƯỜNG VỤ
CHÁNH VĂN PHÒNG
(đã ký)
Lý Văn Sầm

Nơi nhận:
- Ban Tổ chức Tỉnh ủy,
- Các huyện ủy, thành ủy,
- Lưu VPTU.
""",
    "Markdown": """
***Nơi nhận:***

- Ban Tổ chức Tỉnh ủy,
- Các huyện ủy,
thành ủy,
- Lưu VPTU.

**T/L BAN THƯỜNG VỤ
CHÁNH VĂN PHÒNG**

**Lý Văn Sầm**
""",
    "table of Markdown": """
| **Nơi nhận:** | **T/L BAN THƯỜNG VỤ** |
|:---|:---:|
| - Ban Tổ chức Tỉnh ủy, | **CHÁNH VĂN PHÒNG** |
| - Các huyện ủy, thành ủy, | |
| - Lưu VPTU. | **Lý Văn Sầm** |
""",
    "columns run together": """
Nơi nhận: T/L BAN THƯỜNG VỤ
- Ban Tổ chức Tỉnh ủy, CHÁNH VĂN PHÒNG
- Các huyện ủy, thành ủy,
- Lưu VPTU.
Lý Văn Sầm
""",
    "stamped": """
Nơi nhận:                                   T/L BAN THƯỜNG VỤ
- Ban Tổ chức Tỉnh ủy,                       CHÁNH VĂN PHÒNG
- Các huyện ủy, thành ủy,
Người ký: Văn phòng Tỉnh ủy
Thời gian ký: 14.06.2024 10:21:33 +07:00
- Lưu VPTU.
                                               Lý Văn Sầm
""",
}


@pytest.mark.parametrize("form", FEET)
def test_feet(form: str) -> None:
    document = read(HEAD + "1. Đồng ý chủ trương.\n" + FEET[form])
    assert document.recipients == ("Ban Tổ chức Tỉnh ủy", "Các huyện ủy, thành ủy", "Lưu VPTU")
    assert document.signatory == Signatory("Lý Văn Sầm", "Chánh Văn phòng", "T/L")
    assert items(document) == {"1": "Đồng ý chủ trương."}


RECIPIENTS = [
    ("- Ban Tổ chức, Văn phòng Tỉnh ủy,", ["Ban Tổ chức", "Văn phòng Tỉnh ủy"]),
    ("- Ủy ban Kiểm tra, Ban Tuyên giáo,\nBan Tổ chức,", ["Ủy ban Kiểm tra", "Ban Tuyên giáo", "Ban Tổ chức"]),
    ("- Các sở: Nội vụ, Tài chính, Y tế;", ["Các sở: Nội vụ, Tài chính, Y tế"]),
    ("- Chủ tịch, các PCT UBND tỉnh;", ["Chủ tịch, các PCT UBND tỉnh"]),
    ("- UBND, UBMTTQ Việt Nam tỉnh;", ["UBND, UBMTTQ Việt Nam tỉnh"]),
    ("- Thường trực Tỉnh ủy (báo cáo);", ["Thường trực Tỉnh ủy (báo cáo)"]),
    ("- Như trên; - Lưu: VT, TH.", ["Như trên", "Lưu: VT, TH"]),
    ("Gửi bản giấy:\n- Ban Tổ chức,", ["Ban Tổ chức"]),
    ("+ Sở Y tế;\n• Sở Nội vụ.", ["Sở Y tế", "Sở Nội vụ"]),
]


@pytest.mark.parametrize(("printed", "recipients"), RECIPIENTS)
def test_recipients(printed: str, recipients: list[str]) -> None:
    document = read(HEAD + f"1. Đồng ý chủ trương.\n\nNơi nhận:\n{printed}\n\nCHỦ TỊCH\n\nHồ Tiến Thọ\n")
    assert list(document.recipients) == recipients


CLOSINGS = [
    "Văn phòng Tỉnh ủy thông báo để các cơ quan, đơn vị biết, thực hiện./.",
    "Ban Thường vụ Tỉnh ủy xin thông báo đến các cấp ủy để lãnh đạo thực hiện.",
    "Trên đây là kết luận của Chủ tịch Ủy ban nhân dân tỉnh tại cuộc họp.",
    "Kết luận này phổ biến đến chi bộ.",
    "Nghị quyết này có hiệu lực từ ngày ký.",
    "Yêu cầu các cơ quan, đơn vị nghiêm túc thực hiện./.",
    "Ban Thường vụ Huyện ủy yêu cầu các chi bộ, cơ quan trực thuộc nghiêm túc thực hiện.",
    "Các cấp ủy, tổ chức đảng căn cứ chức năng, nhiệm vụ được giao tổ chức thực hiện Kết luận.",
    "Giao Văn phòng Huyện ủy theo dõi việc thực hiện Kết luận này.",
    "Ban Thường vụ Tỉnh ủy kết luận để các cấp ủy, tổ chức đảng liên quan triển khai thực hiện.",
    "Nhận được Thông báo này, các đơn vị khẩn trương triển khai.",
]


@pytest.mark.parametrize("closing", CLOSINGS)
def test_closings_belong_to_no_item(closing: str) -> None:
    document = read(f"{HEAD}1. Về y tế\n\nGiao Sở Y tế.\n\n2. Đồng ý chủ trương.\n\n{closing}\n{FEET['stamped']}")
    assert items(document)["2"] == "Đồng ý chủ trương."


NO_CLOSINGS = [
    "Giao Sở Y tế thông báo kết quả tới người bệnh.",
    "Sở Nội vụ thực hiện trước ngày 30/6/2024.",
    "- Các sở nghiêm túc thực hiện.",
]


@pytest.mark.parametrize("sentence", NO_CLOSINGS)
def test_last_sentences_of_an_item_are_no_closings(sentence: str) -> None:
    document = read(f"{HEAD}1. Đồng ý chủ trương.\n\n{sentence}\n{FEET['stamped']}")
    assert items(document)["1"] == f"Đồng ý chủ trương.\n{sentence}"


def test_an_item_that_has_nothing_else_keeps_a_sentence_about_its_paper() -> None:
    sentence = "Văn phòng Tỉnh ủy theo dõi việc thực hiện Thông báo này, định kỳ báo cáo."
    document = read(f"{HEAD}1. Đồng ý chủ trương.\n\n2. Kiểm tra, đôn đốc\n\n{sentence}\n{FEET['stamped']}")
    assert items(document)["2"] == sentence


def test_persons_in_running_text() -> None:
    text = (
        "Đồng chí Hoàng Duy Linh, Ủy viên Trung ương Đảng; Phó Thủ tướng Nguyễn Tấn Hòa; các tỉnh Hà Giang, Cao Bằng; "
        "Y Khoan Bkrông và K'Thế Vương dự họp tại Hội trường Lê Hồng Phong."
    )
    assert [match[0] for match in names_in(text)] == [
        "Hoàng Duy Linh",
        "Nguyễn Tấn Hòa",
        "Y Khoan Bkrông",
        "K'Thế Vương",
        "Lê Hồng Phong",
    ]


@pytest.mark.parametrize("text", ["Tỉnh Lạng Sơn.", "CHÁNH VĂN PHÒNG", "Lưu", "đồng chí", "Số 12-TB/TU", ""])
def test_what_nobody_is_called(text: str) -> None:
    assert signed_name(text) is None
