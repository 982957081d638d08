"""One search of one generation: match, rank, sort, count, highlight."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np

from analyzers.pipeline import Analyzer
from indexer.highlight import Highlighter
from indexer.kernels.bm25 import idf
from indexer.opensearch import queries
from indexer.opensearch.counting import FacetCounter
from indexer.opensearch.matching import Matcher, most_of
from indexer.opensearch.queries import NOTHING, Query, all_of
from indexer.opensearch.ranking import Ranking
from indexer.opensearch.reranking import FIELDS, Candidates, Reranker
from indexer.opensearch.rows import record_of
from indexer.opensearch.scanning import hits_after
from indexer.opensearch.snapshot import ITEMS, Snapshot
from indexer.page import FacetCount, Hit, ItemRecord, SearchPage
from indexer.request import Facet, Match, SearchRequest, Sort
from indexer.sections import text_below
from indexer.syntax import ParsedQuery, Phrase, Words, parse_query
from indexer.terms import QueryTerms, Unit, wanted
from indexer.weights import WEIGHTS

# AUTO asks for all words, and for most of them where all would give fewer items than one page shows.
ENOUGH = 10
CANDIDATES = 200
_PAGE = 1000
_NEWEST: list[dict[str, Any]] = [{"date": "desc"}, {"document": "asc"}, {"position": "asc"}]
_ORDERS: Mapping[Sort, list[dict[str, Any]]] = {
    Sort.RELEVANCE: [{"_score": "desc"}, *_NEWEST],
    Sort.NEWEST: _NEWEST,
    Sort.OLDEST: [{"date_or_last": "asc"}, {"document": "asc"}, {"position": "asc"}],
    Sort.DEADLINE: [{"due_first": {"order": "asc", "missing": "_last"}}, *_NEWEST],
}


@dataclass(frozen=True, slots=True)
class _Result:
    """What fits before any facet is chosen, and how the words were matched; `full` is set where that was widened."""

    query: Query
    match: Match
    notices: tuple[str, ...]
    full: Query | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """An item in the order of a result: where its row is, and its score."""

    key: str
    score: float
    group: str


class Search:
    """Everything that one request needs of one generation."""

    def __init__(self, snapshot: Snapshot, analyzer: Analyzer, request: SearchRequest, *, legacy: bool) -> None:
        self._started = time.perf_counter()
        self._snapshot = snapshot
        self._request = request
        self._analyzer = analyzer
        self._legacy = legacy
        self._query: ParsedQuery = parse_query(request.query)
        self._terms = QueryTerms(analyzer, snapshot, self._query.root)
        self._matcher = Matcher(snapshot, self._terms)
        self._counter = FacetCounter(snapshot, request)

    def page(self) -> SearchPage:
        """Return the page that was asked for."""
        result, request = self._match(), self._request
        first = (max(request.page, 1) - 1) * request.size
        # Who asks for no hits wants numbers alone, which need no ranking.
        ranking = self._ranking() if request.sort is Sort.RELEVANCE and request.size else None
        reach = self._reach(first + request.size) if request.size else 0
        answer = self._first_stage(result, ranking, facets=True, size=reach)
        total = answer["hits"]["total"]["value"]
        places = self._order(result, ranking, answer)
        shown, entries = self._entries(result, places, first, answer, total)
        counts = self._counter.counts(answer.get("aggregations", {}), result.query)
        return SearchPage(
            request=request,
            total=total,
            match=result.match,
            hits=self._hits(shown),
            facets={facet: values for facet, (values, _) in counts.items()},
            facet_totals={facet: number for facet, (_, number) in counts.items()},
            entries=entries,
            notice=" ".join((*result.notices, *self._terms.notices)) or None,
            correction=self._correction(),
            took_ms=(time.perf_counter() - self._started) * 1000,
        )

    def ranking(self, depth: int) -> list[tuple[str, float]]:
        """Return the ids and scores of the first `depth` hits."""
        places = list(islice(self.places(relevance=True), depth))
        rows = self._snapshot.connection.rows(self._snapshot.index, [place.key for place in places], ["item"])
        return [(rows[place.key]["item"], place.score) for place in places]

    def records(self) -> Iterator[ItemRecord]:
        """Yield every hit in order."""
        places = self.places()
        while part := list(islice(places, _PAGE)):
            rows = self._snapshot.connection.rows(self._snapshot.index, [place.key for place in part], _RECORD)
            yield from (record_of(rows[place.key]) for place in part)

    def places(self, *, relevance: bool = False) -> Iterator[Place]:
        """Yield the places of every hit in order."""
        result = self._match()
        scored = relevance or self._request.sort is Sort.RELEVANCE
        ranking = self._ranking() if scored else None
        answer = self._first_stage(result, ranking, facets=False, size=CANDIDATES if ranking else _PAGE)
        yield from self._order(result, ranking, answer)

    def facet_values(self, facet: Facet, words: Sequence[str]) -> tuple[FacetCount, ...]:
        """Return every value of one facet, or those whose labels hold every folded word."""
        only = self._snapshot.names.holding(self._counter.column_of(facet), words) if words else None
        return self._counter.values(facet, self._match().query, only)

    def _ranking(self) -> Ranking:
        return Ranking(self._snapshot, self._terms, self._matcher, self._query.root, legacy=self._legacy)

    def _match(self) -> _Result:
        notices, asked = self._query.notices, self._request.match
        if not self._has_terms():
            return _Result(NOTHING, Match.ALL, (*notices, _NOTHING_TO_FIND))
        if asked is not Match.AUTO:
            return _Result(self._fitting(asked), asked, notices)
        every = self._fitting(Match.ALL)
        if not self._has_more_to_drop():
            return _Result(every, Match.ALL, notices)
        most = queries.any_of([every, self._fitting(Match.MOST)])
        count, widened = self._snapshot.counts([every, most])
        if count >= ENOUGH or widened <= count:
            return _Result(every, Match.ALL, notices)
        return _Result(most, Match.MOST, (*notices, _widened(count)), full=every)

    def _fitting(self, match: Match) -> Query:
        found = self._matcher.query(self._query.root, match)
        if self._request.like is None:
            return found
        return all_of([found, self._near_duplicates(self._request.like)])

    def _near_duplicates(self, item_id: str) -> Query:
        body = {"size": 1, "query": queries.term("item", item_id), "_source": ["group"]}
        hits = self._snapshot.search(body)["hits"]["hits"]
        return queries.term("group", hits[0]["_source"]["group"]) if hits else NOTHING

    def _correction(self) -> str | None:
        """Return what was more likely meant, where it finds more items with all of its words than what was typed."""
        found = self._complete() if self._request.query.strip() else ENOUGH
        if found >= ENOUGH:
            return None
        corrected = self._snapshot.corrector(self._analyzer).correct(self._request.query, found)
        if corrected is None:
            return None
        other = replace(self._request, query=corrected)
        finds_more = Search(self._snapshot, self._analyzer, other, legacy=self._legacy)._complete() > found
        return corrected if finds_more else None

    def _complete(self) -> int:
        """Return how many items hold all words, whatever is selected."""
        return self._snapshot.counts([self._fitting(Match.ALL)])[0] if self._has_terms() else 0

    def _has_terms(self) -> bool:
        """Say whether a query that is not empty holds any letter or digit to look for."""
        runs = list(self._terms.runs(wanted(self._query.root)))
        return not runs or any(run.units for run in runs)

    def _has_more_to_drop(self) -> bool:
        """Say whether any group of words is long enough for "most" to differ from "all"; a number has no parts."""
        groups = [leaf for leaf in wanted(self._query.root) if isinstance(leaf, Words)]
        runs = [list(self._terms.runs([group])) for group in groups]
        counts = [len({u for run in group for u in run.units}) for group in runs if not group[0].is_number]
        return any(most_of(count) < count for count in counts)

    def _reach(self, last: int) -> int:
        """Return how many rows the first request brings: all candidates, or a page where they need no ranking."""
        if self._request.sort is Sort.RELEVANCE:
            return CANDIDATES
        return min(max(last, 1) * (4 if self._request.grouped else 1), _PAGE)

    def _first_stage(self, result: _Result, ranking: Ranking | None, *, facets: bool, size: int) -> dict[str, Any]:
        body = {
            **self._body(result, ranking),
            "size": size,
            "track_total_hits": True,
            "_source": list(FIELDS) if ranking else ["item", "document", "position", "group"],
            **({"aggs": self._counter.aggregations()} if facets and self._request.facets else {}),
        }
        return self._snapshot.search(body, **_PARAMETERS)

    def _body(self, result: _Result, ranking: Ranking | None) -> dict[str, Any]:
        """Return what finds and sorts; selections come after counting."""
        fitting = all_of([ITEMS, result.query])
        query = ranking.query(fitting, result.full) if ranking else {"bool": {"filter": [fitting]}}
        order = _ORDERS[Sort.RELEVANCE if ranking else self._request.sort]
        return {"query": query, "post_filter": self._counter.selection(), "sort": order}

    def _order(self, result: _Result, ranking: Ranking | None, answer: Mapping[str, Any]) -> Iterator[Place]:
        """Yield the places of a result: candidates by their second score, then the rest as the first stage has them."""
        found = answer["hits"]["hits"]
        least, highest = np.inf, 0.0
        if ranking is None:
            yield from (Place(hit["_id"], 0.0, hit["_source"]["group"]) for hit in found)
        else:
            ranked = self._reranked(ranking, found)
            yield from ranked
            least = min((place.score for place in ranked), default=0.0)
        if answer["hits"]["total"]["value"] <= len(found):
            return
        body = {**self._body(result, ranking), "_source": ["group"], "search_after": found[-1]["sort"]} if found else {}
        if not found:
            return
        for hit in hits_after(self._snapshot.connection, self._snapshot.index, body, page=_PAGE, **_PARAMETERS):
            score = float(hit["_score"] or 0.0) if ranking else 0.0
            highest = highest or score
            scale = least / highest if highest > least else 1.0
            yield Place(hit["_id"], round(score * scale, 6), hit["_source"]["group"])

    def _reranked(self, ranking: Ranking, found: Sequence[Mapping[str, Any]]) -> list[Place]:
        sources = [hit["_source"] for hit in found]
        candidates = Candidates(sources)
        scores = Reranker(ranking.features, ranking.averages, WEIGHTS, candidates).scores(ranking.readings)
        if ranking.halves_unmarked:
            scores[candidates.unmarked] *= WEIGHTS.unmarked
        full = np.array(["full" in hit.get("matched_queries", ()) for hit in found], np.bool_)
        if full.any():
            scores[full] += scores[~full].max(initial=0.0)
        rounded = np.round(scores, 6)
        keys = [(-score, -s["date"], s["document"], s["position"]) for score, s in zip(rounded, sources, strict=True)]
        order = sorted(range(len(keys)), key=keys.__getitem__)
        return [Place(found[i]["_id"], float(rounded[i]), sources[i]["group"]) for i in order]

    def _entries(
        self, result: _Result, places: Iterator[Place], first: int, answer: Mapping[str, Any], total: int
    ) -> tuple[list[tuple[Place, int]], int]:
        """Return the places of the page, each with how many others it stands for, and how many entries there are."""
        if not self._request.grouped:
            return [(place, 0) for place in islice(places, first, first + self._request.size)], total
        del answer
        leaders: dict[str, Place] = {}
        for place in places:
            leaders.setdefault(place.group, place)
            if len(leaders) >= first + self._request.size:
                break
        shown = list(leaders.values())[first:]
        return self._newest(result, shown)

    def _newest(self, result: _Result, leaders: Sequence[Place]) -> tuple[list[tuple[Place, int]], int]:
        """Return of each leader's group the newest item that was found, and how many groups were found in all."""
        fitting = all_of([ITEMS, result.query, self._counter.selection()])
        wanted_groups = [place.group for place in leaders] or [""]
        newest = {"top_hits": {"size": 1, "sort": _NEWEST, "_source": False}}
        shown = {"terms": {"field": "group", "include": wanted_groups, "size": len(wanted_groups)}}
        exact = {"cardinality": {"field": "group", "precision_threshold": 40_000}}
        aggregations = {"count": exact, "shown": {**shown, "aggs": {"newest": newest}}}
        found = self._snapshot.search({"size": 0, "query": fitting, "aggs": aggregations})["aggregations"]
        groups = {
            bucket["key"]: (bucket["newest"]["hits"]["hits"][0]["_id"], bucket["doc_count"] - 1)
            for bucket in found["shown"]["buckets"]
        }
        entries = [(Place(groups[p.group][0], p.score, p.group), groups[p.group][1]) for p in leaders]
        return entries, found["count"]["value"]

    def _hits(self, shown: Sequence[tuple[Place, int]]) -> tuple[Hit, ...]:
        if not shown:
            return ()
        keys = [place.key for place, _ in shown]
        rows = self._snapshot.connection.rows(self._snapshot.index, keys, (*_RECORD, "unmarked"))
        if not self._request.passages:
            return tuple(Hit(record_of(rows[place.key]), place.score, similar=similar) for place, similar in shown)
        highlighter = Highlighter(self._terms, self._query.root, self._rarity())
        return tuple(_hit(rows[place.key], place.score, similar, highlighter) for place, similar in shown)

    def _rarity(self) -> dict[Unit, float]:
        """Return the idf of each unit, by occurrences: what a passage gains by showing it."""
        lexicon, items = self._snapshot.lexicon, self._snapshot.items
        typed = [leaf for leaf in wanted(self._query.root) if isinstance(leaf, Words | Phrase)]
        units = {unit for run in self._terms.runs(typed) for unit in run.units}
        found = {
            unit: sum(map(lexicon.occurrences, unit.spellings)) + lexicon.occurrences_unmarked(unit.bare or "")
            for unit in units
        }
        return {unit: idf(items, min(count, items)) for unit, count in found.items()}


_RECORD = ("header", "record", "position")
_PARAMETERS = {"search_type": "dfs_query_then_fetch"}


def _hit(row: Mapping[str, Any], score: float, similar: int, highlighter: Highlighter) -> Hit:
    record = record_of(row)
    return Hit(
        record=record,
        score=score,
        heading=highlighter.mark(record.item.heading, unmarked=row["unmarked"]),
        snippet=highlighter.passage(text_below(record.item), unmarked=row["unmarked"]),
        similar=similar,
    )


_NOTHING_TO_FIND = "Câu tìm không có chữ hay số nào để tìm."


def _widened(count: int) -> str:
    if count == 0:
        return "Không có mục nào chứa đủ các từ; dưới đây là những mục chứa phần lớn các từ."
    return f"Chỉ {count} mục chứa đủ các từ; dưới đây có thêm những mục chứa phần lớn các từ."
