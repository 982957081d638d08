"""One reading of a query, its units in certain spellings, and what the ranking formula makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from indexer.embedded.arrays.segment import ArraySegment
from indexer.embedded.candidates import Candidates, Matches, Places, Sought, sought
from indexer.embedded.found import Found, Spelled
from indexer.embedded.impacts import Impact
from indexer.features import Features
from indexer.kernels import postings as kernels
from indexer.kernels import windows
from indexer.kernels.bm25 import Floats, add_saturated, idf
from indexer.weights import Weights

if TYPE_CHECKING:
    from indexer.embedded.orders import Section
    from indexer.embedded.view import View

Longs = npt.NDArray[np.int64]
Pair = tuple[int, int]
Phrases = Sequence[tuple[Spelled, ...]]
MOST, MOST_OF_PAIRS, ANY = 255, 127, 1 << 31  # frequencies are counted up to these


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
        self._sought: dict[ArraySegment, Sought] = {}
        postings = snapshot.postings
        self.alone = [postings.syllable(unit) for unit in spelled]
        self._units = [self._with_said(found, (number,)) for number, found in enumerate(self.alone)]
        pairs = features.apart[1]
        self._pairs = {pair: self._with_said(postings.pair(spelled[pair[0]], spelled[pair[1]]), pair) for pair in pairs}
        self._having = [postings.document_frequency(found) for found in self._units]
        self._pair_having = {pair: postings.document_frequency(found) for pair, found in self._pairs.items()}
        self.unit_weights = [weights.stop if unit.stop else 1.0 for unit in features.units]

    def _with_said(self, found: Found, feature: tuple[int, ...]) -> Found:
        postings = self._snapshot.postings
        phrases = [said for parts in self._said.get(feature, ()) if (said := postings.phrase(parts)).size]
        return postings.together([found, *phrases]) if phrases else found

    @property
    def nbytes(self) -> int:
        """Bytes of arrays that are not views into files."""
        return sum(found.nbytes for found in (*self.alone, *self._units, *self._pairs.values()))

    def impacts(self, share: float) -> Iterable[Impact]:
        """Yield the impacts of units and adjacent pairs, which the first stage adds up over all rows."""
        weights, items = self._weights, self._snapshot.items
        for found, weight, having in zip(self._units, self.unit_weights, self._having, strict=True):
            yield Impact(found, share * weight * idf(items, having), weights.unit_k1)
        for pair, weight in self._features.apart[1].items():
            yield Impact(self._pairs[pair], share * weight * idf(items, self._pair_having[pair]), weights.pair_k1)

    def places(self, candidates: Candidates) -> Places:
        """Return where the units stand in the candidates."""
        return candidates.places(self._sought_in)

    def _sought_in(self, segment: ArraySegment) -> Sought:
        """Return the units as terms of a segment."""
        if segment not in self._sought:
            self._sought[segment] = sought(self._snapshot.postings.alternatives(segment, self._spelled), segment)
        return self._sought[segment]

    def second_stage(self, candidates: Candidates, places: Places) -> Floats:
        """Return float64[C]: the whole formula for candidate rows, but for what all readings share."""
        scores = np.zeros(candidates.count)
        own = places.bodies
        said = self._said_places(candidates)
        matches = candidates.with_more(own, said) if said else own
        body, heading = candidates.unit_counts(matches, len(self._spelled))
        self._add_units(scores, candidates, body)
        self._add_pairs(scores, candidates, own)
        self._add_near(scores, candidates, matches)
        self._add_headings(scores, candidates, own, heading)
        self._add_context_pairs(scores, candidates, places)
        self._add_words(scores, candidates)
        scores += self._weights.window * self._windows(candidates, matches)
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

    def _add_units(self, scores: Floats, candidates: Candidates, counts: Longs) -> None:
        weights, section = self._weights, self._snapshot.body
        _add(scores, counts, MOST, weights.unit * self._by_unit, candidates.body_lengths, section, weights.unit_k1)

    def _add_pairs(self, scores: Floats, candidates: Candidates, own: Matches) -> None:
        pairs, weights = self._features.apart[1], self._weights
        if not pairs:
            return
        counts = np.minimum(candidates.pair_counts(own, self._adjacent, len(pairs), 1), MOST_OF_PAIRS)
        for column, pair in enumerate(pairs):
            for parts in self._said.get(pair, ()):
                rows, _ = candidates.phrase_places(parts)
                counts[:, column] += np.minimum(np.bincount(rows, minlength=candidates.count), MOST)
        factor = weights.pair_of_short if self._features.is_short else weights.pair
        by_pair, section = factor * self._by_pair, self._snapshot.body
        _add(scores, counts, MOST, by_pair, candidates.body_lengths, section, weights.pair_k1)

    def _add_near(self, scores: Floats, candidates: Candidates, matches: Matches) -> None:
        near, weights = self._features.near, self._weights
        if not near:
            return
        counts = candidates.near_counts(matches, self._near, len(near), weights.near_in_item)
        # The whole collection's frequency of a near pair is not kept; that among the candidates stands for it.
        by_pair = weights.near * self._idf(np.count_nonzero(counts, axis=0).tolist())
        _add(scores, counts, ANY, by_pair, candidates.body_lengths, self._snapshot.body, weights.pair_k1)

    def _add_headings(self, scores: Floats, candidates: Candidates, own: Matches, counts: Longs) -> None:
        """Add BM25 of units in headings, and of pairs where the query is short; df is that of bodies."""
        weights, section, lengths = self._weights, self._snapshot.heading, candidates.heading_lengths
        factor = weights.heading_of_short if self._features.is_short else weights.heading
        _add(scores, counts, ANY, factor * self._by_unit, lengths, section, weights.unit_k1)
        pairs = self._features.apart[1]
        if self._features.is_short and pairs:
            together = candidates.heading_pair_counts(own, self._adjacent, len(pairs))
            by_pair = weights.heading_pair_of_short * self._by_pair
            _add(scores, together, ANY, by_pair, lengths, section, weights.pair_k1)

    def _add_context_pairs(self, scores: Floats, candidates: Candidates, places: Places) -> None:
        """Add BM25 of pairs in what items inherit, where the query is short; df is that of bodies."""
        pairs, section, weights = self._features.apart[1], self._snapshot.context, self._weights
        if self._features.is_short and pairs:
            counts = candidates.context_pair_counts(places, self._adjacent, len(pairs))
            by_pair = weights.context_pair_of_short * self._by_pair
            _add(scores, counts, ANY, by_pair, candidates.context_lengths, section, weights.pair_k1)

    def _add_words(self, scores: Floats, candidates: Candidates) -> None:
        words, weights = self._features.words, self._weights
        if not words:
            return
        postings = self._snapshot.postings
        found = [postings.word("words", word) for word in words]
        counts = np.zeros((len(words), candidates.count), np.uint16)
        for row, word in zip(counts, found, strict=True):
            for part in word.parts:
                kernels.note_frequencies(row, candidates.rows, part.docs, part.tf, part.base)
        by_word = weights.word * self._idf([postings.document_frequency(word) for word in found])
        in_bodies = (counts & 255).T.astype(np.int64)
        _add(scores, in_bodies, ANY, by_word, candidates.body_lengths, self._snapshot.body, weights.pair_k1)

    @cached_property
    def _by_unit(self) -> Floats:
        """Float64 [U]: the idf of each unit, less for grammar."""
        return np.array(self.unit_weights) * self._idf(self._having)

    @cached_property
    def _by_pair(self) -> Floats:
        """Float64 [P]: the idf of each adjacent pair, less with grammar."""
        pairs = self._features.apart[1]
        return np.array(list(pairs.values())) * self._idf([self._pair_having[pair] for pair in pairs])

    @property
    def _adjacent(self) -> Longs:
        return self._by_distance[1]

    @cached_property
    def _near(self) -> Longs:
        return self._table(self._features.near)

    @cached_property
    def _by_distance(self) -> dict[int, Longs]:
        """The tables of the pairs of units that stand so many apart in the query, where there are any."""
        return {distance: self._table(pairs) for distance, pairs in self._features.apart.items() if pairs}

    @cached_property
    def _numbered(self) -> Longs:
        """Int64 [D, U, U]: those tables with the pairs numbered through."""
        units, before = len(self._spelled), 0
        tables = np.full((max(self._features.apart), units, units), -1, np.int64)
        for distance, table in self._by_distance.items():
            tables[distance - 1] = np.where(table >= 0, table + before, -1)
            before += len(self._features.apart[distance])
        return tables

    def _windows(self, candidates: Candidates, matches: Matches) -> Floats:
        by_distance = [self._window_weights(candidates, matches, *known) for known in self._by_distance.items()]
        return windows.best_windows(
            matches.starts,
            matches.slot,
            matches.unit,
            self._by_unit,
            self._numbered,
            np.concatenate([np.empty(0), *by_distance]),
            self._weights.window_width,
        )

    def _window_weights(self, candidates: Candidates, matches: Matches, distance: int, table: Longs) -> Floats:
        """Return float64 [P]: what each pair weighs in a window."""
        if distance == 1:
            return self._by_pair
        pairs = self._features.apart[distance]
        counts = candidates.pair_counts(matches, table, len(pairs), distance)
        # Of pairs further apart, too, the frequency among the candidates stands for that in the collection.
        having = np.count_nonzero(counts, axis=0).tolist()
        return np.array(list(pairs.values())) * self._weights.gap_pair * self._idf(having)

    def _table(self, pairs: Iterable[Pair]) -> Longs:
        """Return int64 [U, U]: the number of each pair in the order given, -1 for others."""
        table = np.full((len(self._spelled), len(self._spelled)), -1, np.int64)
        for number, pair in enumerate(pairs):
            table[pair] = number
        return table

    def _idf(self, having: Sequence[int]) -> Floats:
        return np.array([idf(self._snapshot.items, rows) for rows in having], np.float64)


def _add(
    scores: Floats, counts: Longs, most: int, weights: Floats, lengths: Longs, section: Section, k1: float
) -> None:
    """Add the weighted sum of the saturated counts [C, F] of F features in a section to the scores (float64 [C])."""
    add_saturated(scores, counts, most, weights, lengths, section.average, k1, section.b)
