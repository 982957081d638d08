"""What a builder does on a cluster beside what every builder does: refusals, retries, leases, generations."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from indexer.errors import GenerationMissing, IndexDamaged, IndexLocked
from indexer.opensearch.builder import OpenSearchBuilder
from indexer.opensearch.connection import Address, Connection, TransportError
from indexer.opensearch.generations import Generations
from indexer.opensearch.keeper import OpenSearchKeeper
from indexer.opensearch.mapping import Kind
from indexer.opensearch.rows import document_key, item_key
from indexer.page import IngestReport
from indexer.registry import open_builder, open_engine
from indexer.request import SearchRequest
from indexer.settings import Settings
from indexer.sources import SourceRecord
from tests.factories import forest_session, make_document, make_item, sample_corpus

IMMENSE = "x" * 40_000  # longer than a value may be on the server


@pytest.fixture
def connection(place: Settings) -> Iterator[Connection]:
    opened = Connection(Address.parse(place.url))
    yield opened
    opened.close()


def build(place: Settings, *documents: Any, fresh: bool = True) -> IngestReport:
    builder = open_builder(place, fresh=fresh)
    report = builder.upsert(documents)
    builder.commit()
    return report


def test_a_refused_document_is_reported_by_id_and_nothing_of_it_stays(place: Settings) -> None:
    bad = make_document("qua-dai", [make_item("1", "", "Một mục tốt."), make_item("2", assigned=[IMMENSE])])
    report = build(place, forest_session(), bad)
    assert [(refusal.source, refusal.code) for refusal in report.refused] == [("qua-dai", "cluster-refused")]
    assert (report.added, report.replaced) == (1, 0)
    engine = open_engine(place)
    assert (engine.info().documents, engine.document("qua-dai")) == (1, None)
    assert engine.search(SearchRequest("mục tốt")).total == 0
    assert all(count.label != IMMENSE for counts in engine.search(SearchRequest()).facets.values() for count in counts)
    engine.close()


def test_what_is_refused_for_the_moment_is_sent_again(place: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    builder = open_builder(place, fresh=True)
    assert isinstance(builder, OpenSearchBuilder)
    client = builder._connection.client
    real, tries = client.bulk, iter([503, 429, 0])

    def busy(body: Any, **named: Any) -> Any:
        status = next(tries, 0)
        if status == 503:
            raise TransportError(503, "unavailable_shards_exception", None)
        answer = real(body=body, **named)
        if status == 429:
            for result in answer["items"][::2]:
                next(iter(result.values())).update(status=429, error={"type": "rejected_execution_exception"})
        return answer

    monkeypatch.setattr(client, "bulk", busy)
    assert builder.upsert(sample_corpus()).refused == ()
    builder.commit()
    engine = open_engine(place)
    assert [engine.document(document.id) for document in sample_corpus()] == list(sample_corpus())
    assert engine.search(SearchRequest(size=50)).total == 9
    engine.close()


def test_sources_and_the_report_are_kept_and_replaced(place: Settings) -> None:
    first = [SourceRecord(f"/nguon/{n}.txt", f"{n:064}", ((f"d{n}", f"{n}"),)) for n in range(1200)]
    builder = open_builder(place, fresh=True)
    builder.upsert(sample_corpus())
    builder.commit(sources=first, report=IngestReport(added=3))
    builder = open_builder(place, fresh=False)
    assert builder.sources == tuple(first)
    builder.commit(sources=first[:1])
    builder = open_builder(place, fresh=False)
    assert builder.sources == tuple(first[:1])
    builder.abort()
    assert OpenSearchKeeper(place.url).report() == IngestReport()


def test_a_generation_can_be_looked_at_gone_back_to_and_pruned(place: Settings) -> None:
    build(place, *sample_corpus())
    build(place, make_document("moi"), fresh=False)
    engine, keeper = open_engine(place), OpenSearchKeeper(place.url)
    assert [(g.number, g.live, g.documents) for g in keeper.generations()] == [(1, False, 3), (2, True, 4)]
    assert (keeper.damaged_files(), keeper.damaged_files(1)) == ((), ())
    assert keeper.rollback() == 1
    assert engine.info().documents == 3
    with pytest.raises(GenerationMissing):
        keeper.rollback(7)
    assert keeper.rollback(1) == 1
    build(place, make_document("khac"), fresh=False)
    assert engine.document("moi") is None
    assert engine.document("khac") is not None
    assert len(keeper.prune(1).removed) == 1
    assert [g.live for g in keeper.generations()] == [True]
    engine.close()


def test_what_was_changed_behind_our_back_is_told(place: Settings, connection: Connection) -> None:
    build(place, *sample_corpus())
    index = Generations(connection).require()
    client = connection.client
    with pytest.raises(TransportError):
        client.delete(index=index, id=document_key(forest_session().id))  # no one may write it
    client.indices.put_settings(index=index, body={"index.blocks.write": False})
    client.delete(index=index, id=item_key(forest_session().id, 0), params={"refresh": "true"})
    assert set(OpenSearchKeeper(place.url).damaged_files()) == {index, forest_session().id}


def test_a_build_that_did_not_arrive_whole_does_not_go_live(place: Settings) -> None:
    build(place, forest_session())
    builder = open_builder(place, fresh=True)
    assert isinstance(builder, OpenSearchBuilder)
    builder.upsert(sample_corpus())
    builder._connection.bulk(builder._index, [{"id": item_key(forest_session().id, 1)}])
    with pytest.raises(IndexDamaged):
        builder.commit()
    engine = open_engine(place)
    assert (engine.info().generation, engine.info().documents) == (1, 1)
    engine.close()
    assert [g.number for g in OpenSearchKeeper(place.url).generations()] == [1]


def test_a_silent_builder_loses_its_place(place: Settings, connection: Connection) -> None:
    generations = Generations(connection)
    with generations.lock():
        with pytest.raises(IndexLocked), Generations(connection).lock():
            pass
        told: list[str] = []
        with pytest.raises(IndexLocked), Generations(connection).lock(wait=0.1, waiting=told.append):
            pass
        assert len(told) == 1
        row = {"holder": "một máy đã tắt", "token": "khac", "at": time.time() - 3600}
        connection.client.index(index="ketluan-builders", id=connection.address.name, body=row)
        with Generations(connection).lock():
            pass


def test_leftovers_of_a_builder_that_died_are_removed(place: Settings, connection: Connection) -> None:
    build(place, forest_session())
    generations = Generations(connection)
    leftover = generations.start(copy=None)
    assert leftover in generations.known()
    build(place, *sample_corpus())
    found = connection.counts(generations.require(), [{"term": {"kind": Kind.DOCUMENT}}])
    assert (found, len(generations.known())) == ([3], 2)
