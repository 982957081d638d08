"""What readers see after updates is what a build of the same documents shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.model import Document
from indexer.embedded.arrays import layers, updated_values
from indexer.embedded.builder import EmbeddedBuilder
from indexer.embedded.engine import EmbeddedEngine
from indexer.request import Facet, FacetSelection, Match, SearchRequest
from tests.factories import sample_corpus

REQUESTS = (
    SearchRequest(size=50),
    SearchRequest("rừng phòng hộ", match=Match.ANY, size=50),
    SearchRequest("tuyen duong", size=50),
    SearchRequest(selections=(FacetSelection(Facet.YEAR, ("2022",)),), size=50),
)


def update(root: Path, added: Sequence[Document], removed: Sequence[Document] = (), *, fresh: bool = False) -> None:
    builder = EmbeddedBuilder(root, fresh=fresh)
    builder.upsert(added)
    builder.remove([document.id for document in removed])
    builder.commit()


def shown(root: Path) -> list[object]:
    engine = EmbeddedEngine(root)
    try:
        pages = [replace(engine.search(request), took_ms=0.0) for request in REQUESTS]
        values = [engine.facet_values(REQUESTS[0], facet, limit=1000) for facet in Facet]
        return [pages, values, engine.agencies(), engine.meetings(), list(engine.records(REQUESTS[0]))]
    finally:
        engine.close()


@pytest.mark.parametrize("is_small", [True, False])
def test_updates_show_what_a_build_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_small: bool) -> None:
    if is_small:  # all that an index of many documents does
        monkeypatch.setattr(layers, "_SHARE", 0)
        monkeypatch.setattr(layers, "_ROOM", 1)
        monkeypatch.setattr(layers, "_FEW", 1)
        monkeypatch.setattr(updated_values, "_EMPTY_SHARE", 1)
    first, second, *others = sample_corpus()
    update(tmp_path / "updated", [first, *others], fresh=True)
    update(tmp_path / "updated", [second])
    update(tmp_path / "updated", [first], [others[0]])
    update(tmp_path / "updated", [second, others[0]], [first])
    update(tmp_path / "built", [second, *others], fresh=True)
    assert shown(tmp_path / "updated") == shown(tmp_path / "built")
