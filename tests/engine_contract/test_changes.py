"""Replacing, removing and adding documents, and what a reader sees meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.engine import RankingEngine
from indexer.errors import EngineClosed, IndexLocked, IndexMissing
from indexer.page import SearchPage
from indexer.request import Facet, Match, SearchRequest
from tests.engine_contract.conftest import Backend, Examples, MakeBackend
from tests.factories import bare_directive, forest_session, make_document, make_item, road_meeting, sample_corpus


def ids(page: SearchPage) -> set[str]:
    return {hit.record.id for hit in page.hits}


def test_upsert_replaces_a_document_of_the_same_id(backend: Backend) -> None:
    engine = backend.build(sample_corpus())
    changed = make_document(forest_session().id, [make_item("7", "", "Bàn giao mốc giới rừng đặc dụng.")])
    builder = backend.builder(fresh=False)
    report = builder.upsert([changed, make_document("moi", [make_item("1", "", "Trồng rừng ngập mặn.")])])
    assert (report.added, report.replaced, report.items) == (1, 1, 2)
    builder.commit()
    assert ids(engine.search(SearchRequest("rừng", match=Match.ALL))) == {
        f"{changed.id}#7",
        "moi#1",
        f"{road_meeting().id}#2",
        f"{bare_directive().id}#2",
    }
    assert engine.document(changed.id) == changed
    assert (engine.info().generation, engine.info().documents, engine.info().items) == (2, 4, 7)
    assert sum(count.count for count in engine.search(SearchRequest()).facets[Facet.DUE]) == 7


def test_remove_tells_how_many_were_there(backend: Backend) -> None:
    engine = backend.build(sample_corpus())
    builder = backend.builder(fresh=False)
    assert builder.remove([road_meeting().id, road_meeting().id, "khong-co"]) == 1
    assert builder.document_ids == {forest_session().id, bare_directive().id}
    builder.commit()
    assert engine.document(road_meeting().id) is None
    assert engine.item(f"{road_meeting().id}#1") is None
    assert engine.search(SearchRequest("giao thông")).total == 0
    assert [meeting.province for meeting in engine.meetings()] == ["Lạng Sơn"]


def test_a_document_may_be_replaced_twice_in_one_generation(backend: Backend) -> None:
    builder = backend.builder()
    builder.upsert([make_document("a", [make_item("1", "", "bản thứ nhất")])])
    builder.upsert([make_document("a", [make_item("1", "", "bản thứ hai"), make_item("2", "", "phần thêm")])])
    builder.commit()
    engine = backend.open()
    assert engine.info().items == 2
    assert engine.search(SearchRequest("nhất")).total == 0
    assert ids(engine.search(SearchRequest())) == {"a#1", "a#2"}


def test_nothing_is_visible_before_commit_or_after_abort(backend: Backend) -> None:
    engine = backend.build([forest_session()])
    builder = backend.builder(fresh=False)
    builder.upsert([road_meeting()])
    builder.remove([forest_session().id])
    assert engine.info().documents == 1
    builder.abort()
    builder.abort()  # harmless
    assert engine.search(SearchRequest("rừng")).total == 2
    backend.builder(fresh=False).abort()


def test_one_builder_at_a_time(backend: Backend) -> None:
    first = backend.builder()
    with pytest.raises(IndexLocked) as caught:
        backend.builder()
    assert "tiến trình" in str(caught.value)
    first.abort()
    backend.builder().abort()


def test_an_empty_place_says_so(backend: Backend) -> None:
    with pytest.raises(IndexMissing, match="ketluan index build"):
        backend.open()
    with pytest.raises(IndexMissing):
        backend.builder(fresh=False)


def test_readers_in_threads_see_one_generation_or_the_next(backend: Backend) -> None:
    engine = backend.build([forest_session()])
    seen: list[tuple[int, int]] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            page = engine.search(SearchRequest("rừng", match=Match.ALL))
            seen.append((page.total, len(page.hits)))

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(5):
        builder = backend.builder(fresh=False)
        builder.upsert([make_document(f"n{number}", [make_item("1", "", "Khoanh nuôi rừng.")])])
        builder.commit()
    stop.set()
    for thread in threads:
        thread.join()
    assert {total for total, _ in seen} <= set(range(2, 8))
    assert all(total == shown for total, shown in seen)
    assert engine.search(SearchRequest("rừng", match=Match.ALL)).total == 7


CALLS: list[Callable[[RankingEngine], object]] = [
    lambda engine: engine.search(SearchRequest("rừng")),
    lambda engine: engine.ranking(SearchRequest("rừng"), 5),
    lambda engine: engine.item(f"{forest_session().id}#1"),
    lambda engine: engine.document(forest_session().id),
    lambda engine: engine.meetings(),
    lambda engine: engine.meeting_documents("lang-son"),
    lambda engine: engine.agencies(),
    lambda engine: engine.citing("91-TTr/BCSĐ"),
    lambda engine: engine.info(),
]


def test_a_closed_engine_says_so_and_may_be_closed_again(backend: Backend) -> None:
    engine = backend.build([forest_session()])
    engine.close()
    for call in CALLS:
        with pytest.raises(EngineClosed, match="đã được đóng"):
            call(engine)
    engine.close()
    builder = backend.builder(fresh=False)
    builder.upsert([road_meeting()])
    builder.commit()
    with pytest.raises(EngineClosed):
        engine.info()  # a newer generation does not open it again
    assert backend.open().info().documents == 2


def test_calls_that_run_while_the_engine_closes_are_answered(backend: Backend) -> None:
    engine = backend.build(sample_corpus())
    begun = threading.Barrier(4)
    answers: list[set[str]] = []
    ends: list[Exception] = []

    def read() -> None:
        begun.wait()
        try:
            while True:
                answers.append(ids(engine.search(SearchRequest("rừng", match=Match.ALL))))
        except Exception as end:  # noqa: BLE001  the test looks at whatever it was
            ends.append(end)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    begun.wait()
    while not answers and not ends:
        threading.Event().wait(0.001)
    engine.close()
    for thread in threads:
        thread.join()
    assert [type(end) for end in ends] == [EngineClosed] * 3
    assert all(answer == answers[0] for answer in answers)


steps = st.lists(
    st.one_of(
        st.tuples(st.just("upsert"), st.integers(0, 4), st.integers(1, 3)),
        st.tuples(st.just("remove"), st.integers(0, 4), st.just(0)),
        st.tuples(st.just("commit"), st.just(0), st.just(0)),
    ),
    max_size=10,
)


def test_any_history_ends_like_a_fresh_build(make_backend: MakeBackend, examples: Examples) -> None:
    @settings(max_examples=examples(12), deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps)
    def check(history: list[tuple[str, int, int]]) -> None:
        replay(make_backend, history)

    check()


def replay(make_backend: MakeBackend, history: list[tuple[str, int, int]]) -> None:
    backend = make_backend()
    expected = {"goc": make_document("goc", [make_item("1", "", "Bản gốc của kế hoạch.")])}
    engine = backend.build(list(expected.values()))
    builder = backend.builder(fresh=False)
    for what, name, size in [*history, ("commit", 0, 0)]:
        identifier = f"d{name}"
        if what == "upsert":
            items = [make_item(str(n), "", f"kế hoạch số {n} gồm {size} phần") for n in range(size)]
            expected[identifier] = make_document(identifier, items)
            builder.upsert([expected[identifier]])
        elif what == "remove":
            assert builder.remove([identifier]) == int(identifier in expected)
            expected.pop(identifier, None)
        else:
            builder.commit()
            builder = backend.builder(fresh=False)
    builder.abort()
    fresh = make_backend().build(list(expected.values()))
    request = SearchRequest("kế hoạch phần", match=Match.ANY, size=50)
    assert engine.search(request).total == fresh.search(request).total
    assert list(engine.ranking(request, 50)) == list(fresh.ranking(request, 50))
    assert engine.search(request).facets == fresh.search(request).facets
