"""The few hundred rows of the second stage: where the units of a query stand in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexer.embedded.arrays.segment import ArraySegment
from indexer.embedded.found import Spelled
from indexer.embedded.postings import Alternatives, Postings
from indexer.embedded.schema import SYLLABLES
from indexer.kernels import scanning, windows
from indexer.kernels.postings import Mask

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Matches:
    """Places in sections of the candidates, as `indexer.kernels.windows` wants them."""

    starts: Longs
    slot: Longs
    unit: Longs


@dataclass(frozen=True, slots=True)
class Places:
    """Where units stand in the candidates: in their bodies, and in what they inherit."""

    bodies: Matches
    contexts: Matches


@dataclass(frozen=True, slots=True)
class Sought:
    """The units of a query as terms of one segment, as `indexer.kernels.scanning.find_units` wants them."""

    known: Mask
    spellings: npt.NDArray[np.int32]
    units: Longs
    restricted: Mask


def sought(options: Alternatives, segment: ArraySegment) -> Sought:
    """Return units of which each may be any of some terms of a segment."""
    known = np.zeros(len(segment.terms(SYLLABLES)), np.bool_)
    known[options.ordinals] = True
    units = np.repeat(np.arange(len(options.bounds) - 1), np.diff(options.bounds))
    order = np.argsort(options.ordinals, kind="stable")
    return Sought(known, options.ordinals[order], units[order], options.restricted[order])


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
        low, high = 0, self.count
        if len(self._postings.segments) > 1:
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
        return _joined([part.lengths for part in self._parts])

    @cached_property
    def heading_lengths(self) -> Longs:
        """Int64 [C]: the syllables of the heading."""
        return np.ascontiguousarray(self.lengths[:, 0])

    @cached_property
    def body_lengths(self) -> Longs:
        """Int64 [C]: the syllables of heading and text."""
        return self.lengths[:, 0] + self.lengths[:, 1]

    @cached_property
    def context_lengths(self) -> Longs:
        """Int64 [C]: the syllables of what is inherited."""
        return np.ascontiguousarray(self.lengths[:, 2])

    @cached_property
    def _body_ends(self) -> Longs:
        return self.body_lengths + 1

    def places(self, sought_in: Callable[[ArraySegment], Sought]) -> Places:
        """Return where the units of a query stand, in print order; they are told as terms of each segment."""
        found = [self._found(part, sought_in(part.segment)) for part in self._parts]
        return Places(_stacked([bodies for bodies, _ in found]), _stacked([contexts for _, contexts in found]))

    def _found(self, part: _Rows, units: Sought) -> tuple[scanning.Places, scanning.Places]:
        terms = (units.known, units.spellings, units.units, units.restricted)
        return scanning.find_units(part.fwd, part.begins, part.lengths, *terms, part.unmarked)

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

    def with_more(self, bodies: Matches, more: Sequence[tuple[Longs, Longs, int]]) -> Matches:
        """Return places in bodies with more, (row, slot) of units that are said otherwise there."""
        own = np.repeat(np.arange(self.count), np.diff(bodies.starts))
        row = np.concatenate([own, *(rows for rows, _, _ in more)])
        slot = np.concatenate([bodies.slot, *(slots for _, slots, _ in more)])
        unit = np.concatenate([bodies.unit, *(np.full(len(rows), number, np.int64) for rows, _, number in more)])
        order = np.lexsort((unit, slot, row))
        return Matches(np.searchsorted(row[order], np.arange(self.count + 1)), slot[order], unit[order])

    def context_counts(self, places: Places, units: int) -> Longs:
        """Return int64 [C, U]: how often each unit stands in the context."""
        found = places.contexts
        return windows.unit_counts(found.starts, found.slot, found.unit, self.context_lengths, units)

    def context_pair_counts(self, places: Places, table: Longs, pairs: int) -> Longs:
        """Return int64 [C, P]: how often the second of a pair stands right behind the first in the context."""
        found = places.contexts
        return windows.pair_counts(found.starts, found.slot, found.unit, self.context_lengths, table, pairs, 1)

    def unit_counts(self, matches: Matches, units: int) -> tuple[Longs, Longs]:
        """Return int64 [C, U] twice: how often each unit stands in the body, and in the heading."""
        found = (matches.starts, matches.slot, matches.unit)
        body = windows.unit_counts(*found, self._body_ends, units)
        return body, windows.unit_counts(*found, self.heading_lengths, units)

    def pair_counts(self, matches: Matches, table: Longs, pairs: int, distance: int) -> Longs:
        """Return int64 [C, P]: how often the second of a pair stands `distance` behind the first in the body."""
        found = (matches.starts, matches.slot, matches.unit)
        return windows.pair_counts(*found, self._body_ends, table, pairs, distance)

    def heading_pair_counts(self, matches: Matches, table: Longs, pairs: int) -> Longs:
        """Return int64 [C, P]: how often the second of a pair stands right behind the first in the heading."""
        found = (matches.starts, matches.slot, matches.unit)
        return windows.pair_counts(*found, self.heading_lengths, table, pairs, 1)

    def near_counts(self, matches: Matches, table: Longs, pairs: int, reach: int) -> Longs:
        """Return int64 [C, P]: how often the members of a pair stand at most `reach` apart, in either order."""
        return windows.near_counts(matches.starts, matches.slot, matches.unit, table, pairs, reach)


def _joined(arrays: Sequence[Longs]) -> Longs:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _stacked(found: Sequence[scanning.Places]) -> Matches:
    """Return the places of several segments' rows as those of all candidates."""
    if len(found) == 1:
        return Matches(*found[0])
    before = np.cumsum([0, *(starts[-1] for starts, _, _ in found)])
    starts = [own[:-1] + base for (own, _, _), base in zip(found, before[:-1], strict=True)]
    slots, units = [slots for _, slots, _ in found], [units for _, _, units in found]
    return Matches(np.concatenate([*starts, before[-1:]]), np.concatenate(slots), np.concatenate(units))
