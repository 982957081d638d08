"""Items, documents, meetings, agencies and cited numbers, read from an index."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from corpus.model import Document, Meeting
from indexer.engine import RankingEngine, SearchEngine
from indexer.request import Match, SearchRequest
from tests.engine_contract.conftest import Backend
from tests.factories import forest_session, make_document, make_item, road_meeting, sample_corpus


def test_an_engine_speaks_the_protocols(engine: RankingEngine) -> None:
    assert isinstance(engine, SearchEngine)
    assert isinstance(engine, RankingEngine)


@pytest.mark.parametrize("document", sample_corpus(), ids=lambda d: d.id)
def test_documents_come_back_whole(engine: RankingEngine, document: Document) -> None:
    assert engine.document(document.id) == document


def test_an_item_comes_with_its_documents_header(engine: RankingEngine) -> None:
    record = engine.item("kl-tu-212-20220512#1.1")
    assert record is not None
    assert record.item == forest_session().items[1]
    assert (record.position, record.meeting_id) == (1, "lang-son-ban-thuong-vu-tinh-uy-21-2022-05-12")
    assert record.header.items == ()
    assert record.header.number == "212-KL/TU"


@pytest.mark.parametrize("name", ["", "kl-tu-212-20220512", "kl-tu-212-20220512#9", "x#1", "kl-tu-212-20220512#1#1"])
def test_unknown_ids_are_none(engine: RankingEngine, name: str) -> None:
    assert engine.item(name) is None
    assert engine.document(f"{name}?") is None


def test_meetings_are_newest_first(engine: RankingEngine) -> None:
    summaries = engine.meetings()
    assert [(m.meeting.date, m.province, m.documents, m.items) for m in summaries] == [
        (dt.date(2023, 9, 25), "Bắc Kạn", 1, 3),
        (dt.date(2022, 5, 12), "Lạng Sơn", 1, 4),
    ]
    assert list(engine.meeting_documents(summaries[0].id)) == [road_meeting()]
    assert list(engine.meeting_documents("khong-co")) == []


def test_a_meeting_gathers_its_documents_by_date_and_number(backend: Backend) -> None:
    meeting = Meeting("Hội nghị lần thứ 9", "Tỉnh ủy", 9, None, dt.date(2024, 4, 1))
    made = [
        make_document(name, number=number, date=date, meeting=meeting)
        for name, number, date in [
            ("c", "31-KL/TU", dt.date(2024, 4, 8)),
            ("b", "30-KL/TU", dt.date(2024, 4, 2)),
            ("a", "29-NQ/TU", dt.date(2024, 4, 2)),
        ]
    ]
    engine = backend.build(made)
    (summary,) = engine.meetings()
    assert (summary.documents, summary.items) == (3, 3)
    assert [document.id for document in engine.meeting_documents(summary.id)] == ["a", "b", "c"]


def test_meetings_count_their_own_documents_and_items(backend: Backend) -> None:
    sessions = [Meeting(f"Phiên họp thứ {n}", "UBND tỉnh", n, None, dt.date(2024, n, 5)) for n in (1, 2, 3)]
    made = [
        make_document(f"d{n}", [make_item(str(i), "", f"Việc {i}.") for i in range(n + 1)], meeting=sessions[n % 3])
        for n in range(7)
    ]
    engine = backend.build([*made, make_document("khong-hop", [make_item()])])
    counted = [(m.meeting.ordinal, m.documents, m.items) for m in engine.meetings()]
    assert counted == [(3, 2, 3 + 6), (2, 2, 2 + 5), (1, 3, 1 + 4 + 7)]
    for summary in engine.meetings():
        documents = engine.meeting_documents(summary.id)
        assert (len(documents), sum(len(d.items) for d in documents)) == (summary.documents, summary.items)


def test_agencies_by_how_often_they_were_assigned(engine: RankingEngine) -> None:
    first, second = engine.agencies()[:2]
    assert (first.id, first.name, first.assigned, first.named) == ("so-tai-chinh", "Sở Tài chính", 2, 2)
    assert (second.name, second.assigned, second.named) == ("Ban cán sự đảng Ủy ban nhân dân tỉnh", 1, 2)
    assert engine.agencies()[-1].assigned == 0


@pytest.mark.parametrize("number", ["91-TTr/BCSD", "91/TTr-BCSĐ", "91 ttr bcsd", "091-TTr/BCSD"])
def test_citing_items_are_oldest_first(engine: RankingEngine, number: str) -> None:
    assert [record.id for record in engine.citing(number)] == ["kl-tu-212-20220512#1", "tb-ubnd-388-20230928#2"]


@pytest.mark.parametrize("number", ["", "92-TTr/BCSD", "không phải số"])
def test_nothing_cites_an_unknown_number(engine: RankingEngine, number: str) -> None:
    assert list(engine.citing(number)) == []


def test_info_describes_the_index(engine: RankingEngine) -> None:
    info = engine.info()
    assert (info.generation, info.documents, info.items) == (1, 3, 9)
    assert info.bytes > 1000
    assert "agency" in info.fields
    assert dt.datetime.fromisoformat(info.built).tzinfo is not None


def test_a_document_without_items_is_kept(backend: Backend) -> None:
    bare = make_document("trong", [make_item()])
    empty = type(bare)(id="khong-muc", source="k.txt", title="Không có mục nào")
    engine = backend.build([bare, empty])
    assert engine.document("khong-muc") == empty
    assert (engine.info().documents, engine.info().items) == (2, 1)


def test_an_item_keeps_the_id_that_it_came_with(backend: Backend) -> None:
    item = replace(make_item("1", "", "Đắp đê sông Mã."), id="he-thong-khac/77")
    engine = backend.build([make_document("a", [item, make_item("2", "", "Đắp đê sông Chu.")])])
    record = engine.item("he-thong-khac/77")
    assert record is not None
    assert record.item == item
    assert engine.item("a#1") is None
    assert [name for name, _ in engine.ranking(SearchRequest("sông Mã", match=Match.ALL), 5)] == ["he-thong-khac/77"]
