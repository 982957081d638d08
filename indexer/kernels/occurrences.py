"""Where terms stand, as sorted slots.

A slot is a place in the whole index: row r owns the slots from `base[r]` on, one a position, with room between
sections and between rows, so that neighbours in slots are neighbours in text. Slot arrays are int64, ascending and
without repeats.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Slots = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int32]
Counts = npt.NDArray[np.int64]

NO_SLOTS: Slots = np.empty(0, np.int64)


def union(lists: Sequence[Slots]) -> Slots:
    """Return the slots that are in any of the lists."""
    filled = [slots for slots in lists if slots.size]
    if not filled:
        return NO_SLOTS
    return filled[0] if len(filled) == 1 else np.unique(np.concatenate(filled))


def followed_by(first: Slots, second: Slots, distance: int = 1) -> Slots:
    """Return the slots of `first` with one of `second` exactly `distance` further on."""
    return first[contains(second, first + distance)]


def contains(haystack: Slots, needles: Slots) -> npt.NDArray[np.bool_]:
    """Say of each needle whether it is in the ascending haystack."""
    if not haystack.size:
        return np.zeros(needles.shape, np.bool_)
    places = np.searchsorted(haystack, needles)
    places[places == haystack.size] = 0
    found: npt.NDArray[np.bool_] = haystack[places] == needles
    return found


def phrase(parts: Sequence[Slots]) -> Slots:
    """Return where the parts follow each other without a gap, as slots of the first; none for no parts."""
    if not parts:
        return NO_SLOTS
    starts = parts[0]
    # The rarest part first: every later step works on what is left.
    for offset in sorted(range(1, len(parts)), key=lambda i: parts[i].size):
        starts = followed_by(starts, parts[offset], offset)
    return starts


def rows_of(slots: Slots, base: Slots) -> Rows:
    """Return the row of each slot; `base` (int64[rows]) is where each row begins."""
    return (np.searchsorted(base, slots, side="right") - 1).astype(np.int32)


def frequencies(rows: Rows) -> tuple[Rows, Counts]:
    """Return the distinct values of ascending `rows` and how often each occurs."""
    if not rows.size:
        return rows, np.empty(0, np.int64)
    starts = np.flatnonzero(np.concatenate(([True], rows[1:] != rows[:-1])))
    return rows[starts], np.diff(np.append(starts, rows.size))
