"""One search over one snapshot: match, score, sort, count, highlight."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np

from analyzers.pipeline import Analyzer
from indexer.embedded.budget import UNLIMITED, Budget
from indexer.embedded.counting import FacetCounter
from indexer.embedded.grouping import Entry, fold, near_duplicates
from indexer.embedded.matching import Matcher
from indexer.embedded.orders import Orders
from indexer.embedded.ranking import Ranking, Scorer
from indexer.embedded.rowset import RowSet
from indexer.embedded.selected import Selected
from indexer.embedded.view import View
from indexer.kernels.ordering import first_rows, first_that_hold
from indexer.kernels.postings import Rows
from indexer.page import FacetPage, Hit, SearchPage
from indexer.request import Facet, Match, SearchRequest, Sort
from indexer.sections import text_below

# AUTO asks for all words, and for most of them where all would give fewer items than one page shows.
ENOUGH = 10


@dataclass(frozen=True, slots=True)
class _Result:
    """Matching rows before any facet is chosen, and how the words were matched.

    `full` are the rows with all words where `found` was widened to those with most of them; else None.
    """

    found: RowSet
    match: Match
    notices: tuple[str, ...]
    full: RowSet | None = None


class Search:
    """Everything that one request needs of one snapshot."""

    def __init__(self, snapshot: View, analyzer: Analyzer, request: SearchRequest, budget: Budget = UNLIMITED) -> None:
        self._started = time.perf_counter()
        self._budget = budget
        self._snapshot = snapshot
        self._analyzer = analyzer
        self._request = request
        self._query = snapshot.query(analyzer, request.query)
        self._matcher = Matcher(snapshot, self._query.terms, self._budget)
        self._counter = FacetCounter(snapshot.tallies, request)

    def page(self) -> SearchPage:
        """Return the page that was asked for."""
        result = self._match()
        selected = self._selected(result)
        order = self._order(result, selected)
        first = (max(self._request.page, 1) - 1) * self._request.size
        entries, shown = self._entries(order, first, first + self._request.size)
        self._budget.check()
        counts = self._counter.counts(result.found, selected)
        self._budget.check()
        return SearchPage(
            request=self._request,
            total=selected.count,
            match=result.match,
            hits=self._hits(shown, order),
            facets={facet: values.shown for facet, values in counts.items()},
            facet_totals={facet: values.total for facet, values in counts.items()},
            entries=entries,
            notice=" ".join((*result.notices, *self._query.terms.notices)) or None,
            correction=self._correction(),
            took_ms=(time.perf_counter() - self._started) * 1000,
        )

    def _entries(self, order: _Order, first: int, last: int) -> tuple[int, Sequence[Entry]]:
        """Return how many entries the result has, and those from `first` to `last` (excluded)."""
        if self._request.grouped:
            zeros = self._snapshot.tallies.zeros
            folded = fold(self._snapshot.columns, zeros, order.rows, first, last, order.best)
            return folded.count, folded.entries
        return order.count, [Entry(row) for row in order.best(last)[first:].tolist()]

    def ranking(self, depth: int) -> list[tuple[str, float]]:
        """Return the ids and scores of the first `depth` hits."""
        result = self._match()
        selected = self._selected(result)
        ranking = self._ranking(result, selected.rows)
        order = ranking if self._request.sort is Sort.RELEVANCE else self._order(result, selected)
        best = order.best(depth)
        return list(zip(map(self._snapshot.item_id, best.tolist()), ranking.scores(best), strict=True))

    def rows(self) -> Rows:
        """Return the rows of every hit in order."""
        result = self._match()
        order = self._order(result, self._selected(result))
        return order.best(order.count)

    def facet_values(self, facet: Facet, find: str, start: int, limit: int) -> FacetPage:
        """Return a part of the values of one facet."""
        return self._counter.page(facet, self._match().found, find, start, limit)

    def _match(self) -> _Result:
        notices = self._query.parsed.notices
        if not self._query.has_terms:
            nothing = RowSet(self._snapshot.columns.size, np.empty(0, np.int64))
            return _Result(nothing, Match.ALL, (*notices, _NOTHING_TO_FIND))
        wanted_match = self._request.match
        if wanted_match is not Match.AUTO:
            rows = self._every if wanted_match is Match.ALL else self._rows(wanted_match)
            return _Result(rows, wanted_match, notices)
        every, count = self._every, self._complete
        if count >= ENOUGH or not self._query.has_more_to_drop:
            return _Result(every, Match.ALL, notices)
        most = self._rows(Match.MOST)
        if most.count <= count:
            return _Result(every, Match.ALL, notices)
        widened = RowSet.of_mask(most.mask | every.mask)
        return _Result(widened, Match.MOST, (*notices, _widened(count)), full=every)

    def _rows(self, match: Match) -> RowSet:
        """Return the rows that fit the query and, where that is asked for, are near-duplicates of an item."""
        found = self._matcher.rows(self._query.root, match)
        like = self._request.like
        return found if like is None else found.within(near_duplicates(self._snapshot, like))

    def _correction(self) -> str | None:
        """Return what was more likely meant, where it finds more items with all of its words than what was typed."""
        found = self._complete
        if found >= ENOUGH or not self._request.query.strip():
            return None
        corrected = self._snapshot.corrector(self._analyzer).correct(self._request.query, found)
        if corrected is None:
            return None
        other = Search(self._snapshot, self._analyzer, replace(self._request, query=corrected), self._budget)
        return corrected if other._complete > found else None

    @cached_property
    def _every(self) -> RowSet:
        """The rows that hold all words, whatever is selected."""
        return self._rows(Match.ALL)

    @cached_property
    def _complete(self) -> int:
        """How many items hold all words."""
        return self._every.count if self._query.has_terms else 0

    def _selected(self, result: _Result) -> Selected:
        """Return the rows of a result that fit every selection."""
        return self._counter.select(result.found)

    def _order(self, result: _Result, selected: Selected) -> _Order:
        if self._request.sort is Sort.RELEVANCE and self._query.tells_apart:
            return self._ranking(result, selected.rows)
        return _Sorted(selected, self._snapshot.orders, self._request.sort)

    def _ranking(self, result: _Result, rows: Rows) -> Ranking:
        """Score rows; those with all words stand above those that widening added."""
        full = None if result.full is None else result.full.mask
        return Scorer(self._snapshot, self._query, self._budget).rank(rows, full)

    def _hits(self, entries: Sequence[Entry], order: _Order) -> tuple[Hit, ...]:
        if not entries:
            return ()
        scores = order.scores(np.array([entry.row for entry in entries], np.int64))
        return tuple(self._hit(entry, score) for entry, score in zip(entries, scores, strict=True))

    def _hit(self, entry: Entry, score: float) -> Hit:
        record = self._snapshot.record(entry.row)
        if not self._request.passages:
            return Hit(record, score, similar=entry.similar)
        highlighter = self._query.highlighter
        unmarked = bool(self._snapshot.columns.unmarked[entry.row])
        return Hit(
            record=record,
            score=score,
            heading=highlighter.mark(record.item.heading, unmarked=unmarked),
            snippet=highlighter.passage(text_below(record.item), unmarked=unmarked),
            similar=entry.similar,
        )


class _Order(Protocol):
    """The rows of a result in some order."""

    @property
    def rows(self) -> Rows:
        """The rows, int64[n] ascending."""

    @property
    def count(self) -> int:
        """How many rows there are."""

    def best(self, limit: int, /) -> Rows:
        """Return the first `limit` rows."""

    def scores(self, rows: Rows, /) -> list[float]:
        """Return the scores of some rows."""


class _Sorted:
    """Rows by date or deadline; nothing is scored."""

    def __init__(self, selected: Selected, orders: Orders, sort: Sort) -> None:
        self._selected = selected
        self._orders = orders
        self._sort = sort
        self.count = selected.count

    @property
    def rows(self) -> Rows:
        return self._selected.rows

    def best(self, limit: int) -> Rows:
        # All rows are gone through in their order where that meets enough of the result's sooner than reading those.
        if limit * len(self._selected.mask) < self.count * self.count:
            return first_that_hold(self._selected.mask, self._orders.places(self._sort), limit)
        return first_rows(self.rows, self._orders.of(self._sort), limit)

    def scores(self, rows: Rows) -> list[float]:
        return [0.0] * len(rows)


_NOTHING_TO_FIND = "Câu tìm không có chữ hay số nào để tìm."


def _widened(count: int) -> str:
    if count == 0:
        return "Không có mục nào chứa đủ các từ; dưới đây là những mục chứa phần lớn các từ."
    return f"Chỉ {count} mục chứa đủ các từ; dưới đây có thêm những mục chứa phần lớn các từ."
