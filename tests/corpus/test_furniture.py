"""What a page carries besides its words is told from them and leaves no trace in an item."""

from __future__ import annotations

import pytest

from corpus.furniture import mark_furniture
from corpus.lines import read_lines
from corpus.roles import Role
from tests.corpus.papers import items, read_body

BY_FORM = [
    ("2", Role.PAGE_NUMBER),
    ("- 3 -", Role.PAGE_NUMBER),
    ("-3-", Role.PAGE_NUMBER),
    ("– 12 –", Role.PAGE_NUMBER),
    ("Trang 2/5", Role.PAGE_NUMBER),
    ("Trang 2", Role.PAGE_NUMBER),
    ("2/5", Role.PAGE_NUMBER),
    ("[4]", Role.PAGE_NUMBER),
    ("Page 2 of 5", Role.PAGE_NUMBER),
    ("-----", Role.RULE),
    ("_____________", Role.RULE),
    ("* * *", Role.RULE),
    ("***", Role.RULE),
    ("=======", Role.RULE),
    ("---o0o---", Role.RULE),
    ("|:---:|---|", Role.RULE),
    ("……………", Role.RULE),
    ("‾‾‾‾‾‾", Role.RULE),
    ("Ký bởi: Văn phòng Ủy ban nhân dân tỉnh", Role.STAMP),
    ("Người ký: Tỉnh ủy Lạng Sơn", Role.STAMP),
    ("Thời gian ký: 14.06.2024 10:21:33 +07:00", Role.STAMP),
    ("Ngày ký: 14/06/2024", Role.STAMP),
    ("Digitally signed by VAN PHONG", Role.STAMP),
    ("Signature Not Verified", Role.STAMP),
]

NO_FURNITURE = [
    "2.",
    "2) Giao Sở Y tế",
    "12 tháng",
    "2024",
    "Trang thiết bị y tế",
    "Cơ quan: chịu trách nhiệm về kết quả",
    "Ký kết hợp đồng",
    "a",
    "Ngày ký kết thỏa thuận được lùi lại.",
]


@pytest.mark.parametrize(("text", "role"), BY_FORM)
def test_furniture_by_its_form(text: str, role: Role) -> None:
    assert mark_furniture(read_lines(text)) == {0: role}


@pytest.mark.parametrize("text", NO_FURNITURE)
def test_what_only_looks_like_furniture(text: str) -> None:
    assert mark_furniture(read_lines(text)) == {}


def test_a_stamp_takes_its_keys_and_values_along() -> None:
    stamp = "Người ký: Tỉnh ủy\nCơ quan: Tỉnh Lạng Sơn\nEmail: vptu@example.vn\n14.06.2024 10:21:33 +07:00"
    roles = mark_furniture(read_lines(f"biết, thực hiện.\n{stamp}\nNơi nhận:"))
    assert sorted(roles) == [1, 2, 3, 4]
    assert set(roles.values()) == {Role.STAMP}


SENTENCE = "Giao Sở Xây dựng lập phương án tái định cư cho các hộ dân trong vùng dự án, bảo đảm đủ điện, nước."
BREAKS = {
    "blank lines": "\n\n",
    "a page number": "\n\n2\n\n",
    "a dashed page number": "\n- 2 -\n",
    "a form feed": "\f",
    "a form feed and a page number": "\n2\f",
    "a page number and a running head": "\n\n2\n\nTHÔNG BÁO SỐ 318-TB/TU\n\n",
    "a running head with the page": "\n\nThông báo số 318-TB/TU                    Trang 2/3\n\n2\n\n",
    "a rule": "\n\n-----\n\n",
    "a stamp": "\n\nNgười ký: Tỉnh ủy Lạng Sơn\nNgày ký: 14/06/2024\n\n",
}


@pytest.mark.parametrize("place", [2, 5, 9, 12])
@pytest.mark.parametrize("case", BREAKS)
def test_a_sentence_cut_by_a_page_is_put_together(case: str, place: int) -> None:
    words = SENTENCE.split()
    before, after = " ".join(words[:place]), " ".join(words[place:])
    document = read_body(f"1. Đồng ý chủ trương.\n\n2. {before}{BREAKS[case]}{after}\n\n3. Giao Sở Y tế.")
    assert items(document) == {"1": "Đồng ý chủ trương.", "2": SENTENCE, "3": "Giao Sở Y tế."}


def test_a_page_that_breaks_between_sentences_parts_paragraphs() -> None:
    document = read_body("1. Đồng ý chủ trương.\n\n2\n\nGiao Sở Y tế thẩm định.\n\n2. Giao Sở Nội vụ.")
    assert items(document)["1"] == "Đồng ý chủ trương.\nGiao Sở Y tế thẩm định."


def test_a_page_that_breaks_before_a_capital_does_not_part_a_sentence() -> None:
    document = read_body(
        "1. Giao Sở Y tế phối hợp với các đơn vị trực thuộc\n\n2\n\nBộ Y tế thẩm định.\n\n2. Giao Sở Nội vụ."
    )
    assert items(document)["1"] == "Giao Sở Y tế phối hợp với các đơn vị trực thuộc Bộ Y tế thẩm định."


def test_running_heads_of_several_pages() -> None:
    pages = [
        "1. Đồng ý chủ trương đầu tư xây dựng khu tái định cư",
        "tại xã Yên Trạch, huyện Cao Lộc.\n\n2. Giao Sở Tài chính cân đối",
        "nguồn vốn, trình trong tháng 7.\n\n3. Giao Sở Y tế.",
    ]
    body = pages[0] + "".join(
        f"\n\nVĂN PHÒNG TỈNH ỦY - LƯU HÀNH NỘI BỘ\n{number}\f{page}" for number, page in enumerate(pages[1:], 2)
    )
    assert items(read_body(body)) == {
        "1": "Đồng ý chủ trương đầu tư xây dựng khu tái định cư tại xã Yên Trạch, huyện Cao Lộc.",
        "2": "Giao Sở Tài chính cân đối nguồn vốn, trình trong tháng 7.",
        "3": "Giao Sở Y tế.",
    }


def test_a_line_that_comes_twice_is_no_running_head_away_from_a_page_break() -> None:
    document = read_body(
        """
        1. Giao các sở thực hiện:
        Ban cán sự đảng Ủy ban nhân dân tỉnh
        2. Giám sát việc thực hiện:
        Ban cán sự đảng Ủy ban nhân dân tỉnh
        """
    )
    assert [text.count("Ban cán sự đảng") for text in items(document).values()] == [1, 1]
