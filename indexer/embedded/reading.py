"""One reading of a query, its units in certain spellings, and what the ranking formula makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from indexer.embedded.candidates import Candidates, Matches, Places
from indexer.embedded.found import Found, Spelled
from indexer.embedded.impacts import Impact
from indexer.features import Features
from indexer.kernels import postings as kernels
from indexer.kernels import windows
from indexer.kernels.bm25 import Floats, idf, saturation
from indexer.weights import Weights

if TYPE_CHECKING:
    from indexer.embedded.orders import Section
    from indexer.embedded.view import View

Longs = npt.NDArray[np.int64]
Pair = tuple[int, int]
Phrases = Sequence[tuple[Spelled, ...]]
MOST, MOST_OF_PAIRS = 255, 127  # frequencies are counted up to these


class Reading:
    """Scores rows by the units of a query.

    `spelled` has what counts as each of `features.units`; `said` the synonyms that say units, and adjacent pairs of
    them, by index.
    """

    def __init__(
        self,
        snapshot: View,
        features: Features,
        spelled: Sequence[Spelled],
        said: Mapping[tuple[int, ...], Phrases],
        weights: Weights,
    ) -> None:
        self._snapshot = snapshot
        self._features = features
        self._spelled = spelled
        self._said = said
        self._weights = weights
        postings = snapshot.postings
        self.alone = [postings.syllable(unit) for unit in spelled]
        self._units = [self._with_said(found, (number,)) for number, found in enumerate(self.alone)]
        pairs = features.apart[1]
        self._pairs = {pair: self._with_said(postings.pair(spelled[pair[0]], spelled[pair[1]]), pair) for pair in pairs}
        self._having = [postings.document_frequency(found) for found in self._units]
        self._pair_having = {pair: postings.document_frequency(found) for pair, found in self._pairs.items()}
        self._unit_weights = [weights.stop if unit.stop else 1.0 for unit in features.units]

    def _with_said(self, found: Found, feature: tuple[int, ...]) -> Found:
        postings = self._snapshot.postings
        phrases = [said for parts in self._said.get(feature, ()) if (said := postings.phrase(parts)).size]
        return postings.together([found, *phrases]) if phrases else found

    def impacts(self, share: float) -> Iterable[Impact]:
        """Yield the impacts of units and adjacent pairs, which the first stage adds up over all rows."""
        weights, items = self._weights, self._snapshot.items
        for found, weight, having in zip(self._units, self._unit_weights, self._having, strict=True):
            yield Impact(found, share * weight * idf(items, having), weights.unit_k1)
        for pair, weight in self._features.apart[1].items():
            yield Impact(self._pairs[pair], share * weight * idf(items, self._pair_having[pair]), weights.pair_k1)

    def places(self, candidates: Candidates) -> Places:
        """Return where the units stand in the candidates."""
        return candidates.places(self._spelled)

    def second_stage(self, candidates: Candidates, places: Places) -> Floats:
        """Return float64[C]: the whole formula for candidate rows, but for what all readings share."""
        weights = self._weights
        own = candidates.in_bodies(places)
        said = self._said_places(candidates)
        matches = candidates.in_bodies(places, said) if said else own
        body, heading = candidates.unit_counts(matches, len(self._spelled))
        scores = weights.unit * self._unit_scores(candidates, body)
        pair = weights.pair_of_short if self._features.is_short else weights.pair
        scores += pair * self._pair_scores(candidates, own)
        scores += weights.near * self._near(candidates, matches)
        scores += self._headings(candidates, own, heading)
        scores += self._context_pairs(candidates, places)
        scores += weights.word * self._words(candidates)
        scores += weights.window * self._windows(candidates, matches)
        return scores

    def _said_places(self, candidates: Candidates) -> list[tuple[Longs, Longs, int]]:
        """Return where synonyms begin in bodies: every unit of what they say stands there."""
        found = {parts: candidates.phrase_places(parts) for phrases in self._said.values() for parts in phrases}
        return [
            (*found[parts], feature[0])
            for feature, phrases in self._said.items()
            if len(feature) == 1
            for parts in phrases
            if len(found[parts][0])
        ]

    def _unit_scores(self, candidates: Candidates, counts: Longs) -> Floats:
        weights = np.array(self._unit_weights) * self._idf(self._having)
        body = self._snapshot.body
        return _bm25(
            np.minimum(counts, MOST), weights, candidates.lengths[:, :2].sum(axis=1), body, self._weights.unit_k1
        )

    def _pair_scores(self, candidates: Candidates, own: Matches) -> Floats:
        pairs = self._features.apart[1]
        if not pairs:
            return np.zeros(candidates.count)
        counts = np.minimum(candidates.pair_counts(own, self._table(pairs), len(pairs), 1), MOST_OF_PAIRS)
        for column, pair in enumerate(pairs):
            for parts in self._said.get(pair, ()):
                rows, _ = candidates.phrase_places(parts)
                counts[:, column] += np.minimum(np.bincount(rows, minlength=candidates.count), MOST)
        weights = np.array(list(pairs.values())) * self._idf([self._pair_having[pair] for pair in pairs])
        lengths = candidates.lengths[:, :2].sum(axis=1)
        return _bm25(np.minimum(counts, MOST), weights, lengths, self._snapshot.body, self._weights.pair_k1)

    def _near(self, candidates: Candidates, matches: Matches) -> Floats:
        near = self._features.near
        if not near:
            return np.zeros(candidates.count)
        counts = candidates.near_counts(matches, self._table(near), len(near), self._weights.near_in_item)
        # The whole collection's frequency of a near pair is not kept; that among the candidates stands for it.
        weights = self._idf(np.count_nonzero(counts, axis=0).tolist())
        lengths = candidates.lengths[:, :2].sum(axis=1)
        return _bm25(counts, weights, lengths, self._snapshot.body, self._weights.pair_k1)

    def _headings(self, candidates: Candidates, own: Matches, counts: Longs) -> Floats:
        """Return float64[C]: BM25 of units in headings, and of pairs where the query is short; df is that of bodies."""
        weights, section = self._weights, self._snapshot.heading
        lengths = candidates.lengths[:, 0]
        factor = weights.heading_of_short if self._features.is_short else weights.heading
        by_unit = factor * np.array(self._unit_weights) * self._idf(self._having)
        scores = _bm25(counts, by_unit, lengths, section, weights.unit_k1)
        pairs = self._features.apart[1]
        if self._features.is_short and pairs:
            together = candidates.heading_pair_counts(own, self._table(pairs), len(pairs))
            by_pair = np.array(list(pairs.values())) * self._idf([self._pair_having[pair] for pair in pairs])
            scores += _bm25(together, weights.heading_pair_of_short * by_pair, lengths, section, weights.pair_k1)
        return scores

    def _context_pairs(self, candidates: Candidates, places: Places) -> Floats:
        """Return float64[C]: BM25 of pairs in what items inherit, where the query is short; df is that of bodies."""
        pairs, section = self._features.apart[1], self._snapshot.context
        if not (self._features.is_short and pairs):
            return np.zeros(candidates.count)
        counts = candidates.context_pair_counts(places, self._table(pairs), len(pairs))
        weights = np.array(list(pairs.values())) * self._idf([self._pair_having[pair] for pair in pairs])
        weights *= self._weights.context_pair_of_short
        return _bm25(counts, weights, candidates.lengths[:, 2], section, self._weights.pair_k1)

    def _words(self, candidates: Candidates) -> Floats:
        words = self._features.words
        if not words:
            return np.zeros(candidates.count)
        postings = self._snapshot.postings
        found = [postings.word("words", word) for word in words]
        counts = np.zeros((len(words), candidates.count), np.uint16)
        for row, word in zip(counts, found, strict=True):
            for part in word.parts:
                kernels.note_frequencies(row, candidates.rows, part.docs, part.tf, part.base)
        weights = self._idf([postings.document_frequency(word) for word in found])
        lengths = candidates.lengths[:, :2].sum(axis=1)
        return _bm25((counts & 255).T, weights, lengths, self._snapshot.body, self._weights.pair_k1)

    def _windows(self, candidates: Candidates, matches: Matches) -> Floats:
        features = self._features
        tables = np.full((max(features.apart), len(self._spelled), len(self._spelled)), -1, np.int64)
        pair_weights: list[float] = []
        for distance, pairs in features.apart.items():
            if pairs:
                table = self._table(pairs)
                tables[distance - 1] = np.where(table >= 0, table + len(pair_weights), -1)
                pair_weights += self._window_weights(candidates, matches, distance, table)
        return windows.best_windows(
            matches.starts,
            matches.slot,
            matches.unit,
            np.array(self._unit_weights) * self._idf(self._having),
            tables,
            np.array(pair_weights, np.float64),
            self._weights.window_width,
        )

    def _window_weights(self, candidates: Candidates, matches: Matches, distance: int, table: Longs) -> list[float]:
        pairs = self._features.apart[distance]
        weights = np.array(list(pairs.values()))
        if distance == 1:
            return list((weights * self._idf([self._pair_having[pair] for pair in pairs])).tolist())
        counts = candidates.pair_counts(matches, table, len(pairs), distance)
        having = np.count_nonzero(counts, axis=0).tolist()
        return list((weights * self._weights.gap_pair * self._idf(having)).tolist())

    def _table(self, pairs: Iterable[Pair]) -> Longs:
        """Return int64 [U, U]: the number of each pair in the order given, -1 for others."""
        table = np.full((len(self._spelled), len(self._spelled)), -1, np.int64)
        for number, pair in enumerate(pairs):
            table[pair] = number
        return table

    def _idf(self, having: Sequence[int]) -> Floats:
        return np.array([idf(self._snapshot.items, rows) for rows in having], np.float64)


def _bm25(counts: npt.NDArray[np.integer], weights: Floats, lengths: Longs, section: Section, k1: float) -> Floats:
    """Return float64 [C]: the weighted sum of the saturated counts [C, F] of F features in a section."""
    scores: Floats = saturation(counts, lengths[:, None], section.average, k1=k1, b=section.b) @ weights
    return scores
