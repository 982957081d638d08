"""What the places of query units inside a few hundred candidate rows say: counts, nearness, and the best window.

Every function sees the same *matches*: those of candidate c are the places from `starts[c]` to `starts[c + 1]`
(int64[C + 1]), each with its `slot` in the row and the number of its `unit` (int64[M]), by ascending slot. Several
units may share a slot. Pairs of units are told by a table, int64[U, U]: the number of the pair, or -1.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from indexer.kernels.compiled import kernel

Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@kernel
def unit_counts(starts: Longs, slot: Longs, unit: Longs, ends: Longs, units: int) -> Longs:
    """Return int64[C, U]: how often each unit stands before slot `ends[c]` (int64[C])."""
    counts = np.zeros((len(starts) - 1, units), np.int64)
    for row in range(len(starts) - 1):
        for at in range(starts[row], starts[row + 1]):
            if slot[at] < ends[row]:
                counts[row, unit[at]] += 1
    return counts


@kernel
def pair_counts(starts: Longs, slot: Longs, unit: Longs, ends: Longs, table: Longs, pairs: int, distance: int) -> Longs:
    """Return int64[C, P]: how often the second of a pair stands `distance` behind the first and before `ends[c]`."""
    counts = np.zeros((len(starts) - 1, pairs), np.int64)
    for row in range(len(starts) - 1):
        for at in range(starts[row], starts[row + 1]):
            behind = at + 1
            while behind < starts[row + 1] and slot[behind] - slot[at] <= distance:
                pair = table[unit[at], unit[behind]]
                if pair >= 0 and slot[behind] - slot[at] == distance and slot[behind] < ends[row]:
                    counts[row, pair] += 1
                behind += 1
    return counts


@kernel
def near_counts(starts: Longs, slot: Longs, unit: Longs, table: Longs, pairs: int, reach: int) -> Longs:
    """Return int64[C, P]: how often the members of a pair stand at most `reach` slots apart, in either order.

    The table holds a pair at (lower, higher) unit. One occurrence of the lower counts once a pair.
    """
    counts = np.zeros((len(starts) - 1, pairs), np.int64)
    counted = np.full(pairs, -1, np.int64)
    for row in range(len(starts) - 1):
        first = starts[row]
        for at in range(starts[row], starts[row + 1]):
            while slot[at] - slot[first] > reach:
                first += 1
            other = first
            while other < starts[row + 1] and slot[other] - slot[at] <= reach:
                pair = table[unit[at], unit[other]] if unit[at] < unit[other] else np.int64(-1)
                if pair >= 0 and counted[pair] != at:
                    counted[pair] = at
                    counts[row, pair] += 1
                other += 1
    return counts


@kernel
def best_windows(
    starts: Longs,
    slot: Longs,
    unit: Longs,
    unit_weights: Floats,
    tables: Longs,
    pair_weights: Floats,
    width: int,
) -> Floats:
    """Return float64[C]: the best window of `width` slots, one every half width, by the distinct features in it.

    Features are the units (weights float64[U]) and pairs: `tables[d - 1]` (int64[D, U, U]) numbers those that stand d
    apart, each pair by a number of its own in `pair_weights`. A feature counts where it stands in a window whole.
    """
    stride, units = width // 2, len(unit_weights)
    best = np.zeros(len(starts) - 1)
    for row in range(len(starts) - 1):
        if starts[row] == starts[row + 1]:
            continue
        sums = np.zeros(slot[starts[row + 1] - 1] // stride + 1)
        latest = np.full(units + len(pair_weights), -1, np.int64)
        for at in range(starts[row], starts[row + 1]):
            _add_place(sums, latest, int(unit[at]), unit_weights[unit[at]], slot[at], slot[at] + 1, stride)
            behind = at + 1
            while behind < starts[row + 1] and slot[behind] - slot[at] <= len(tables):
                distance = slot[behind] - slot[at]
                pair = tables[distance - 1, unit[at], unit[behind]] if distance > 0 else np.int64(-1)
                if pair >= 0:
                    _add_place(sums, latest, int(units + pair), pair_weights[pair], slot[at], slot[behind] + 1, stride)
                behind += 1
        best[row] = sums.max()
    return best


@kernel
def _add_place(sums: Floats, latest: Longs, feature: int, weight: float, begin: int, end: int, stride: int) -> None:
    """Add a feature to the two windows that hold its place, unless an earlier place put it there.

    Places of a feature are as long as each other and ascend, so `latest`, the last window with it, tells.
    """
    block = begin // stride
    for window in range(max(block - 1, 0), block + 1):
        if window > latest[feature] and end <= window * stride + 2 * stride:
            sums[window] += weight
            latest[feature] = window
