"""Documents that try the pages: nested items, long lists, and text that would be mark-up if it were not escaped."""

from __future__ import annotations

import datetime as dt

from corpus.model import (
    Assignment,
    By,
    Citation,
    ConclusionItem,
    Decision,
    Document,
    ItemPath,
    Meeting,
    ParseWarning,
    Role,
    WithinQuarter,
    WithinYear,
)
from tests.factories import make_document, make_item

SCRIPT = "<script>alert('x')</script>"


def nested_notice() -> Document:
    """A notice whose fifth item is only a heading with two items under it, and whose sixth label comes twice."""
    date = dt.date(2023, 3, 14)
    return Document(
        id="tb-tu-412-20230314",
        source="hoi-nghi-41.txt",
        title="THÔNG BÁO nội dung hội nghị lần thứ 41",
        number="412-TB/TU",
        kind="Thông báo",
        issuer="Ban Thường vụ Tỉnh ủy",
        province="Thái Nguyên",
        date=date,
        meeting=Meeting("Hội nghị Ban Thường vụ Tỉnh ủy lần thứ 41", "Ban Thường vụ Tỉnh ủy", 41, "2020-2025", date),
        items=(
            make_item("5", "Bố trí dân cư vùng sạt lở", ""),
            ConclusionItem(
                ItemPath.parse("5.1"),
                "Bố trí dân cư vùng sạt lở",
                "Giao Ủy ban nhân dân huyện Võ Nhai chủ trì, phối hợp với Sở Xây dựng:\n"
                "- Rà soát từng hộ, xong trong quý III/2023.\n"
                "- Bố trí đất ở mới theo Tờ trình số 77-TTr/BCSD, ngày 02/3/2023.",
                Decision.ASSIGN,
                (
                    Assignment("Ủy ban nhân dân huyện Võ Nhai", Role.ASSIGNED),
                    Assignment("Sở Xây dựng", Role.COORDINATOR),
                    Assignment("Ban Nội chính Tỉnh ủy", Role.SUPERVISOR),
                ),
                (Citation("77-TTr/BCSD", "Tờ trình", dt.date(2023, 3, 2), "Ban cán sự đảng Ủy ban nhân dân tỉnh"),),
                (WithinQuarter(2023, 3, "trong quý III/2023"),),
            ),
            make_item(
                "5.2",
                "Kinh phí di dời",
                "Sở Tài chính cân đối nguồn, báo cáo trước ngày 05/12/2023 và quyết toán trong năm 2024.",
                assigned=["Sở Tài chính"],
                deadlines=[By(dt.date(2023, 12, 5), "trước ngày 05/12/2023"), WithinYear(2024, "trong năm 2024")],
            ),
            make_item("6", "Công tác cán bộ", "Có văn bản riêng.", decision=Decision.SEPARATE_DOCUMENT),
            make_item("6~2", "Việc khác", "Ghi nhận ý kiến của các đại biểu.", decision=Decision.NOTE),
        ),
        warnings=(ParseWarning("repeated-label", 52, "nhãn 6 dùng hai lần"),),
    )


def shouting_document() -> Document:
    """A document every field of which holds mark-up."""
    return make_document(
        "kl-xss",
        [
            make_item(
                "1",
                f'Về {SCRIPT} & "ngoặc"',
                f"Giao Sở <b>Mực</b> xử lý {SCRIPT}.",
                assigned=["Sở <i>Nghiêng</i>"],
                citations=[Citation("9-TTr/<u>X</u>")],
            )
        ],
        title=f"Kết luận {SCRIPT}",
        number="9-KL/<s>TU</s>",
        issuer="Ban <em>A</em>",
        province="Tỉnh & <q>B</q>",
        meeting=Meeting(f"Hội nghị {SCRIPT}", "Ban <em>A</em>", 9, None, dt.date(2022, 1, 1)),
    )
