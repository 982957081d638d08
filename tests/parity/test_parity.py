"""Whole searches against a plain evaluation: Whoosh's own matching over a stock index, the formula one item at a time.

`KETLUAN_PARITY` says how many queries are drawn for each corpus, `KETLUAN_PARITY_CORPORA` how many corpora.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest

from analyzers.pipeline import shared_analyzer
from corpus.orthography import lower
from indexer.embedded import ranking
from indexer.embedded.arrays.analysing import analyse
from indexer.embedded.arrays.columns import Columns
from indexer.embedded.arrays.gathering import write_columns
from indexer.embedded.arrays.segment import ArraySegment
from indexer.embedded.arrays.writing import write_segment
from indexer.embedded.searching import ENOUGH, Search
from indexer.embedded.view import View
from indexer.request import AgencyScope, Facet, FacetSelection, Match, SearchRequest, Sort
from indexer.syntax import parse_query
from indexer.terms import QueryTerms
from tests.engine_contract import brute
from tests.parity.corpora import Corpus, draw_corpus, draw_query
from tests.parity.formula import Formula, Row, read_rows
from tests.parity.stock import Stock, facet_pairs

QUERIES = int(os.environ.get("KETLUAN_PARITY", "60"))
CORPORA = int(os.environ.get("KETLUAN_PARITY_CORPORA", "6"))
TOLERANCE = 1e-5


def open_view(folder: Path, corpus: Corpus) -> View:
    """Write the segments of a corpus with its removed documents deleted, and open them."""
    segments = []
    for number, part in enumerate(corpus.segments):
        path = folder / f"{number}.arr"
        write_segment(path, analyse(part, shared_analyzer()))
        segment = ArraySegment(path)
        present = np.ones(segment.rows, np.bool_)
        for place in range(segment.documents):
            if segment.term("document", place) in corpus.removed:
                present[slice(*segment.document_rows(place))] = False
        segments.append((segment, present))
    write_columns(folder / "columns.arr", segments)
    columns = Columns(folder / "columns.arr")
    return View([segment for segment, _ in segments], columns, int(np.count_nonzero(columns.live)))


class Pair:
    """A corpus in arrays and in a stock index."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.corpus = draw_corpus(seed)
        self.view = open_view(folder, self.corpus)
        self.stock = Stock(self.corpus)
        self.rows = read_rows(self.stock)
        self.facts = facet_pairs(self.corpus)

    def terms(self, query: str) -> QueryTerms:
        return QueryTerms(shared_analyzer(), self.view, parse_query(query).root)

    def matching(self, query: str, match: Match) -> set[str]:
        return self.stock.matching(parse_query(query).root, self.terms(query), match)


@pytest.fixture(scope="module", params=range(CORPORA))
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    # A candidate list shorter than most results, so that what stands behind it is compared too.
    patch = pytest.MonkeyPatch()
    patch.setattr(ranking, "CANDIDATES", 12 if request.param % 2 else 200)
    yield Pair(tmp_path_factory.mktemp("arrays"), request.param)
    patch.undo()


def expected_ranking(pair: Pair, query: str, found: set[str], full: set[str] | None) -> list[tuple[str, float]] | None:
    """Return ids and scores in order; None where two rows at the edge of the candidates are too close to call."""
    formula = Formula(pair.rows, pair.terms(query), parse_query(query).root)
    rows = [pair.rows[item] for item in found]
    if formula.is_empty:
        return [(row.id, 0.0) for row in sorted(rows, key=lambda row: row.order)]
    first = {row.id: formula.first(row) for row in rows}
    above = [row for row in rows if full is not None and row.id in full]
    others = sorted((row for row in rows if row not in above), key=lambda row: (-first[row.id], row.order))
    room = max(ranking.CANDIDATES - len(above), 0)
    candidates, rest = [*above, *others[:room]], others[room:]
    if rest and room and _is_close(first[others[room - 1].id], first[rest[0].id]):
        return None
    second = formula.second(candidates)
    least, highest = min(second.values(), default=0.0), max((first[row.id] for row in rest), default=0.0)
    scale = least / highest if highest > least else 1.0
    if full is not None:
        lift = max((second[row.id] for row in candidates if row not in above), default=0.0)
        second |= {row.id: second[row.id] + lift for row in above}
    return [
        *_in_order(candidates, second),
        *_in_order(rest, {row.id: first[row.id] * scale for row in rest}),
    ]


def _is_close(one: float, other: float) -> bool:
    return one != other and abs(one - other) <= TOLERANCE * max(one, 1.0)


def _in_order(rows: Sequence[Row], scores: dict[str, float]) -> list[tuple[str, float]]:
    ordered = sorted(rows, key=lambda row: (-round(scores[row.id], 6), row.order))
    return [(row.id, scores[row.id]) for row in ordered]


def agree(ours: Sequence[tuple[str, float]], theirs: Sequence[tuple[str, float]]) -> bool:
    """Say whether two rankings are one, up to the order of rows whose scores are too close to call."""
    scores = dict(theirs)
    return len(ours) == len(theirs) and all(
        item in scores
        and score == pytest.approx(scores[item], rel=TOLERANCE, abs=2e-6)
        and (item == other or _is_close(scores[item], score_of_other))
        for (item, score), (other, score_of_other) in zip(ours, theirs, strict=True)
    )


