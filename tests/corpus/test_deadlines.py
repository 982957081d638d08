"""Which limits and rhythms a sentence sets, and which time phrases set none. The reference is 12 March 2024."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.deadlines import find_deadlines
from corpus.model import By, Deadline, Every, Relative, WithinMonth, WithinQuarter, WithinYear

REFERENCE = dt.date(2024, 3, 12)


def seen(deadline: Deadline) -> tuple[str, str]:
    """What a table shows of a deadline: its value in a word, and its printed phrase."""
    match deadline:
        case By():
            return str(deadline.date), deadline.text
        case WithinMonth():
            return f"{deadline.year}-{deadline.month:02}", deadline.text
        case WithinQuarter():
            return f"{deadline.year}-Q{deadline.quarter}", deadline.text
        case WithinYear():
            return str(deadline.year), deadline.text
        case Every():
            return f"every {deadline.months}", deadline.text
        case Relative():
            return "relative", deadline.text


LAST_DAYS = [
    ("Gửi ý kiến về Sở Tư pháp trước ngày 22 tháng 4 năm 2024.", "2024-04-22", "trước ngày 22 tháng 4 năm 2024"),
    ("Hoàn thành trước 30/6/2024.", "2024-06-30", "trước 30/6/2024"),
    ("Gửi lại Văn phòng chậm nhất trong ngày 18/3/2024 để tổng hợp.", "2024-03-18", "chậm nhất trong ngày 18/3/2024"),
    ("Báo cáo kết quả chậm nhất là ngày 05 tháng 5 năm 2024.", "2024-05-05", "chậm nhất là ngày 05 tháng 5 năm 2024"),
    ("Nộp hồ sơ muộn nhất đến ngày 10.5.2024.", "2024-05-10", "muộn nhất đến ngày 10.5.2024"),
    ("Trả lời cử tri trong ngày 20/3/2024.", "2024-03-20", "trong ngày 20/3/2024"),
    ("Nhận hồ sơ dự tuyển đến hết ngày 15-4-2024.", "2024-04-15", "đến hết ngày 15-4-2024"),
    ("Hạn cuối: 17 giờ ngày 29/3/2024.", "2024-03-29", "Hạn cuối: 17 giờ ngày 29/3/2024"),
    ("Sở Nội vụ tổng hợp, trình trước 16h30 ngày 25/3/2024.", "2024-03-25", "trước 16h30 ngày 25/3/2024"),
    ("Giao đơn vị thi công xong trước ngày 01/9 để kịp đón học sinh.", "2024-09-01", "trước ngày 01/9"),
    ("Gửi danh sách trước ngày 15 tháng 4.", "2024-04-15", "trước ngày 15 tháng 4"),
    ("Yêu cầu khắc phục trước tháng 9/2024.", "2024-08-31", "trước tháng 9/2024"),
    ("Bàn giao mặt bằng trước quý IV/2024.", "2024-09-30", "trước quý IV/2024"),
    ("Hoàn thành quy hoạch trước năm 2026.", "2025-12-31", "trước năm 2026"),
    ("Trả kết quả trong 15 ngày kể từ ngày 01/3/2024.", "2024-03-16", "trong 15 ngày kể từ ngày 01/3/2024"),
    (
        "Hoàn thiện trong vòng 02 tháng kể từ ngày 31/12/2023.",
        "2024-02-29",
        "trong vòng 02 tháng kể từ ngày 31/12/2023",
    ),
    ("Giao Sở Xây dựng lập đồ án. Thời hạn hoàn thành: 31/12/2024.", "2024-12-31", "Thời hạn hoàn thành: 31/12/2024"),
    ("Không để sau ngày 31/5/2024 còn hộ chưa di dời.", "2024-05-31", "Không để sau ngày 31/5/2024"),
    ("Sửa chữa lớp học trước ngày khai giảng 05/9/2024.", "2024-09-05", "trước ngày khai giảng 05/9/2024"),
    ("Báo cáo vào ngày 20/6/2024 để trình kỳ họp.", "2024-06-20", "vào ngày 20/6/2024"),
    ("Sửa xong cầu treo trong 6 tháng đầu năm 2025.", "2025-06-30", "trong 6 tháng đầu năm 2025"),
    ("Đến ngày 30/9/2024 phải cấp xong giấy chứng nhận.", "2024-09-30", "Đến ngày 30/9/2024"),
    ("Thu hồi đất của các dự án đã quá hạn trước ngày 30/11/2024.", "2024-11-30", "trước ngày 30/11/2024"),
    ("Góp ý chậm nhất là thứ Sáu, ngày 05/4/2024.", "2024-04-05", "chậm nhất là thứ Sáu, ngày 05/4/2024"),
    ("Nộp danh sách trước 10h00' ngày 20/3/2024.", "2024-03-20", "trước 10h00' ngày 20/3/2024"),
    ("Thời hạn: 30/5/2024.", "2024-05-30", "Thời hạn: 30/5/2024"),
]

PERIODS = [
    ("Trình Hội đồng nhân dân tỉnh xem xét trong tháng 6/2024.", "2024-06", "trong tháng 6/2024"),
    ("Tổ chức hội nghị sơ kết trong tháng 7.", "2024-07", "trong tháng 7"),
    ("Sở Y tế hoàn thành ngay trong tháng 3 năm 2024.", "2024-03", "trong tháng 3 năm 2024"),
    ("Trình đề án tại phiên họp thường kỳ tháng 5/2024.", "2024-05", "tại phiên họp thường kỳ tháng 5/2024"),
    ("Gửi thẩm định chậm nhất trong tháng 4/2024.", "2024-04", "chậm nhất trong tháng 4/2024"),
    ("Hoàn thành cấp căn cước đến hết tháng 8/2024.", "2024-08", "đến hết tháng 8/2024"),
    ("Trong tháng 5/2024, Sở Xây dựng báo cáo phương án.", "2024-05", "Trong tháng 5/2024"),
    ("Cắm mốc hành lang tuyến kênh trong tháng 6/2024.", "2024-06", "trong tháng 6/2024"),
    ("Báo cáo Thường trực Tỉnh ủy vào đầu tháng 10/2024.", "2024-10", "vào đầu tháng 10/2024"),
    ("Báo cáo việc này trong tháng này.", "2024-03", "trong tháng này"),
    ("Đưa vào sử dụng trong quý III.", "2024-Q3", "trong quý III"),
    ("Phê duyệt kết quả trúng thầu trong quý 4 năm 2024.", "2024-Q4", "trong quý 4 năm 2024"),
    ("Sơ kết mô hình vào quý II/2025.", "2025-Q2", "vào quý II/2025"),
    ("Thông xe trong quý I/2025.", "2025-Q1", "trong quý I/2025"),
    ("Trong quý II, Ban Dân tộc tỉnh trình đề án.", "2024-Q2", "Trong quý II"),
    ("Khởi công đường vành đai trong năm 2025.", "2025", "trong năm 2025"),
    ("Giải quyết dứt điểm 14 vụ việc trong năm nay.", "2024", "trong năm nay"),
    ("Hoàn thành việc bàn giao hồ sơ trong năm.", "2024", "trong năm"),
    ("Tổng kết chương trình vào năm 2026.", "2026", "vào năm 2026"),
    ("Thu hồi dự án; quý I/2025 phải xong việc thanh lý hợp đồng.", "2025-Q1", "quý I/2025"),
    ("Hoàn thành: tháng 6/2024.", "2024-06", "Hoàn thành: tháng 6/2024"),
    ("Sửa xong cuối tháng 5/2024.", "2024-05", "cuối tháng 5/2024"),
    ("Trình lại trong phiên họp tháng 5/2024.", "2024-05", "trong phiên họp tháng 5/2024"),
    ("Sửa chữa các cầu bị lũ cuốn trôi trong quý IV/2024.", "2024-Q4", "trong quý IV/2024"),
    ("Báo cáo UBND tỉnh kết quả trong tháng 11/2024.", "2024-11", "trong tháng 11/2024"),
    ("Nếu chưa giải ngân thì đề xuất cắt giảm ngay trong tháng 10/2024.", "2024-10", "trong tháng 10/2024"),
    ("Từ nay đến hết tháng 6/2024, tập trung xử lý dứt điểm.", "2024-06", "đến hết tháng 6/2024"),
]

RHYTHMS = [
    ("Định kỳ 6 tháng báo cáo Thường trực Huyện ủy.", ["every 6"]),
    ("Báo cáo kết quả định kỳ hằng quý.", ["every 3"]),
    ("Hàng tháng công khai tiến độ giải ngân.", ["every 1"]),
    ("Ủy ban nhân dân xã hằng năm rà soát hộ nghèo.", ["every 12"]),
    ("Kiểm tra nguồn nước 03 tháng/lần.", ["every 3"]),
    ("Tổ chức diễn tập mỗi năm một lần.", ["every 12"]),
    ("Mỗi quý kiểm tra một lần các bếp ăn tập thể.", ["every 3"]),
    ("Định kỳ hằng quý, 6 tháng và hằng năm đánh giá, báo cáo.", ["every 3", "every 6", "every 12"]),
    ("Gửi số liệu trước ngày 25 hằng tháng.", ["every 1"]),
    ("Báo cáo chậm nhất vào ngày 20 của tháng cuối quý.", ["every 3"]),
    ("Nộp kê khai trước ngày 15/12 hằng năm.", ["every 12"]),
    ("Báo cáo trước 16 giờ ngày 15 hàng tháng.", ["every 1"]),
    ("Gửi số liệu trước ngày 05 của tháng sau.", ["every 1"]),
    ("Luân phiên cán bộ 6 tháng một lần.", ["every 6"]),
    ("Đối thoại với công nhân định kỳ sáu tháng.", ["every 6"]),
    ("Kiểm tra kho thuốc ba tháng một lần.", ["every 3"]),
    ("Báo cáo tại phiên họp thường kỳ hằng tháng.", ["every 1"]),
    ("Hàng tháng, trước ngày 25, báo cáo UBND tỉnh.", ["every 1"]),
    ("Hằng năm, trước ngày 15 tháng 12, báo cáo biên chế.", ["every 12"]),
    ("Định kỳ vào ngày làm việc cuối cùng của tháng tổng hợp.", ["every 1"]),
    ("Cứ 2 tháng một lần báo cáo tiến độ.", ["every 2"]),
]

UNDATED = [
    (
        "Ban hành kế hoạch trong 15 ngày kể từ ngày ban hành Kết luận này.",
        "trong 15 ngày kể từ ngày ban hành Kết luận này",
    ),
    (
        "Trả lời người dân trong thời hạn 07 ngày làm việc kể từ ngày 02/4/2024.",
        "trong thời hạn 07 ngày làm việc kể từ ngày 02/4/2024",
    ),
    ("Thẩm định không quá 05 ngày làm việc kể từ khi nhận hồ sơ.", "không quá 05 ngày làm việc kể từ khi nhận hồ sơ"),
    ("Hoàn thành gia cố đê trước mùa mưa bão.", "trước mùa mưa bão"),
    ("Chi trả xong hỗ trợ trước tết Nguyên đán.", "trước tết Nguyên đán"),
    ("Làm việc với chủ đầu tư trong tuần tới.", "trong tuần tới"),
    ("Tham mưu văn bản trong vòng 10 ngày.", "trong vòng 10 ngày"),
    ("Gửi tài liệu trước ngày khai mạc ít nhất 05 ngày.", "trước ngày khai mạc ít nhất 05 ngày"),
    ("Tài liệu phải đến tay đại biểu chậm nhất 7 ngày trước ngày khai mạc.", "chậm nhất 7 ngày trước ngày khai mạc"),
    ("Sáp nhập các trường trước khi bước vào năm học mới.", "trước khi bước vào năm học mới"),
    ("Sau 6 tháng thí điểm, Sở Y tế sơ kết, đánh giá.", "Sau 6 tháng thí điểm"),
    ("Nối mạng đường ống xong trước mùa khô 2025.", "trước mùa khô 2025"),
    ("Trả lời cử tri trong 5 ngày.", "trong 5 ngày"),
    (
        "Trả lời trong thời hạn tối đa 10 ngày kể từ ngày nhận văn bản.",
        "trong thời hạn tối đa 10 ngày kể từ ngày nhận văn bản",
    ),
    (
        "Ứng vốn trong thời hạn 07 ngày kể từ ngày xã có báo cáo thiệt hại.",
        "trong thời hạn 07 ngày kể từ ngày xã có báo cáo thiệt hại",
    ),
    ("Điều chuyển vốn trước kỳ họp giữa năm của HĐND tỉnh.", "trước kỳ họp giữa năm của HĐND tỉnh"),
]

NO_DEADLINES = [
    "Phấn đấu đến năm 2030 đạt 70% dân số đô thị.",
    "Mục tiêu đến hết năm 2025 toàn tỉnh có 90 xã đạt chuẩn.",
    "Phấn đấu đến hết năm 2025 đạt 80% hộ dùng nước sạch.",
    "Đến cuối năm 2025 có 99% hộ dân được dùng điện.",
    "Trong năm 2023, tỉnh đã thu hút 41 dự án.",
    "Trong quý I đạt 27% dự toán, tăng 4% so với cùng kỳ.",
    "Đến hết ngày 29/02/2024, toàn tỉnh giải ngân đạt 8,1%.",
    "6 tháng đầu năm 2023 tăng 5,2%.",
    "Kế hoạch đầu tư công trung hạn giai đoạn 2021 - 2025.",
    "Thực hiện nhiệm vụ năm 2024.",
    "Cho ý kiến về danh mục dự án khởi công mới trong năm 2025 và những năm tiếp theo.",
    "Phân bổ vốn trung hạn và hằng năm cho các chương trình.",
    "Xây dựng kế hoạch sử dụng đất hằng năm.",
    "Theo Thông báo số 88-TB/TU, ngày 02/02/2024 của Ban Thường vụ Tỉnh ủy.",
    "Hội nghị ngày 12 tháng 3 năm 2024 thống nhất như sau.",
    "Các dự án đã được phê duyệt trước ngày 01/7/2023 vẫn áp dụng quy định cũ.",
    "Hộ gia đình có đất ở được cấp trước năm 2004.",
    "Kéo dài thời gian thực hiện dự án đến hết năm 2026.",
    "Báo cáo tình hình thu ngân sách trong tháng 02/2024.",
    "Báo cáo hằng tuần.",
    "Chỉ đạo các ngành bám sát kịch bản, phấn đấu trong năm 2024 thu ngân sách đạt 900 tỷ đồng.",
    "Trong năm 2024 phấn đấu thu ngân sách 2.000 tỷ đồng.",
    "Phấn đấu mỗi năm nâng cấp ít nhất 15 hồ.",
    "Các mục tiêu như hằng năm đón 2 triệu lượt khách phải có căn cứ.",
    "Mục tiêu\nMỗi năm sửa chữa 12 hồ; trước năm 2030 hoàn thành cắm mốc.",
    "Đồng ý thực hiện thí điểm; thời gian từ năm 2024 đến hết năm 2026.",
    "Năm 2024, toàn huyện trồng mới 500 ha rừng.",
    "Trong 3 tháng đầu năm 2024, tỷ lệ trẻ được tiêm chủng đạt 71%.",
    "Sau hai tháng vận hành bộ máy đã đi vào nền nếp.",
    "Thời gian thực hiện dự án: từ ngày 15/9/2024 đến ngày 30/11/2024.",
    "Nghị quyết có hiệu lực từ ngày 01/01/2025.",
    "Kỳ họp dự kiến tổ chức trong tháng 12/2024.",
    "Theo Nghị quyết số 11/2024/NQ-HĐND về mức chi hằng năm.",
]


@pytest.mark.parametrize(("sentence", "value", "text"), LAST_DAYS + PERIODS)
def test_one_limit(sentence: str, value: str, text: str) -> None:
    assert [seen(d) for d in find_deadlines(sentence, reference=REFERENCE)] == [(value, text)]


@pytest.mark.parametrize(("sentence", "values"), RHYTHMS)
def test_rhythms(sentence: str, values: list[str]) -> None:
    assert [seen(d)[0] for d in find_deadlines(sentence, reference=REFERENCE)] == values


@pytest.mark.parametrize(("sentence", "text"), UNDATED)
def test_undated_limits_stay_relative(sentence: str, text: str) -> None:
    assert [seen(d) for d in find_deadlines(sentence, reference=REFERENCE)] == [("relative", text)]


@pytest.mark.parametrize("sentence", NO_DEADLINES)
def test_targets_facts_and_periods_are_no_deadlines(sentence: str) -> None:
    assert find_deadlines(sentence, reference=REFERENCE) == ()


def test_a_day_that_has_long_passed_is_meant_for_next_year() -> None:
    december = dt.date(2023, 12, 19)
    assert [seen(d)[0] for d in find_deadlines("Gửi báo cáo trước ngày 15/01.", reference=december)] == ["2024-01-15"]


def test_without_a_reference_a_day_without_year_stays_relative() -> None:
    assert [seen(d)[0] for d in find_deadlines("Gửi báo cáo trước ngày 15/6.")] == ["relative"]


def test_several_deadlines_in_one_sentence_keep_their_order_and_place() -> None:
    text = "Sở A báo cáo trước ngày 10/4/2024; Sở B trình trong quý II/2024; hằng tháng giao ban."
    found = find_deadlines(text, reference=REFERENCE)
    assert [seen(d)[0] for d in found] == ["2024-04-10", "2024-Q2", "every 1"]
    assert [d.span.of(text) for d in found if d.span] == [d.text for d in found]


def test_impossible_days_are_not_deadlines() -> None:
    assert find_deadlines("Hoàn thành trước ngày 31/02/2024.", reference=REFERENCE) == ()


@given(st.text(alphabet="trước ngày/0123456789 thángquýnămhằngđịnhkỳ.,;\nđã", max_size=120))
def test_any_text_gives_ordered_spans_inside_it(text: str) -> None:
    spans = [d.span for d in find_deadlines(text, reference=REFERENCE) if d.span]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))
