"""What a meeting did about an item, by its words."""

from __future__ import annotations

import pytest

from corpus.decisions import find_decision
from corpus.model import Decision

APPROVE, PRINCIPLE, ADOPT = Decision.APPROVE, Decision.AGREE_IN_PRINCIPLE, Decision.ADOPT
ASSIGN, COMMENTS, NOTE, SEPARATE = (
    Decision.ASSIGN,
    Decision.REQUEST_COMMENTS,
    Decision.NOTE,
    Decision.SEPARATE_DOCUMENT,
)

DECIDED: list[tuple[str, Decision | None]] = [
    ("Đồng ý phương án 2 của Đồ án quy hoạch.", APPROVE),
    ("Ban Thường vụ Tỉnh ủy thảo luận và thống nhất nội dung Báo cáo.", APPROVE),
    ("Nhất trí với Tờ trình số 8-TTr/VPTU. Giao Văn phòng Tỉnh ủy hoàn thiện.", APPROVE),
    ("Sau khi nghe các ý kiến, UBND tỉnh thống nhất điều chỉnh quy mô.", APPROVE),
    ("Cho phép kéo dài thời gian giải ngân.", APPROVE),
    ("Ban Thường vụ Tỉnh ủy đồng ý chủ trương đầu tư cầu.", PRINCIPLE),
    ("Cơ bản thống nhất dự thảo; yêu cầu rà soát thêm.", PRINCIPLE),
    ("Thống nhất về chủ trương, giao Sở Y tế lập hồ sơ.", PRINCIPLE),
    ("Thống nhất về mặt nguyên tắc phương án di dời.", PRINCIPLE),
    ("Căn cứ Luật Đầu tư công, xét đề nghị của Sở Tài chính, UBND tỉnh thống nhất chủ trương.", PRINCIPLE),
    ("Đối với đề nghị của Huyện ủy Na Hang, Ban Thường vụ Tỉnh ủy đồng ý bố trí kinh phí.", APPROVE),
    ("Các đồng chí Ủy viên nghiên cứu, tham gia bằng văn bản gửi Văn phòng.", COMMENTS),
    ("Toàn huyện còn 60% hộ nghèo. Thời gian tới, yêu cầu:", ASSIGN),
    ("Ban Thường vụ Tỉnh ủy có văn bản riêng.", SEPARATE),
    ("UBND tỉnh cơ bản nhất trí với phương án.", PRINCIPLE),
    ("Thông qua chương trình kiểm tra năm 2025. Giao Ủy ban Kiểm tra hoàn thiện.", ADOPT),
    ("Hội nghị biểu quyết thông qua dự thảo Nghị quyết.", ADOPT),
    ("Các đồng chí Ủy viên Ban Thường vụ tham gia ý kiến vào dự thảo, gửi Văn phòng.", COMMENTS),
    ("Đề nghị các thành viên UBND tỉnh góp ý bằng văn bản.", COMMENTS),
    ("Xin ý kiến các đồng chí Ủy viên bằng văn bản; gửi về Văn phòng.", COMMENTS),
    ("Từng đồng chí Ủy viên nghiên cứu, cho ý kiến vào dự thảo.", COMMENTS),
    ("Đề nghị các đồng chí ghi ý kiến vào bản dự thảo và chuyển lại Văn phòng.", COMMENTS),
    ("Đề nghị Hội Nông dân tỉnh giám sát việc sử dụng nguồn đóng góp của nhân dân.", ASSIGN),
    ("Giao Sở Nội vụ tham mưu.", ASSIGN),
    ("Sở Xây dựng khẩn trương lập quy hoạch.", ASSIGN),
    ("Ghi nhận nỗ lực của ngành y tế. Yêu cầu Sở Y tế tiếp tục tiêm chủng.", ASSIGN),
    ("Yêu cầu các nhà thầu tăng ca.", ASSIGN),
    ("Để khắc phục hạn chế, tồn tại nêu trên, Hội đồng nhân dân huyện yêu cầu:", ASSIGN),
    ("Văn phòng Chính phủ thông báo để các cơ quan biết.", None),
    ("Chưa thống nhất phương án sáp nhập. Sở Nội vụ nghiên cứu, trình lại.", ASSIGN),
    ("Giao Sở Thông tin thống nhất với Sở Tài chính về định mức.", ASSIGN),
    ("Ban Tổ chức Huyện ủy hướng dẫn thống nhất việc sinh hoạt chi bộ.", ASSIGN),
    ("Ghi nhận, biểu dương lực lượng vũ trang.", NOTE),
    ("Ban Thường vụ Tỉnh ủy nhận thấy đây là lĩnh vực khó.", NOTE),
    ("Có thông báo riêng.", SEPARATE),
    ("Công tác cán bộ: Thông báo riêng.", SEPARATE),
    ("Ban Thường vụ Tỉnh ủy có nghị quyết riêng.", SEPARATE),
    ("Rà soát tiến độ các công trình chuyển tiếp.", None),
    ("Tỷ lệ hộ nghèo giảm 2,1% so với năm trước.", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "decision"), DECIDED)
def test_decision_of_a_text(text: str, decision: Decision | None) -> None:
    assert find_decision("", text) == decision


def test_a_run_in_heading_decides_nothing() -> None:
    heading = "Về việc thống nhất tên gọi đơn vị mới"
    assert find_decision(heading, f"{heading}: Giao Sở Nội vụ tham mưu.") is ASSIGN


def test_a_heading_alone_may_refer_to_another_paper() -> None:
    assert find_decision("Công tác tổ chức và cán bộ (có Nghị quyết riêng).", "") is SEPARATE


def test_a_heading_alone_assigns_nothing() -> None:
    assert find_decision("Sở Nông nghiệp và Môi trường", "") is None
