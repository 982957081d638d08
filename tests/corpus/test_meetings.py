"""The meeting that a paper concludes and who chaired it, from titles and openings."""

from __future__ import annotations

import datetime as dt

import pytest

from corpus.chair import find_chair
from corpus.meetings import find_meeting
from corpus.model import Meeting
from corpus.ordinals import ordinal_value, roman, roman_value
from corpus.sentences import split_sentences

STANDING = "Ban Thường vụ Tỉnh ủy"
PEOPLE = "Ủy ban nhân dân tỉnh"
ISSUED = dt.date(2024, 6, 14)

# title, opening, issuer, meeting
MEETINGS = [
    (
        "Thông báo nội dung Hội nghị Ban Thường vụ Tỉnh ủy lần thứ 41 (khóa XVI), nhiệm kỳ 2020-2025",
        "Ngày 12 tháng 6 năm 2024, Ban Thường vụ Tỉnh ủy tiến hành hội nghị lần thứ 41.",
        STANDING,
        Meeting(
            "Hội nghị Ban Thường vụ Tỉnh ủy lần thứ 41 (khóa XVI)", STANDING, 41, "2020-2025", dt.date(2024, 6, 12)
        ),
    ),
    (
        "Kết luận của Ban Thường vụ Tỉnh ủy tại kỳ họp thứ 22, ngày 15 tháng 8 năm 2022",
        "Ban Thường vụ Tỉnh ủy kết luận như sau:",
        STANDING,
        Meeting("Kỳ họp thứ 22", STANDING, 22, None, dt.date(2022, 8, 15)),
    ),
    (
        "Kết luận của Ban Thường vụ Tỉnh ủy về công tác giáo dục",
        "Ngày 12/6/2024, Ban Thường vụ Tỉnh ủy họp phiên thứ 28. Hội nghị thống nhất:",
        STANDING,
        Meeting("Phiên họp thứ 28", STANDING, 28, None, dt.date(2024, 6, 12)),
    ),
    (
        "Kết luận của Ban Thường vụ Tỉnh ủy về công tác giáo dục",
        "Ngày 12/6/2024, Ban Thường vụ Tỉnh ủy họp lần thứ 61 dưới sự chủ trì của đồng chí Bùi Thế Khoan.",
        STANDING,
        Meeting("Hội nghị lần thứ 61", STANDING, 61, None, dt.date(2024, 6, 12)),
    ),
    (
        "Thông báo Hội nghị lần thứ mười hai Ban Chấp hành Đảng bộ tỉnh khóa XV",
        "Trong hai ngày 05 và 06/6/2024, Ban Chấp hành Đảng bộ tỉnh tổ chức Hội nghị lần thứ mười hai.",
        "Ban Chấp hành Đảng bộ tỉnh",
        Meeting(
            "Hội nghị lần thứ mười hai Ban Chấp hành Đảng bộ tỉnh",
            "Ban Chấp hành Đảng bộ tỉnh",
            12,
            None,
            dt.date(2024, 6, 5),
        ),
    ),
    (
        "Thông báo Kết luận của Chủ tịch Ủy ban nhân dân tỉnh tại phiên họp thường kỳ tháng 5 năm 2024",
        "Ngày 30/5/2024, UBND tỉnh tổ chức phiên họp thường kỳ tháng 5, đánh giá tình hình 5 tháng đầu năm.",
        PEOPLE,
        Meeting("Phiên họp thường kỳ tháng 5 năm 2024", PEOPLE, None, None, dt.date(2024, 5, 30)),
    ),
    (
        "Thông báo kết luận của Phó Chủ tịch UBND tỉnh tại cuộc họp về ứng phó mưa lũ",
        "Chiều ngày 12/6/2024, Phó Chủ tịch UBND tỉnh Hồ Quang Nhượng chủ trì cuộc họp về ứng phó mưa lũ.",
        PEOPLE,
        Meeting("Cuộc họp về ứng phó mưa lũ", None, None, None, dt.date(2024, 6, 12)),
    ),
    (
        "Thông báo kết luận của Thường trực Tỉnh ủy tại cuộc họp giao ban",
        "Ngày 12/6/2024, Thường trực Tỉnh ủy đã họp giao ban tuần.",
        "Văn phòng Tỉnh ủy",
        Meeting("Cuộc họp giao ban", "Thường trực Tỉnh ủy", None, None, dt.date(2024, 6, 12)),
    ),
    (
        "Thông báo kết luận của thứ trưởng tại cuộc họp rà soát các dự án miền trung",
        "Ngày 12/6/2024, Thứ trưởng chủ trì cuộc họp rà soát các dự án miền Trung.",
        "Bộ Giao thông vận tải",
        Meeting("Cuộc họp rà soát các dự án miền Trung", None, None, None, dt.date(2024, 6, 12)),
    ),
    (
        "Kết luận của Ban Thường vụ Huyện ủy về một số nhiệm vụ trọng tâm",
        "Tại hội nghị ngày 12/6/2024 do đồng chí Bí thư Huyện ủy chủ trì, Ban Thường vụ Huyện ủy kết luận:",
        "Ban Thường vụ Huyện ủy",
        Meeting("Hội nghị ngày 12/6/2024", "Ban Thường vụ Huyện ủy", None, None, dt.date(2024, 6, 12)),
    ),
    (
        "Nghị quyết về giám sát chuyên đề",
        "HỘI ĐỒNG NHÂN DÂN TỈNH HÒA BÌNH KHÓA XVII, KỲ HỌP THỨ 19",
        "Hội đồng nhân dân tỉnh",
        Meeting("Kỳ họp thứ 19", "Hội đồng nhân dân tỉnh", 19, None, None),
    ),
    (
        "V/v triển khai kết luận của Chủ tịch UBND tỉnh tại buổi kiểm tra tiến độ cao tốc",
        "Ngày 12/6/2024, Chủ tịch UBND tỉnh đi kiểm tra thực địa.",
        PEOPLE,
        Meeting("Buổi kiểm tra tiến độ cao tốc", None, None, None, dt.date(2024, 6, 12)),
    ),
    (
        "Chỉ thị của Ban Thường vụ Tỉnh ủy về phòng cháy rừng",
        "Những năm qua, công tác phòng cháy rừng có chuyển biến. Để khắc phục hạn chế, Ban Thường vụ Tỉnh ủy yêu cầu:",
        STANDING,
        None,
    ),
    (
        "Kết luận của Ban Thường vụ Tỉnh ủy về công tác giáo dục",
        "Thực hiện kết luận tại Hội nghị Trung ương lần thứ 6 ngày 09/10/2022, Ban Thường vụ Tỉnh ủy yêu cầu:",
        STANDING,
        None,
    ),
]


