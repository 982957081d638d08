"""The part that each office plays in a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.assignments import find_assignments
from corpus.model import Role

A, S, C, V, M = Role.ASSIGNED, Role.SUBMITTER, Role.COORDINATOR, Role.SUPERVISOR, Role.MENTIONED
UBND, BCS = "Ủy ban nhân dân tỉnh", "Ban cán sự đảng Ủy ban nhân dân tỉnh"
BTV, TT = "Ban Thường vụ Tỉnh ủy", "Thường trực Tỉnh ủy"

ROLES: list[tuple[str, list[tuple[str, Role]]]] = [
    # orders
    ("Giao Sở Nội vụ tham mưu.", [("Sở Nội vụ", A)]),
    (
        "Yêu cầu Công an tỉnh, Sở Y tế và UBND huyện Sốp Cộp vào cuộc.",
        [("Công an tỉnh", A), ("Sở Y tế", A), ("Ủy ban nhân dân huyện Sốp Cộp", A)],
    ),
    ("Đề nghị đồng chí Giám đốc Sở Tài chính chỉ đạo cân đối nguồn.", [("Sở Tài chính", A)]),
    (
        "Ban cán sự đảng UBND tỉnh chỉ đạo các sở: Y tế, Tài chính lập dự toán.",
        [(BCS, A), ("Sở Y tế", A), ("Sở Tài chính", A)],
    ),
    ("Giao cho Ban Quản lý Khu kinh tế tỉnh làm chủ đầu tư.", [("Ban Quản lý Khu kinh tế tỉnh", A)]),
    ("Phân công đồng chí Chủ tịch UBND tỉnh làm Trưởng Tiểu ban.", [(UBND, M)]),
    ("Sở Xây dựng đã giao Sở Y tế quản lý.", [("Sở Xây dựng", M), ("Sở Y tế", M)]),
    # subjects of tasks
    ("Ban Tuyên giáo Tỉnh ủy: Định hướng báo chí.", [("Ban Tuyên giáo Tỉnh ủy", A)]),
    ("Trong quý II, Sở Du lịch tổ chức khảo sát.", [("Sở Du lịch", A)]),
    ("Sở Tư pháp, Sở Nội vụ cần khẩn trương thẩm định.", [("Sở Tư pháp", A), ("Sở Nội vụ", A)]),
    ("Rà soát quỹ đất; Sở Tài chính bố trí kinh phí.", [("Sở Tài chính", A)]),
    ("Huyện ủy Bát Xát có trách nhiệm vận động nhân dân.", [("Huyện ủy Bát Xát", A)]),
    (
        "UBND tỉnh giao các sở: (1) Sở Y tế: mua thuốc; (2) Công an tỉnh: canh gác.",
        [(UBND, M), ("Sở Y tế", A), ("Công an tỉnh", A)],
    ),
    ("Các sở: Nội vụ; Tài chính khẩn trương có ý kiến thẩm định.", [("Sở Nội vụ", A), ("Sở Tài chính", A)]),
    ("Giám đốc Sở Y tế Hà Văn Quý trình phương án.", [("Sở Y tế", A)]),
    ("Các bộ: Nội vụ, Y tế theo chức năng, nhiệm vụ trả lời địa phương.", [("Bộ Nội vụ", A), ("Bộ Y tế", A)]),
    ("Sở Du lịch là cơ quan đầu mối, tổng hợp số liệu.", [("Sở Du lịch", A)]),
    (
        "Giao Sở Y tế lập danh sách; Đảng ủy xã Mường Than phân công từng đồng chí phụ trách thôn.",
        [("Sở Y tế", A), ("Đảng ủy xã Mường Than", A)],
    ),
    (
        "Đảng ủy UBND tỉnh (trực tiếp là Sở Nội vụ) rà soát biên chế.",
        [("Đảng ủy Ủy ban nhân dân tỉnh", A), ("Sở Nội vụ", M)],
    ),
    ("Thường trực HĐND huyện Na Rì chủ động phân công thẩm tra.", [("Thường trực Hội đồng nhân dân huyện Na Rì", A)]),
    ("UBND các xã có số giải ngân dưới 30% phải giải trình.", [("Ủy ban nhân dân các xã", A)]),
    ("Bộ Chỉ huy Quân sự tỉnh không cho người dân quay lại.", [("Bộ Chỉ huy Quân sự tỉnh", A)]),
    (
        "Phân công đồng chí Chủ nhiệm Ủy ban Kiểm tra Huyện ủy chỉ đạo xác minh.",
        [("Ủy ban Kiểm tra Huyện ủy", A)],
    ),
    (
        "Giao đồng chí Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh trực tiếp chỉ đạo.",
        [("Tỉnh ủy", M), (UBND, A)],
    ),
    (
        "Về kỳ họp HĐND huyện: Văn phòng UBND huyện gửi tài liệu.",
        [("Hội đồng nhân dân huyện", M), ("Văn phòng Ủy ban nhân dân huyện", A)],
    ),
    # decisions and facts give no task
    ("Ban Thường vụ Tỉnh ủy đánh giá, công tác cán bộ có chuyển biến.", [(BTV, M)]),
    ("Ban Thường vụ Tỉnh ủy nghiêm túc tiếp thu; Thường trực Tỉnh ủy sẽ cho ý kiến sau.", [(BTV, M), (TT, M)]),
    ("Thường trực Tỉnh ủy ký ban hành.", [(TT, A)]),
    ("Ban Thường vụ Huyện ủy Na Hang lãnh đạo khắc phục.", [("Ban Thường vụ Huyện ủy Na Hang", A)]),
    (
        "Bộ Xây dựng, Bộ Công an và các địa phương ven sông đã có nhiều cố gắng.",
        [("Bộ Xây dựng", M), ("Bộ Công an", M)],
    ),
    ("Các Tổ đại biểu HĐND tỉnh giám sát việc thực hiện.", [("Hội đồng nhân dân tỉnh", M)]),
    ("Văn phòng Chính phủ thông báo để Bộ Y tế biết.", [("Văn phòng Chính phủ", M), ("Bộ Y tế", M)]),
    ("Ban Thường vụ Tỉnh ủy nhận thấy kết quả còn hạn chế.", [(BTV, M)]),
    ("Ban Thường vụ Tỉnh ủy đồng ý phương án 2.", [(BTV, M)]),
    ("Sở Công Thương đã hoàn thành quy hoạch.", [("Sở Công Thương", M)]),
    ("Biểu dương Công an tỉnh, Bộ Chỉ huy Quân sự tỉnh.", [("Công an tỉnh", M), ("Bộ Chỉ huy Quân sự tỉnh", M)]),
    ("Mời chuyên gia của Bộ Xây dựng, Bộ Công an dự hội thảo.", [("Bộ Xây dựng", M), ("Bộ Công an", M)]),
    ("Các đồng chí Ủy viên Ban Thường vụ Tỉnh ủy đọc kỹ dự thảo.", [(BTV, M)]),
    ("Đề nghị từng đồng chí Ủy viên Ban Thường vụ Tỉnh ủy góp ý.", [(BTV, M)]),
    ("Để đáp ứng yêu cầu phát triển, Ban Thường vụ Tỉnh ủy thống nhất:", [(BTV, M)]),
    ("Thành phần gồm đại diện lãnh đạo các cơ quan: Công an tỉnh, Sở Y tế.", [("Công an tỉnh", M), ("Sở Y tế", M)]),
    # receivers
    ("Giao Sở Nội vụ báo cáo Ban Thường vụ Tỉnh ủy, trình Thường trực Tỉnh ủy.", [("Sở Nội vụ", A), (BTV, M), (TT, M)]),
    ("Gửi ý kiến về Văn phòng Tỉnh ủy để tổng hợp.", [("Văn phòng Tỉnh ủy", M)]),
    ("Thẩm định, trình Lãnh đạo Bộ Y tế trong tháng 5.", [("Bộ Y tế", M)]),
    ("Tham mưu UBND tỉnh trình HĐND tỉnh.", [(UBND, M), ("Hội đồng nhân dân tỉnh", M)]),
    ("Giao Sở Y tế kiến nghị Bộ Y tế bổ sung vắc xin.", [("Sở Y tế", A), ("Bộ Y tế", M)]),
    # coordination
    (
        "Sở Y tế chủ trì, phối hợp với Công an tỉnh, các sở: Nội vụ, Tài chính thực hiện.",
        [("Sở Y tế", A), ("Công an tỉnh", C), ("Sở Nội vụ", C), ("Sở Tài chính", C)],
    ),
    (
        "Giao Sở Giao thông vận tải phối hợp chặt chẽ với các nhà thầu, UBND huyện Mường Nhé sửa đường.",
        [("Sở Giao thông vận tải", A), ("Ủy ban nhân dân huyện Mường Nhé", C)],
    ),
    ("Phối hợp với các cơ quan liên quan và Công an huyện.", [("Công an huyện", C)]),
    ("Thanh tra tỉnh chủ trì, cùng Sở Tài chính thanh tra.", [("Thanh tra tỉnh", A), ("Sở Tài chính", C)]),
    (
        "Sở Y tế phối hợp với Đoàn ĐBQH tỉnh làm việc với Bộ Y tế.",
        [("Sở Y tế", A), ("Đoàn đại biểu Quốc hội tỉnh", C), ("Bộ Y tế", M)],
    ),
    ("Sở Y tế phối hợp nhịp nhàng, hiệu quả với Công an tỉnh.", [("Sở Y tế", A), ("Công an tỉnh", C)]),
    ("Việc phối hợp giữa Sở Y tế và Sở Nội vụ chưa tốt.", [("Sở Y tế", M), ("Sở Nội vụ", M)]),
    # senders
    ("Đồng ý đề nghị của Sở Tài chính về giá nước.", [("Sở Tài chính", S)]),
    ("Thống nhất nội dung Báo cáo số 15-BC/BCSĐ, ngày 02/3/2024 của Ban cán sự đảng UBND tỉnh.", [(BCS, S)]),
    (
        "Nhất trí với báo cáo thẩm định số 12/BC-SKHĐT ngày 01/9/2024 của Sở Kế hoạch và Đầu tư.",
        [("Sở Kế hoạch và Đầu tư", S)],
    ),
    ("Cơ bản đồng ý các nhóm giải pháp Sở Nội vụ đề xuất, trừ giải pháp 3.", [("Sở Nội vụ", S)]),
    (
        "Ghi nhận kết quả vận hành theo Kế hoạch số 4-KH/ĐU của Đảng ủy UBND tỉnh.",
        [("Đảng ủy Ủy ban nhân dân tỉnh", M)],
    ),
    ("Đề án do Sở Nội vụ trình bảo đảm yêu cầu.", [("Sở Nội vụ", S)]),
    ("Thực hiện Chỉ thị số 09-CT/TU, ngày 01/02/2024 của Ban Thường vụ Tỉnh ủy.", [(BTV, M)]),
    ("Theo hướng dẫn của Bộ Y tế, Sở Y tế tổ chức tiêm chủng.", [("Bộ Y tế", M), ("Sở Y tế", A)]),
    (
        "Xét Tờ trình số 4-TTr/VPTU của Văn phòng Tỉnh ủy, Ban Thường vụ Tỉnh ủy thống nhất.",
        [("Văn phòng Tỉnh ủy", S), (BTV, M)],
    ),
    ("Sở Y tế giải trình các kiến nghị của Thanh tra tỉnh.", [("Sở Y tế", A), ("Thanh tra tỉnh", M)]),
    (
        "Thống nhất, có xem xét ý kiến thẩm tra tại Báo cáo số 7/BC-KTNS của Ban Kinh tế - Ngân sách HĐND tỉnh.",
        [("Ban Kinh tế - Ngân sách Hội đồng nhân dân tỉnh", M)],
    ),
    (
        "Nhất trí với báo cáo giải trình bổ sung số 9-BC/BCSĐ của Ban cán sự đảng UBND tỉnh.",
        [(BCS, S)],
    ),
    ("Nhất trí với Tờ trình số 8/TTr-SYT của Sở Y tế. Giao Sở Y tế hoàn thiện.", [("Sở Y tế", A), ("Sở Y tế", S)]),
    # supervision
    (
        "Giao Đảng đoàn HĐND tỉnh thường xuyên giám sát việc thực hiện.",
        [("Đảng đoàn Hội đồng nhân dân tỉnh", A), ("Đảng đoàn Hội đồng nhân dân tỉnh", V)],
    ),
    ("Ủy ban MTTQ Việt Nam tỉnh giám sát việc chi trả.", [("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", V)]),
    (
        "Giao Văn phòng Tỉnh ủy theo dõi, kiểm tra việc thực hiện Thông báo.",
        [("Văn phòng Tỉnh ủy", A), ("Văn phòng Tỉnh ủy", V)],
    ),
    ("Văn phòng UBND tỉnh theo dõi, đôn đốc.", [("Văn phòng Ủy ban nhân dân tỉnh", A)]),
    ("Sở Y tế kiểm tra các cơ sở hành nghề.", [("Sở Y tế", A)]),
    (
        "Đảng đoàn HĐND tỉnh lãnh đạo ban hành chính sách và giám sát việc thực hiện.",
        [("Đảng đoàn Hội đồng nhân dân tỉnh", A), ("Đảng đoàn Hội đồng nhân dân tỉnh", V)],
    ),
    ("Trạm Y tế xã Tân Lập tăng cường giám sát ca bệnh.", [("Trạm Y tế xã Tân Lập", A)]),
    (
        "Giao Đảng đoàn HĐND tỉnh lãnh đạo việc giám sát chuyên đề.",
        [("Đảng đoàn Hội đồng nhân dân tỉnh", A), ("Đảng đoàn Hội đồng nhân dân tỉnh", V)],
    ),
    (
        "Giao Ủy ban Kiểm tra Tỉnh ủy kiểm tra việc lãnh đạo công tác đất đai.",
        [("Ủy ban Kiểm tra Tỉnh ủy", A), ("Ủy ban Kiểm tra Tỉnh ủy", V)],
    ),
    (
        "Giao Sở Nội vụ là cơ quan đầu mối, kiểm tra, đôn đốc các sở, ngành thực hiện Chỉ thị.",
        [("Sở Nội vụ", A), ("Sở Nội vụ", V)],
    ),
    (
        "Giao Ban Nội chính Tỉnh ủy hoàn thiện, trình ký trước ngày 30/11; theo dõi, kiểm tra việc thực hiện.",
        [("Ban Nội chính Tỉnh ủy", A), ("Ban Nội chính Tỉnh ủy", V)],
    ),
    ("Thanh tra tỉnh: kiểm tra việc thực hiện Chỉ thị.", [("Thanh tra tỉnh", A), ("Thanh tra tỉnh", V)]),
    (
        "Tỉnh ủy yêu cầu:\n- Sở Y tế mua thuốc.\n- Thanh tra tỉnh giám sát việc mua sắm.",
        [("Tỉnh ủy", M), ("Sở Y tế", A), ("Thanh tra tỉnh", A), ("Thanh tra tỉnh", V)],
    ),
    (
        "Hội Nông dân tỉnh vận động hội viên, giám sát việc chi trả.",
        [("Hội Nông dân tỉnh", A), ("Hội Nông dân tỉnh", V)],
    ),
    ("Sở Y tế rà soát, tăng cường công tác kiểm tra, giám sát.", [("Sở Y tế", A)]),
]

HEADINGS = [
    (
        "Tờ trình số 48-TTr/BCSĐ của Ban cán sự đảng UBND tỉnh về phương án",
        "Ban Thường vụ Tỉnh ủy thống nhất.",
        [(BCS, S), (BTV, M)],
    ),
    ("Báo cáo số 9-BC/VPTU của Văn phòng Tỉnh ủy", "", [("Văn phòng Tỉnh ủy", S)]),
    ("Sở Nông nghiệp và Môi trường", "Rà soát hồ chứa.", [("Sở Nông nghiệp và Môi trường", A)]),
    ("Trách nhiệm của UBND các xã", "", [("Ủy ban nhân dân các xã", A)]),
    (
        "Báo cáo của Sở Y tế về dịch bệnh",
        "Báo cáo của Sở Y tế về dịch bệnh: UBND tỉnh ghi nhận.",
        [("Sở Y tế", S), (UBND, M)],
    ),
    (
        "Sáp nhập trường thuộc Sở Y tế (Sở Nội vụ báo cáo tại Công văn số 5/SNV-TC)",
        "Đồng ý.",
        [("Sở Y tế", M), ("Sở Nội vụ", S)],
    ),
    ("Chương trình làm việc năm 2024 của Ban Thường vụ Tỉnh ủy", "Thông qua.", [(BTV, M)]),
    ("Về đề nghị của Sở Y tế", "Về đề nghị của Sở Y tế: Đồng ý.", [("Sở Y tế", S)]),
]


@pytest.mark.parametrize(("sentence", "roles"), ROLES)
def test_roles_in_a_sentence(sentence: str, roles: list[tuple[str, Role]]) -> None:
    assert [(a.name, a.role) for a in find_assignments("", sentence)] == roles


@pytest.mark.parametrize(("heading", "text", "roles"), HEADINGS)
def test_roles_with_a_heading(heading: str, text: str, roles: list[tuple[str, Role]]) -> None:
    assert [(a.name, a.role) for a in find_assignments(heading, text)] == roles


def test_spans_point_into_the_text() -> None:
    text = "Giao Sở Nội vụ báo cáo UBND tỉnh."
    spans = [a.span.of(text) for a in find_assignments("Về công tác cán bộ", text) if a.span]
    assert spans == ["Sở Nội vụ", "UBND tỉnh"]


@given(st.lists(st.sampled_from([sentence for sentence, _ in ROLES]), max_size=4).map(" ".join))
def test_mentioned_stands_alone_and_no_role_twice(text: str) -> None:
    found = [(a.name, a.role) for a in find_assignments("", text)]
    assert len(found) == len(set(found))
    mentioned = {name for name, role in found if role is M}
    assert not mentioned & {name for name, role in found if role is not M}
