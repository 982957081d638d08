"""What an engine lists beside results: whole searches, values of a facet, deadlines, and who carries a number."""

from __future__ import annotations

import datetime as dt

import pytest

from corpus.model import By
from indexer.engine import RankingEngine
from indexer.request import AgencyScope, DueRequest, Facet, FacetSelection, SearchRequest, Sort
from tests.engine_contract.conftest import Backend
from tests.factories import make_document, make_item, sample_corpus


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.OLDEST, Sort.DEADLINE, Sort.RELEVANCE])
def test_records_are_every_hit_in_order(engine: RankingEngine, sort: Sort) -> None:
    request = SearchRequest(sort=sort, size=100)
    hits = [hit.record for hit in engine.search(request).hits]
    assert len(hits) == sum(len(document.items) for document in sample_corpus())
    assert list(engine.records(SearchRequest(sort=sort, page=3, size=1))) == hits


def test_values_of_a_facet_in_parts(engine: RankingEngine) -> None:
    everything = SearchRequest(scope=AgencyScope.ANY)
    whole = engine.search(everything).facets[Facet.AGENCY]
    parts = [engine.facet_values(everything, Facet.AGENCY, start=at, limit=2) for at in range(0, len(whole), 2)]
    assert tuple(value for part in parts for value in part.values) == whole
    assert {part.total for part in parts} == {len(whole)}


def test_values_of_a_facet_by_the_words_of_their_labels(engine: RankingEngine) -> None:
    found = engine.facet_values(SearchRequest(scope=AgencyScope.ANY), Facet.AGENCY, find="NHAN ủy")
    assert found.total == len(found.values) > 0
    assert all("ủy" in v.label.lower() and "nhân" in v.label.lower() for v in found.values)


def test_a_facet_is_cut_but_never_its_choice(engine: RankingEngine) -> None:
    whole = engine.search(SearchRequest(scope=AgencyScope.ANY))
    last = whole.facets[Facet.AGENCY][-1].value
    chosen = (FacetSelection(Facet.AGENCY, (last,)),)
    cut = engine.search(SearchRequest(selections=chosen, scope=AgencyScope.ANY, facet_size=1))
    assert [value.value for value in cut.facets[Facet.AGENCY]] == [whole.facets[Facet.AGENCY][0].value, last]
    assert cut.facet_totals[Facet.AGENCY] == len(whole.facets[Facet.AGENCY])


def test_documents_that_carry_a_number(engine: RankingEngine) -> None:
    assert [document.id for document in engine.issuing("212 kl tu")] == ["kl-tu-212-20220512"]
    assert list(engine.issuing("213-KL/TU")) == []


@pytest.fixture
def dated(backend: Backend) -> RankingEngine:
    """Three items that are due on five days between them."""
    days = {"1": (3, 9), "2": (5,), "3": (1, 9)}
    items = [
        make_item(path, f"việc {path}", "Giao thực hiện.", deadlines=[By(dt.date(2024, 6, d), f"{d}/6") for d in due])
        for path, due in days.items()
    ]
    return backend.build([make_document("d", items)])


@pytest.mark.parametrize(
    ("request_", "total", "found"),
    [
        (DueRequest(), 5, [(1, "3"), (3, "1"), (5, "2"), (9, "1"), (9, "3")]),
        (DueRequest(latest_first=True), 5, [(9, "1"), (9, "3"), (5, "2"), (3, "1"), (1, "3")]),
        (DueRequest(since=dt.date(2024, 6, 5)), 3, [(5, "2"), (9, "1"), (9, "3")]),
        (DueRequest(until=dt.date(2024, 6, 4), latest_first=True), 2, [(3, "1"), (1, "3")]),
        (DueRequest(page=2, size=2), 5, [(5, "2"), (9, "1")]),
        (DueRequest(agency="so-khong-co"), 0, []),
    ],
)
def test_deadlines_of_a_period(
    dated: RankingEngine, request_: DueRequest, total: int, found: list[tuple[int, str]]
) -> None:
    page = dated.due(request_)
    assert page.total == total
    assert [(entry.date.day, str(entry.record.item.path)) for entry in page.entries] == found
