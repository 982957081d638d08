"""Queries of few syllables over the shipped samples: what is sought comes first, however it is typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.ir_measures import mean_measures, ndcg
from benchmarks.ir_sets import LabelledSet
from benchmarks.rankers import Bm25
from benchmarks.short_queries import read_short_queries, sample_documents
from indexer.embedded.builder import EmbeddedBuilder
from indexer.embedded.engine import EmbeddedEngine
from indexer.request import Match, SearchRequest


@pytest.fixture(scope="module")
def labelled() -> LabelledSet:
    return read_short_queries(sample_documents())


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedEngine]:
    root: Path = tmp_path_factory.mktemp("samples")
    builder = EmbeddedBuilder(root, fresh=True)
    builder.upsert(sample_documents())
    builder.commit()
    engine = EmbeddedEngine(root)
    yield engine
    engine.close()


def test_the_queries_are_many_and_short(labelled: LabelledSet) -> None:
    assert len(labelled.questions) >= 120
    assert max(len(question.text.split()) for question in labelled.questions) <= 4
    assert all(labelled.qrels[question.id] for question in labelled.questions)
    typed = [question.text.lower() + str(labelled.qrels[question.id]) for question in labelled.questions]
    assert len(set(typed)) > 0.95 * len(typed)


@pytest.mark.parametrize(("match", "floor"), [(Match.ANY, 0.95), (Match.AUTO, 0.94)])
def test_what_is_sought_comes_first(labelled: LabelledSet, engine: EmbeddedEngine, match: Match, floor: float) -> None:
    found = {
        question.id: [item for item, _ in engine.ranking(SearchRequest(question.text, match=match), 20)]
        for question in labelled.questions
    }
    measures = mean_measures(found, labelled.qrels)
    missed = {q.text: q for q in labelled.questions if ndcg(found[q.id], labelled.qrels[q.id]) < 0.5}
    assert measures.ndcg_10 >= floor, missed.keys()
    assert measures.mrr_10 >= 0.97, missed.keys()


def test_plain_syllables_miss_what_is_typed_otherwise(labelled: LabelledSet) -> None:
    ranker = Bm25(labelled.passages)
    found = {question.id: ranker.rank(question.text, 20) for question in labelled.questions}
    assert mean_measures(found, labelled.qrels).ndcg_10 < 0.8
