"""Loops over postings: which rows a term marks, what it adds to their scores, how often it occurs.

Postings are two arrays of one length: `docs`, uint32, ascending rows of a segment, and `tf`, how often the term stands
in each. Row r of a segment is row `base + r` of the index; masks, scores and norms are of the whole index, R rows. A tf
of 16 bits counts the body in its low byte and the context in its high byte; one of 8 bits (of pairs) counts the body in
7 bits, and the bit above says whether the pair stands in the context. `bits` is 8 or 7 accordingly.

Loops that add have no branch on their data: on half of a million rows, a branch that cannot be foretold costs more than
a division.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.kernels.compiled import kernel

Docs = npt.NDArray[np.uint32]
Frequencies = npt.NDArray[np.unsignedinteger[Any]]
Tallies = npt.NDArray[np.uint16]
Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float32]
Norms = npt.NDArray[np.float32]


@kernel
def mark(mask: Mask, docs: Docs, base: int) -> None:
    """Set mask (bool[R]) at every row of the postings."""
    for doc in docs:
        mask[base + np.int64(doc)] = True


@kernel
def tally(counts: Tallies, docs: Docs, base: int) -> None:
    """Add one to counts (uint16[R]) at every row of the postings."""
    for doc in docs:
        counts[base + np.int64(doc)] += np.uint16(1)


@kernel
def lower_bound(docs: Docs, wanted: int, start: int) -> int:
    """Return the first place from `start` on whose doc is `wanted` or more: strides that double, then bisection."""
    stride, low = 1, start
    while low + stride < len(docs) and np.int64(docs[low + stride]) < wanted:
        low += stride
        stride *= 2
    high = min(low + stride, len(docs))
    while low < high:
        middle = (low + high) >> 1
        if np.int64(docs[middle]) < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def note_members(found: Mask, rows: Rows, docs: Docs, base: int) -> None:
    """Set found (bool[n]) at the places of ascending rows (int64[n]) that the postings have."""
    at = 0
    for place in range(len(rows)):
        wanted = rows[place] - base
        if wanted >= 0:
            at = lower_bound(docs, wanted, at)
            if at == len(docs):
                return
            if np.int64(docs[at]) == wanted:
                found[place] = True


@kernel
def note_frequencies(found: Tallies, rows: Rows, docs: Docs, tf: Frequencies, base: int) -> None:
    """Write the tf of those of the rows (int64[n], in any order) that the postings have to found (uint16[n])."""
    for place in range(len(rows)):
        wanted = rows[place] - base
        if wanted >= 0:
            at = lower_bound(docs, wanted, 0)
            if at < len(docs) and np.int64(docs[at]) == wanted:
                found[place] = tf[at]


@kernel
def document_frequencies(docs: Docs, tf: Frequencies, base: int, live: Mask, bits: int) -> tuple[int, int]:
    """Return in how many live rows (bool[R]) the term stands in the body, and in how many in the context."""
    body, context, low = np.int64(0), np.int64(0), (1 << bits) - 1
    for place in range(len(docs)):
        alive = np.int64(live[base + np.int64(docs[place])])
        count = np.int64(tf[place])
        body += alive * np.int64((count & low) != 0)
        context += alive * np.int64((count >> bits) != 0)
    return int(body), int(context)


@kernel
def occurrences(docs: Docs, tf: Frequencies, base: int, passed_over: Mask, bits: int) -> int:
    """Return how often a term stands in the rows that are not passed over (bool[R]), bodies and contexts together."""
    total, low = np.int64(0), (1 << bits) - 1
    for place in range(len(docs)):
        counted = np.int64(not passed_over[base + np.int64(docs[place])])
        count = np.int64(tf[place])
        total += counted * ((count & low) + (count >> bits))
    return int(total)


@kernel
def add_body(
    scores: Scores, docs: Docs, tf: Frequencies, base: int, norms: Norms, weight: float, k1: float, bits: int
) -> None:
    """Add weight · tf / (tf + k1 · norm) of the body to the scores (float32[R]) of all rows of the postings.

    norms, float32[R], are 1 - b + b · length / average of each row.
    """
    low, weight32, k132 = (1 << bits) - 1, np.float32(weight), np.float32(k1)
    for place in range(len(docs)):
        row = base + np.int64(docs[place])
        count = np.float32(np.int64(tf[place]) & low)
        scores[row] += weight32 * count / (count + k132 * norms[row])


@kernel
def add_sections(
    scores: Scores,
    docs: Docs,
    tf: Tallies,
    base: int,
    norms: Norms,
    weight: float,
    context_weight: float,
    k1: float,
) -> None:
    """Add the impact of the body, as `add_body` does, and that of the context by its own norms and weight.

    norms, float32[R, 2], are those of body and context side by side: a row's are fetched from memory together.
    """
    weight32, behind32, k132 = np.float32(weight), np.float32(context_weight), np.float32(k1)
    for place in range(len(docs)):
        row = base + np.int64(docs[place])
        both = np.int64(tf[place])
        count, behind = np.float32(both & 255), np.float32(both >> 8)
        body = weight32 * count / (count + k132 * norms[row, 0])
        scores[row] += body + behind32 * behind / (behind + k132 * norms[row, 1])


@kernel
def sections_alone(
    docs: Docs, tf: Tallies, base: int, norms: Norms, weight: float, context_weight: float, k1: float
) -> Scores:
    """Return float32[n]: of each row of the postings the impact that `add_sections` would add to nothing."""
    scores = np.empty(len(docs), np.float32)
    weight32, behind32, k132 = np.float32(weight), np.float32(context_weight), np.float32(k1)
    for place in range(len(docs)):
        row = np.uint64(base) + np.uint64(docs[place])
        both = np.int32(tf[place])
        count, behind = np.float32(both & 255), np.float32(both >> 8)
        body = weight32 * count / (count + k132 * norms[row, 0])
        scores[place] = body + behind32 * behind / (behind + k132 * norms[row, 1])
    return scores


@kernel
def add_sections_at(
    scores: Scores,
    rows: Rows,
    docs: Docs,
    tf: Frequencies,
    base: int,
    norms: Norms,
    weight: float,
    context_weight: float,
    k1: float,
    bits: int,
) -> None:
    """Do what `add_sections` does for a few ascending rows (int64[n]) of long postings; scores are float32[n]."""
    at, low = 0, (1 << bits) - 1
    weight32, behind32, k132 = np.float32(weight), np.float32(context_weight), np.float32(k1)
    for place in range(len(rows)):
        wanted = rows[place] - base
        if wanted < 0:
            continue
        at = lower_bound(docs, wanted, at)
        if at == len(docs):
            return
        if np.int64(docs[at]) == wanted:
            row, both = rows[place], np.int64(tf[at])
            count, behind = np.float32(both & low), np.float32(both >> bits)
            body = weight32 * count / (count + k132 * norms[row, 0])
            scores[place] += body + behind32 * behind / (behind + k132 * norms[row, 1])


def rows_of(mask: Mask) -> Rows:
    """Return the places where mask (bool[R]) holds, ascending, int64."""
    count = np.count_nonzero(mask)  # NumPy counts many times as fast as a compiled loop
    rows = np.empty(count + 1, np.int64)
    eights = mask[: len(mask) & ~7].view(np.uint64)
    at = _note_few(eights, rows) if count * _SPARSE < len(mask) else _note_many(eights, rows)
    rest = 8 * len(eights)
    rows[at:count] = rest + np.flatnonzero(mask[rest:])
    return rows[:count]


_SPARSE = 64  # where one of so many holds, most eights have none
_Eights = npt.NDArray[np.uint64]


@kernel
def _note_few(eights: _Eights, rows: Rows) -> int:
    """Write the places to rows, one longer than they are many; eight of which none holds are passed over together."""
    at = np.int64(0)
    for number in range(len(eights)):
        if eights[number]:
            at = _note_eight(eights[number], number, rows, at)
    return int(at)


@kernel
def _note_many(eights: _Eights, rows: Rows) -> int:
    """Do the same without a branch, which could not be foretold."""
    at = np.int64(0)
    for number in range(len(eights)):
        at = _note_eight(eights[number], number, rows, at)
    return int(at)


@kernel
def _note_eight(eight: np.uint64, number: int, rows: Rows, at: np.int64) -> np.int64:
    """Write each of eight places, over the one before unless that holds."""
    for place in range(8):
        rows[np.uint64(at)] = 8 * number + place
        at += np.int64((eight >> np.uint64(8 * place)) & np.uint64(1))
    return at


@kernel
def accumulate(counts: Tallies, docs: Docs, tf: Frequencies, bits: int) -> None:
    """Add postings to counts (uint16[rows of the segment]); neither byte of a count passes 255, or 127 with 7 bits."""
    low = np.int64((1 << bits) - 1)
    most = np.int64(255)
    for place in range(len(docs)):
        doc = np.int64(docs[place])
        here, more = np.int64(counts[doc]), np.int64(tf[place])
        body = min((here & 255) + (more & low), low)
        context = min((here >> 8) + (more >> bits), most)
        counts[doc] = np.uint16(body | (context << 8))


@kernel
def gathered(counts: Tallies) -> tuple[Docs, Tallies]:
    """Return the postings that counts (uint16[rows]) hold."""
    size = np.count_nonzero(counts)
    docs, tf, at = np.empty(size + 1, np.uint32), np.empty(size + 1, np.uint16), np.int64(0)
    for doc in range(len(counts)):
        docs[at], tf[at] = doc, counts[doc]
        at += np.int64(counts[doc] != 0)
    return docs[:at].copy(), tf[:at].copy()


@kernel
def only_where(docs: Docs, tf: Frequencies, base: int, mask: Mask, bits: int) -> tuple[Docs, Tallies]:
    """Return the postings of the rows at which mask (bool[R]) holds, with 16 bits of tf."""
    size, low = np.int64(0), (1 << bits) - 1
    for doc in docs:
        size += np.int64(mask[base + np.int64(doc)])
    kept, counts, at = np.empty(size, np.uint32), np.empty(size, np.uint16), 0
    for place in range(len(docs)):
        if mask[base + np.int64(docs[place])]:
            both = np.int64(tf[place])
            kept[at], counts[at] = docs[place], np.uint16((both & low) | ((both >> bits) << 8))
            at += 1
    return kept, counts
