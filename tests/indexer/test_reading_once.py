"""An open generation reads and computes no more than an answer needs."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from corpus.model import Document, Meeting
from indexer.embedded import snapshot as snapshot_module
from indexer.embedded.engine import EmbeddedEngine
from indexer.embedded.packing import unpack_document
from indexer.embedded.postings import Postings
from indexer.embedded.ranking import Scorer
from indexer.embedded.schema import SYLLABLES
from indexer.embedded.snapshot import Snapshot
from indexer.kernels.bm25 import Floats
from indexer.kernels.facets import Mask
from indexer.request import SearchRequest, Sort
from indexer.syntax import Node
from tests.factories import make_document, sample_corpus
from tests.indexer.conftest import build_index

THREADS = 4


class _Reader:
    """A Whoosh reader that counts the postings asked of it."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self.schema = reader.schema
        self.asked: list[bytes] = []

    def postings(self, field: str, term: bytes) -> Any:
        self.asked.append(term)
        return self._reader.postings(field, term)


class _Queue:
    """A lock that lets nobody in before all threads wait for it."""

    def __init__(self) -> None:
        self._all_here = threading.Barrier(THREADS)
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        self._all_here.wait(timeout=30)
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def test_threads_that_wait_for_one_term_decode_it_once(snapshot: Snapshot) -> None:
    reader, queue = _Reader(snapshot.reader), _Queue()
    postings = Postings(reader, snapshot.columns.base, queue)  # type: ignore[arg-type]
    with ThreadPoolExecutor(THREADS) as threads:
        found = list(threads.map(lambda _: postings.of(SYLLABLES, "rừng"), range(THREADS)))
    assert reader.asked == ["rừng".encode()]
    assert all(occurrences is found[0] for occurrences in found)
    assert found[0].size > 0
    assert postings.kept_bytes == found[0].nbytes


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
    scored: list[Node] = []
    compute = Scorer.scores

    def watched(scorer: Scorer, node: Node, allowed: Mask) -> Floats:
        scored.append(node)
        return compute(scorer, node, allowed)

    monkeypatch.setattr(Scorer, "scores", watched)
    with opened(root) as engine:
        request = SearchRequest("rừng", sort=sort)
        hits = engine.search(request).hits
        assert len(scored) == (1 if sort is Sort.RELEVANCE else 0)
        assert {hit.score > 0 for hit in hits} == {sort is Sort.RELEVANCE}
        ranked = engine.ranking(request, 50)
    assert [name for name, _ in ranked] == [hit.record.id for hit in hits]
    assert all(score > 0 for _, score in ranked)


def test_meetings_unpack_their_earliest_document_only(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = Meeting("Hội nghị lần thứ 9", "Tỉnh ủy", 9, None, dt.date(2024, 4, 1))
    build_index(root, [make_document(f"d{n}", date=dt.date(2024, 4, 20 - n), meeting=meeting) for n in range(5)])
    unpacked: list[str] = []

    def watched(body: bytes) -> Document:
        document = unpack_document(body)
        unpacked.append(document.id)
        return document

    monkeypatch.setattr(snapshot_module, "unpack_document", watched)
    with opened(root) as engine:
        assert [summary.documents for summary in engine.meetings()] == [5]
    assert unpacked == ["d4"]
