"""An engine that was asked before anyone waits answers as before."""

from __future__ import annotations

from indexer.engine import RankingEngine
from indexer.request import SearchRequest
from indexer.warming import warm
from tests.engine_contract.conftest import Backend
from tests.factories import make_document, make_item


def test_warming_changes_no_answer(engine: RankingEngine) -> None:
    before = engine.search(SearchRequest("rừng"))
    warm(engine)
    assert engine.search(SearchRequest("rừng")).hits == before.hits


def test_an_index_without_words_can_be_warmed(backend: Backend) -> None:
    engine = backend.build([make_document("d", [make_item("1", "…", "!")])])
    warm(engine)
    assert engine.search(SearchRequest()).total == 1
