"""A facet of a generation from that of the one before: values that come and go, and the values of rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from indexer.embedded.arrays.columns import FacetColumn
from indexer.embedded.arrays.container import Array, Longs
from indexer.embedded.arrays.layers import Edits, Tail
from indexer.embedded.arrays.moves import Moves
from indexer.embedded.arrays.rows import ANY_ROLE, FacetRows, Ids
from indexer.embedded.arrays.strings import StringTable
from indexer.embedded.arrays.updated_values import Pair, UpdatedValues
from indexer.request import Facet


@dataclass(frozen=True)
class UpdatedFacet:
    """The edits of a facet, and what they do to the ordinals of its values."""

    edits: Edits
    values: UpdatedValues
    added: Ids  # of each row that is added its first value, or -1

    @property
    def size(self) -> int:
        """How many values there are afterwards."""
        return self.values.size

    def mapped(self, ordinals: Ids) -> Ids:
        """Return the later ordinals of earlier ones; -1 stays."""
        return self.values.mapped(ordinals)

    def renamed_table(self, name: str, table: StringTable, new: Mapping[int, bytes]) -> Edits:
        """Return the edits of a table with a string a value: new ones by later ordinals."""
        return self.values.table(name, table, new)


def update_facet(name: str, column: FacetColumn, moves: Moves) -> UpdatedFacet:
    """Return what becomes of a facet of this name."""
    facet = Facet.AGENCY if name == ANY_ROLE else Facet(name)
    coming = [(part.base - moves.stay, _live(part.segment.facet(name), part.items)) for part in moves.added]
    values = UpdatedValues(facet, column, _changes(name, moves, [own for _, own in coming]))
    rows, ordinals = [np.empty(0, np.int64)], [np.empty(0, np.int32)]
    for base, own in coming:
        rows.append(own.owners + base)
        ordinals.append(values.of_identities(own.identities)[own.ids])
    # Two spellings of one value may stand in one row.
    cells = np.unique(np.concatenate(rows) << 32 | np.concatenate(ordinals).astype(np.int64))
    added = _Added(moves.size - moves.stay, cells)
    edits = {f"facet.{name}.{own}": edit for own, edit in (_rows(column, moves, values, added) | values.edits).items()}
    return UpdatedFacet(edits, values, added.single)


@dataclass(frozen=True, slots=True)
class _Live:
    """The entries of live rows of a segment: rows and places in the lists of distinct spellings and identities."""

    owners: Longs
    ids: Longs
    pairs: Sequence[Pair]
    identities: Sequence[bytes]


def _live(facet: FacetRows, items: Array) -> _Live:
    owners = np.repeat(np.arange(len(items)), np.diff(facet.rows.starts))
    kept = items[owners]
    used, ids = np.unique(facet.rows.ids[kept].astype(np.int64), return_inverse=True)
    values, labels, identities = (own.take(used).all_raw() for own in (facet.values, facet.labels, facet.identities))
    return _Live(owners[kept], ids, list(zip(values, labels, strict=True)), identities)


def _changes(name: str, moves: Moves, coming: Sequence[_Live]) -> Mapping[bytes, Counter[Pair]]:
    """Return by identity how many rows more or fewer spell it how."""
    changes: defaultdict[bytes, Counter[Pair]] = defaultdict(Counter)
    for part, first, end in moves.gone_runs():
        sections = part.segment.sections
        starts = sections[f"facet.{name}.rows.starts"].slice(first, end + 1)
        ids = Counter(sections[f"facet.{name}.rows.ids"].slice(int(starts[0]), int(starts[-1])).tolist())
        values, labels, identities = (
            StringTable(sections, f"facet.{name}.{own}") for own in ("values", "labels", "identities")
        )
        for number, count in ids.items():
            changes[identities.raw(number)][values.raw(number), labels.raw(number)] -= count
    for own in coming:
        counts = np.bincount(own.ids, minlength=len(own.pairs)).tolist()
        for identity, pair, count in zip(own.identities, own.pairs, counts, strict=True):
            changes[identity][pair] += count
    return changes


# -- the values of rows ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Added:
    """The values of so many rows that are added: `cells` int64, row << 32 | ordinal, ascending."""

    size: int
    cells: Longs

    @cached_property
    def ordinals(self) -> Ids:
        return (self.cells & 0xFFFFFFFF).astype(np.int32)

    @cached_property
    def counts(self) -> Longs:
        return np.bincount(self.cells >> 32, minlength=self.size)

    @cached_property
    def single(self) -> Ids:
        """Int32: the first value of each row, or -1."""
        first = np.full(self.size, -1, np.int32)
        first[(self.cells >> 32)[::-1]] = self.ordinals[::-1]
        return first


def _rows(column: FacetColumn, moves: Moves, values: UpdatedValues, added: _Added) -> dict[str, Array | Tail]:
    """Return the edits of the values of rows."""
    single = column.single
    if single is not None and added.counts.max(initial=0) <= 1:
        if not values.drops:
            return {"single": moves.changed(single, -1, [added.single])}
        emptied = single.copy()
        emptied[moves.gone] = -1
        return {"single": np.concatenate([values.mapped(moves.staying(emptied)), added.single])}
    starts, ordinals = column.starts, column.ordinals
    if single is None and moves.is_append and not len(moves.gone) and not values.drops:
        return {"starts": Tail(_bounds(int(starts[-1]), added.counts)), "ordinals": Tail(added.ordinals)}
    counts = np.diff(starts)
    kept = values.mapped(ordinals[~np.repeat(moves.is_gone, counts)])
    counts[moves.gone] = 0
    sizes = np.concatenate([[0], moves.staying(counts), added.counts])
    return {"starts": np.cumsum(sizes).astype(np.int32), "ordinals": np.concatenate([kept, added.ordinals])}


def _bounds(start: int, sizes: Longs) -> Ids:
    return (start + np.cumsum(sizes)).astype(np.int32)
