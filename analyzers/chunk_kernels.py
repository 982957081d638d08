"""Cutting rows of characters into chunks and numbering these, as compiled loops.

Only what reads texts imports it: Numba takes half a second to load (docs/adr/0010).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analyzers.compiled import kernel

Characters = npt.NDArray[np.uint32]
Longs = npt.NDArray[np.int64]
Ids = npt.NDArray[np.int32]

_PRIME = np.uint64(0x100000001B3)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_FOLD = np.uint64(32)


@kernel
def is_space(character: int) -> bool:
    """Say whether `str.split` parts at a character."""
    if character <= 0x20:
        return 0x09 <= character <= 0x0D or character >= 0x1C
    if character < 0x1680:
        return character in (0x85, 0xA0)
    if character <= 0x205F:
        return character == 0x1680 or 0x2000 <= character <= 0x200A or character in (0x2028, 0x2029, 0x202F, 0x205F)
    return character == 0x3000


@kernel
def split(characters: Characters, bounds: Longs) -> tuple[Longs, Longs, Longs]:
    """Return where the chunks of texts begin and end, int64 [K] each, and how many each text has, int64 [N].

    Text n is from `bounds[n]` on (int64 [N+1]) and ends in white space.
    """
    most = len(characters) // 2 + 1
    starts, ends = np.empty(most, np.int64), np.empty(most, np.int64)
    counts = np.zeros(len(bounds) - 1, np.int64)
    count = 0
    for text in range(len(bounds) - 1):
        first, begin = count, np.int64(-1)
        for at in range(bounds[text], bounds[text + 1]):
            if is_space(characters[at]):
                if begin >= 0:
                    starts[count], ends[count] = begin, at
                    count += 1
                    begin = np.int64(-1)
            elif begin < 0:
                begin = np.int64(at)
        counts[text] = count - first
    return starts[:count].copy(), ends[:count].copy(), counts


@kernel
def _slot(characters: Characters, begin: int, end: int, shift: int) -> np.int64:
    mixed = np.uint64(14695981039346656037)
    for at in range(begin, end):
        mixed = (mixed ^ np.uint64(characters[at])) * _PRIME
    return np.int64(((mixed ^ (mixed >> _FOLD)) * _SPREAD) >> np.uint64(shift))


@kernel
def numbered(
    characters: Characters,
    starts: Longs,
    ends: Longs,
    table: Ids,
    bits: int,
    pool: Characters,
    bounds: Longs,
    count: int,
) -> tuple[Longs, Longs]:
    """Return the number of each chunk, int64 [K], and the places of the first of each that is new, ascending.

    Chunk c is from `bounds[c]` to `bounds[c + 1]` of `pool`; `table` int32 [1 << bits] finds it by open addressing. New
    ones are numbered from `count` on, and written into all three, which have room for them.
    """
    mask, shift = (1 << bits) - 1, 64 - bits
    numbers, fresh = np.empty(len(starts), np.int64), np.empty(len(starts), np.int64)
    found = 0
    for place in range(len(starts)):
        begin, size = starts[place], ends[place] - starts[place]
        slot = _slot(characters, begin, begin + size, shift)
        number = table[slot]
        while number >= 0 and not _is_chunk(characters, begin, size, pool, bounds, number):
            slot = (slot + 1) & mask
            number = table[slot]
        if number < 0:
            number = np.int32(count + found)
            table[slot] = number
            own = bounds[number]
            for at in range(size):
                pool[own + at] = characters[begin + at]
            bounds[number + 1] = own + size
            fresh[found] = place
            found += 1
        numbers[place] = number
    return numbers, fresh[:found].copy()


@kernel
def _is_chunk(characters: Characters, begin: int, size: int, pool: Characters, bounds: Longs, number: int) -> bool:
    own = bounds[number]
    if bounds[number + 1] - own != size:
        return False
    for at in range(size):  # noqa: SIM110  a loop of machine code
        if pool[own + at] != characters[begin + at]:
            return False
    return True


@kernel
def rehashed(pool: Characters, bounds: Longs, count: int, bits: int) -> Ids:
    """Return a table, int32 [1 << bits], of the first `count` chunks."""
    mask, shift = (1 << bits) - 1, 64 - bits
    table = np.full(1 << bits, -1, np.int32)
    for number in range(count):
        slot = _slot(pool, bounds[number], bounds[number + 1], shift)
        while table[slot] >= 0:
            slot = (slot + 1) & mask
        table[slot] = number
    return table


@kernel
def expanded(
    chunks: Longs, at: Longs, begins: Longs, sizes: Longs, values: Ids, firsts: Ids, lasts: Ids
) -> tuple[Ids, Longs, Longs]:
    """Return what chunks hold, one behind the other: values int32, and their first and last characters, int64.

    Chunk c holds the entries of `values`, `firsts` and `lasts` from `begins[c]` on, `sizes[c]` of them; the n-th stands
    at `at[n]`.
    """
    size = 0
    for chunk in chunks:
        size += sizes[chunk]
    result, starts, ends = np.empty(size, np.int32), np.empty(size, np.int64), np.empty(size, np.int64)
    place = 0
    for n in range(len(chunks)):
        begin = begins[chunks[n]]
        for entry in range(begin, begin + sizes[chunks[n]]):
            result[place] = values[entry]
            starts[place] = at[n] + firsts[entry]
            ends[place] = at[n] + lasts[entry]
            place += 1
    return result, starts, ends


@kernel
def numbered_keys(keys: Longs, table: Ids, bits: int, known: Longs, count: int) -> tuple[Longs, Longs]:
    """Return the number of each key, int64 [K], and the places of the first of each that is new, ascending.

    `known` int64 has the keys by number; as for `numbered`, `known` and `table` have room for new ones.
    """
    mask, shift = (1 << bits) - 1, np.uint64(64 - bits)
    numbers, fresh = np.empty(len(keys), np.int64), np.empty(len(keys), np.int64)
    found = 0
    for place in range(len(keys)):
        key = keys[place]
        slot = np.int64((np.uint64(key) * _SPREAD) >> shift)
        while table[slot] >= 0 and known[table[slot]] != key:
            slot = (slot + 1) & mask
        if table[slot] < 0:
            table[slot] = count + found
            known[count + found] = key
            fresh[found] = place
            found += 1
        numbers[place] = table[slot]
    return numbers, fresh[:found].copy()
