"""Near-duplicates: what a text is reduced to, and which texts are alike.

A signature holds 64 minima of hashed pairs of adjacent syllables, each cut to a byte (b-bit minwise hashing: Li and
König 2010). Two texts that share the part J of their distinct pairs agree in about the part J of the bytes. Four bytes
make a word, and a word is a band of locality-sensitive hashing: 16 bands find 99 % of the texts at J = .75, and 12 %
of those at .3, which counting bytes then refuses. Numbers are left out: the same boilerplate has another date, ordinal
or document number in each meeting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

from indexer.kernels.compiled import kernel

Hashes = npt.NDArray[np.uint32]
Signatures = npt.NDArray[np.uint32]
Starts = npt.NDArray[np.int64]
Groups = npt.NDArray[np.int32]

WORDS = 16  # of a signature
MINIMA = 64
ALIKE = 48  # equal bytes of 64 that make near-duplicates: about three quarters of all distinct pairs
RELATED = 36  # equal bytes with the oldest of a group, below which a chain of likenesses has gone astray
_CHAIN = 32  # rows of one band that are compared with a new one, the latest first

_NUMBER = re.compile(r".*\d.*|[ivx]{2,}")  # 2022  63  xii


@lru_cache(maxsize=1 << 16)
def syllable_hash(bare: str) -> int:
    """Return the hash of a lower-case syllable without diacritics, 0 for a number; the same in every process."""
    return 0 if _NUMBER.fullmatch(bare) else crc32(bare.encode("utf-8", "replace")) or 1


def signatures(texts: Sequence[Iterable[str]]) -> Signatures:
    """Return uint32[N, 16]: the signature of each text, given as bare syllables; of one without a word all zero."""
    hashes = [[syllable_hash(syllable) for syllable in text] for text in texts]
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in hashes], out=starts[1:])
    return hashed_signatures(np.array([h for text in hashes for h in text], np.uint32), starts)


def hashed_signatures(hashes: Hashes, starts: Starts) -> Signatures:
    """Return uint32[N, 16] of texts as syllable hashes (uint32), text n from `starts[n]` to `starts[n + 1]` (int64)."""
    return _signatures(hashes, starts, _FACTORS, _SHIFTS)


def groups(signed: Signatures, live: npt.NDArray[np.bool_]) -> Groups:
    """Return int32[R]: the group of each row, named by its first row; one without words or not live is alone.

    signed: uint32[R, 16]; live: bool[R]. Rows are taken in order: each joins the group of the earlier row that is most
    like it, where it is also related to the row that began that group; equal signatures always share a group. Linear
    in the rows.
    """
    bits = max(int(len(signed) - 1).bit_length(), 4) + 1
    return _groups(np.ascontiguousarray(signed), live, bits)


def alike(first: Signatures, second: Signatures) -> float:
    """Return the estimated part of distinct pairs that the texts of two signatures share, from 0 to 1."""
    return max(0.0, (bytes_in_common(first, second) / MINIMA - 1 / 256) * 256 / 255)


def bytes_in_common(first: Signatures, second: Signatures) -> int:
    """Return how many of the 64 bytes of two signatures are equal."""
    return int(np.count_nonzero(first.view(np.uint8) == second.view(np.uint8)))


def _constants(seed: int) -> Hashes:
    """Return uint32[64] odd numbers: the same ones for ever, since signatures are kept in files."""
    state, found = seed, []
    for _ in range(MINIMA):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        found.append((state >> 32) | 1)
    return np.array(found, np.uint32)


_FACTORS, _SHIFTS = _constants(1), _constants(2)


@kernel
def _signatures(hashes: Hashes, starts: Starts, factors: Hashes, shifts: Hashes) -> Signatures:
    result = np.zeros((len(starts) - 1, WORDS), np.uint32)
    minima = np.empty(MINIMA, np.uint32)
    for row in range(len(starts) - 1):
        minima[:] = np.uint32(0xFFFFFFFF)
        last, pairs = np.uint64(0), 0
        for at in range(starts[row], starts[row + 1]):
            here = np.uint64(hashes[at])
            if here == 0:
                continue
            if last != 0:
                _lower(minima, (last << np.uint64(32)) | here, factors, shifts)
                pairs += 1
            last = here
        if last == 0:
            continue
        if pairs == 0:
            _lower(minima, last, factors, shifts)
        for place in range(MINIMA):
            # The high byte of a product, since the high bits of a minimum itself are nearly always zero.
            byte = (np.uint64(minima[place]) * np.uint64(0x9E3779B1) >> np.uint64(24)) & np.uint64(0xFF)
            result[row, place >> 2] |= np.uint32(byte << np.uint64(8 * (place & 3)))
    return result


@kernel
def _lower(minima: Hashes, pair: np.uint64, factors: Hashes, shifts: Hashes) -> None:
    """Lower the 64 minima to the 64 hashes of a pair (MurmurHash3's finaliser, then one multiplication each)."""
    pair = (pair ^ (pair >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    pair = (pair ^ (pair >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
    mixed = np.uint32(pair >> np.uint64(32))
    for place in range(MINIMA):
        hashed = np.uint32((mixed ^ shifts[place]) * factors[place])
        minima[place] = min(minima[place], hashed)


@kernel
def equal_bytes(signed: Signatures, first: int, others: Signatures, second: int) -> int:
    """Return what `bytes_in_common` does, of one row of each of two arrays."""
    equal = 0
    for word in range(WORDS):
        differing = signed[first, word] ^ others[second, word]
        for byte in range(4):
            if (differing >> np.uint32(8 * byte)) & np.uint32(0xFF) == 0:
                equal += 1
    return equal


@kernel
def _bucket(signed: Signatures, row: int, band: int, bits: int) -> np.int64:
    word = np.uint64(signed[row, band]) * np.uint64(0x9E3779B97F4A7C15)
    return (band << bits) | np.int64(word >> np.uint64(64 - bits))


@kernel
def _first_equal(signed: Signatures, row: int, table: Groups, bits: int) -> int:
    """Return the earlier row of the same signature, else -1 and remember this one; linear probing."""
    mixed = np.uint64(14695981039346656037)
    for word in range(WORDS):
        mixed = (mixed ^ np.uint64(signed[row, word])) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    at = np.int64(mixed >> np.uint64(64 - bits))
    while table[at] >= 0:
        same = True
        for word in range(WORDS):
            same = same and signed[table[at], word] == signed[row, word]
        if same:
            return int(table[at])
        at = (at + 1) & ((1 << bits) - 1)
    table[at] = row
    return -1


@kernel
def _likest(signed: Signatures, row: int, group: Groups, heads: Groups, following: Groups, bits: int) -> int:
    """Return the earlier row that is most like `row` and whose group it fits, else -1."""
    best, most = -1, ALIKE - 1
    for band in range(WORDS):
        other, seen = heads[_bucket(signed, row, band, bits)], 0
        while other >= 0 and seen < _CHAIN:
            equal = equal_bytes(signed, row, signed, other)
            if equal > most and equal_bytes(signed, row, signed, group[other]) >= RELATED:
                best, most = other, equal
            other = following[other, band]
            seen += 1
    return best


@kernel
def _groups(signed: Signatures, live: npt.NDArray[np.bool_], bits: int) -> Groups:
    rows = len(signed)
    group = np.arange(rows).astype(np.int32)
    table = np.full(1 << bits, -1, np.int32)
    heads = np.full(WORDS << bits, -1, np.int32)
    following = np.full((rows, WORDS), -1, np.int32)
    for row in range(rows):
        empty = True
        for word in range(WORDS):
            empty = empty and signed[row, word] == 0
        if empty or not live[row]:
            continue
        other = _first_equal(signed, row, table, bits)
        if other >= 0:
            group[row] = group[other]
            continue
        other = _likest(signed, row, group, heads, following, bits)
        if other >= 0:
            group[row] = group[other]
        for band in range(WORDS):
            bucket = _bucket(signed, row, band, bits)
            following[row, band] = heads[bucket]
            heads[bucket] = row
    return group
