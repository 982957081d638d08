"""One reading of a query, its units as occurrences in one snapshot, and what the ranking formula makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from indexer.embedded.schema import SECTION_GAP, WORDS
from indexer.features import Features
from indexer.kernels.bm25 import Floats, idf, saturation
from indexer.kernels.occurrences import Occurrences, followed_by, frequencies, union
from indexer.kernels.passages import (
    Matches,
    at_distance,
    best_windows,
    collect,
    near_frequencies,
    near_scores,
    rows_having,
    singles,
)
from indexer.weights import WEIGHTS, Weights

if TYPE_CHECKING:
    from indexer.embedded.snapshot import Section, Snapshot

Longs = npt.NDArray[np.int64]


class Reading:
    """Scores rows by the units of a query.

    `found` has where each of `features.units` stands; `said` where a synonym says adjacent pairs of them, by index.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        features: Features,
        found: Sequence[Occurrences],
        said: Mapping[tuple[int, int], Occurrences],
        weights: Weights = WEIGHTS,
    ) -> None:
        self._snapshot = snapshot
        self._said = {pair: snapshot.split(occurrences)[1] for pair, occurrences in said.items()}
        self._features = features
        self._weights = weights
        sections = [snapshot.split(occurrences) for occurrences in found]
        self._heading = [heading for heading, _, _ in sections]
        self._body = [body for _, body, _ in sections]
        self._context = [context for _, _, context in sections]
        self._unit_weights = [weights.stop if unit.stop else 1.0 for unit in features.units]
        self._units = np.zeros(snapshot.columns.size)
        self._pairs = np.zeros(snapshot.columns.size)
        self._having: list[int] = []
        self._pair_having: dict[tuple[int, int], int] = {}

    def first_stage(self) -> Floats:
        """Return float64[R]: impacts of units and adjacent pairs. To be called before the second stage."""
        snapshot, weights = self._snapshot, self._weights
        for body, weight in zip(self._body, self._unit_weights, strict=True):
            having = add_impact(self._units, snapshot, body, snapshot.body, weight, weights.unit_k1)
            self._having.append(having)
        for (first, second), weight in self._features.apart[1].items():
            together = followed_by(self._body[first], self._body[second])
            if (first, second) in self._said:
                together = union([together, self._said[first, second]])
            having = add_impact(self._pairs, snapshot, together, snapshot.body, weight, weights.pair_k1)
            self._pair_having[first, second] = having
        return self._units + self._pairs

    def second_stage(self, rows: Longs) -> Floats:
        """Return float64[C]: the whole formula for the candidate rows, int64[C], but for what is known already."""
        weights = self._weights
        matches = self._matches(rows)
        pair = weights.pair_of_short if self._features.is_short else weights.pair
        scores: Floats = weights.unit * self._units[rows] + pair * self._pairs[rows]
        scores += weights.near * self._near(matches, rows)
        scores += self._headings()[rows]
        scores += self._contexts()[rows]
        scores += weights.word * self._words()[rows]
        scores += weights.window * self._windows(matches, rows)
        return scores

    def _matches(self, rows: Longs) -> Matches:
        """Collect the units of the candidates, with each text moved up to its heading, one slot between them.

        Windows and nearness span heading and text, adjacency does not.
        """
        columns = self._snapshot.columns
        matches = collect(self._body, rows, columns.size)
        in_text = matches.slot >= (columns.base[rows] + columns.heading[rows])[matches.row] + SECTION_GAP
        slot = np.where(in_text, matches.slot - (SECTION_GAP - 1), matches.slot)
        return Matches(slot, matches.unit, matches.row, matches.count)

    def _near(self, matches: Matches, rows: Longs) -> Floats:
        if not self._features.near:
            return np.zeros(len(rows))
        pairs = np.array(self._features.near, np.int64)
        counts = near_frequencies(matches, pairs, len(self._body), self._weights.near_in_item)
        body, items = self._snapshot.body, self._snapshot.items
        lengths = body.lengths[rows].astype(np.float64)
        return near_scores(counts, lengths, body.average, items, k1=self._weights.pair_k1, b=self._weights.b)

    def _headings(self) -> Floats:
        """Return float64[R]: BM25 of units in headings, and of pairs where the query is short; df is that of bodies."""
        snapshot, weights, scores = self._snapshot, self._weights, np.zeros(self._snapshot.columns.size)
        factor = weights.heading_of_short if self._features.is_short else weights.heading
        for heading, weight, having in zip(self._heading, self._unit_weights, self._having, strict=True):
            add_impact(scores, snapshot, heading, snapshot.heading, factor * weight, weights.unit_k1, having=having)
        if self._features.is_short:
            for (first, second), weight in self._features.apart[1].items():
                together = followed_by(self._heading[first], self._heading[second])
                factor, having = weight * weights.heading_pair_of_short, self._pair_having[first, second]
                add_impact(scores, snapshot, together, snapshot.heading, factor, weights.pair_k1, having=having)
        return scores

    def _contexts(self) -> Floats:
        """Return float64[R]: BM25 of pairs in what items inherit, where the query is short; df is that of bodies."""
        snapshot, scores = self._snapshot, np.zeros(self._snapshot.columns.size)
        if self._features.is_short:
            for (first, second), weight in self._features.apart[1].items():
                together = followed_by(self._context[first], self._context[second])
                factor, having = weight * self._weights.context_pair_of_short, self._pair_having[first, second]
                add_impact(scores, snapshot, together, snapshot.context, factor, self._weights.pair_k1, having=having)
        return scores

    def _words(self) -> Floats:
        snapshot, scores = self._snapshot, np.zeros(self._snapshot.columns.size)
        for word in self._features.words:
            _, body, _ = snapshot.split(snapshot.postings.of(WORDS, word))
            add_impact(scores, snapshot, body, snapshot.body, 1.0, self._weights.pair_k1)
        return scores

    def _windows(self, matches: Matches, rows: Longs) -> Floats:
        items = self._snapshot.items
        unit_idf = np.array([idf(items, having) for having in self._having])
        parts = [(singles(matches), np.array(self._unit_weights) * unit_idf)]
        for distance, pairs in self._features.apart.items():
            if pairs:
                places = at_distance(matches, np.array(list(pairs), np.int64), len(self._body), distance)
                weights = np.array(list(pairs.values()))
                if distance == 1:
                    weights = weights * [idf(items, self._pair_having[pair]) for pair in pairs]
                else:
                    having = rows_having(places, len(pairs), len(rows)).tolist()
                    weights = weights * self._weights.gap_pair * [idf(items, rows_with) for rows_with in having]
                parts.append((places, weights))
        return best_windows(parts, self._snapshot.columns.base[rows], len(rows), self._weights.window_width)


def add_impact(
    scores: Floats,
    snapshot: Snapshot,
    found: Occurrences,
    section: Section,
    weight: float,
    k1: float,
    *,
    b: float = WEIGHTS.b,
    having: int | None = None,
) -> int:
    """Add the BM25 impact of one feature in one section to scores, float64[R], and return how many rows have it.

    `having` is the document frequency to use instead of that number.
    """
    rows, tf = frequencies(found.rows)
    impact = saturation(tf, section.lengths[rows], section.average, k1=k1, b=b)
    scores[rows] += weight * idf(snapshot.items, rows.size if having is None else having) * impact
    return int(rows.size)
