"""The ranking formula and its weights, in one place.

An item has three sections (`indexer.sections`): its heading, its text, and its context, what it inherits. Its
body is heading and text. The first stage adds up impacts over every item:

    units    Σ BM25(syllable in body)                  k1 = 1.2
    pairs    Σ BM25(adjacent pair in body)             k1 = .3, idf of the pair itself
    known    idf(number) · 1.5 where the body cites it, 3 more where the heading does, .5 where the context does
             + .15 · Σ BM25(syllable in context)       k1 = 1.2

The second stage orders the best 200 by

    .5·units + pairs + .2·near + .5·heading + words + window + known

    near     syllables at most 4 apart in the query and at most 8 in the body, in either order; k1 = .3
    heading  Σ BM25(syllable in own heading), with the mean length of headings; k1 = 1.2
    words    Σ BM25(word of several syllables that underthesea made of query and item alike); k1 = .3
    window   the best 48 syllables of the body, one window every 24, by the distinct syllables, pairs, and pairs 2 or 3
             apart (× .3) in it

with b = .75 throughout. Units and pairs have their own document frequency in bodies; near and gap pairs, which are not
counted over the collection, theirs among the candidates. Syllables of grammar weigh a tenth, pairs with one of them .7
and with two .2. Query frequency is binary. Frequencies count up to 255, of pairs up to 127; document frequencies and
mean lengths are those of live items.

A query typed without diacritics is read twice: in its likeliest spelling, and in any spelling for a share of .2. Where
an item says a part of the query by an abbreviation or a full form (`UBND` for `ủy ban nhân dân`), every syllable and
pair of that part stands there once more, at the first syllable of what it says. Who types four syllables of content or
fewer names a subject, and looks for the items under a heading that names it: pairs then weigh 2, headings 1.5 and the
pairs in them 1, context .5 and its pairs 1. An item that was itself written without diacritics has its score halved
where the query was typed with them.

`python -m benchmarks.relevance` measures it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from indexer.embedded.budget import Budget
from indexer.embedded.candidates import Candidates, Places
from indexer.embedded.impacts import add_up
from indexer.embedded.postings import Cited
from indexer.embedded.reading import MOST
from indexer.features import Features
from indexer.kernels.bm25 import Floats, add_saturated, idf
from indexer.kernels.ordering import best_scored
from indexer.kernels.postings import Mask, Rows, Scores
from indexer.weights import WEIGHTS

if TYPE_CHECKING:
    from indexer.embedded.query import Query
    from indexer.embedded.readings import Readings
    from indexer.embedded.view import View

Longs = npt.NDArray[np.int64]
CANDIDATES = 200


class Ranking:
    """The rows of a result (int64[n], ascending) in order of relevance.

    `first` float32[n] are the scores of the first stage. `chosen` int64[C] are the places of the candidates in `rows`,
    `second` float64[C] their scores. Rows of `full` (bool[R]) stand above all others, and all are candidates.
    """

    def __init__(
        self, snapshot: View, rows: Rows, first: Scores, chosen: Longs, second: Floats, full: Mask | None = None
    ) -> None:
        self._ties = snapshot.orders.newest
        self.rows = rows
        self._first = first
        lifted = second if full is None else _lifted(second, full[rows[chosen]])
        order = np.lexsort((self._ties[rows[chosen]], -np.round(lifted, 6)))
        self._chosen, self._scores = chosen[order], lifted[order]
        self._least = float(second.min(initial=np.inf))

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def best(self, limit: int) -> Rows:
        """Return the first `limit` rows."""
        best = self.rows[self._chosen[: max(limit, 0)]]
        if limit <= len(best) or len(best) == len(self.rows):
            return best
        rest = self._rest
        behind = best_scored(self.rows[rest], self._first[rest], self._ties, limit - len(best))
        return np.concatenate([best, self.rows[rest[behind]]])

    def scores(self, rows: Rows) -> list[float]:
        """Return the scores of some of the rows, to 6 digits."""
        known = dict(zip(self.rows[self._chosen].tolist(), self._scores.tolist(), strict=True))
        return [round(known[row] if row in known else self._behind(row), 6) for row in rows.tolist()]

    @cached_property
    def _rest(self) -> Longs:
        """The places of the rows that are no candidates."""
        rest = np.ones(len(self.rows), np.bool_)
        rest[self._chosen] = False
        return np.flatnonzero(rest)

    @cached_property
    def _scale(self) -> float:
        """What keeps the highest score of the first stage below the least of the second."""
        highest = float(self._first[self._rest].max(initial=0.0))
        return self._least / highest if highest > self._least else 1.0

    def _behind(self, row: int) -> float:
        return float(self._first[np.searchsorted(self.rows, row)]) * self._scale


def _lifted(second: Floats, full: Mask) -> Floats:
    """Return the scores with those of `full` (bool[C]) above all others."""
    return np.where(full, second + second[~full].max(initial=0.0), second)


class Scorer:
    """Ranks rows of a snapshot for one query."""

    def __init__(self, snapshot: View, query: Query, budget: Budget) -> None:
        self._snapshot = snapshot
        self._postings = snapshot.postings
        self._query = query
        self._budget = budget
        self._weights = WEIGHTS

    def rank(self, rows: Rows, full: Mask | None = None) -> Ranking:
        """Order rows (int64[n], ascending); those of `full` (bool[R]) come first."""
        if not len(rows) or not self._query.tells_apart:
            return self._by_date(rows)
        readings = self._query.readings(self._weights, self._budget)
        numbers = self._numbers(readings.features, rows) if readings.features.numbers else None
        if len(rows) > CANDIDATES:
            first = self._first(readings, rows, numbers)
            chosen = np.sort(self._candidates(rows, first, full))
        else:  # the second stage judges all
            first, chosen = np.zeros(len(rows), np.float32), np.arange(len(rows))
        self._budget.check()
        candidates = Candidates(self._postings, rows[chosen], self._snapshot.columns.unmarked)
        second = self._second(readings, candidates)
        if numbers is not None:
            second += numbers[chosen]
        if self._is_halving:
            second[self._snapshot.columns.unmarked[rows[chosen]]] *= self._weights.unmarked
        return Ranking(self._snapshot, rows, first, chosen, second, full)

    @property
    def _is_halving(self) -> bool:
        """Whether items that were written without diacritics count half."""
        return self._query.terms.is_typed and self._postings.has_unmarked

    def _first(self, readings: Readings, rows: Rows, numbers: Floats | None) -> Scores:
        """Return float32[n]: the first stage of the formula."""
        first = add_up(self._snapshot, readings.impacts, rows, self._budget)
        if numbers is not None:
            first += numbers.astype(np.float32)
        if self._is_halving:
            first[self._snapshot.columns.unmarked[rows]] *= np.float32(self._weights.unmarked)
        return first

    def _by_date(self, rows: Rows) -> Ranking:
        """Order what nothing tells apart; the candidates are none."""
        nothing = np.zeros(len(rows), np.float32)
        return Ranking(self._snapshot, rows, nothing, np.empty(0, np.int64), np.empty(0, np.float64))

    def _candidates(self, rows: Rows, first: Scores, full: Mask | None) -> Longs:
        """Return the places of the rows of the highest scores, at most 200 or all of `full`; ties the newest first."""
        ties = self._snapshot.orders.newest
        best = best_scored(rows, first, ties, CANDIDATES)
        if full is None:
            return best
        above = np.flatnonzero(full[rows])
        others = best[~full[rows[best]]]
        return np.concatenate([above, others[: max(CANDIDATES - len(above), 0)]])

    def _second(self, readings: Readings, candidates: Candidates) -> Floats:
        scores = np.zeros(candidates.count)
        for share in readings.shares:
            self._budget.check()
            places = share.reading.places(candidates)
            scores += share.share * share.reading.second_stage(candidates, places)
            if share.reading is readings.every:
                self._add_contexts(scores, readings, candidates, places)
        return scores

    def _add_contexts(self, scores: Floats, readings: Readings, candidates: Candidates, places: Places) -> None:
        section, weights, k1 = self._snapshot.context, readings.context_weights, self._weights.unit_k1
        counts = candidates.context_counts(places, len(weights))
        add_saturated(scores, counts, MOST, weights, candidates.context_lengths, section.average, k1, section.b)

    def _numbers(self, features: Features, rows: Rows) -> Floats:
        """Return float64[n]: what both stages add to rows (int64[n], ascending) that cite the numbers of the query."""
        scores = np.zeros(len(rows))
        for number in features.numbers:
            cited = self._postings.cited(number)
            values = self._number(cited)
            places = np.minimum(np.searchsorted(rows, cited.rows), len(rows) - 1)
            known = rows[places] == cited.rows
            scores[places[known]] += values[known]
        return scores

    def _number(self, cited: Cited) -> Floats:
        """Return float64: what a number adds to each of the rows that cite it."""
        weights, items = self._weights, self._snapshot.items
        live = self._snapshot.columns.live[cited.rows]
        values = np.zeros(len(cited.rows))
        for where, weight in (
            (cited.in_heading, weights.number_in_heading),
            (cited.in_body, weights.number_in_text),
            (cited.in_context, weights.number_in_context),
        ):
            values += where * weight * idf(items, int(np.count_nonzero(where & live)))
        return values
