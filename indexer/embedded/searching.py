"""One search over one snapshot: match, score, sort, count, highlight."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from analyzers.pipeline import Analyzer
from indexer.embedded.counting import FacetCounter
from indexer.embedded.grouping import Entry, Grouping, near_duplicates
from indexer.embedded.matching import Matcher, most_of
from indexer.embedded.ranking import Scorer
from indexer.embedded.snapshot import Snapshot
from indexer.highlight import Highlighter
from indexer.kernels.bm25 import Floats, idf
from indexer.kernels.facets import Mask
from indexer.kernels.selection import best_rows
from indexer.page import FacetCount, Hit, SearchPage
from indexer.request import Facet, Match, SearchRequest, Sort
from indexer.sections import text_below
from indexer.syntax import ParsedQuery, Phrase, Words, parse_query
from indexer.terms import QueryTerms, Unit, wanted

# AUTO asks for all words, and for most of them where all would give fewer items than one page shows.
ENOUGH = 10


@dataclass(frozen=True, slots=True)
class _Result:
    """Matching rows before any facet is chosen, and how the words were matched.

    `full` are the rows with all words where `mask` was widened to those with most of them; else None.
    """

    mask: Mask
    match: Match
    notices: tuple[str, ...]
    full: Mask | None = None


class Search:
    """Everything that one request needs of one snapshot."""

    def __init__(self, snapshot: Snapshot, analyzer: Analyzer, request: SearchRequest) -> None:
        self._started = time.perf_counter()
        self._snapshot = snapshot
        self._analyzer = analyzer
        self._request = request
        self._query: ParsedQuery = parse_query(request.query)
        self._terms = QueryTerms(analyzer, snapshot, self._query.root)
        self._matcher = Matcher(snapshot, self._terms)
        self._counter = FacetCounter(snapshot.columns, request)

    def page(self) -> SearchPage:
        """Return the page that was asked for."""
        result = self._match()
        selected = self._counter.select(result.mask)
        rows, scores = np.flatnonzero(selected), self._scores_for_order(result, selected)
        first = (max(self._request.page, 1) - 1) * self._request.size
        entries, shown = self._entries(rows, scores, first, first + self._request.size)
        counts = self._counter.counts(result.mask)
        return SearchPage(
            request=self._request,
            total=int(rows.size),
            match=result.match,
            hits=self._hits(shown, scores),
            facets={facet: first_values(values, self._request.facet_size) for facet, values in counts.items()},
            facet_totals={facet: len(values) for facet, values in counts.items()},
            entries=entries,
            notice=" ".join(result.notices) or None,
            correction=self._correction(),
            took_ms=(time.perf_counter() - self._started) * 1000,
        )

    def _entries(
        self, rows: npt.NDArray[np.int64], scores: Floats, first: int, last: int
    ) -> tuple[int, Sequence[Entry]]:
        """Return how many entries the result has, and those from `first` to `last` (excluded)."""
        if self._request.grouped:
            grouping = Grouping(self._snapshot.columns, rows)
            return grouping.count, grouping.entries(first, last, lambda depth: self._best(rows, scores, depth))
        return int(rows.size), [Entry(int(row)) for row in self._best(rows, scores, last)[first:]]

    def ranking(self, depth: int) -> list[tuple[str, float]]:
        """Return the ids and scores of the first `depth` hits."""
        result = self._match()
        selected = self._counter.select(result.mask)
        rows, scores = np.flatnonzero(selected), self._scores(result, selected)
        best = self._best(rows, scores, depth)
        return [(self._snapshot.item_id(int(row)), round(float(scores[row]), 6)) for row in best]

    def rows(self) -> npt.NDArray[np.int64]:
        """Return the rows of every hit in order."""
        result = self._match()
        selected = self._counter.select(result.mask)
        rows = np.flatnonzero(selected)
        return self._best(rows, self._scores_for_order(result, selected), rows.size)

    def facet_values(self, facet: Facet) -> tuple[FacetCount, ...]:
        """Return every value of one facet."""
        return self._counter.values(facet, self._match().mask)

    def _match(self) -> _Result:
        notices = self._query.notices
        if not self._has_terms():
            return _Result(np.zeros_like(self._snapshot.columns.live), Match.ALL, (*notices, _NOTHING_TO_FIND))
        wanted_match = self._request.match
        if wanted_match is not Match.AUTO:
            return _Result(self._rows(wanted_match), wanted_match, notices)
        every = self._rows(Match.ALL)
        count = int(np.count_nonzero(every))
        if count >= ENOUGH or not self._has_more_to_drop():
            return _Result(every, Match.ALL, notices)
        most = self._rows(Match.MOST)
        if np.count_nonzero(most) <= count:
            return _Result(every, Match.ALL, notices)
        return _Result(most | every, Match.MOST, (*notices, _widened(count)), full=every)

    def _rows(self, match: Match) -> Mask:
        """Return bool[R]: the rows that fit the query and, where that is asked for, are near-duplicates of an item."""
        mask = self._matcher.rows(self._query.root, match)
        return mask if self._request.like is None else mask & near_duplicates(self._snapshot, self._request.like)

    def _correction(self) -> str | None:
        """Return what was more likely meant, where it finds more items with all of its words than what was typed."""
        found = self._complete
        if found >= ENOUGH or not self._request.query.strip():
            return None
        corrected = self._snapshot.corrector(self._analyzer).correct(self._request.query, found)
        if corrected is None:
            return None
        other = Search(self._snapshot, self._analyzer, replace(self._request, query=corrected))
        return corrected if other._complete > found else None

    @cached_property
    def _complete(self) -> int:
        """How many items hold all words, whatever is selected."""
        return int(np.count_nonzero(self._rows(Match.ALL))) if self._has_terms() else 0

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

    def _scores_for_order(self, result: _Result, selected: Mask) -> Floats:
        """Return the score of every row where they are sorted by it; an order by date needs none, and all are 0."""
        if self._request.sort is Sort.RELEVANCE:
            return self._scores(result, selected)
        return np.zeros(self._snapshot.columns.size)

    def _scores(self, result: _Result, selected: Mask) -> Floats:
        """Return the score of every row; those with all words stand above those that widening added."""
        scores = Scorer(self._snapshot, self._terms, self._matcher).scores(self._query.root, selected)
        if result.full is not None:
            scores[result.full] += scores[result.mask & ~result.full].max(initial=0.0)
        return scores

    def _best(self, rows: npt.NDArray[np.int64], scores: Floats, limit: int) -> npt.NDArray[np.int64]:
        columns = self._snapshot.columns
        date, rank = columns.date.astype(np.float64), columns.rank.astype(np.float64)
        match self._request.sort:
            case Sort.RELEVANCE:
                keys = [-np.round(scores, 6), -date, rank]
            case Sort.NEWEST:
                keys = [-date, rank]
            case Sort.OLDEST:
                keys = [np.where(date > 0, date, np.inf), rank]
            case Sort.DEADLINE:
                keys = [np.where(columns.due > 0, columns.due, np.inf), -date, rank]
        return best_rows(rows, keys, limit)

    def _hits(self, entries: Sequence[Entry], scores: Floats) -> tuple[Hit, ...]:
        highlighter = Highlighter(self._terms, self._query.root, self._rarity())
        return tuple(self._hit(entry, float(scores[entry.row]), highlighter) for entry in entries)

    def _hit(self, entry: Entry, score: float, highlighter: Highlighter) -> Hit:
        record = self._snapshot.record(entry.row)
        unmarked = bool(self._snapshot.columns.unmarked[entry.row])
        return Hit(
            record=record,
            score=round(score, 6),
            heading=highlighter.mark(record.item.heading, unmarked=unmarked),
            snippet=highlighter.passage(text_below(record.item), unmarked=unmarked),
            similar=entry.similar,
        )

    def _rarity(self) -> dict[Unit, float]:
        """Return the idf of each unit, by occurrences: what a passage gains by showing it."""
        typed = [leaf for leaf in wanted(self._query.root) if isinstance(leaf, Words | Phrase)]
        units = {unit for run in self._terms.runs(typed) for unit in run.units}
        items = self._snapshot.items
        return {unit: idf(items, min(self._matcher.of(unit).size, items)) for unit in units}


def first_values(values: tuple[FacetCount, ...], size: int) -> tuple[FacetCount, ...]:
    """Return at most `size` values of a facet, and the chosen ones beyond."""
    return (*values[:size], *(value for value in values[size:] if value.selected))


_NOTHING_TO_FIND = "Câu tìm không có chữ hay số nào để tìm."


def _widened(count: int) -> str:
    if count == 0:
        return "Không có mục nào chứa đủ các từ; dưới đây là những mục chứa phần lớn các từ."
    return f"Chỉ {count} mục chứa đủ các từ; dưới đây có thêm những mục chứa phần lớn các từ."
