"""What an item is about."""

from __future__ import annotations

import pytest

from indexer.subjects import bare_subject, subject
from tests.factories import make_item


@pytest.mark.parametrize(
    ("heading", "text", "about"),
    [
        ("Về chuyển đổi số trong trường học", "Giao Sở Giáo dục.", "Về chuyển đổi số trong trường học"),
        (
            "Tờ trình số 88-TTr/BCSĐ, ngày 03/4/2024 của Ban cán sự đảng UBND tỉnh về sắp xếp chợ hạng III",
            "Đồng ý.",
            "sắp xếp chợ hạng III",
        ),
        ("Báo cáo số 12-BC/BTGTU, ngày 05/4/2024", "Ghi nhận.", "Báo cáo số 12-BC/BTGTU, ngày 05/4/2024"),
        ("", "Rà soát các điểm chợ cóc dọc quốc lộ.", "Rà soát các điểm chợ cóc dọc quốc lộ."),
    ],
)
def test_what_an_item_is_about(heading: str, text: str, about: str) -> None:
    assert subject(make_item("1", heading, text)) == about


@pytest.mark.parametrize(
    ("heading", "about"),
    [
        ("Về công tác cán bộ (có thông báo riêng).", "Công tác cán bộ"),
        ("Về việc giao đất dịch vụ;", "Giao đất dịch vụ"),
        ("Tờ trình số 9-TTr/BCSĐ, ngày 01/2/2023 của Ban cán sự đảng UBND tỉnh về mở chợ đêm", "Mở chợ đêm"),
        ("Vệ sinh chợ", "Vệ sinh chợ"),
        ("", ""),
    ],
)
def test_a_subject_as_a_phrase_of_its_own(heading: str, about: str) -> None:
    assert bare_subject(heading) == about
