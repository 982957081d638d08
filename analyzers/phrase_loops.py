"""Finding phrases in a row of syllables, as a compiled loop."""

from __future__ import annotations

import numpy as np

from analyzers.compiled import kernel
from analyzers.crf_loops import Ids, Longs, Table, row_of
from analyzers.int_hash import KEY_BITS

_HARD = 2


@kernel
def find(
    syllables: Ids, heads: Longs, between: Longs, nodes: Table, ends: Longs, soft: Longs, lengths: Longs
) -> tuple[Longs, Longs]:
    """Return the phrases of a row and their first syllables, leftmost, then longest (`PhraseFinder.find`).

    nodes: the children of a trie, by node and syllable; ends: int64 by node, the phrase that ends there or -1, and
    soft: behind which of its syllables there may be punctuation, a bit each.
    """
    found, positions = np.empty(len(heads), np.int64), np.empty(len(heads), np.int64)
    count, free = 0, 0
    for head in heads:
        if head < free:
            continue
        longest, at, seen = np.int64(-1), head, np.int64(0)
        depth = 0
        node = row_of(nodes, np.int64(syllables[at]))
        while node:
            if ends[node] >= 0 and not seen & ~soft[node]:
                longest = ends[node]
            gap = between[at]
            if gap == _HARD:
                break
            seen |= gap << depth
            at, depth = at + 1, depth + 1
            node = row_of(nodes, (np.int64(node) << KEY_BITS) | np.int64(syllables[at]))
        if longest >= 0:
            found[count], positions[count] = longest, head
            count += 1
            free = head + lengths[longest]
    return found[:count].copy(), positions[:count].copy()
