"""The best rows of a result in order: a heap of as many as are wanted, so that most rows cost one comparison."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from indexer.kernels.compiled import kernel

Rows = npt.NDArray[np.int64]
Keys = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

# Beyond so many a heap is slower than sorting all.
HEAPED = 500


def first_rows(rows: Rows, keys: Keys, limit: int) -> Rows:
    """Return the `limit` rows (of int64[n]) with the lowest keys, int64[R] by row and all different, in their order."""
    if min(limit, len(rows)) > HEAPED:
        return rows[np.argsort(keys[rows], kind="stable")][:limit]
    return _lowest(rows, keys, min(max(limit, 0), len(rows)))


def best_scored(rows: Rows, scores: Scores, ties: Keys, limit: int) -> Rows:
    """Return where in rows (int64[n]) stand the `limit` highest scores (float32[n]), equal ones by ties (int64[R])."""
    if min(limit, len(rows)) > HEAPED:
        return np.lexsort((ties[rows], -scores))[:limit]
    if limit > 0 and len(rows) > _FEW_TIMES * limit:
        likely = np.flatnonzero(scores >= _reached_by(scores, 2 * limit))
        if limit <= len(likely):
            chosen: Rows = likely[_highest(rows[likely], scores[likely], ties, limit)]
            return chosen
    return _highest(rows, scores, ties, min(max(limit, 0), len(rows)))


_FEW_TIMES = 8  # times as many rows as are wanted, and most are worth leaving out before the heap
_SAMPLE = 1024


def _reached_by(scores: Scores, wanted: int) -> np.float32:
    """Return a score that about `wanted` of many reach, judged by a sample."""
    sample = scores[:: max(len(scores) // _SAMPLE, 1)]
    place = max(len(sample) - 8 - wanted * len(sample) // len(scores), 0)  # a few more, for chance
    return np.float32(np.partition(sample, place)[place])


@kernel
def first_that_hold(mask: Mask, places: npt.NDArray[np.int32], limit: int) -> Rows:
    """Return the first `limit` of the places (int32[R]) at which mask (bool[R]) holds, or all of them."""
    rows, at = np.empty(max(limit, 0), np.int64), 0
    for row in places:
        if at == len(rows):
            break
        if mask[row]:
            rows[at] = row
            at += 1
    return rows[:at]


@kernel
def _lowest(rows: Rows, keys: Keys, limit: int) -> Rows:
    heap = np.empty(limit, np.int64)  # of keys, the highest on top
    owners = np.empty(limit, np.int64)
    size = 0
    for row in rows:
        key = keys[row]
        if size < limit:
            at = size
            size += 1
            while at > 0 and heap[(at - 1) >> 1] < key:
                heap[at], owners[at] = heap[(at - 1) >> 1], owners[(at - 1) >> 1]
                at = (at - 1) >> 1
            heap[at], owners[at] = key, row
        elif limit > 0 and key < heap[0]:
            at = 0
            while 2 * at + 1 < limit:
                child = 2 * at + 1
                if child + 1 < limit and heap[child + 1] > heap[child]:
                    child += 1
                if heap[child] <= key:
                    break
                heap[at], owners[at] = heap[child], owners[child]
                at = child
            heap[at], owners[at] = key, row
    return owners[np.argsort(heap)]


@kernel
def _comes_later(score: float, tie: int, other_score: float, other_tie: int) -> bool:
    return score < other_score or (score == other_score and tie > other_tie)


@kernel
def _highest(rows: Rows, scores: Scores, ties: Keys, limit: int) -> Rows:
    places = np.empty(limit, np.int64)  # a heap, the row that comes last on top
    size = 0
    for place in range(len(rows)):
        score = scores[place]
        if size < limit:
            at = size
            size += 1
            tie = ties[rows[place]]
            while at > 0:
                above = places[(at - 1) >> 1]
                if not _comes_later(score, tie, scores[above], ties[rows[above]]):
                    break
                places[at] = above
                at = (at - 1) >> 1
            places[at] = place
        elif limit > 0 and score >= scores[places[0]]:
            tie = ties[rows[place]]
            if _comes_later(score, tie, scores[places[0]], ties[rows[places[0]]]):
                continue
            at = 0
            while 2 * at + 1 < limit:
                child = 2 * at + 1
                if child + 1 < limit and _comes_later(
                    scores[places[child + 1]],
                    ties[rows[places[child + 1]]],
                    scores[places[child]],
                    ties[rows[places[child]]],
                ):
                    child += 1
                below = places[child]
                if not _comes_later(scores[below], ties[rows[below]], score, tie):
                    break
                places[at] = below
                at = child
            places[at] = place
    # Smallest first by repeated insertion: few are wanted.
    for place in range(1, size):
        moved = places[place]
        at = place
        while at > 0 and _comes_later(
            scores[places[at - 1]], ties[rows[places[at - 1]]], scores[moved], ties[rows[moved]]
        ):
            places[at] = places[at - 1]
            at -= 1
        places[at] = moved
    return places