def test_the_same_ranking(pair: Pair, request: pytest.FixtureRequest) -> None:
    chance = Random(request.node.name)  # noqa: S311
    compared = 0
    for _ in range(QUERIES):
        query, match = draw_query(chance), chance.choice(list(Match))
        search = Search(pair.view, shared_analyzer(), SearchRequest(query, match=match))
        ours = search.ranking(1000)
        if match is Match.AUTO:
            every, most = pair.matching(query, Match.ALL), pair.matching(query, Match.MOST)
            widened = len(every) < ENOUGH and len(ours) > len(every)
            found, full = (most | every, every) if widened else (every, None)
        else:
            found, full = pair.matching(query, match), None
        assert {item for item, _ in ours} == found, (query, match, sorted({item for item, _ in ours} ^ found))
        theirs = expected_ranking(pair, query, found, full)
        if theirs is None:
            continue
        compared += 1
        known = dict(theirs)
        report = [(item, score, known[item], score - known[item]) for item, score in ours]
        assert agree(ours, theirs), f"{query!r} {match}\nours   {report}\ntheirs {theirs}"
    assert compared > QUERIES * 0.6


def drawn_request(pair: Pair, chance: Random) -> SearchRequest:
    scope = chance.choice(list(AgencyScope))
    selections = []
    for facet in chance.sample(list(Facet), chance.randrange(4)):
        known = sorted({v.value for fact in pair.facts.values() for v in brute.values_of(fact, facet, AgencyScope.ANY)})
        values = chance.sample([*known, "khong-co"], min(chance.randrange(1, 3), len(known) + 1))
        selections.append(FacetSelection(facet, tuple(values)))
    match = chance.choice([Match.ALL, Match.MOST, Match.ANY])
    size, sort = chance.choice([1, 3, 1000]), chance.choice(list(Sort))
    return SearchRequest(draw_query(chance), tuple(selections), scope, sort, match, size=500, facet_size=size)


def expected_values(pairs: Sequence[brute.Pair], request: SearchRequest, facet: Facet) -> list[tuple[str, str, int]]:
    """Return (value, label, count) of a facet in its order, as the items themselves have them."""
    labels: dict[str, set[str]] = {}
    for fact in pairs:
        for value in brute.values_of(fact, facet, request.scope):
            labels.setdefault(value.value, set()).add(value.label)
    counts = brute.counts(pairs, request, facet)
    found = [(value, min(labels.get(value, {value})), count) for value, count in counts.items() if count]
    if facet is Facet.YEAR:
        return sorted(found, key=lambda entry: -int(entry[0]))
    return sorted(found, key=lambda entry: (-entry[2], lower(entry[1]), entry[0]))


# Facets whose values and labels are one to one in these corpora; of numbers and agencies spellings are united.
PLAIN = (Facet.YEAR, Facet.MEETING, Facet.DECISION, Facet.DUE, Facet.PROVINCE, Facet.KIND)


def test_the_same_facets(pair: Pair, request: pytest.FixtureRequest) -> None:
    chance = Random(request.node.name)  # noqa: S311
    for _ in range(QUERIES // 2):
        wanted = drawn_request(pair, chance)
        if any(selection.facet in (Facet.AGENCY, Facet.NUMBER) for selection in wanted.selections):
            continue
        page = Search(pair.view, shared_analyzer(), wanted).page()
        matching = [pair.facts[item] for item in pair.matching(wanted.query, wanted.match)]
        fitting = [fact for fact in matching if brute.fits(fact, wanted)]
        assert {hit.record.id for hit in page.hits} == {document.item_id(item) for document, item in fitting}
        for facet in PLAIN:
            expected = expected_values(matching, wanted, facet)
            shown = [(v.value, v.label, v.count) for v in page.facets[facet] if v.count]
            assert shown[: wanted.facet_size] == expected[: wanted.facet_size], (wanted, facet)
            zeros = set(wanted.chosen(facet)) - {value for value, _, _ in expected}
            assert page.facet_totals[facet] == len(expected) + len(zeros)


def test_the_same_orders(pair: Pair, request: pytest.FixtureRequest) -> None:
    chance = Random(request.node.name)  # noqa: S311
    for sort in (Sort.NEWEST, Sort.OLDEST, Sort.DEADLINE):
        for _ in range(QUERIES // 6 + 1):
            query = draw_query(chance)
            found = pair.matching(query, Match.ANY)
            expected = sorted(found, key=lambda item: _sort_key(pair, item, sort))
            wanted = SearchRequest(query, sort=sort, match=Match.ANY)
            rows = Search(pair.view, shared_analyzer(), wanted).rows()
            assert [pair.view.item_id(row) for row in rows.tolist()] == expected, query
            part = SearchRequest(query, sort=sort, match=Match.ANY, page=2, size=4)
            hits = Search(pair.view, shared_analyzer(), part).page().hits
            assert [hit.record.id for hit in hits] == expected[4:8]


def _sort_key(pair: Pair, item: str, sort: Sort) -> tuple[float, ...]:
    newest, rank = pair.rows[item].order
    _, fact = pair.facts[item]
    days = sorted(deadline.date.toordinal() for deadline in fact.deadlines)  # type: ignore[union-attr]
    match sort:
        case Sort.OLDEST:
            return (-newest or float("inf"), rank)
        case Sort.DEADLINE:
            return (days[0] if days else float("inf"), newest, rank)
    return (newest, rank)