@pytest.mark.parametrize(("title", "opening", "issuer", "meeting"), MEETINGS)
def test_meetings(title: str, opening: str, issuer: str, meeting: Meeting | None) -> None:
    issued = dt.date(2022, 8, 20) if meeting and meeting.date and meeting.date.year == 2022 else ISSUED
    assert find_meeting(title, split_sentences(opening), issuer, issued) == meeting


def test_no_meeting_is_after_its_paper() -> None:
    found = find_meeting(
        "Thông báo kết luận tại cuộc họp về dự án cầu",
        ["Ngày 12/6/2024, Chủ tịch chủ trì cuộc họp về dự án cầu, hoàn thành trước ngày 30/9/2024."],
        None,
        dt.date(2024, 6, 1),
    )
    assert found is not None
    assert found.date is None


def test_a_day_without_a_year_is_of_the_year_of_its_paper() -> None:
    found = find_meeting("Kết luận", ["Ngày 12/6, Ban Thường vụ Tỉnh ủy họp phiên thứ 28."], None, ISSUED)
    assert found is not None
    assert found.date == dt.date(2024, 6, 12)


CHAIRS = [
    ("", "Đồng chí Hoàng Khắc Duyên, Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy chủ trì.", "Hoàng Khắc Duyên"),
    ("", "Hội nghị do đồng chí Nông Thế Chung, Phó Bí thư Tỉnh ủy chủ trì.", "Nông Thế Chung"),
    ("", "Ban Thường vụ họp dưới sự chủ trì của đồng chí Lò Văn Khiển, Bí thư Tỉnh ủy.", "Lò Văn Khiển"),
    ("", "Chiều 12/6, Phó Chủ tịch UBND tỉnh Hồ Quang Nhượng chủ trì cuộc họp.", "Hồ Quang Nhượng"),
    ("", "Đồng chí Rah Lan Thức, Bí thư Đảng ủy chủ trì phiên họp.", "Rah Lan Thức"),
    ("", "Ban Thường vụ họp dưới sự chủ trì của đồng chí Gơr Kpan, Phó Bí thư.", "Gơr Kpan"),
    ("", "Thứ trưởng Vũ Hải Đường đã chủ trì cuộc họp giao ban.", "Vũ Hải Đường"),
    ("", "Chủ trì hội nghị là đồng chí Y Khoan Bkrông, Bí thư Tỉnh ủy.", "Y Khoan Bkrông"),
    ("", "Chủ trì: Đồng chí Y Khoan Bkrông, Bí thư Tỉnh ủy.", "Y Khoan Bkrông"),
    ("", "Sau khi nghe báo cáo, Thứ trưởng Lương Thế Hạnh kết luận như sau:", "Lương Thế Hạnh"),
    (
        "Thông báo kết luận của Chủ tịch UBND tỉnh Trương Công Khải",
        "Sau khi nghe báo cáo, Chủ tịch kết luận:",
        "Trương Công Khải",
    ),
    ("Kết luận của Ban Thường vụ Tỉnh ủy", "Ban Thường vụ Tỉnh ủy kết luận:", None),
    ("V/v dự án cao tốc Đồng Đăng - Trà Lĩnh", "Các đơn vị báo cáo.", None),
    ("", "Giao Sở Y tế Hà Nội chủ trì, phối hợp với Sở Nội vụ.", None),
    ("", "Tham dự có ông Lê Văn Tám. Bà Trần Thị Chín chủ trì hội nghị.", "Trần Thị Chín"),
]


@pytest.mark.parametrize(("title", "opening", "name"), CHAIRS)
def test_chairs(title: str, opening: str, name: str | None) -> None:
    assert find_chair(title, split_sentences(opening)) == name


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("63", 63),
        ("nhất", 1),
        ("tư", 4),
        ("mười", 10),
        ("mười lăm", 15),
        ("hai mươi", 20),
        ("hai mươi mốt", 21),
        ("XIII", 13),
        ("IIII", None),
        ("nhiều", None),
        ("mười mười", None),
    ],
)
def test_ordinals(printed: str, value: int | None) -> None:
    assert ordinal_value(printed) == value


def test_roman_numbers_are_read_as_they_are_written() -> None:
    assert [roman_value(roman(value)) for value in range(1, 90)] == list(range(1, 90))
