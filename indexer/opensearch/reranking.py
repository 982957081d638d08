"""The second stage of ranking: the whole formula of `indexer.embedded.ranking` for a few hundred candidates.

Their terms come back with them, and document frequencies and mean lengths are the whole collection's, so that an item
has the score here that the embedded engine would give it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.features import Features
from indexer.kernels.bm25 import Floats, idf, saturation
from indexer.kernels.windows import best_windows, near_counts, pair_counts, unit_counts
from indexer.weights import GAPS, Weights

Longs = npt.NDArray[np.int64]
Pair = tuple[int, int]
NUMBER_FIELDS = ("numbers_in_heading", "numbers_in_body", "numbers_in_context")
FIELDS = (
    *("syllables", "words", *NUMBER_FIELDS, "unmarked"),  # what is scored
    *("date", "document", "position", "group"),  # what orders ties, and folds
)


@dataclass(frozen=True, slots=True)
class Frequencies:
    """In how many items' bodies (contexts) the features of one reading stand, by index, as the formula asks."""

    units: Sequence[int]
    pairs: Mapping[Pair, int]
    contexts: Sequence[int]
    words: Mapping[str, int]
    numbers: Mapping[str, Sequence[int]]  # in headings, bodies and contexts


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a query: of each unit its spellings, and its bare form where that counts in unmarked items.

    `said` are phrases (spellings and bare form a part) that say the units from `first` to `last` (excluded) of a run,
    given by index.
    """

    share: float
    spellings: Sequence[Sequence[str]]
    bare: Sequence[str | None]
    said: Sequence[tuple[Sequence[int], Sequence[tuple[Sequence[str], str | None]]]]
    frequencies: Frequencies


@dataclass(frozen=True, slots=True)
class Averages:
    """The number of items, and the mean syllables of their sections."""

    items: int
    heading: float
    body: float
    context: float


class Candidates:
    """The rows that the first stage found best, as their sources."""

    def __init__(self, sources: Sequence[Mapping[str, Any]]) -> None:
        self.sources = sources
        self.sections = [[section.split() for section in source["syllables"]] for source in sources]
        self.unmarked = np.array([source["unmarked"] for source in sources], np.bool_)
        lengths = np.array([[len(s) for s in sections] for sections in self.sections], np.int64).reshape(-1, 3)
        self.heading = lengths[:, 0]
        self.body = lengths[:, 0] + lengths[:, 1]
        self.context = lengths[:, 2]


class Reranker:
    """Scores candidates for one query."""

    def __init__(self, features: Features, averages: Averages, weights: Weights, candidates: Candidates) -> None:
        self._features = features
        self._averages = averages
        self._weights = weights
        self._rows = candidates
        self._stops = np.array([weights.stop if unit.stop else 1.0 for unit in features.units])

    def scores(self, readings: Sequence[Reading]) -> Floats:
        """Return float64[C]: the sum of the readings by their shares, and what is known alike in all."""
        total = np.zeros(len(self._rows.sources))
        for reading in readings:
            total += reading.share * self._score(reading)
        return total + self._known(readings[-1])

    def _score(self, reading: Reading) -> Floats:
        found = _Found(self._rows, reading)
        size, tables = len(self._features.units), self._tables()
        ends, all_ends = self._rows.heading, self._rows.body + 1
        heading = unit_counts(found.starts, found.slot, found.unit, ends, size)
        body = unit_counts(found.starts, found.slot, found.unit, all_ends, size)
        pairs = list(self._features.apart[1])
        adjacent = pair_counts(found.starts, found.slot, found.unit, all_ends, tables[0], len(pairs), 1)
        adjacent += found.said_pairs(pairs)
        weights, frequencies = self._weights, reading.frequencies
        unit_idf = self._stops * self._idf(frequencies.units)
        pair_idf = np.array(list(self._features.apart[1].values())) * self._idf([frequencies.pairs[p] for p in pairs])
        lengths, average = self._rows.body, self._averages.body
        score = weights.unit * self._bm25(body, lengths, average, weights.unit_k1) @ unit_idf
        pair = weights.pair_of_short if self._features.is_short else weights.pair
        score += pair * self._bm25(adjacent, lengths, average, weights.pair_k1) @ pair_idf
        score += self._headings(found, heading, unit_idf, pair_idf, tables)
        score += self._contexts(reading, pair_idf, tables)
        score += weights.near * self._near(found)
        score += weights.word * self._words(frequencies)
        score += weights.window * self._windows(found, unit_idf, frequencies, tables)
        result: Floats = score
        return result

    def _headings(self, found: _Found, counts: Longs, unit_idf: Floats, pair_idf: Floats, tables: Longs) -> Floats:
        weights, lengths, average = self._weights, self._rows.heading, self._averages.heading
        factor = weights.heading_of_short if self._features.is_short else weights.heading
        score: Floats = factor * self._bm25(counts, lengths, average, weights.unit_k1) @ unit_idf
        if self._features.is_short and len(pair_idf):
            together = pair_counts(found.starts, found.slot, found.unit, lengths, tables[0], len(pair_idf), 1)
            score += weights.heading_pair_of_short * self._bm25(together, lengths, average, weights.pair_k1) @ pair_idf
        return score

    def _contexts(self, reading: Reading, pair_idf: Floats, tables: Longs) -> Floats:
        if not self._features.is_short or not len(pair_idf):
            return np.zeros(len(self._rows.sources))
        found, lengths = _Found(self._rows, reading, in_context=True), self._rows.context
        together = pair_counts(found.starts, found.slot, found.unit, lengths, tables[0], len(pair_idf), 1)
        impact = self._bm25(together, lengths, self._averages.context, self._weights.pair_k1)
        return self._weights.context_pair_of_short * impact @ pair_idf

    def _near(self, found: _Found) -> Floats:
        near = self._features.near
        table = _table(near, len(self._features.units))
        counts = near_counts(found.starts, found.slot, found.unit, table, len(near), self._weights.near_in_item)
        having = np.count_nonzero(counts, axis=0).tolist()
        impact: Floats = self._bm25(counts, self._rows.body, self._averages.body, self._weights.pair_k1)
        return impact @ self._idf(having)

    def _words(self, frequencies: Frequencies) -> Floats:
        words = list(frequencies.words)
        if not words:
            return np.zeros(len(self._rows.sources))
        counts = np.array([[source["words"].count(word) for word in words] for source in self._rows.sources], np.int64)
        impact = self._bm25(counts.reshape(-1, len(words)), self._rows.body, self._averages.body, self._weights.pair_k1)
        return impact @ self._idf(list(frequencies.words.values()))

    def _windows(self, found: _Found, unit_idf: Floats, frequencies: Frequencies, tables: Longs) -> Floats:
        features, weights, numbered = self._features, [], 0
        wide = np.full_like(tables, -1)
        for distance in (1, *GAPS):
            pairs = list(features.apart[distance])
            shifted = tables[distance - 1] + numbered
            wide[distance - 1] = np.where(tables[distance - 1] >= 0, shifted, -1)
            values = np.array(list(features.apart[distance].values()))
            if distance == 1:
                weights.append(values * self._idf([frequencies.pairs[pair] for pair in pairs]))
            else:
                ends = self._rows.body + 1
                counts = pair_counts(
                    found.starts, found.slot, found.unit, ends, tables[distance - 1], len(pairs), distance
                )
                having = np.count_nonzero(counts, axis=0).tolist()
                weights.append(values * self._weights.gap_pair * self._idf(having))
            numbered += len(pairs)
        pair_weights = np.concatenate(weights).astype(np.float64)
        width = self._weights.window_width
        result: Floats = best_windows(found.starts, found.slot, found.unit, unit_idf, wide, pair_weights, width)
        return result

    def _known(self, reading: Reading) -> Floats:
        """Return float64[C]: numbers, and syllables in the context in any spelling."""
        weights, rows, frequencies = self._weights, self._rows, reading.frequencies
        counts = np.zeros((len(rows.sources), len(self._features.units)), np.int64)
        meant = _meant(reading)
        for row, (_, _, context) in enumerate(rows.sections):
            for spelling in context:
                for unit, restricted in meant.get(spelling, ()):
                    counts[row, unit] += not restricted or rows.unmarked[row]
        impact = self._bm25(counts, rows.context, self._averages.context, weights.unit_k1)
        factor = weights.context_of_short if self._features.is_short else weights.context
        score: Floats = factor * impact @ (self._stops * self._idf(frequencies.contexts))
        by_section = (weights.number_in_heading, weights.number_in_text, weights.number_in_context)
        for number, counted in frequencies.numbers.items():
            for field, weight, having in zip(NUMBER_FIELDS, by_section, counted, strict=True):
                cites = np.array([number in source[field] for source in rows.sources], np.bool_)
                score[cites] += weight * idf(self._averages.items, having)
        return score

    def _bm25(self, counts: Longs, lengths: Longs, average: float, k1: float) -> Floats:
        return saturation(counts, lengths[:, None], average, k1=k1, b=self._weights.b)

    def _idf(self, having: Sequence[int]) -> Floats:
        return np.array([idf(self._averages.items, count) for count in having], np.float64)

    def _tables(self) -> Longs:
        units = len(self._features.units)
        return np.stack([_table(list(self._features.apart[d]), units) for d in (1, *GAPS)])


class _Found:
    """Where the units of a reading stand in the bodies (or contexts) of candidates, as the window kernels want it."""

    def __init__(self, rows: Candidates, reading: Reading, *, in_context: bool = False) -> None:
        self._in_context = in_context
        self._meant = _meant(reading)
        places = [self._in_row(rows, row, reading) for row in range(len(rows.sources))]
        self.starts = np.cumsum([0, *map(len, places)], dtype=np.int64)
        flat = np.array([place for row in places for place in row], np.int64).reshape(-1, 2)
        self.slot, self.unit = flat[:, 0].copy(), flat[:, 1].copy()
        self._pairs_said = [self._row_pairs(rows, row, reading) for row in range(len(rows.sources))]

    def said_pairs(self, pairs: Sequence[Pair]) -> Longs:
        """Return int64[C, P]: how often an abbreviation or full form says each pair."""
        number = {pair: i for i, pair in enumerate(pairs)}
        counts = np.zeros((len(self._pairs_said), len(pairs)), np.int64)
        for row, said in enumerate(self._pairs_said):
            for pair, times in said.items():
                if pair in number:
                    counts[row, number[pair]] += times
        return counts

    def _in_row(self, rows: Candidates, row: int, reading: Reading) -> list[Pair]:
        found: set[Pair] = set()
        for base, section in self._sections(rows, row):
            for slot, spelling in enumerate(section, base):
                for unit, restricted in self._meant.get(spelling, ()):
                    if not restricted or rows.unmarked[row]:
                        found.add((slot, unit))
        for units, phrase in reading.said:
            for slot in self._phrase(rows, row, phrase):
                found.update((slot, unit) for unit in units)
        return sorted(found)

    def _row_pairs(self, rows: Candidates, row: int, reading: Reading) -> dict[Pair, int]:
        said: dict[Pair, set[int]] = {}
        for units, phrase in reading.said:
            slots = self._phrase(rows, row, phrase) if len(units) > 1 else []
            for pair in pairwise(units):
                said.setdefault(pair, set()).update(slots)
        return {pair: len(slots) for pair, slots in said.items() if slots}

    def _sections(self, rows: Candidates, row: int) -> Sequence[tuple[int, Sequence[str]]]:
        """Return the sections looked at with their first slots: nothing is adjacent across heading and text."""
        heading, text, context = rows.sections[row]
        return [(0, context)] if self._in_context else [(0, heading), (len(heading) + 1, text)]

    def _phrase(self, rows: Candidates, row: int, parts: Sequence[tuple[Sequence[str], str | None]]) -> Sequence[int]:
        wanted = [{*spellings, *([bare] if bare and rows.unmarked[row] else [])} for spellings, bare in parts]
        return [
            base + at
            for base, section in self._sections(rows, row)
            for at in range(len(section) - len(wanted) + 1)
            if all(section[at + i] in part for i, part in enumerate(wanted))
        ]


def _meant(reading: Reading) -> dict[str, list[tuple[int, bool]]]:
    """Map each spelling to the units that it stands for, and whether only in unmarked items."""
    meant: dict[str, list[tuple[int, bool]]] = {}
    for unit, (spellings, bare) in enumerate(zip(reading.spellings, reading.bare, strict=True)):
        for spelling in spellings:
            meant.setdefault(spelling, []).append((unit, False))
        if bare is not None and bare not in spellings:
            meant.setdefault(bare, []).append((unit, True))
    return meant


def _table(pairs: Sequence[Pair], units: int) -> Longs:
    table = np.full((units, units), -1, np.int64)
    for number, (first, second) in enumerate(pairs):
        table[first, second] = number
    return table
