"""An open generation reads and computes no more than an answer needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from corpus.model import Meeting
from indexer.embedded.arrays.segment import ArraySegment
from indexer.embedded.engine import EmbeddedEngine
from indexer.embedded.found import Spelled
from indexer.embedded.postings import Postings
from indexer.embedded.ranking import Ranking, Scorer
from indexer.embedded.snapshot import Snapshot
from indexer.errors import SearchTimedOut
from indexer.kernels.postings import Mask, Rows
from indexer.request import Match, SearchRequest, Sort
from tests.factories import make_document, sample_corpus
from tests.indexer.conftest import build_index

THREADS = 4


def kept_of(snapshot: Snapshot, cache_bytes: int) -> Postings:
    columns = snapshot.columns
    return Postings(snapshot.segments, columns.bases.tolist()[:-1], columns.live, columns.unmarked, cache_bytes)


def test_unions_and_phrases_are_kept(snapshot: Snapshot) -> None:
    postings = kept_of(snapshot, 1 << 20)
    parts = (Spelled(("an",)), Spelled(("toàn",)), Spelled(("hồ", "hổ")))
    found = postings.phrase(parts)
    assert found.size == 1
    with ThreadPoolExecutor(THREADS) as threads:
        again = list(threads.map(lambda _: postings.phrase(parts), range(THREADS)))
    assert all(one is found for one in again)
    assert postings.kept_bytes > 0


def test_what_is_kept_is_bounded(snapshot: Snapshot) -> None:
    postings, roomy = kept_of(snapshot, 2000), kept_of(snapshot, 1 << 20)
    for _ in range(2):
        for syllable in ("rừng", "hồ", "đập", "số", "đổi", "chuyển", "giao", "sở"):
            wanted = Spelled((syllable, "và"))
            assert postings.syllable(wanted).rows().tolist() == roomy.syllable(wanted).rows().tolist()
            assert postings.kept_bytes <= 2000


def test_a_search_that_takes_too_long_is_stopped(root: Path) -> None:
    build_index(root, sample_corpus())
    engine = EmbeddedEngine(root, search_seconds=-1.0)
    try:
        with pytest.raises(SearchTimedOut) as caught:
            engine.search(SearchRequest("rừng", match=Match.ALL))
        assert caught.value.root == root
        assert engine.item("kl-tu-212-20220512#1") is not None
    finally:
        engine.close()


@contextmanager
def opened(root: Path) -> Iterator[EmbeddedEngine]:
    engine = EmbeddedEngine(root)
    try:
        yield engine
    finally:
        engine.close()


@pytest.mark.parametrize("sort", Sort)
def test_only_an_order_by_score_computes_scores(root: Path, monkeypatch: pytest.MonkeyPatch, sort: Sort) -> None:
    build_index(root, sample_corpus())
    scored: list[Rows] = []
    compute = Scorer.rank

    def watched(scorer: Scorer, rows: Rows, full: Mask | None = None) -> Ranking:
        scored.append(rows)
        return compute(scorer, rows, full)

    monkeypatch.setattr(Scorer, "rank", watched)
    with opened(root) as engine:
        request = SearchRequest("rừng", sort=sort)
        hits = engine.search(request).hits
        assert len(scored) == (1 if sort is Sort.RELEVANCE else 0)
        assert {hit.score > 0 for hit in hits} == {sort is Sort.RELEVANCE}
        ranked = engine.ranking(request, 50)
    assert [name for name, _ in ranked] == [hit.record.id for hit in hits]
    assert all(score > 0 for _, score in ranked)


def test_meetings_unpack_no_document(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = Meeting("Hội nghị lần thứ 9", "Tỉnh ủy", 9, None, dt.date(2024, 4, 1))
    build_index(root, [make_document(f"d{n}", date=dt.date(2024, 4, 20 - n), meeting=meeting) for n in range(5)])
    with opened(root) as engine:
        monkeypatch.delattr(ArraySegment, "header")
        monkeypatch.delattr(ArraySegment, "item")
        assert [summary.documents for summary in engine.meetings()] == [5]
