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
Places = tuple[Longs, Longs, Longs]

CONTEXT = 2  # the number of the section behind heading and text


def find_units(
    fwd: Tokens,
    begins: Longs,
    lengths: Longs,
    known: Mask,
    spellings: Tokens,
    units: Longs,
    restricted: Mask,
    unmarked: Mask,
    room: int = 8192,
) -> tuple[Places, Places]:
    """Return where units stand in bodies and in contexts: (starts, slots, units) each, row by row in print order.

    Those of row n are from `starts[n]` to `starts[n + 1]` (int64[N + 1]). Term `spellings[e]`, ascending, is a spelling
    of `units[e]`, and `known` (bool[V]) tells all such terms; a restricted one counts only in rows that are `unmarked`
    (bool[N]). Rows with more than `room` places are read twice.
    """
    while True:
        sought = (known, spellings, units, restricted)
        bodies, contexts, needed = _find_units(fwd, begins, lengths, *sought, unmarked, room)
        if needed <= room:
            return bodies, contexts
        room = needed


@kernel
def _find_units(
    fwd: Tokens,
    begins: Longs,
    lengths: Longs,
    known: Mask,
    spellings: Tokens,
    units: Longs,
    restricted: Mask,
    unmarked: Mask,
    room: int,
) -> tuple[Places, Places, int]:
    """Write at most `room` places of bodies, and of contexts; return them, and how much room there should be."""
    starts, slots, found = np.empty(len(begins) + 1, np.int64), np.empty(room, np.int64), np.empty(room, np.int64)
    below, inherited, others = (
        np.empty(len(begins) + 1, np.int64),
        np.empty(room, np.int64),
        np.empty(room, np.int64),
    )
    at, behind = np.int64(0), np.int64(0)
    for row in range(len(begins)):
        starts[row], below[row] = at, behind
        heading, body = lengths[row, 0], lengths[row, 0] + lengths[row, 1]
        for token in range(body + lengths[row, 2]):
            ordinal = fwd[begins[row] + token]
            if not known[ordinal]:
                continue
            entry = np.searchsorted(spellings, ordinal)
            while entry < len(spellings) and spellings[entry] == ordinal:
                if unmarked[row] or not restricted[entry]:
                    if token >= body:
                        if behind < room:
                            inherited[behind], others[behind] = token - body, units[entry]
                        behind += 1
                    else:
                        if at < room:
                            slots[at], found[at] = token + np.int64(token >= heading), units[entry]
                        at += 1
                entry += 1
    starts[-1], below[-1] = at, behind
    bodies = (starts, slots[: min(at, room)], found[: min(at, room)])
    contexts = (below, inherited[: min(behind, room)], others[: min(behind, room)])
    return bodies, contexts, int(max(at, behind))


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
