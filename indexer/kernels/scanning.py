"""Reading the forward arrays of rows: where units of a query, or whole phrases, stand.

The tokens of row n lie in `fwd` (int32, term ordinals) from `begins[n]` on: heading, text and context behind each
other, as many as `lengths` (int64[N, 3]) says. Places are told as slots: those of the heading from 0 on, those of the
text from the length of the heading and one more on, so that nothing is adjacent across the two; those of the context
from 0 again.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from indexer.kernels.compiled import kernel

Tokens = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Places = tuple[Longs, Longs, Longs, Longs]

CONTEXT = 2  # the number of the section behind heading and text


@kernel
def find_units(
    fwd: Tokens,
    begins: Longs,
    lengths: Longs,
    heads: Longs,
    following: Longs,
    units: Longs,
    restricted: Mask,
    unmarked: Mask,
) -> Places:
    """Return (row, section, slot, unit), int64[M] each, of every place where a unit stands, in print order.

    Entry e says that a term is a spelling of `units[e]`; `heads[ordinal]` is the first entry of a term or -1, and
    `following[e]` its next. A restricted entry counts only in rows that are `unmarked` (bool[N]).
    """
    size = np.int64(0)
    for row in range(len(begins)):
        for token in range(begins[row], begins[row] + lengths[row].sum()):
            entry = heads[fwd[token]]
            while entry >= 0:
                size += np.int64(unmarked[row] or not restricted[entry])
                entry = following[entry]
    rows, sections = np.empty(size, np.int64), np.empty(size, np.int64)
    slots, found = np.empty(size, np.int64), np.empty(size, np.int64)
    at = 0
    for row in range(len(begins)):
        token = begins[row]
        for section in range(3):
            slot = lengths[row, 0] + 1 if section == 1 else np.int64(0)
            for _ in range(lengths[row, section]):
                entry = heads[fwd[token]]
                while entry >= 0:
                    if unmarked[row] or not restricted[entry]:
                        rows[at], sections[at], slots[at], found[at] = row, section, slot, units[entry]
                        at += 1
                    entry = following[entry]
                token += 1
                slot += 1
    return rows, sections, slots, found


@kernel
def _stands_at(fwd: Tokens, token: int, bounds: Longs, spellings: Tokens, restricted: Mask, unmarked: bool) -> bool:
    """Say whether part after part of a phrase stands from a token on."""
    for part in range(len(bounds) - 1):
        met = False
        for place in range(bounds[part], bounds[part + 1]):
            if fwd[token + part] == spellings[place] and (unmarked or not restricted[place]):
                met = True
                break
        if not met:
            return False
    return True


@kernel
def find_phrase(
    fwd: Tokens,
    begins: Longs,
    lengths: Longs,
    bounds: Longs,
    spellings: Tokens,
    restricted: Mask,
    unmarked: Mask,
    anchor: int,
    anchors: Mask,
) -> tuple[Longs, Longs, Longs]:
    """Return (row, section, slot), int64[M] each, of every place where a phrase begins, in print order.

    Its part p is any of `spellings` from `bounds[p]` to `bounds[p + 1]`; a restricted one only in rows that are
    `unmarked` (bool[N]). `anchors` (bool[V]) tells every spelling of part `anchor`, which is looked for first.
    """
    # Arrays that are made anew inside a loop cost it a count of references a token: what is made, is made before.
    parts, room = len(bounds) - 1, _anchored(fwd, begins, lengths, anchors)
    rows, sections, slots = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room, np.int64)
    at = 0
    for row in range(len(begins) if room else 0):
        begin = begins[row]
        for section in range(3):
            end = begin + lengths[row, section]
            for token in range(begin, end - parts + 1):
                if anchors[fwd[token + anchor]] and _stands_at(
                    fwd, token, bounds, spellings, restricted, unmarked[row]
                ):
                    slot = token - begin
                    rows[at], sections[at] = row, section
                    slots[at] = slot + lengths[row, 0] + 1 if section == 1 else slot
                    at += 1
            begin = end
    return rows[:at], sections[:at], slots[:at]


@kernel
def _anchored(fwd: Tokens, begins: Longs, lengths: Longs, anchors: Mask) -> int:
    """Return how many tokens of the rows are anchors."""
    count = 0
    for row in range(len(begins)):
        for token in range(begins[row], begins[row] + lengths[row].sum()):
            count += anchors[fwd[token]]
    return count


@kernel
def phrase_frequencies(rows: Longs, sections: Longs, count: int) -> npt.NDArray[np.uint16]:
    """Return uint16[count]: places a row as postings count them, body in the low byte and context in the high."""
    result = np.zeros(count, np.uint16)
    for place in range(len(rows)):
        here = np.int64(result[rows[place]])
        if sections[place] == CONTEXT:
            if here >> 8 < 255:
                result[rows[place]] = here + 256
        elif here & 255 < 255:
            result[rows[place]] = here + 1
    return result
