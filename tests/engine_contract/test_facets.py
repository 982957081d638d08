"""Facets are exact, multi-valued, blind to their own selection, and keep what was chosen."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.model import By, Decision, Document, Meeting
from indexer.engine import RankingEngine
from indexer.request import AgencyScope, Facet, FacetSelection, Match, SearchRequest
from tests.engine_contract import brute
from tests.engine_contract.conftest import Backend, Examples, MakeBackend
from tests.factories import make_document, make_item, sample_corpus

AGENCIES = ["Sở Y tế", "Sở Tài chính", "Công an tỉnh", "Văn phòng Tỉnh ủy"]
NUMBERS = ["12-TTr/BCSD", "7-CV/TU", "305/BC-UBND"]
PROVINCES = ["Hà Giang", "Cà Mau", None]
WORDS = ["rừng", "đường", "trường", "trạm"]

items = st.builds(
    make_item,
    heading=st.sampled_from(["", "Về đất đai", "Về đường"]),
    text=st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join),
    decision=st.sampled_from([None, *Decision]),
    assigned=st.lists(st.sampled_from(AGENCIES), max_size=3, unique=True),
    mentioned=st.lists(st.sampled_from(AGENCIES), max_size=2, unique=True),
    citations=st.lists(st.sampled_from(NUMBERS), max_size=2),
    deadlines=st.sampled_from([[], [By(dt.date(2024, 3, 1), "trước ngày 02/3/2024")]]),
)


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    made = []
    for number in range(draw(st.integers(1, 4))):
        own = [
            make_item(
                str(n),
                i.heading,
                i.text,
                decision=i.decision,
                assigned=[a.name for a in i.agencies if a.role == "assigned"],
                mentioned=[a.name for a in i.agencies if a.role == "mentioned"],
                citations=i.citations,
                deadlines=i.deadlines,
            )
            for n, i in enumerate(draw(st.lists(items, min_size=1, max_size=5)), 1)
        ]
        date = draw(st.sampled_from([None, dt.date(2022, 1, 5), dt.date(2023, 6, 7)]))
        meeting = draw(st.sampled_from([None, Meeting("Phiên họp thứ 4", "Ban Thường vụ Tỉnh ủy", 4)]))
        province, kind = draw(st.sampled_from(PROVINCES)), draw(st.sampled_from(["Kết luận", "Thông báo", None]))
        made.append(
            make_document(f"d{number}", own, title="", province=province, kind=kind, date=date, meeting=meeting)
        )
    return made


@st.composite
def requests(draw: st.DrawFn, corpus: list[Document]) -> SearchRequest:
    scope = draw(st.sampled_from(list(AgencyScope)))
    pairs = brute.pairs_with(corpus, "")
    selections = []
    for facet in draw(st.lists(st.sampled_from(list(Facet)), max_size=3, unique=True)):
        known = sorted({v.value for pair in pairs for v in brute.values_of(pair, facet, AgencyScope.ANY)})
        values = draw(st.lists(st.sampled_from([*known, "khong-co"]), min_size=1, max_size=2, unique=True))
        selections.append(FacetSelection(facet, tuple(values)))
    word = draw(st.sampled_from(["", *WORDS]))
    return SearchRequest(word, tuple(selections), scope, match=Match.ALL, size=50)


def test_counts_are_those_of_a_plain_count(make_backend: MakeBackend, examples: Examples) -> None:
    @settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def check(data: st.DataObject) -> None:
        corpus = data.draw(documents())
        engine = make_backend().build(corpus)
        for _ in range(4):
            compare(engine, corpus, data.draw(requests(corpus)))

    check()


def compare(engine: RankingEngine, corpus: list[Document], request: SearchRequest) -> None:
    page = engine.search(request)
    pairs = brute.pairs_with(corpus, request.query)
    fitting = [document.item_id(item) for document, item in pairs if brute.fits((document, item), request)]
    assert sorted(hit.record.id for hit in page.hits) == sorted(fitting)
    for facet in Facet:
        counted = {count.value: count.count for count in page.facets[facet]}
        assert counted == brute.counts(pairs, request, facet), facet
        assert {c.value for c in page.facets[facet] if c.selected} == set(request.chosen(facet))


def counted(engine: RankingEngine, facet: Facet, request: SearchRequest) -> list[tuple[str, int]]:
    return [(count.label, count.count) for count in engine.search(request).facets[facet]]


def test_values_are_ordered_by_count_then_label_and_years_downwards(engine: RankingEngine) -> None:
    assert counted(engine, Facet.AGENCY, SearchRequest()) == [
        ("Sở Tài chính", 2),
        ("Ban cán sự đảng Ủy ban nhân dân tỉnh", 1),
        ("Sở Giao thông vận tải", 1),
        ("Sở Nông nghiệp và Phát triển nông thôn", 1),
    ]
    assert counted(engine, Facet.YEAR, SearchRequest()) == [("2023", 3), ("2022", 4)]
    assert counted(engine, Facet.DUE, SearchRequest()) == [("Có thời hạn", 5), ("Không có thời hạn", 4)]


def test_any_role_counts_every_named_agency(engine: RankingEngine) -> None:
    names = dict(counted(engine, Facet.AGENCY, SearchRequest(scope=AgencyScope.ANY)))
    assert names["Ban cán sự đảng Ủy ban nhân dân tỉnh"] == 2
    assert names["Văn phòng Tỉnh ủy"] == 1


def test_a_meeting_has_a_short_label(engine: RankingEngine) -> None:
    assert counted(engine, Facet.MEETING, SearchRequest("rừng")) == [
        ("Lạng Sơn, kỳ họp thứ 21 (12/5/2022)", 2),
        ("Bắc Kạn, cuộc họp về tiến độ các tuyến giao thông (25/9/2023)", 1),
    ]


def test_spellings_of_one_number_are_one_value(engine: RankingEngine) -> None:
    values = engine.search(SearchRequest()).facets[Facet.NUMBER]
    assert [(v.label, v.count) for v in values] == [("91-TTr/BCSD", 2)]


def test_what_was_chosen_stays_at_zero_with_its_label(engine: RankingEngine) -> None:
    chosen = (FacetSelection(Facet.DECISION, ("adopt",)), FacetSelection(Facet.PROVINCE, ("ca-mau",)))
    facets = engine.search(SearchRequest("rừng", chosen)).facets
    assert ("Thông qua", 0, True) in [(c.label, c.count, c.selected) for c in facets[Facet.DECISION]]
    assert ("ca-mau", 0, True) in [(c.value, c.count, c.selected) for c in facets[Facet.PROVINCE]]


def test_names_that_differ_by_tones_alone_stay_apart(backend: Backend) -> None:
    names = ["Ủy ban nhân dân xã Tân Thanh", "Ủy ban nhân dân xã Tân Thành"]
    engine = backend.build([make_document("a", [make_item(str(n), assigned=[name]) for n, name in enumerate(names)])])
    values = engine.search(SearchRequest()).facets[Facet.AGENCY]
    assert sorted(value.label for value in values) == sorted(names)
    for value in values:
        page = engine.search(SearchRequest(selections=(FacetSelection(Facet.AGENCY, (value.value,)),)))
        assert [hit.record.item.agencies[0].name for hit in page.hits] == [value.label]
    shared = FacetSelection(Facet.AGENCY, ("uy-ban-nhan-dan-xa-tan-thanh",))
    assert engine.search(SearchRequest(selections=(shared,))).total == 2


@pytest.mark.parametrize("facet", list(Facet))
def test_a_count_is_what_choosing_the_value_gives(engine: RankingEngine, facet: Facet) -> None:
    for query in ("rừng", "", "chuyen doi so"):
        for count in engine.search(SearchRequest(query)).facets[facet]:
            chosen = SearchRequest(query, (FacetSelection(facet, (count.value,)),))
            assert engine.search(chosen).total == count.count


def test_the_corpus_has_every_facet() -> None:
    pairs = brute.pairs_with(sample_corpus(), "")
    assert all(any(brute.values_of(pair, facet, AgencyScope.ASSIGNED) for pair in pairs) for facet in Facet)
