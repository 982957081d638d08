"""Documents for tests: small, true to life, written for this project.

`make_document` and `make_item` fill in what a test does not care about; `sample_corpus` is a handful of documents
with every facet, deadline form and decision, on which the engine contract and the web tests stand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from corpus.model import (
    Assignment,
    By,
    Citation,
    ConclusionItem,
    Deadline,
    Decision,
    Document,
    Every,
    ItemPath,
    Meeting,
    Relative,
    Role,
    Signatory,
    WithinMonth,
)

PARTY_COMMITTEE = "Ban cán sự đảng Ủy ban nhân dân tỉnh"
STANDING_COMMITTEE = "Ban Thường vụ Tỉnh ủy"


def make_item(
    path: str = "1",
    heading: str = "",
    text: str = "Giao Sở Y tế báo cáo kết quả.",
    *,
    decision: Decision | None = None,
    assigned: Sequence[str] = (),
    mentioned: Sequence[str] = (),
    submitter: Sequence[str] = (),
    citations: Sequence[Citation | str] = (),
    deadlines: Sequence[Deadline] = (),
) -> ConclusionItem:
    """Return an item; agencies are given by role, citations may be bare numbers."""
    roles = ((Role.ASSIGNED, assigned), (Role.SUBMITTER, submitter), (Role.MENTIONED, mentioned))
    return ConclusionItem(
        path=ItemPath.parse(path),
        heading=heading,
        text=text,
        decision=decision,
        agencies=tuple(Assignment(name, role) for role, names in roles for name in names),
        citations=tuple(c if isinstance(c, Citation) else Citation(c) for c in citations),
        deadlines=tuple(deadlines),
    )


def make_document(
    id: str = "kl-tu-1-20220101",  # noqa: A002  the model's own word
    items: Sequence[ConclusionItem] = (),
    *,
    title: str = "Kết luận của Ban Thường vụ Tỉnh ủy",
    number: str | None = None,
    kind: str | None = "Kết luận",
    issuer: str | None = STANDING_COMMITTEE,
    province: str | None = "Lạng Sơn",
    date: dt.date | None = dt.date(2022, 1, 1),
    meeting: Meeting | None = None,
    source: str = "",
) -> Document:
    """Return a document of one item or of `items`."""
    return Document(
        id=id,
        source=source or f"{id}.txt",
        title=title,
        number=number,
        kind=kind,
        issuer=issuer,
        province=province,
        date=date,
        meeting=meeting,
        items=tuple(items) or (make_item(),),
    )


def forest_session() -> Document:
    """A party committee's session of 2022: forests, a digital plan, a comment deadline, a cited proposal."""
    date = dt.date(2022, 5, 12)
    return Document(
        id="kl-tu-212-20220512",
        source="phien-thu-21.txt",
        title="Kết luận của Ban Thường vụ Tỉnh ủy tại kỳ họp thứ 21",
        number="212-KL/TU",
        kind="Kết luận",
        issuer=STANDING_COMMITTEE,
        province="Lạng Sơn",
        date=date,
        meeting=Meeting("Kỳ họp thứ 21 Ban Thường vụ Tỉnh ủy", STANDING_COMMITTEE, 21, "2020-2025", date),
        chair="Lương Quang Đạt",
        signatory=Signatory("Trịnh Bá Khôi", "Phó Bí thư", "T/M"),
        recipients=("Ban Tổ chức", "Văn phòng Tỉnh ủy"),
        items=(
            make_item(
                "1",
                "Tờ trình số 91-TTr/BCSD, ngày 04/5/2022 về khoanh nuôi rừng phòng hộ đầu nguồn",
                "Đồng ý chủ trương khoanh nuôi rừng phòng hộ đầu nguồn sông Kỳ Cùng.",
                decision=Decision.AGREE_IN_PRINCIPLE,
                submitter=[PARTY_COMMITTEE],
                citations=[Citation("91-TTr/BCSD", "Tờ trình", dt.date(2022, 5, 4), PARTY_COMMITTEE)],
            ),
            make_item(
                "1.1",
                "Tờ trình số 91-TTr/BCSD, ngày 04/5/2022 về khoanh nuôi rừng phòng hộ đầu nguồn",
                "Giao Ban cán sự đảng Ủy ban nhân dân tỉnh chỉ đạo Sở Tài chính bố trí vốn cho trồng rừng "
                "trong tháng 8/2022.",
                decision=Decision.ASSIGN,
                assigned=[PARTY_COMMITTEE, "Sở Tài chính"],
                deadlines=[WithinMonth(2022, 8, "trong tháng 8/2022")],
            ),
            make_item(
                "2",
                "Về kế hoạch chuyển đổi số của các cơ quan đảng",
                "Đề nghị các đồng chí Ủy viên góp ý vào dự thảo, gửi Văn phòng Tỉnh ủy trước ngày 20 tháng 5 năm 2022.",
                decision=Decision.REQUEST_COMMENTS,
                mentioned=["Văn phòng Tỉnh ủy"],
                deadlines=[By(dt.date(2022, 5, 19), "trước ngày 20 tháng 5 năm 2022")],
            ),
            make_item(
                "3", "Về công tác cán bộ", "Có thông báo riêng cho từng đơn vị.", decision=Decision.SEPARATE_DOCUMENT
            ),
        ),
    )


