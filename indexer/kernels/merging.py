"""From the postings of several segments to those of one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from indexer.kernels.compiled import kernel

Longs = npt.NDArray[np.int64]
Docs = npt.NDArray[np.uint32]


@kernel
def live_counts(bounds: Longs, docs: Docs, rows: Longs) -> Longs:
    """Return int64 [n]: how many postings of each term are in rows that stay; `rows` int64 [R] is -1 for the others."""
    counts = np.zeros(len(bounds) - 1, np.int64)
    for term in range(len(counts)):
        for at in range(bounds[term], bounds[term + 1]):
            if rows[docs[at]] >= 0:
                counts[term] += 1
    return counts


@kernel
def placed(sizes: Longs, docs: Docs, terms: Longs, rows: Longs, following: Longs) -> Longs:
    """Return int64 [P]: where each posting goes, -1 for those of rows that do not stay.

    The postings are those of consecutive terms, `sizes` int64 [n] of each; `terms` int64 [n] are their new numbers and
    `following` where the next posting of each new term goes, which is moved on.
    """
    places = np.full(len(docs), -1, np.int64)
    at = 0
    for number in range(len(sizes)):
        term = terms[number]
        for _ in range(sizes[number]):
            if rows[docs[at]] >= 0:
                places[at] = following[term]
                following[term] += 1
            at += 1
    return places
