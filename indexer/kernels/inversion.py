"""From rows of terms to postings: counting sorts, which read every token twice and sort nothing.

Rows are ragged: the entries of row r are those from `starts[r]` to `starts[r + 1]` (int64 [R+1]).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from indexer.kernels.compiled import kernel

Ids = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]
Docs = npt.NDArray[np.uint32]
Frequencies = npt.NDArray[np.uint16]

MOST = 255  # a frequency beyond it is kept as this
MOST_OF_PAIRS = 127

_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)


def inverted(ids: Ids, starts: Longs, body_ends: Longs, size: int) -> tuple[Longs, Docs, Frequencies]:
    """Return the postings of ids: bounds int64 [size+1], docs uint32 [P] ascending in an id, frequencies uint16 [P].

    ids: int32 [T] below size, -1 for none; body_ends: int64 [R], where the body of a row ends and its context begins. A
    frequency is that in the body, and in its high byte that in the context, each at most 255.
    """
    bounds = np.zeros(size + 1, np.int64)
    np.cumsum(_rows_having(ids, starts, size), out=bounds[1:])
    docs, frequencies = np.empty(bounds[-1], np.uint32), np.zeros(bounds[-1], np.uint16)
    _fill(ids, starts, body_ends, bounds[:-1].copy(), docs, frequencies)
    return bounds, docs, frequencies


def transposed(ids: Ids, starts: Longs, size: int) -> tuple[Longs, Docs, Longs]:
    """Return the postings of ids that no row repeats: bounds int64 [size+1], docs uint32 [n], whence each int64 [n]."""
    bounds = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(ids, minlength=size), out=bounds[1:])
    docs, source = np.empty(len(ids), np.uint32), np.empty(len(ids), np.int64)
    _transpose(ids, starts, bounds[:-1].copy(), docs, source)
    return bounds, docs, source


def adjacent_pairs(tokens: Ids, starts: Longs, lengths: npt.NDArray[np.int32]) -> tuple[Keys, Ids]:
    """Return the distinct adjacent pairs, uint64 [Q] sorted (first << 32 | second); which each token begins, int32 [T].

    lengths: int32 [R, 3] of the sections of each row; a section's last token begins no pair: -1.
    """
    ids = np.full(len(tokens), -1, np.int32)
    bits, count, row = 12, 0, 0
    keys, table = np.empty(1 << bits - 1, np.uint64), np.full(1 << bits, -1, np.int32)
    while True:
        row, count = _number_pairs(tokens, starts, lengths, row, count, keys, table, bits, ids)
        if row == len(lengths):
            break
        bits += 2
        keys = np.concatenate([keys, np.empty((1 << bits - 1) - len(keys), np.uint64)])
        table = np.full(1 << bits, -1, np.int32)
        _rehash(keys, count, table, bits)
    order = np.argsort(keys[:count])
    rank = np.empty(count, np.int32)
    rank[order] = np.arange(count, dtype=np.int32)
    _renumber(ids, rank)
    return keys[order], ids


def pair_frequencies(frequencies: Frequencies) -> npt.NDArray[np.uint8]:
    """Return uint8 [P]: the frequency in the body, at most 127, and the highest bit where the context has it too."""
    result = np.empty(len(frequencies), np.uint8)
    _narrow(frequencies, result)
    return result


@kernel
def _rows_having(ids: Ids, starts: Longs, size: int) -> Longs:
    counts = np.zeros(size, np.int64)
    last = np.full(size, -1, np.int64)
    for row in range(len(starts) - 1):
        for at in range(starts[row], starts[row + 1]):
            term = ids[at]
            if term >= 0 and last[term] != row:
                last[term] = row
                counts[term] += 1
    return counts


@kernel
def _fill(ids: Ids, starts: Longs, body_ends: Longs, following: Longs, docs: Docs, frequencies: Frequencies) -> None:
    """Write the postings; `following` is where the next posting of each id goes."""
    last = np.full(len(following), -1, np.int64)
    for row in range(len(starts) - 1):
        for at in range(starts[row], starts[row + 1]):
            term = ids[at]
            if term < 0:
                continue
            if last[term] != row:
                last[term] = row
                docs[following[term]] = row
                following[term] += 1
            place = following[term] - 1
            if at < body_ends[row]:
                if frequencies[place] & 0xFF != MOST:
                    frequencies[place] += 1
            elif frequencies[place] >> 8 != MOST:
                frequencies[place] += 256


@kernel
def _transpose(ids: Ids, starts: Longs, following: Longs, docs: Docs, source: Longs) -> None:
    for row in range(len(starts) - 1):
        for at in range(starts[row], starts[row + 1]):
            place = following[ids[at]]
            docs[place], source[place] = row, at
            following[ids[at]] = place + 1


@kernel
def _number_pairs(
    tokens: Ids,
    starts: Longs,
    lengths: npt.NDArray[np.int32],
    row: int,
    count: int,
    keys: Keys,
    table: Ids,
    bits: int,
    ids: Ids,
) -> tuple[int, int]:
    """Number the pairs of the rows from `row` on until `keys` may overflow; return the next row and their number."""
    mask, shift = (1 << bits) - 1, np.uint64(64 - bits)
    while row < len(lengths) and count + starts[row + 1] - starts[row] <= len(keys):
        at = starts[row]
        for section in range(3):
            end = at + lengths[row, section]
            while at < end - 1:
                key = (np.uint64(tokens[at]) << _HALF) | np.uint64(tokens[at + 1])
                slot = np.int64((key * _SPREAD) >> shift)
                while table[slot] >= 0 and keys[table[slot]] != key:
                    slot = (slot + 1) & mask
                if table[slot] < 0:
                    table[slot] = count
                    keys[count] = key
                    count += 1
                ids[at] = table[slot]
                at += 1
            at = end
        row += 1
    return row, count


@kernel
def _rehash(keys: Keys, count: int, table: Ids, bits: int) -> None:
    mask, shift = (1 << bits) - 1, np.uint64(64 - bits)
    for number in range(count):
        slot = np.int64((keys[number] * _SPREAD) >> shift)
        while table[slot] >= 0:
            slot = (slot + 1) & mask
        table[slot] = number


@kernel
def _renumber(ids: Ids, rank: Ids) -> None:
    for at in range(len(ids)):
        if ids[at] >= 0:
            ids[at] = rank[ids[at]]


@kernel
def _narrow(frequencies: Frequencies, result: npt.NDArray[np.uint8]) -> None:
    for at in range(len(frequencies)):
        body = min(frequencies[at] & 0xFF, MOST_OF_PAIRS)
        result[at] = body | (0x80 if frequencies[at] >> 8 else 0)
