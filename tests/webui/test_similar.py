"""What an item is about, and which items of other documents are about it too."""

from __future__ import annotations

import pytest

from tests.factories import forest_session, make_document, make_item, road_meeting
from tests.webui.fake_engine import FakeEngine
from webui.similar import similar_items, subject


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


def test_similar_items_are_of_other_documents_one_each() -> None:
    twice = make_document("kl-rung", [make_item("1", "Trồng rừng"), make_item("2", "Giữ rừng")])
    engine = FakeEngine([forest_session(), road_meeting(), twice])
    asked = engine.item("kl-rung#1")
    assert asked is not None
    asked_for = FakeEngine([make_document("kl-khac", [make_item("1", "rừng")])]).all_records[0]
    found = similar_items(engine, asked_for)
    assert sorted(record.header.id for record in found) == ["kl-rung", "kl-tu-212-20220512", "tb-ubnd-388-20230928"]
    assert all(record.header.id != "kl-rung" for record in similar_items(engine, asked))


def test_an_item_without_words_has_no_likeness() -> None:
    engine = FakeEngine([make_document("a", [make_item("1", "", "…")])])
    assert similar_items(engine, engine.all_records[0]) == ()
