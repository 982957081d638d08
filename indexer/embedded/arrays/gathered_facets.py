"""The values of a facet over all segments: grouped, named, and laid out by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.embedded.arrays.container import ArrayFileWriter
from indexer.embedded.arrays.rows import FACET_STRINGS, FacetRows, Ids
from indexer.embedded.arrays.strings import Strings, decoded, encoded
from indexer.request import Facet
from indexer.slugs import digest

_Pair = tuple[bytes, bytes]  # value, label


@dataclass(frozen=True, slots=True)
class FacetPart:
    """A facet in one segment, the number of its first row among all, and which of its rows count (bool [R])."""

    facet: FacetRows
    base: int
    live: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class GatheredFacet:
    """The values of a facet, in the order of their identities, and those of each row.

    `starts` int32 [R+1] bounds the `ordinals` of a row, int32 and ascending; rows that are not live have none.
    """

    values: Strings
    labels: Strings
    identities: Strings
    starts: Ids
    ordinals: Ids

    def add_to(self, writer: ArrayFileWriter, name: str) -> None:
        """Write the facet; where no row has two values, also as one ordinal a row, -1 for none."""
        for part in FACET_STRINGS:
            for section, array in getattr(self, part).arrays(f"{name}.{part}").items():
                writer.add(section, array)
        writer.add(f"{name}.starts", self.starts)
        writer.add(f"{name}.ordinals", self.ordinals)
        values = self.values.all_raw()
        writer.add(f"{name}.by_value", np.array(sorted(range(len(values)), key=values.__getitem__), np.int32))
        if np.diff(self.starts).max(initial=0) <= 1:
            writer.add(f"{name}.single", self.first_of_rows())

    def first_of_rows(self) -> Ids:
        """Return int32 [R]: the first value of each row, or -1."""
        first = np.full(len(self.starts) - 1, -1, np.int32)
        having = np.flatnonzero(np.diff(self.starts))
        first[having] = self.ordinals[self.starts[having]]
        return first


def gather_facet(facet: Facet, parts: Sequence[FacetPart]) -> GatheredFacet:
    """Group what is one value for a reader, name each group by its most frequent spelling, and lay out the rows."""
    entries = [_live_entries(part) for part in parts]
    best = _most_frequent(parts, [ids for _, ids in entries])
    groups = sorted(best)
    named = _named(facet, best)
    place = {group: number for number, group in enumerate(groups)}
    rows, ordinals = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for part, (owners, ids) in zip(parts, entries, strict=True):
        of_local = np.array([place.get(group, -1) for group in part.facet.identities.all_raw()], np.int64)
        rows.append(owners + part.base)
        ordinals.append(of_local[ids])
    # Two spellings of one value may stand in one row.
    cells = _distinct(np.concatenate(rows) << 32 | np.concatenate(ordinals))
    size = sum(len(part.live) for part in parts)
    starts = np.searchsorted(cells, np.arange(size + 1, dtype=np.int64) << 32).astype(np.int32)
    values, labels = (Strings.of_bytes([named[group][side] for group in groups]) for side in (0, 1))
    return GatheredFacet(values, labels, Strings.of_bytes(groups), starts, (cells & 0xFFFFFFFF).astype(np.int32))


def _distinct(cells: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return cells if (cells[1:] > cells[:-1]).all() else np.unique(cells)


def _live_entries(part: FacetPart) -> tuple[npt.NDArray[np.int64], Ids]:
    """Return the rows and local values of the entries that count."""
    owners = np.repeat(np.arange(len(part.live)), np.diff(part.facet.rows.starts))
    kept = part.live[owners]
    return owners[kept], part.facet.rows.ids[kept]


def _most_frequent(parts: Sequence[FacetPart], ids: Sequence[Ids]) -> dict[bytes, _Pair]:
    """Return the spelling of each identity that most rows have, the first in order where several do."""
    printed: Counter[tuple[bytes, _Pair]] = Counter()
    for part, own in zip(parts, ids, strict=True):
        counts = np.bincount(own, minlength=len(part.facet.values)).tolist()
        spelled = zip(part.facet.values.all_raw(), part.facet.labels.all_raw(), strict=True)
        for identity, pair, count in zip(part.facet.identities.all_raw(), spelled, counts, strict=True):
            if count:
                printed[identity, pair] += count
    best: dict[bytes, tuple[int, _Pair]] = {}
    for (identity, pair), count in printed.items():
        if identity not in best or (-count, pair) < best[identity]:
            best[identity] = -count, pair
    return {identity: pair for identity, (_, pair) in best.items()}


def _named(facet: Facet, best: Mapping[bytes, _Pair]) -> Mapping[bytes, _Pair]:
    """Return the value and label of each group: a value that several share gets a digest of the label."""
    if facet is Facet.NUMBER:
        return best
    shared = Counter(value for value, _ in best.values())
    return {
        group: (value + b"-" + encoded(digest(decoded(label).lower())) if shared[value] > 1 else value, label)
        for group, (value, label) in best.items()
    }