def road_meeting() -> Document:
    """A state committee's meeting of 2023: roads, forest land, a recurring report."""
    date = dt.date(2023, 9, 25)
    return Document(
        id="tb-ubnd-388-20230928",
        source="hop-giao-thong.docx",
        title="Thông báo kết luận của Chủ tịch Ủy ban nhân dân tỉnh tại cuộc họp về tiến độ các tuyến giao thông",
        number="388/TB-UBND",
        kind="Thông báo kết luận",
        issuer="Ủy ban nhân dân tỉnh",
        province="Bắc Kạn",
        date=dt.date(2023, 9, 28),
        meeting=Meeting("Cuộc họp về tiến độ các tuyến giao thông", "Ủy ban nhân dân tỉnh", None, None, date),
        recipients=("Sở Giao thông vận tải", "Lưu: VT"),
        items=(
            make_item(
                "1",
                "Tuyến đường thị trấn Yến Lạc đi hồ Ba Bể",
                "Yêu cầu Sở Giao thông vận tải đẩy nhanh tiến độ, định kỳ hằng tháng báo cáo Ủy ban nhân dân tỉnh.",
                decision=Decision.ASSIGN,
                assigned=["Sở Giao thông vận tải"],
                mentioned=["Ủy ban nhân dân tỉnh"],
                deadlines=[Every(1, "định kỳ hằng tháng")],
            ),
            make_item(
                "2",
                "Chuyển mục đích sử dụng rừng",
                "Sở Nông nghiệp và Phát triển nông thôn thẩm định hồ sơ chuyển mục đích sử dụng rừng theo Tờ trình số "
                "91/TTr-BCSĐ, trong 15 ngày kể từ ngày nhận đủ hồ sơ.",
                decision=Decision.ASSIGN,
                assigned=["Sở Nông nghiệp và Phát triển nông thôn"],
                citations=[Citation("91/TTr-BCSĐ", "Tờ trình")],
                deadlines=[Relative("trong 15 ngày kể từ ngày nhận đủ hồ sơ")],
            ),
            make_item(
                "3",
                "Một số việc khác",
                "Thông qua kế hoạch kiểm tra an toàn hồ đập; giao Sở Tài chính bố trí kinh phí trước ngày 15/10/2023.",
                decision=Decision.ADOPT,
                assigned=["Sở Tài chính"],
                deadlines=[By(dt.date(2023, 10, 14), "trước ngày 15/10/2023")],
            ),
        ),
    )


def bare_directive() -> Document:
    """A directive without meeting, province or diacritics, as an old office program might have left it."""
    return make_document(
        "ct-12-2021",
        [
            make_item("1", "", "Cac co quan day manh chuyen doi so trong quan ly van ban."),
            make_item("2", "", "Tang cuong phong chay, chua chay rung trong mua kho.", decision=Decision.NOTE),
        ],
        title="Chi thi ve nhiem vu trong tam",
        number="12-CT/TU",
        kind="Chỉ thị",
        issuer=None,
        province=None,
        date=None,
    )


def sample_corpus() -> tuple[Document, ...]:
    """Three documents, nine items: two meetings, two provinces, every kind of deadline."""
    return forest_session(), road_meeting(), bare_directive()
