"""Query classes: drawn by frequency from the items, the same for a seed, and meaning the same to every engine."""

from __future__ import annotations

from collections import Counter

import pytest

from analyzers.pipeline import shared_analyzer
from benchmarks.directives import Directives
from benchmarks.queries import Drawer, Form, Query, QueryClass
from benchmarks.rows import FACETS, GAP, Row, rows_of, terms
from corpus.orthography import fold_diacritics
from indexer.request import Facet, FacetSelection, Match
from indexer.syntax import And, During, Not, Phrase, Prefix, Words, parse_query

ITEMS = 1500


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return [row for document in Directives(ITEMS) for row in rows_of(document)]


@pytest.fixture(scope="module")
def classes(rows: list[Row]) -> dict[str, QueryClass]:
    return {one.name: one for one in Drawer(rows).classes(5)}


def matching(rows: list[Row], query: Query) -> int:
    """Count the rows that fit the words of a query, one after the other."""

    def fits(row: Row) -> bool:
        body, folded = f" {row.body} ", set(row.folded.split())
        held = [f" {term} " in body for term in query.terms]
        match query.form:
            case Form.ANY:
                return any(held)
            case Form.PHRASE:
                return f" {' '.join(query.terms)} " in body
            case Form.PREFIX:
                return f" {query.terms[0]}" in (f" {row.folded}" if query.terms[0].isascii() else body)
            case Form.EXCEPT:
                return held[0] and not held[1]
            case Form.BARE:
                return set(query.terms) <= folded
        return all(held)

    return sum(map(fits, rows))


@pytest.mark.parametrize(
    "text",
    [
        "Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính tại Tờ trình số 48-TTr/BCSĐ, ngày 26/02/2022",
        "Tăng 12,5% so với 1.250 tỷ đồng; uỷ ban, hoà bình, quý III/2024 (khoá XVII)",
        "Ngày\u00a026/02/2022\u2009–\t12,5 %;  “uỷ\u200bban”\r\nTP.HCM…(a)/b",
        "",
    ],
)
def test_the_terms_of_other_engines_are_those_of_the_analyser(text: str) -> None:
    (analysis,) = shared_analyzer().analyses([text])
    assert terms(text) == (analysis.syllables, analysis.folded)


def test_the_terms_of_papers_are_those_of_the_analyser() -> None:
    texts = [item.text for document in Directives(200) for item in document.items]
    analyses = shared_analyzer().analyses(texts)
    assert [terms(text) for text in texts] == [(analysis.syllables, analysis.folded) for analysis in analyses]


def test_a_row_keeps_the_sections_of_an_item_apart(rows: list[Row]) -> None:
    assert all(2 <= len(row.body.split(GAP)) <= 3 for row in rows)
    assert all(len(row.body.split()) == len(row.folded.split()) for row in rows)
    assert all(fold_diacritics(row.body) == row.folded for row in rows[:50])


def test_every_class_has_queries_that_find_something(rows: list[Row], classes: dict[str, QueryClass]) -> None:
    assert len(classes) == 22
    for one in classes.values():
        assert one.queries, one.name
        assert len(set(one.queries)) == len(one.queries)
        assert all(matching(rows, query) > 0 for query in one.queries), one.name


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("rare term", 1, ITEMS // 1000),
        ("common term", ITEMS * 0.02, ITEMS * 0.1),
        ("very common term", ITEMS * 0.3, ITEMS),
        ("phrase of 2, common", 1, ITEMS * 0.1),
        ("all items", ITEMS, ITEMS),
    ],
)
def test_a_class_is_of_its_frequency(
    rows: list[Row], classes: dict[str, QueryClass], name: str, low: float, high: float
) -> None:
    assert all(low <= matching(rows, query) <= high for query in classes[name].queries)


def test_a_beginning_is_read_as_it_was_drawn() -> None:
    # `khoả` is a way to write the syllable `khỏa`, `thươ` is the beginning of syllables and nothing else.
    sample = [Row(str(n), "khoảng thương", "khoang thuong", 1, ((), (), ())) for n in range(10)]
    sample += [Row(str(n), "hồ rừng", "ho rung", 1, ((), (), ())) for n in range(90)]
    (drawn,) = (one for one in Drawer(sample).classes(4) if one.name == "prefix of 4 letters")
    assert [query.terms for query in drawn.queries] == [("thươ",)]


def test_the_same_sample_and_seed_give_the_same_queries(rows: list[Row]) -> None:
    assert Drawer(rows, 3).classes(2) == Drawer(rows, 3).classes(2)
    assert Drawer(rows, 3).classes(2) != Drawer(rows, 4).classes(2)


def test_what_is_chosen_stands_on_some_item(rows: list[Row], classes: dict[str, QueryClass]) -> None:
    held = {facet: Counter(v for row in rows for v in row.values[i]) for i, facet in enumerate(FACETS)}
    for query in classes["AND of 2, agency and meeting chosen"].queries:
        assert [facet for facet, _ in query.selections] == [Facet.AGENCY, Facet.MEETING]
        assert all(held[facet][value] for facet, value in query.selections)


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        (Query(Form.ALL, ("rừng", "hồ")), Words),
        (Query(Form.PHRASE, ("rừng", "trồng")), Phrase),
        (Query(Form.PREFIX, ("ch",)), Prefix),
        (Query(Form.EXCEPT, ("rừng", "hồ")), And),
        (Query(Form.ALL, ("rừng",), dates=(738000, 738100)), And),
    ],
)
def test_a_query_is_typed_as_a_person_would(query: Query, kind: type) -> None:
    parsed = parse_query(query.request().query)
    assert isinstance(parsed.root, kind)
    assert parsed.notices == ()


def test_an_exception_and_dates_are_read_as_such() -> None:
    root = parse_query(Query(Form.EXCEPT, ("rừng", "hồ"), dates=(738000, 738100)).request().query).root
    assert isinstance(root, And)
    assert {type(part) for part in root.parts} == {Words, Not, During}


def test_a_request_asks_for_three_facets_and_the_match_of_its_form() -> None:
    request = Query(Form.ANY, ("rừng",), selections=((Facet.AGENCY, "Sở Y tế"),)).request()
    assert request.facets == FACETS
    assert request.match is Match.ANY
    assert request.selections == (FacetSelection(Facet.AGENCY, ("so-y-te",)),)
    assert Query(Form.ALL, ("rừng",)).request().match is Match.ALL
