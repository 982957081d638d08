"""What is known of rows beside their terms, as columns that can be cut and joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.embedded.arrays.container import Array, Longs
from indexer.embedded.arrays.strings import Strings, united
from indexer.request import Facet

Ids = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
FACET_STRINGS = ("values", "labels", "identities")
ANY_ROLE = "any-role"  # the agency column of every role, beside the facet's own
FACETS = (*(facet.value for facet in Facet), ANY_ROLE)


@dataclass(frozen=True, slots=True)
class Ragged:
    """Any number of entries a row: those of row r from `starts[r]` to `starts[r + 1]` (int64 [R+1]) of `ids`, int32."""

    starts: Longs
    ids: Ids

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> Ragged:
        """Return lists of numbers in this form."""
        starts = np.zeros(len(rows) + 1, np.int64)
        np.cumsum(np.fromiter(map(len, rows), np.int64, len(rows)), out=starts[1:])
        return cls(starts, np.array([number for row in rows for number in row], np.int32))

    @classmethod
    def read(cls, arrays: Mapping[str, Array], name: str) -> Ragged:
        """Read what `arrays` gave."""
        return cls(arrays[f"{name}.starts"], arrays[f"{name}.ids"])

    @classmethod
    def joined(cls, parts: Sequence[Ragged]) -> Ragged:
        """Return the rows of several, one behind the other."""
        sizes = np.concatenate([np.zeros(1, np.int64), *(np.diff(part.starts) for part in parts)])
        return cls(np.cumsum(sizes), np.concatenate([np.empty(0, np.int32), *(part.ids for part in parts)]))

    def arrays(self, name: str) -> dict[str, Array]:
        """Return the sections that hold the rows in a file."""
        return {f"{name}.starts": self.starts, f"{name}.ids": self.ids}

    def mapped(self, numbers: Ids) -> Ragged:
        """Return the same rows with `numbers[id]` for each id."""
        return Ragged(self.starts, numbers[self.ids])

    def kept(self, rows: Mask) -> Ragged:
        """Return some of the rows, by bool [R]."""
        sizes = np.diff(self.starts)
        return Ragged(np.concatenate(([0], np.cumsum(sizes[rows]))), self.ids[np.repeat(rows, sizes)])


@dataclass(frozen=True, slots=True)
class FacetRows:
    """The values of a facet, as URLs and as people have them, and which of them each row has.

    `identities` say which (value, label) pairs are one value for a reader.
    """

    values: Strings
    labels: Strings
    identities: Strings
    rows: Ragged

    @classmethod
    def read(cls, arrays: Mapping[str, Array], name: str) -> FacetRows:
        """Read what `arrays` gave."""
        values, labels, identities = (Strings.read(arrays, f"{name}.{part}") for part in FACET_STRINGS)
        return cls(values, labels, identities, Ragged.read(arrays, f"{name}.rows"))

    @classmethod
    def joined(cls, parts: Sequence[FacetRows]) -> FacetRows:
        """Return the rows of several one behind the other; a (value, label) pair has one number."""
        numbers: dict[tuple[bytes, ...], int] = {}
        rows = [part.rows.mapped(_numbered(numbers, part.triples())) for part in parts]
        values, labels, identities = (Strings.of_bytes([triple[side] for triple in numbers]) for side in range(3))
        return cls(values, labels, identities, Ragged.joined(rows))

    def triples(self) -> list[tuple[bytes, ...]]:
        """Return value, label and identity of each value."""
        return list(zip(self.values.all_raw(), self.labels.all_raw(), self.identities.all_raw(), strict=True))

    def arrays(self, name: str) -> dict[str, Array]:
        """Return the sections that hold the facet in a file."""
        arrays = self.rows.arrays(f"{name}.rows")
        for part in FACET_STRINGS:
            arrays |= getattr(self, part).arrays(f"{name}.{part}")
        return arrays

    def kept(self, rows: Mask) -> FacetRows:
        """Return some of the rows, by bool [R], and the values that they have, which are all where all rows stay."""
        if rows.all():
            return self
        kept = self.rows.kept(rows)
        used, numbers = used_of(kept.ids, len(self.values))
        values, labels, identities = (getattr(self, part).take(used) for part in FACET_STRINGS)
        return FacetRows(values, labels, identities, kept.mapped(numbers))


@dataclass(frozen=True, slots=True)
class RowColumns:
    """R rows of D whole documents: of each its items in print order, then its own row, which has no terms.

    `lengths` int32 [R, 3] are the syllables of heading, text and context. `dates` and `due` are proleptic ordinals, 0
    for none. `signatures` uint32 [R, 16] tell near-duplicates. `item_ids` are empty for documents' own rows.

    `document_rows` int64 [D+1] bounds the rows of each document; `document_numbers` is the identity of its own number;
    `document_meetings` its meeting in `meetings` (JSON), or -1. `blocks` are its stored pieces, `block_rows`
    int64 [B] the first row of each.
    """

    lengths: Ids
    unmarked: Mask
    dates: Ids
    signatures: npt.NDArray[np.uint32]
    due: Ragged
    facets: Mapping[str, FacetRows]
    item_ids: Strings
    document_ids: Strings
    document_rows: Longs
    document_numbers: Strings
    document_meetings: Ids
    meetings: Strings
    blocks: Strings
    block_rows: Longs

    def __len__(self) -> int:
        return len(self.lengths)

    @property
    def starts(self) -> Longs:
        """Int64 [R+1]: where the tokens of each row begin."""
        return np.concatenate(([0], np.cumsum(self.lengths.sum(axis=1, dtype=np.int64))))

    def arrays(self) -> dict[str, Array]:
        """Return the sections that hold the columns in a file."""
        arrays: dict[str, Array] = {name: getattr(self, name) for name in (*_OF_ROWS, *_OTHERS)}
        for name in ("due", *_STRINGS):
            arrays |= getattr(self, name).arrays(name)
        for name, facet in self.facets.items():
            arrays |= facet.arrays(f"facet.{name}")
        return arrays

    @classmethod
    def read(cls, arrays: Mapping[str, Array]) -> RowColumns:
        """Read what `arrays` gave."""
        parts: dict[str, Any] = {name: arrays[name] for name in (*_OF_ROWS, *_OTHERS)}
        parts |= {name: Strings.read(arrays, name) for name in _STRINGS}
        facets = {name: FacetRows.read(arrays, f"facet.{name}") for name in FACETS}
        return cls(**parts, due=Ragged.read(arrays, "due"), facets=facets)

    @classmethod
    def joined(cls, parts: Sequence[RowColumns]) -> RowColumns:
        """Return the rows of one or more one behind the other."""
        meetings, numbers = united([part.meetings for part in parts])
        bases = np.cumsum([0, *map(len, parts)]).tolist()
        bounds = [base + part.document_rows[1:] for base, part in zip(bases, parts, strict=False)]
        meeting_of = [mapped(part.document_meetings, own) for own, part in zip(numbers, parts, strict=True)]
        plain: dict[str, Any] = {name: np.concatenate(list(map(attrgetter(name), parts))) for name in _OF_ROWS}
        plain |= {name: Strings.joined(list(map(attrgetter(name), parts))) for name in _JOINED}
        return cls(
            **plain,
            due=Ragged.joined([part.due for part in parts]),
            facets={name: FacetRows.joined([part.facets[name] for part in parts]) for name in FACETS},
            meetings=meetings,
            document_rows=np.concatenate([np.zeros(1, np.int64), *bounds]),
            document_meetings=np.concatenate(meeting_of),
            block_rows=np.concatenate([base + p.block_rows for base, p in zip(bases, parts, strict=False)]),
        )


_OF_ROWS = ("lengths", "unmarked", "dates", "signatures")
_OTHERS = ("document_rows", "document_meetings", "block_rows")
_JOINED = ("item_ids", "document_ids", "document_numbers", "blocks")
_STRINGS = (*_JOINED, "meetings")


def _numbered(numbers: dict[Any, int], keys: Sequence[Any]) -> Ids:
    """Number the keys that are new, and return the number of each."""
    for key in keys:
        numbers.setdefault(key, len(numbers))
    return np.fromiter(map(numbers.__getitem__, keys), np.int32, len(keys))


def mapped(ids: Ids, numbers: Ids) -> Ids:
    """Return `numbers[id]` for each id, and -1 for -1."""
    return np.where(ids < 0, -1, np.append(numbers, -1)[ids]).astype(np.int32)


def used_of(ids: Ids, size: int) -> tuple[Longs, Ids]:
    """Return the numbers below `size` that occur among ids, and the place of each in that list (int32 [size])."""
    having = np.bincount(ids, minlength=size) > 0
    return np.flatnonzero(having), (np.cumsum(having) - 1).astype(np.int32)
