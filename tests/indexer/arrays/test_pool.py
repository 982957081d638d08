"""Batches that several processes analyse are those of one, and a process that dies is an error."""

from __future__ import annotations

import os
import signal
from multiprocessing import active_children

import pytest

from analyzers.pipeline import Analyzer, shared_analyzer
from corpus.loaders import load
from corpus.model import Document
from corpus.parser import parse
from corpus.samples import paths
from indexer.embedded.arrays import pool
from indexer.embedded.arrays.batch import joined
from indexer.embedded.arrays.passing import packed, unpacked
from indexer.embedded.arrays.pool import analysed
from indexer.errors import WorkerDied
from tests.factories import make_document, make_item, sample_corpus


def documents(count: int, first: int = 0) -> list[Document]:
    return [
        make_document(f"d{n}", [make_item("1", f"Về việc thứ {n}", f"Giao Sở Y tế rà soát việc {n}.")])
        for n in range(first, first + count)
    ]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of two documents."""
    monkeypatch.setattr(pool, "_DOCUMENTS", 2)


@pytest.mark.usefixtures("small")
def test_several_processes_give_what_one_gives() -> None:
    alone = list(analysed(documents(40), shared_analyzer(), workers=1))
    shared = list(analysed(documents(40), shared_analyzer(), workers=2))
    assert len(alone) == 20
    assert [batch.to_bytes() for batch in shared] == [batch.to_bytes() for batch in alone]
    assert not active_children()


def test_documents_reach_another_process_as_they_were() -> None:
    own = [*sample_corpus(), *(parse(load(path)) for path in paths()[:3])]
    passed = unpacked(packed(own))
    assert passed == own
    assert list(map(repr, passed)) == list(map(repr, own))  # with the places in the text, which equality leaves out


@pytest.mark.usefixtures("small")
def test_few_documents_start_no_process() -> None:
    seen = [(batch.documents, len(active_children())) for batch in analysed(documents(9), shared_analyzer(), workers=4)]
    assert seen == [(2, 0)] * 4 + [(1, 0)]


@pytest.mark.usefixtures("small")
def test_an_analyser_of_ones_own_works_in_this_process() -> None:
    batches = analysed(documents(40), Analyzer(), workers=2)
    assert next(batches).documents == 2
    assert not active_children()


def test_of_two_documents_of_one_id_each_has_a_batch() -> None:
    first, second = documents(3), documents(2, first=2)
    batches = list(analysed([*first, *second], shared_analyzer(), workers=1))
    assert [list(batch.columns.document_ids) for batch in batches] == [["d0", "d1", "d2"], ["d2", "d3"]]


def test_long_documents_are_not_piled_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_CHARACTERS", 50)
    assert [batch.documents for batch in analysed(documents(5), shared_analyzer(), workers=1)] == [2, 2, 1]


@pytest.mark.usefixtures("small")
def test_a_process_that_dies_is_an_error() -> None:
    batches = analysed(documents(200), shared_analyzer(), workers=2)
    assert joined([next(batches)]).documents == 2
    for child in active_children():
        if child.pid:
            os.kill(child.pid, signal.SIGKILL)
    with pytest.raises(WorkerDied, match="KETLUAN_WORKERS"):
        list(batches)
    assert not active_children()


@pytest.mark.usefixtures("small")
def test_leaving_off_in_the_middle_ends_the_processes() -> None:
    batches = analysed(documents(200), shared_analyzer(), workers=2)
    next(batches)
    assert active_children()
    batches.close()
    assert not active_children()


@pytest.mark.usefixtures("small")
def test_what_cannot_be_analysed_is_an_error_here() -> None:
    broken = make_document("x", [make_item("1", text=None)])  # type: ignore[arg-type]
    with pytest.raises((TypeError, AttributeError)):
        list(analysed([*documents(30), broken], shared_analyzer(), workers=2))
