"""Where terms stand, as sorted slots.

A slot is a place in the whole index: row r owns the slots from `base[r]` on, one a position, with room between
sections and between rows, so that neighbours in slots are neighbours in text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Slots = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int32]
Counts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The slots (int64[n], ascending, without repeats) of a term or feature, and the row of each (int32[n])."""

    slots: Slots
    rows: Rows

    @property
    def size(self) -> int:
        """n, how many there are."""
        return int(self.slots.size)

    @property
    def nbytes(self) -> int:
        """The size of both arrays."""
        return self.slots.nbytes + self.rows.nbytes

    def where(self, mask: Mask) -> Occurrences:
        """Return those at which `mask` (bool[n]) holds."""
        return Occurrences(self.slots[mask], self.rows[mask])


NOWHERE = Occurrences(np.empty(0, np.int64), np.empty(0, np.int32))


def union(parts: Sequence[Occurrences]) -> Occurrences:
    """Return the occurrences of any of the parts; a slot that several share is there once."""
    filled = [part for part in parts if part.size]
    if len(filled) < 2:
        return filled[0] if filled else NOWHERE
    slots = np.concatenate([part.slots for part in filled])
    order = np.argsort(slots, kind="stable")  # merges the runs that the parts are
    slots, rows = slots[order], np.concatenate([part.rows for part in filled])[order]
    distinct = np.concatenate(([True], slots[1:] != slots[:-1]))
    return Occurrences(slots, rows) if distinct.all() else Occurrences(slots[distinct], rows[distinct])


def followed_by(first: Occurrences, second: Occurrences, distance: int = 1) -> Occurrences:
    """Return the occurrences of `first` with one of `second` exactly `distance` further on."""
    if first.size <= second.size:
        return first.where(contains(second.slots, first.slots + distance))
    # Look up the fewer in the more.
    wanted = second.slots - distance
    places = np.minimum(np.searchsorted(first.slots, wanted), first.size - 1)
    places = places[first.slots[places] == wanted]
    return Occurrences(first.slots[places], first.rows[places])


def contains(haystack: Slots, needles: Slots) -> Mask:
    """Say of each needle whether it is in the ascending haystack."""
    if not haystack.size:
        return np.zeros(needles.shape, np.bool_)
    places = np.searchsorted(haystack, needles)
    places[places == haystack.size] = 0
    found: Mask = haystack[places] == needles
    return found


def phrase(parts: Sequence[Occurrences]) -> Occurrences:
    """Return where the parts follow each other without a gap, as occurrences of the first; none for no parts."""
    if not parts:
        return NOWHERE
    starts = parts[0]
    # The rarest part first: every later step works on what is left.
    for offset in sorted(range(1, len(parts)), key=lambda i: parts[i].size):
        starts = followed_by(starts, parts[offset], offset)
    return starts


def frequencies(rows: Rows) -> tuple[Rows, Counts]:
    """Return the distinct values of ascending `rows` and how often each occurs."""
    if not rows.size:
        return rows, np.empty(0, np.int64)
    starts = np.flatnonzero(np.concatenate(([True], rows[1:] != rows[:-1])))
    return rows[starts], np.diff(np.append(starts, rows.size))
