"""Analysed documents as columns: what workers hand over, what can be kept on disk, and what segments are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from operator import attrgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.embedded.arrays.container import Array, ArrayFile, Longs, to_bytes
from indexer.embedded.arrays.strings import Strings
from indexer.request import Facet

Ids = npt.NDArray[np.int32]
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
    def of(cls, arrays: Mapping[str, Array], name: str) -> FacetRows:
        """Read what `arrays` gave."""
        values, labels, identities = (_strings(arrays, f"{name}.{part}") for part in FACET_STRINGS)
        return cls(values, labels, identities, _ragged(arrays, f"{name}.rows"))

    def arrays(self, name: str) -> dict[str, Array]:
        """Return the sections that hold the facet in a file."""
        arrays = self.rows.arrays(f"{name}.rows")
        for part in FACET_STRINGS:
            arrays |= getattr(self, part).arrays(f"{name}.{part}")
        return arrays


@dataclass(frozen=True, slots=True)
class RowBatch:
    """R rows of D whole documents: of each its items in print order, then its own row, which has no terms.

    Terms are numbered by a vocabulary of the batch, in no order. `tokens` int32 [T] are the syllables of heading, text
    and context of each row, `lengths` int32 [R, 3]. Of words and numbers each row has an entry a distinct one, with
    its frequency in the body and, in the high byte, in the context (uint16), and of numbers in the heading (uint8).
    Dates are proleptic ordinals, 0 for none. `signatures` uint32 [R, 16] tell near-duplicates.

    `document_rows` int64 [D+1] bounds the rows of each document; `document_numbers` is the identity of its own number;
    `document_meetings` its meeting in `meetings` (JSON), or -1. `blocks` are its stored pieces, `block_rows`
    int64 [B] the first row of each.
    """

    syllables: Strings
    tokens: Ids
    lengths: Ids
    words: Strings
    word_rows: Ragged
    word_tf: npt.NDArray[np.uint16]
    numbers: Strings
    number_rows: Ragged
    number_tf: npt.NDArray[np.uint16]
    number_heading: npt.NDArray[np.uint8]
    unmarked: npt.NDArray[np.bool_]
    dates: Ids
    due: Ragged
    facets: Mapping[str, FacetRows]
    item_ids: Strings
    signatures: npt.NDArray[np.uint32]
    document_ids: Strings
    document_rows: Longs
    document_numbers: Strings
    meetings: Strings
    document_meetings: Ids
    blocks: Strings
    block_rows: Longs

    @property
    def rows(self) -> int:
        """R, items and documents."""
        return len(self.lengths)

    @property
    def documents(self) -> int:
        """D."""
        return len(self.document_ids)

    @property
    def items(self) -> int:
        """How many of the rows are items."""
        return self.rows - self.documents

    @property
    def row_starts(self) -> Longs:
        """Int64 [R+1]: where the tokens of each row begin."""
        return np.concatenate(([0], np.cumsum(self.lengths.sum(axis=1, dtype=np.int64))))

    def to_bytes(self) -> bytes:
        """Return the batch as a file of arrays, with checksums."""
        return to_bytes(self._arrays())

    @classmethod
    def from_bytes(cls, data: bytes) -> RowBatch:
        """Read what `to_bytes` wrote; raises ValueError for anything else, be it one bit."""
        file = ArrayFile.from_bytes(data)
        try:
            return cls._from_arrays({name: section.all() for name, section in file.items()})
        except KeyError as error:
            raise ValueError(f"no row batch: {error}") from error

    def _arrays(self) -> dict[str, Array]:
        arrays: dict[str, Array] = {name: getattr(self, name) for name in _PLAIN}
        for name in _STRINGS:
            arrays |= getattr(self, name).arrays(name)
        for name in _RAGGED:
            arrays |= getattr(self, name).arrays(name)
        for name, facet in self.facets.items():
            arrays |= facet.arrays(f"facet.{name}")
        return arrays

    @classmethod
    def _from_arrays(cls, arrays: Mapping[str, Array]) -> RowBatch:
        parts: dict[str, Any] = {name: arrays[name] for name in _PLAIN}
        parts |= {name: _strings(arrays, name) for name in _STRINGS}
        parts |= {name: _ragged(arrays, name) for name in _RAGGED}
        return cls(**parts, facets={name: FacetRows.of(arrays, f"facet.{name}") for name in FACETS})


_PLAIN = (
    *("tokens", "lengths", "word_tf", "number_tf", "number_heading", "unmarked", "dates", "signatures"),
    *("document_rows", "document_meetings", "block_rows"),
)
_STRINGS = ("syllables", "words", "numbers", "item_ids", "document_ids", "document_numbers", "meetings", "blocks")
_RAGGED = ("word_rows", "number_rows", "due")


def _ragged(arrays: Mapping[str, Array], name: str) -> Ragged:
    return Ragged(arrays[f"{name}.starts"], arrays[f"{name}.ids"])


def _strings(arrays: Mapping[str, Array], name: str) -> Strings:
    return Strings(arrays[f"{name}.blob"], arrays[f"{name}.bounds"])


def joined(batches: Sequence[RowBatch]) -> RowBatch:
    """Return the rows of one or more batches one behind the other, their terms numbered by one vocabulary."""
    if len(batches) == 1:
        return batches[0]
    syllables, syllable_numbers = united([batch.syllables for batch in batches])
    words, word_numbers = united([batch.words for batch in batches])
    numbers, number_numbers = united([batch.numbers for batch in batches])
    meetings, meeting_numbers = united([batch.meetings for batch in batches])
    bases = np.cumsum([0, *(batch.rows for batch in batches)])[:-1].tolist()
    return RowBatch(
        syllables=syllables,
        tokens=_all(new[batch.tokens] for new, batch in zip(syllable_numbers, batches, strict=True)),
        words=words,
        word_rows=_all_mapped(word_numbers, [batch.word_rows for batch in batches]),
        numbers=numbers,
        number_rows=_all_mapped(number_numbers, [batch.number_rows for batch in batches]),
        due=Ragged.joined([batch.due for batch in batches]),
        facets={name: joined_facets([batch.facets[name] for batch in batches]) for name in FACETS},
        item_ids=Strings.joined([batch.item_ids for batch in batches]),
        document_ids=Strings.joined([batch.document_ids for batch in batches]),
        document_rows=_all([np.zeros(1, np.int64), *_moved(bases, [batch.document_rows[1:] for batch in batches])]),
        document_numbers=Strings.joined([batch.document_numbers for batch in batches]),
        meetings=meetings,
        # Entry -1 of a map is 0, and where there is no meeting it is not looked at.
        document_meetings=_all(
            np.where(batch.document_meetings < 0, -1, np.append(new, 0)[batch.document_meetings]).astype(np.int32)
            for new, batch in zip(meeting_numbers, batches, strict=True)
        ),
        blocks=Strings.joined([batch.blocks for batch in batches]),
        block_rows=_all(_moved(bases, [batch.block_rows for batch in batches])),
        **{name: _all(map(attrgetter(name), batches)) for name in _ROW_COLUMNS},
    )


_ROW_COLUMNS = ("lengths", "word_tf", "number_tf", "number_heading", "unmarked", "dates", "signatures")


def united(vocabularies: Sequence[Strings]) -> tuple[Strings, list[Ids]]:
    """Return the distinct strings of several vocabularies, and the new number of each string of each."""
    numbers: dict[bytes, int] = {}
    maps = [_numbered(numbers, vocabulary.all_raw()) for vocabulary in vocabularies]
    return Strings.of_bytes(list(numbers)), maps


def _numbered(numbers: dict[Any, int], keys: Sequence[Any]) -> Ids:
    """Number the keys that are new, and return the number of each."""
    fresh = count(len(numbers))
    for key in keys:
        if key not in numbers:
            numbers[key] = next(fresh)
    return np.fromiter(map(numbers.__getitem__, keys), np.int32, len(keys))


def joined_facets(parts: Sequence[FacetRows]) -> FacetRows:
    """Return the rows of several one behind the other; a (value, label) pair has one number."""
    numbers: dict[tuple[bytes, ...], int] = {}
    maps = [_numbered(numbers, _triples(part)) for part in parts]
    values, labels, identities = (Strings.of_bytes([triple[side] for triple in numbers]) for side in range(3))
    return FacetRows(values, labels, identities, _all_mapped(maps, [part.rows for part in parts]))


def _triples(facet: FacetRows) -> list[tuple[bytes, ...]]:
    return list(zip(*(getattr(facet, part).all_raw() for part in FACET_STRINGS), strict=True))


def _all_mapped(maps: Sequence[Ids], parts: Sequence[Ragged]) -> Ragged:
    return Ragged.joined([part.mapped(new) for new, part in zip(maps, parts, strict=True)])


def _moved(bases: Sequence[int], parts: Sequence[Longs]) -> list[Longs]:
    return [base + part for base, part in zip(bases, parts, strict=True)]


def _all(parts: Any) -> Any:
    return np.concatenate(list(parts))
