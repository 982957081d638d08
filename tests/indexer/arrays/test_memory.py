"""Analysed batches are found again by what their documents say, and a change touches its own batch alone."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import pytest

from analyzers.pipeline import Analyzer, shared_analyzer
from corpus.model import Document
from indexer.cache import Cache
from indexer.embedded.arrays import memory as memory_module
from indexer.embedded.arrays import pool
from indexer.embedded.arrays.analysing import analyse
from indexer.embedded.arrays.batch import RowBatch
from indexer.embedded.arrays.memory import RowMemory
from tests.factories import make_document, make_item


def documents(count: int) -> list[Document]:
    return [make_document(f"d{n}", [make_item("1", "", f"Giao Sở Y tế rà soát việc thứ {n}.")]) for n in range(count)]


class Rows:
    """Analyses with a cache below a folder; `seen` are the ids that were analysed, batch by batch."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._root = root
        self.seen: list[list[str]] = []
        monkeypatch.setattr(pool, "analyse", self._watched)

    def _watched(self, given: Sequence[Document], analyzer: Analyzer) -> RowBatch:
        self.seen.append([document.id for document in given])
        return analyse(given, analyzer)

    def of(self, given: Sequence[Document], fingerprint: str = "a") -> tuple[list[bytes], int]:
        self.seen.clear()
        cache = Cache(self._root, 64 << 20)
        memory = RowMemory(cache, fingerprint)
        batches = list(pool.analysed(given, shared_analyzer(), workers=1, memory=memory))
        cache.close()
        return [batch.to_bytes() for batch in batches], memory.documents


@pytest.fixture
def rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rows:
    """Batches of about three documents."""
    monkeypatch.setattr(memory_module, "_CHARACTERS", 120)
    return Rows(tmp_path, monkeypatch)


def test_what_was_analysed_is_not_analysed_again(rows: Rows) -> None:
    first, found = rows.of(documents(40))
    assert found == 0
    assert len(rows.seen) > 5
    assert sum(map(len, rows.seen)) == 40
    assert rows.of(documents(40)) == (first, 40)
    assert rows.seen == []


@pytest.mark.parametrize("place", [0, 17, 40])
def test_a_document_more_touches_its_own_batch_alone(rows: Rows, place: int) -> None:
    rows.of(documents(40))
    batches = max(len(batch) for batch in rows.seen)
    more = documents(40)
    more.insert(place, make_document("moi", [make_item("1", "", "Giao Sở Xây dựng báo cáo.")]))
    _, found = rows.of(more)
    assert any("moi" in batch for batch in rows.seen)
    assert len(rows.seen) <= 2
    assert found >= 40 - 2 * batches


def test_another_analyser_or_source_finds_nothing(rows: Rows) -> None:
    rows.of(documents(8))
    assert rows.of(documents(8), "b")[1] == 0
    moved = [make_document(d.id, d.items, source="khac.txt") for d in documents(8)]
    assert rows.of(moved)[1] == 0


def test_a_damaged_batch_is_made_anew(
    rows: Rows, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, _ = rows.of(documents(8))

    def broken(_: bytes) -> RowBatch:
        raise ValueError("a section is damaged")

    with monkeypatch.context() as patch, caplog.at_level(logging.WARNING):
        patch.setattr(RowBatch, "from_bytes", broken)
        assert rows.of(documents(8)) == (first, 0)
    assert "damaged" in caplog.text
    assert rows.of(documents(8)) == (first, 8)


def test_several_processes_remember_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_module, "_CHARACTERS", 120)
    cache = Cache(tmp_path, 64 << 20)
    shared = [
        b.to_bytes() for b in pool.analysed(documents(40), shared_analyzer(), workers=2, memory=RowMemory(cache, "a"))
    ]
    again = RowMemory(cache, "a")
    assert [b.to_bytes() for b in pool.analysed(documents(40), shared_analyzer(), workers=2, memory=again)] == shared
    assert again.documents == 40
    cache.close()
