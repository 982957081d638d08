"""What is known of the rows of merged segments beside their terms, written one column at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.embedded.arrays.container import Array, ArrayFileWriter, Longs
from indexer.embedded.arrays.rows import FACETS, FacetRows, Ids, Mask, Ragged, mapped, used_of
from indexer.embedded.arrays.segment import ArraySegment
from indexer.embedded.arrays.strings import Strings, united
from indexer.embedded.arrays.writing import add_arrays, write_documents

_PIECE = 1 << 24  # bytes of strings that are copied at a time


@dataclass(frozen=True, slots=True)
class Source:
    """A segment, which of its rows stay (bool [R]), and the new number of each, int64 [R], -1 for the others."""

    segment: ArraySegment
    present: Mask
    rows: Longs


def release(sources: Sequence[Source]) -> None:
    """Files are mapped: without this a merge would hold all that it has read of them."""
    for source in sources:
        source.segment.release()


def merged_starts(sources: Sequence[Source]) -> Longs:
    """Return int64 [R+1]: where the tokens of each row that stays begin."""
    sizes = [source.segment.lengths[source.present].sum(axis=1, dtype=np.int64) for source in sources]
    return np.concatenate([np.zeros(1, np.int64), *sizes]).cumsum()


def merge_rows(writer: ArrayFileWriter, sources: Sequence[Source]) -> None:
    """Write the columns of the rows that stay; holds one of them at a time, and of stored documents a piece."""
    for name, width in (("lengths", 3), ("unmarked", 0), ("dates", 0), ("signatures", 16)):
        kind = sources[0].segment.sections[name].slice(0, 0).dtype
        writer.stream(name, _pieces(sources, _kept(name)), dtype=kind, width=width)
    writer.stream("block_rows", _pieces(sources, _block_rows), dtype=np.int64)
    add_arrays(writer, Ragged.joined([s.segment.ragged("due").kept(s.present) for s in sources]).arrays("due"))
    _merge_strings(writer, sources, "item_ids", [source.present for source in sources])
    _merge_strings(writer, sources, "blocks", [_blocks(source) for source in sources])
    for name in FACETS:
        facet = FacetRows.joined([source.segment.facet(name).kept(source.present) for source in sources])
        add_arrays(writer, facet.arrays(f"facet.{name}"))
        release(sources)
    write_documents(writer, _Documents.joined([_Documents.of(source) for source in sources]))


def _pieces(sources: Sequence[Source], piece: Callable[[Source], Array]) -> Iterator[Array]:
    for source in sources:
        yield piece(source)
        source.segment.release()


def _kept(name: str) -> Callable[[Source], Array]:
    def piece(source: Source) -> Array:
        column: Array = source.segment.column(name)[source.present]
        return column

    return piece


def _blocks(source: Source) -> Mask:
    """Return bool [B]: which stored blocks stay."""
    stays: Mask = source.present[source.segment.column("block_rows")]
    return stays


def _block_rows(source: Source) -> Array:
    rows: Array = source.rows[source.segment.column("block_rows")[_blocks(source)]]
    return rows


def _merge_strings(writer: ArrayFileWriter, sources: Sequence[Source], name: str, stays: Sequence[Mask]) -> None:
    writer.stream(f"{name}.blob", _bytes(sources, name, stays), dtype=np.uint8)
    bounds = [source.segment.column(f"{name}.bounds") for source in sources]
    sizes = [np.diff(own)[mask] for own, mask in zip(bounds, stays, strict=True)]
    writer.add(f"{name}.bounds", np.concatenate([np.zeros(1, np.int64), *sizes]).cumsum())


def _bytes(sources: Sequence[Source], name: str, stays: Sequence[Mask]) -> Iterator[Array]:
    """Yield the bytes of the strings that stay, run by run, in pieces of bounded size."""
    for source, mask in zip(sources, stays, strict=True):
        blob, bounds = source.segment.sections[f"{name}.blob"], source.segment.column(f"{name}.bounds")
        edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])))).reshape(-1, 2)
        for start, end in bounds[edges].tolist():
            for at in range(start, end, _PIECE):
                yield blob.slice(at, min(at + _PIECE, end))
                source.segment.release()


@dataclass(frozen=True, slots=True)
class _Documents:
    """The documents of rows, in the order of these, as `RowColumns` has them."""

    document_ids: Strings
    document_rows: Longs
    document_numbers: Strings
    document_meetings: Ids
    meetings: Strings

    @classmethod
    def of(cls, source: Source) -> _Documents:
        """Read those that stay; their rows count from 0."""
        segment, first = source.segment, source.segment.column("document_first")
        order = np.argsort(first)
        order = order[source.present[first[order]]]
        meeting_of = segment.column("document_meetings")[order]
        used, numbers = used_of(meeting_of[meeting_of >= 0], len(segment.strings("meetings")))
        sizes = (segment.column("document_end") - first)[order]
        return cls(
            document_ids=segment.strings("documents").take(order),
            document_rows=np.concatenate(([0], np.cumsum(sizes))),
            document_numbers=segment.strings("document_numbers").take(order),
            document_meetings=mapped(meeting_of, numbers),
            meetings=segment.strings("meetings").take(used),
        )

    @classmethod
    def joined(cls, parts: Sequence[_Documents]) -> _Documents:
        """Return the documents of several, one behind the other."""
        meetings, numbers = united([part.meetings for part in parts])
        sizes = [np.diff(part.document_rows) for part in parts]
        meeting_of = [mapped(part.document_meetings, own) for own, part in zip(numbers, parts, strict=True)]
        return cls(
            document_ids=Strings.joined([part.document_ids for part in parts]),
            document_rows=np.concatenate([np.zeros(1, np.int64), *sizes]).cumsum(),
            document_numbers=Strings.joined([part.document_numbers for part in parts]),
            document_meetings=np.concatenate(meeting_of),
            meetings=meetings,
        )
