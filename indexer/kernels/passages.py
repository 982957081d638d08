"""What the places of query units inside a few hundred candidate rows say: nearness, and the best window.

Every function sees the same *matches*: the slots of the candidates that hold a query unit, in print order. There are
few candidates and queries are short, so a feature is a handful of vector operations over some thousands of matches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.kernels.bm25 import Floats, idf, saturation
from indexer.kernels.occurrences import Occurrences, Slots

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Matches:
    """Query units in candidate rows, in print order.

    slot, unit, row: int64 [M], where unit counts the query's distinct units and row the candidates.
    count: the number of candidates, C.
    """

    slot: Slots
    unit: Longs
    row: Longs
    count: int


def collect(units: Sequence[Occurrences], candidates: Longs, size: int) -> Matches:
    """Return where units stand in candidate rows, int64 [C] in any order, each in [0, size)."""
    place = np.full(size, -1, np.int64)
    place[candidates] = np.arange(len(candidates))
    slots, numbers, rows = [np.empty(0, np.int64)], [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for number, found in enumerate(units):
        row = place[found.rows]
        kept = np.flatnonzero(row >= 0)
        slots.append(found.slots[kept])
        numbers.append(np.full(len(kept), number, np.int64))
        rows.append(row[kept])
    slot = np.concatenate(slots)
    order = np.argsort(slot, kind="stable")
    return Matches(slot[order], np.concatenate(numbers)[order], np.concatenate(rows)[order], len(candidates))


def near_frequencies(matches: Matches, pairs: Longs, units: int, reach: int) -> Longs:
    """Return int64 [C, P]: how often the members of a pair stand at most `reach` slots apart, in either order.

    pairs: int64 [P, 2] of units, the lower first. One occurrence of the lower member counts once a pair.
    """
    table = np.full((units, units), -1, np.int64)
    table[pairs[:, 0], pairs[:, 1]] = table[pairs[:, 1], pairs[:, 0]] = np.arange(len(pairs))
    keys = [np.empty(0, np.int64)]
    for step in range(1, min(reach, len(matches.slot) - 1) + 1):
        pair = table[matches.unit[:-step], matches.unit[step:]]
        at = np.flatnonzero((pair >= 0) & (matches.slot[step:] - matches.slot[:-step] <= reach))
        lower = np.where(matches.unit[at] <= matches.unit[at + step], at, at + step)
        keys.append(pair[at] * len(matches.slot) + lower)
    met = np.unique(np.concatenate(keys))
    pair, at = np.divmod(met, max(len(matches.slot), 1))
    cells = matches.row[at] * len(pairs) + pair
    return np.bincount(cells, minlength=matches.count * len(pairs)).reshape(matches.count, len(pairs)).astype(np.int64)


def near_scores(frequencies: Longs, lengths: Floats, average: float, items: int, *, k1: float, b: float) -> Floats:
    """Return float64 [C]: BM25 of near pairs, with the document frequency that each has among the candidates.

    frequencies: int64 [C, P]; lengths: float64 [C]. The whole collection's frequency of a near pair is not kept.
    """
    weights = np.array([idf(items, int(having)) for having in np.count_nonzero(frequencies, axis=0)])
    scores: Floats = saturation(frequencies, lengths[:, None], average, k1=k1, b=b) @ weights
    return scores


@dataclass(frozen=True, slots=True)
class Places:
    """Where features of the query stand, int64 [K] each: begin and end slot (end excluded), row, feature number."""

    begin: Slots
    end: Slots
    row: Longs
    feature: Longs


def singles(matches: Matches) -> Places:
    """Return every match as a place of its unit."""
    return Places(matches.slot, matches.slot + 1, matches.row, matches.unit)


def at_distance(matches: Matches, pairs: Longs, units: int, distance: int) -> Places:
    """Return where the second of a pair stands exactly `distance` behind the first; features count the pairs.

    pairs: int64 [P, 2] of units.
    """
    table = np.full((units, units), -1, np.int64)
    table[pairs[:, 0], pairs[:, 1]] = np.arange(len(pairs))
    begins, features = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for step in range(1, min(distance, len(matches.slot) - 1) + 1):
        pair = table[matches.unit[:-step], matches.unit[step:]]
        at = np.flatnonzero((pair >= 0) & (matches.slot[step:] - matches.slot[:-step] == distance))
        begins.append(at)
        features.append(pair[at])
    at = np.concatenate(begins)
    return Places(matches.slot[at], matches.slot[at] + distance + 1, matches.row[at], np.concatenate(features))


def rows_having(places: Places, features: int, count: int) -> Longs:
    """Return int64 [features]: in how many of `count` rows each feature occurs."""
    cells = np.unique(places.feature * max(count, 1) + places.row)
    return np.bincount(cells // max(count, 1), minlength=features).astype(np.int64)


def best_windows(parts: Sequence[tuple[Places, Floats]], starts: Slots, count: int, width: int) -> Floats:
    """Return float64 [C]: the best window of `width` slots, one every half width, by the distinct features in it.

    parts: places with the weight of each of their features; starts: int64 [C], the first slot of each candidate. A
    feature counts once a window, and only where it stands in it whole.
    """
    stride = width // 2
    rows, windows, features, weights = [], [], [], []
    numbered = 0
    for places, weight in parts:
        begin = places.begin - starts[places.row]
        end = places.end - starts[places.row]
        for window in (begin // stride, begin // stride - 1):
            fits = (window >= 0) & (end <= window * stride + width)
            rows.append(places.row[fits])
            windows.append(window[fits])
            features.append(places.feature[fits] + numbered)
        numbered += len(weight)
        weights.append(weight)
    if not rows:
        return np.zeros(count)
    return _best_sums(
        np.concatenate(rows), np.concatenate(windows), np.concatenate(features), np.concatenate(weights), count
    )


def _best_sums(rows: Longs, windows: Longs, features: Longs, weights: Floats, count: int) -> Floats:
    """Sum the weights of distinct features a window, and return the best sum of each row."""
    if not len(rows):
        return np.zeros(count)
    across = int(windows.max()) + 1
    cells = np.unique((rows * across + windows) * len(weights) + features)
    sums = np.bincount(cells // len(weights), weights=weights[cells % len(weights)], minlength=count * across)
    best: Floats = sums.reshape(count, across).max(axis=1)
    return best
