"""Scoring and decoding a stream of tokens, and finding phrases in one of syllables, as compiled loops.

Only what reads texts imports it: Numba takes half a second to load (docs/adr/0010). A hash table is that of
`analyzers.int_hash`: its keys, its rows, and the bits of its size.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analyzers.compiled import kernel
from analyzers.int_hash import KEY_BITS

Longs = npt.NDArray[np.int64]
Ids = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Table = tuple[Longs, Ids, int]

_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_FREE = -1


@kernel
def row_of(table: Table, key: int | np.int64) -> int:
    """Return the row of a key, 0 where it is absent."""
    keys, rows, bits = table
    mask = (1 << bits) - 1
    slot = np.int64((np.uint64(key) * _SPREAD) >> np.uint64(64 - bits))
    while keys[slot] != key:
        if keys[slot] == _FREE:
            return 0
        slot = (slot + 1) & mask
    return int(rows[slot])


@kernel
def add_unigrams(
    tokens: Ids,
    unigram: tuple[Floats, Floats, Floats, Floats, Floats],
    title: Flags,
    pair: float,
    triple: float,
    result: Floats,
) -> None:
    """Add to the score of each token but the padding at both ends what single tokens and their title case weigh."""
    for at in range(2, len(tokens) - 2):
        for offset in range(5):
            result[at] += unigram[offset][tokens[at + offset - 2]]
        if title[tokens[at]] and title[tokens[at + 1]]:
            result[at] += pair
            if title[tokens[at + 2]]:
                result[at] += triple


@kernel
def add_ngrams(
    tokens: Ids, ids: Longs, pairs: Table, triples: Table, pair_weights: Floats, triple_weights: Floats, result: Floats
) -> None:
    """Add the weights of known pairs and triples to the tokens whose windows they fill; padding is never known."""
    for at in range(len(tokens) - 1):
        first, second = ids[tokens[at]], ids[tokens[at + 1]]
        if first == 0 or second == 0:
            continue
        pair = row_of(pairs, (first << KEY_BITS) | second)
        if pair == 0:
            continue
        for window in range(4):  # a pair is the window of the token two behind its first, of the one behind it, ...
            result[at + 2 - window] += pair_weights[pair, window]
        if at + 2 == len(tokens) or ids[tokens[at + 2]] == 0:
            continue
        triple = row_of(triples, (pair << KEY_BITS) | ids[tokens[at + 2]])
        if triple:
            for window in range(3):
                result[at + 2 - window] += triple_weights[triple, window]


@kernel
def add_edges(starts: Longs, ends: Longs, edges: Floats, result: Floats) -> None:
    """Correct the two first and two last tokens of each text, where windows reach beyond it."""
    for text in range(len(starts)):
        for at in range(starts[text], ends[text]):
            before, after = min(at - starts[text], 2), min(ends[text] - 1 - at, 2)
            if before < 2 or after < 2:
                result[at] += edges[before, after]


@kernel
def label(
    scores: Floats,
    starts: Longs,
    ends: Longs,
    weights: tuple[float, float, float, float],
    thresholds: tuple[float, float],
    begins: Flags,
) -> Floats:
    """Decide of each token of each text whether it begins a word; return how close the closest decision of each was.

    See `crf_kernels.Recursion`.
    """
    bb, bi, ib, ii = weights
    to_begin, to_continue = thresholds
    margins = np.full(len(starts), np.inf)
    differences = np.empty(len(scores), np.float64)
    for text in range(len(starts)):
        message = 0.0  # none reaches the first token
        for at in range(starts[text], ends[text]):
            d = scores[at] + message
            differences[at] = d
            message = (d + bb if d >= to_begin else ib) - (d + bi if d >= to_continue else ii)
        threshold = 0.0
        for at in range(ends[text] - 1, starts[text] - 1, -1):
            begins[at] = differences[at] >= threshold
            margins[text] = min(margins[text], abs(differences[at] - threshold))
            threshold = to_begin if begins[at] else to_continue
    return margins
