"""The few hundred rows of the second stage: where the units of a query stand in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexer.embedded.arrays.segment import ArraySegment
from indexer.embedded.found import Spelled
from indexer.embedded.postings import Postings
from indexer.embedded.schema import SYLLABLES
from indexer.kernels import scanning, windows
from indexer.kernels.postings import Mask

Longs = npt.NDArray[np.int64]
Places = tuple[Longs, Longs, Longs, Longs]  # row, section, slot, unit


@dataclass(frozen=True, slots=True)
class Matches:
    """Places in bodies as `indexer.kernels.windows` wants them."""

    starts: Longs
    slot: Longs
    unit: Longs


@dataclass(frozen=True, slots=True)
class _Rows:
    """The candidates of one segment: the places among all of them, and their tokens."""

    segment: ArraySegment
    first: int
    fwd: npt.NDArray[np.int32]
    begins: Longs
    lengths: Longs
    unmarked: Mask


class Candidates:
    """Rows (int64[C], ascending) with their forward arrays."""

    def __init__(self, postings: Postings, rows: Longs, unmarked: Mask) -> None:
        self.rows = rows
        self.count = len(rows)
        self._postings = postings
        self._unmarked = unmarked[rows]
        self._parts = [part for segment, base in postings.segments if (part := self._part(segment, base)) is not None]
        self._phrases: dict[tuple[Spelled, ...], tuple[Longs, Longs]] = {}

    def _part(self, segment: ArraySegment, base: int) -> _Rows | None:
        low, high = np.searchsorted(self.rows, (base, base + segment.rows)).tolist()
        if low == high:
            return None
        rows = self.rows[low:high] - base
        fwd, begins, _ = segment.forward(rows)
        lengths = segment.lengths[rows].astype(np.int64)
        return _Rows(segment, low, fwd, begins, lengths, self._unmarked[low:high])

    @cached_property
    def lengths(self) -> Longs:
        """Int64 [C, 3]: the syllables of heading, text and context."""
        return np.concatenate([part.lengths for part in self._parts])

    @cached_property
    def _body_ends(self) -> Longs:
        return self.lengths[:, 0] + self.lengths[:, 1] + 1

    def places(self, units: Sequence[Spelled]) -> Places:
        """Return where units stand, in print order."""
        found = [self._found(part, units) for part in self._parts]
        rows, sections, slots, numbers = (np.concatenate(column) for column in zip(*found, strict=True))
        return rows, sections, slots, numbers

    def _found(self, part: _Rows, units: Sequence[Spelled]) -> Places:
        options = self._postings.alternatives(part.segment, units)
        heads = np.full(len(part.segment.terms(SYLLABLES)), -1, np.int64)
        following = np.full(len(options.ordinals), -1, np.int64)
        for entry, ordinal in enumerate(options.ordinals.tolist()):
            following[entry], heads[ordinal] = heads[ordinal], entry
        owners = np.repeat(np.arange(len(units)), np.diff(options.bounds))
        rows, sections, slots, numbers = scanning.find_units(
            part.fwd, part.begins, part.lengths, heads, following, owners, options.restricted, part.unmarked
        )
        return rows + part.first, sections, slots, numbers

    def phrase_places(self, parts: tuple[Spelled, ...]) -> tuple[Longs, Longs]:
        """Return (row, slot) of each place in a body where a phrase begins, in print order."""
        if parts not in self._phrases:
            self._phrases[parts] = self._phrase_places(parts)
        return self._phrases[parts]

    def _phrase_places(self, parts: Sequence[Spelled]) -> tuple[Longs, Longs]:
        rows, slots = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for part in self._parts:
            options = self._postings.alternatives(part.segment, parts)
            if not np.diff(options.bounds).all():
                continue
            anchors = np.zeros(len(part.segment.terms(SYLLABLES)), np.bool_)
            anchors[options.ordinals[: options.bounds[1]]] = True
            row, section, slot = scanning.find_phrase(
                part.fwd,
                part.begins,
                part.lengths,
                options.bounds,
                options.ordinals,
                options.restricted,
                part.unmarked,
                0,
                anchors,
            )
            inside = section != scanning.CONTEXT
            rows.append(row[inside] + part.first)
            slots.append(slot[inside])
        return np.concatenate(rows), np.concatenate(slots)

    def in_bodies(self, places: Places, more: Sequence[tuple[Longs, Longs, int]] = ()) -> Matches:
        """Return the places in bodies, and more (row, slot) of units that are said otherwise there."""
        row, section, slot, unit = places
        inside = section != scanning.CONTEXT
        row, slot, unit = row[inside], slot[inside], unit[inside]
        if more:
            row = np.concatenate([row, *(rows for rows, _, _ in more)])
            slot = np.concatenate([slot, *(slots for _, slots, _ in more)])
            unit = np.concatenate([unit, *(np.full(len(rows), number, np.int64) for rows, _, number in more)])
            order = np.lexsort((unit, slot, row))
            row, slot, unit = row[order], slot[order], unit[order]
        return Matches(np.searchsorted(row, np.arange(self.count + 1)), slot, unit)

    def in_contexts(self, places: Places, units: int) -> Longs:
        """Return int64 [C, U]: how often each unit stands in the context."""
        row, section, _, unit = places
        inside = section == scanning.CONTEXT
        cells = np.bincount(row[inside] * units + unit[inside], minlength=self.count * units)
        return cells.reshape(self.count, units).astype(np.int64)

    def context_pair_counts(self, places: Places, table: Longs, pairs: int) -> Longs:
        """Return int64 [C, P]: how often the second of a pair stands right behind the first in the context."""
        row, section, slot, unit = places
        inside = section == scanning.CONTEXT
        starts = np.searchsorted(row[inside], np.arange(self.count + 1))
        ends = np.ascontiguousarray(self.lengths[:, 2])
        return windows.pair_counts(starts, slot[inside], unit[inside], ends, table, pairs, 1)

    def unit_counts(self, matches: Matches, units: int) -> tuple[Longs, Longs]:
        """Return int64 [C, U] twice: how often each unit stands in the body, and in the heading."""
        found = (matches.starts, matches.slot, matches.unit)
        body = windows.unit_counts(*found, self._body_ends, units)
        return body, windows.unit_counts(*found, np.ascontiguousarray(self.lengths[:, 0]), units)

    def pair_counts(self, matches: Matches, table: Longs, pairs: int, distance: int) -> Longs:
        """Return int64 [C, P]: how often the second of a pair stands `distance` behind the first in the body."""
        found = (matches.starts, matches.slot, matches.unit)
        return windows.pair_counts(*found, self._body_ends, table, pairs, distance)

    def heading_pair_counts(self, matches: Matches, table: Longs, pairs: int) -> Longs:
        """Return int64 [C, P]: how often the second of a pair stands right behind the first in the heading."""
        found = (matches.starts, matches.slot, matches.unit)
        return windows.pair_counts(*found, np.ascontiguousarray(self.lengths[:, 0]), table, pairs, 1)

    def near_counts(self, matches: Matches, table: Longs, pairs: int, reach: int) -> Longs:
        """Return int64 [C, P]: how often the members of a pair stand at most `reach` apart, in either order."""
        return windows.near_counts(matches.starts, matches.slot, matches.unit, table, pairs, reach)
