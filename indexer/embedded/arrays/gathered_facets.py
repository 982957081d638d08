"""The values of a facet over all segments: grouped, named, and laid out by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.orthography import lower
from indexer.embedded.arrays.container import Array, ArrayFileWriter, Longs
from indexer.embedded.arrays.rows import FACET_STRINGS, FacetRows, Ids
from indexer.embedded.arrays.strings import Strings, encoded
from indexer.embedded.arrays.writing import add_strings
from indexer.request import Facet
from indexer.slugs import digest


@dataclass(frozen=True, slots=True)
class FacetPart:
    """A facet in one segment, the number of its first row among all, and which of its rows count (bool [R])."""

    facet: FacetRows
    base: int
    live: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Spelled:
    """How many rows spell each value as it is named (int32), and who spells it otherwise.

    Of other spellings: which value each is of (int32, ascending), value and label before any digest, and rows (int32).
    """

    counts: Ids
    others: Ids
    values: Strings
    labels: Strings
    other_counts: Ids

    @classmethod
    def of(cls, counts: npt.NDArray[np.integer], others: Mapping[tuple[int, tuple[bytes, ...]], int]) -> Spelled:
        """Return this of the other spellings by (value, (value, label)), with their rows."""
        ordered = sorted(others)
        return cls(
            counts.astype(np.int32),
            np.array([number for number, _ in ordered], np.int32),
            Strings.of_bytes([pair[0] for _, pair in ordered]),
            Strings.of_bytes([pair[1] for _, pair in ordered]),
            np.array([others[key] for key in ordered], np.int32),
        )

    def arrays(self, name: str) -> dict[str, Array]:
        """Return the sections that hold this of a facet."""
        arrays = self.values.arrays(f"{name}.other.values") | self.labels.arrays(f"{name}.other.labels")
        arrays |= {f"{name}.other.ordinals": self.others, f"{name}.other.counts": self.other_counts}
        return arrays | {f"{name}.counts": self.counts}


@dataclass(frozen=True, slots=True)
class GatheredFacet:
    """The values of a facet, in the order of their identities, and those of each row.

    `starts` int32 [R+1] bounds the `ordinals` of a row, int32 and ascending; rows that are not live have none. `parted`
    bool tells values that have a digest at their end. `spelled` says how often each is spelled how.
    """

    values: Strings
    labels: Strings
    identities: Strings
    parted: npt.NDArray[np.bool_]
    spelled: Spelled
    starts: Ids
    ordinals: Ids

    def add_to(self, writer: ArrayFileWriter, name: str) -> None:
        """Write the facet; where no row has two values, as one ordinal a row, -1 for none."""
        for part in FACET_STRINGS:
            add_strings(writer, f"{name}.{part}", getattr(self, part))
        if np.diff(self.starts).max(initial=0) <= 1:
            writer.add(f"{name}.single", self.first_of_rows())
        else:
            writer.add(f"{name}.starts", self.starts)
            writer.add(f"{name}.ordinals", self.ordinals)
        values = self.values.all_raw()
        writer.add(f"{name}.by_value", np.array(sorted(range(len(values)), key=values.__getitem__), np.int32))
        writer.add(f"{name}.by_identity", np.arange(len(values), dtype=np.int32))
        writer.add(f"{name}.ranks", self._ranks(values))
        writer.add(f"{name}.parted", self.parted)
        for section, array in self.spelled.arrays(name).items():
            writer.add(section, array)

    def _ranks(self, values: Sequence[bytes]) -> Ids:
        """Return int32, of each value its place by label in lower case and, of equal ones, value."""
        keys = [(lower(label), value) for label, value in zip(self.labels, values, strict=True)]
        ranks = np.empty(len(keys), np.int32)
        ranks[np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int64)] = np.arange(len(keys), dtype=np.int32)
        return ranks

    def first_of_rows(self) -> Ids:
        """Return int32 [R]: the first value of each row, or -1."""
        first = np.full(len(self.starts) - 1, -1, np.int32)
        having = np.flatnonzero(np.diff(self.starts))
        first[having] = self.ordinals[self.starts[having]]
        return first


def gather_facet(facet: Facet, parts: Sequence[FacetPart]) -> GatheredFacet:
    """Group what is one value for a reader, name each group by its most frequent spelling, and lay out the rows."""
    entries = [_live_entries(part) for part in parts]
    table = _Table.of(parts, [ids for _, ids in entries])
    rows, ordinals = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for part, base, (owners, ids) in zip(parts, table.bases, entries, strict=True):
        rows.append(owners + part.base)
        ordinals.append(table.ordinals[ids + base])
    # Two spellings of one value may stand in one row.
    cells = _distinct(np.concatenate(rows) << 32 | np.concatenate(ordinals))
    size = sum(len(part.live) for part in parts)
    starts = np.searchsorted(cells, np.arange(size + 1, dtype=np.int64) << 32).astype(np.int32)
    values, labels, parted = table.names(facet)
    ids = (cells & 0xFFFFFFFF).astype(np.int32)
    return GatheredFacet(values, labels, table.identities, parted, table.spelled, starts, ids)


def _distinct(cells: Longs) -> Longs:
    return cells if (cells[1:] > cells[:-1]).all() else np.unique(cells)


def _live_entries(part: FacetPart) -> tuple[Longs, Ids]:
    """Return the rows and local values of the entries that count."""
    owners = np.repeat(np.arange(len(part.live)), np.diff(part.facet.rows.starts))
    kept = part.live[owners]
    return owners[kept], part.facet.rows.ids[kept]


@dataclass(frozen=True, slots=True)
class _Table:
    """The spellings of all segments behind each other, and which of them are one value.

    `bases` say where those of each segment begin; `ordinals` int64 is the value of each spelling, -1 where no row has
    it; `chosen` int64 the spelling that names each value: the one that most rows have, the first where several do.
    """

    bases: Sequence[int]
    values: Strings
    labels: Strings
    identities: Strings
    ordinals: Longs
    chosen: Longs
    spelled: Spelled

    @classmethod
    def of(cls, parts: Sequence[FacetPart], ids: Sequence[Ids]) -> _Table:
        """Group the spellings in `ids`, those of the rows that count."""
        sizes = [len(part.facet.values) for part in parts]
        counts = [np.bincount(own, minlength=size) for own, size in zip(ids, sizes, strict=True)]
        count = np.concatenate([np.empty(0, np.int64), *counts])
        values, labels, identities = (
            Strings.joined([getattr(part.facet, name) for part in parts]) for name in FACET_STRINGS
        )
        used = np.flatnonzero(count)
        known, group = _grouped(identities.take(used).all_raw())
        ordinals = np.full(len(count), -1, np.int64)
        ordinals[used] = group
        chosen, spelled = _chosen(used, group, count, (values, labels))
        return cls(np.cumsum([0, *sizes]).tolist()[:-1], values, labels, known, ordinals, chosen, spelled)

    def names(self, facet: Facet) -> tuple[Strings, Strings, npt.NDArray[np.bool_]]:
        """Return the value and label of each, and whether it is parted: a value that several share gets a digest."""
        values, labels = self.values.take(self.chosen), self.labels.take(self.chosen)
        if facet is Facet.NUMBER:
            return values, labels, np.zeros(len(values), np.bool_)
        raw = values.all_raw()
        shared = Counter(raw)
        parted = np.fromiter((shared[value] > 1 for value in raw), np.bool_, len(raw))
        for place in np.flatnonzero(parted).tolist():
            raw[place] = parted_value(raw[place], labels[place])
        return Strings.of_bytes(raw), labels, parted


def parted_value(value: bytes, label: str) -> bytes:
    """Return what stands in URLs for one of several that share a value."""
    return value + b"-" + encoded(digest(label.lower()))


def _grouped(identities: Sequence[bytes]) -> tuple[Strings, Longs]:
    """Return the distinct identities, sorted, and the place of each given one among them."""
    distinct = sorted(set(identities))
    place = {identity: number for number, identity in enumerate(distinct)}
    return Strings.of_bytes(distinct), np.fromiter(map(place.__getitem__, identities), np.int64, len(identities))


def _chosen(used: Longs, group: Longs, count: Longs, spelled: tuple[Strings, Strings]) -> tuple[Longs, Spelled]:
    """Return int64: the spelling of each group that most rows have, of equal ones the first in order; and counts."""
    sizes = np.bincount(group)
    chosen, rows = np.zeros(len(sizes), np.int64), np.zeros(len(sizes), np.int64)
    chosen[group], rows[group] = used, count[used]  # which is all where a group has one spelling
    several = sizes[group] > 1
    places, groups, counts = used[several], group[several].tolist(), count[used[several]].tolist()
    pairs = list(zip(*(names.take(places).all_raw() for names in spelled), strict=True))
    total: Counter[tuple[int, tuple[bytes, ...]]] = Counter()
    for number, pair, own in zip(groups, pairs, counts, strict=True):
        total[number, pair] += own
    best: dict[int, tuple[int, tuple[bytes, ...]]] = {}
    for number, pair, place in zip(groups, pairs, places.tolist(), strict=True):
        rank = -total[number, pair], pair
        if number not in best or rank < best[number]:
            best[number] = rank
            chosen[number], rows[number] = place, -rank[0]
    others = {key: own for key, own in total.items() if key[1] != best[key[0]][1]}
    return chosen, Spelled.of(rows, others)
