"""Documents as deep as they may be: the pages that show them as a tree still answer."""

from __future__ import annotations

from corpus.jsonl import MAX_DEPTH, from_json
from tests.webui.conftest import TODAY
from tests.webui.fake_engine import FakeEngine
from webui.app import create_app

PATHS = [".".join(["1"] * depth) for depth in range(1, MAX_DEPTH + 1)]
DEEP = from_json(
    {
        "id": "tb-sau",
        "title": "Thông báo",
        "province": "Lào Cai",
        "meeting": {"label": "Hội nghị lần thứ 9", "ordinal": 9, "date": "2023-05-04"},
        "items": [{"path": path, "text": f"Giao Sở Nội vụ rà soát cấp {path}."} for path in PATHS],
    }
)


def test_the_page_of_an_item_shows_every_level() -> None:
    client = create_app(engine=FakeEngine([DEEP]), today=lambda: TODAY).test_client()
    for path in (PATHS[0], PATHS[-1]):
        answer = client.get(f"/items/tb-sau%23{path}")
        assert answer.status_code == 200
        assert f"cấp {PATHS[-1]}." in answer.text


def test_the_page_of_a_meeting_shows_every_level() -> None:
    engine = FakeEngine([DEEP])
    client = create_app(engine=engine, today=lambda: TODAY).test_client()
    answer = client.get(f"/meetings/{engine.meetings()[0].id}")
    assert answer.status_code == 200
    assert f'id="{PATHS[-1]}"' in answer.text
