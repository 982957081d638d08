"""The public JSON of a page of results."""

from __future__ import annotations

import json
from pathlib import Path

from indexer.embedded.engine import EmbeddedEngine
from indexer.jsonout import item_path, search_json
from indexer.request import Facet, FacetSelection, SearchRequest
from tests.factories import sample_corpus
from tests.indexer.conftest import build_index


def test_a_page_has_the_keys_of_the_contract_in_its_order(root: Path) -> None:
    build_index(root, sample_corpus())
    engine = EmbeddedEngine(root)
    chosen = (FacetSelection(Facet.YEAR, ("2022",)),)
    answer = search_json(engine.search(SearchRequest("góp ý dự thảo", chosen)))
    engine.close()
    contract = ["query", "total", "match", "notice", "page", "took_ms", "hits", "facets"]
    assert list(answer) == [*contract, "entries", "correction"]
    assert (answer["entries"], answer["correction"]) == (1, None)
    assert (answer["query"], answer["total"], answer["match"], answer["page"]) == ("góp ý dự thảo", 1, "all", 1)
    assert list(answer["facets"]) == ["year", "agency", "meeting", "number", "decision", "due", "province", "kind"]
    assert answer["facets"]["year"] == [{"value": "2022", "label": "2022", "count": 1, "selected": True}]
    (hit,) = answer["hits"]
    assert hit.pop("score") > 0
    snippet = hit.pop("snippet")
    assert {part["text"] for part in snippet if part["hit"]} == {"góp ý", "dự thảo"}
    assert hit == {
        "id": "kl-tu-212-20220512#2",
        "title": "Kết luận của Ban Thường vụ Tỉnh ủy tại kỳ họp thứ 21",
        "heading": "Về kế hoạch chuyển đổi số của các cơ quan đảng",
        "meeting": "Lạng Sơn, kỳ họp thứ 21 (12/5/2022)",
        "date": "2022-05-12",
        "agencies": [{"name": "Văn phòng Tỉnh ủy", "role": "mentioned"}],
        "numbers": [],
        "deadlines": [{"kind": "by", "date": "2022-05-19", "text": "trước ngày 20 tháng 5 năm 2022"}],
        "url": "/items/kl-tu-212-20220512%232",
        "similar": 0,
    }
    assert json.loads(json.dumps(answer)) == answer


def test_addresses_can_be_given() -> None:
    assert item_path("a/b#1~2") == "/items/a%2Fb%231~2"
