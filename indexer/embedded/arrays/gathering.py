"""The columns of a generation, gathered from its segments: what a search needs of all rows and documents at once.

They are made anew at each commit, with whole arrays: nothing here runs once a row, and only what names values runs
once a distinct value. Global rows are those of the segments one behind the other; deleted rows and documents' own rows
are not `live`, and stand in no list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.embedded.arrays.container import ArrayFileWriter, Longs
from indexer.embedded.arrays.gathered_facets import FacetPart, gather_facet
from indexer.embedded.arrays.gathered_terms import add_vocabulary
from indexer.embedded.arrays.growing import grows
from indexer.embedded.arrays.layers import RoomyWriter, base_of, written
from indexer.embedded.arrays.parts import Part, parts_of
from indexer.embedded.arrays.rows import ANY_ROLE, FACETS, Ids
from indexer.embedded.arrays.segment import ArraySegment
from indexer.embedded.arrays.strings import Strings
from indexer.embedded.arrays.writing import add_strings
from indexer.kernels.hashing import hashed
from indexer.kernels.signatures import groups
from indexer.request import Facet

Mask = npt.NDArray[np.bool_]


def write_columns(path: Path, segments: Sequence[tuple[ArraySegment, Mask]]) -> None:
    """Write the columns of segments, each with bool [R], its rows that are not deleted."""
    parts = parts_of(segments)
    with written(path) as file:
        writer = RoomyWriter(file, grows)
        add_strings(writer, "segments", segment_names(parts))
        live = _joined([part.items for part in parts], np.bool_)
        _add_rows(writer, parts, live)
        documents = _gather_documents(parts)
        _add_documents(writer, documents)
        meetings = _add_facets(writer, parts)
        _add_meetings(writer, documents, meetings)
        _add_item_ids(writer, parts)
        for part in parts:
            part.segment.release()
        add_vocabulary(writer, [(part.segment, part.items) for part in parts])
        writer.finish()
    base_of(path).unlink(missing_ok=True)


def segment_names(parts: Sequence[Part]) -> Strings:
    """Return the names of the files of segments, by which columns know what they were gathered from."""
    return Strings.of([part.segment.path.name for part in parts])


def _joined(arrays: Sequence[npt.NDArray[Any]], kind: npt.DTypeLike) -> npt.NDArray[Any]:
    return np.concatenate([np.empty(0, kind), *arrays]).astype(kind, copy=False)


def _add_rows(writer: ArrayFileWriter, parts: Sequence[Part], live: Mask) -> None:
    writer.add("bases", np.cumsum([0, *(part.segment.rows for part in parts)]).astype(np.int64))
    writer.add("live", live)
    for name, section, kind in (("date", "dates", np.int32), ("unmarked", "unmarked", np.bool_)):
        writer.add(name, _joined([part.segment.column(section) for part in parts], kind))
    lengths = [part.segment.lengths for part in parts]
    for number, name in enumerate(("heading", "text", "context")):
        writer.add(name, _joined([own[:, number] for own in lengths], np.int32))
    sizes = [own[part.items].sum(axis=0, dtype=np.int64) for own, part in zip(lengths, parts, strict=True)]
    writer.add("sizes", np.sum([np.zeros(3, np.int64), *sizes], axis=0))
    _add_due(writer, parts)
    signed = np.concatenate([np.empty((0, 16), np.uint32), *(part.segment.column("signatures") for part in parts)])
    writer.add("group", groups(signed, live))


def _add_due(writer: ArrayFileWriter, parts: Sequence[Part]) -> None:
    """Write every dated deadline, by row and date."""
    rows, dates = [], []
    for part in parts:
        due = part.segment.ragged("due")
        owners = np.repeat(np.arange(part.segment.rows), np.diff(due.starts))
        kept = part.items[owners]
        rows.append(owners[kept] + part.base)
        dates.append(due.ids[kept])
    writer.add("due_rows", _joined(rows, np.int32))
    writer.add("due_dates", _joined(dates, np.int32))


@dataclass(frozen=True, slots=True)
class _Documents:
    """The documents that are there, in the order of their ids.

    Of each its first global row, how many items it has and their date (0 where none), the number that it carries (or
    nothing) and what its meeting is called.
    """

    ids: Strings
    first: Longs
    items: Ids
    dates: Ids
    numbers: Strings
    meetings: list[bytes]


def _gather_documents(parts: Sequence[Part]) -> _Documents:
    ids: list[bytes] = []
    first, end, numbers, meetings = [], [], [], []
    for part in parts:
        segment, kept = part.segment, np.flatnonzero(part.documents)
        names = segment.terms("document").strings().all_raw()
        ids += [names[place] for place in kept.tolist()]
        first.append(segment.column("document_first")[kept] + part.base)
        end.append(segment.column("document_end")[kept] + part.base)
        numbers.append(segment.strings("document_numbers").take(kept))
        known = [*segment.strings("meetings").all_raw(), b""]  # that of -1 is none
        meetings += [known[place] for place in segment.column("document_meetings")[kept].tolist()]
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)
    starts, ends = _joined(first, np.int64)[order], _joined(end, np.int64)[order]
    items = (ends - starts - 1).astype(np.int32)
    dates = _joined([part.segment.column("dates") for part in parts], np.int32)
    return _Documents(
        ids=Strings.of_bytes([ids[place] for place in order.tolist()]),
        first=starts,
        items=items,
        dates=np.where(items > 0, dates[starts], 0).astype(np.int32),
        numbers=Strings.joined(numbers).take(order),
        meetings=[meetings[place] for place in order.tolist()],
    )


def _add_documents(writer: ArrayFileWriter, documents: _Documents) -> None:
    add_strings(writer, "documents", documents.ids)
    writer.add("document_first", documents.first)
    writer.add("document_items", documents.items)
    writer.add("document_date", documents.dates)
    numbers = documents.numbers.all_raw()
    carrying = sorted((number, place) for place, number in enumerate(numbers) if number)
    add_strings(writer, "numbered", Strings.of_bytes([number for number, _ in carrying]))
    writer.add("numbered_documents", np.array([place for _, place in carrying], np.int32))


def _add_facets(writer: ArrayFileWriter, parts: Sequence[Part]) -> Ids:
    """Write every facet; return int32 [R], the ordinal of the meeting of each row, or -1."""
    meetings = np.empty(0, np.int32)
    for name in FACETS:
        facet = Facet.AGENCY if name == ANY_ROLE else Facet(name)
        gathered = gather_facet(facet, [FacetPart(p.segment.facet(name), p.base, p.items) for p in parts])
        gathered.add_to(writer, f"facet.{name}")
        if facet is Facet.MEETING:
            meetings = gathered.first_of_rows()
    return meetings


def _add_meetings(writer: ArrayFileWriter, documents: _Documents, of_rows: Ids) -> None:
    """Write of each meeting how many documents and items it has, and what its earliest document calls it."""
    holding = np.flatnonzero(documents.items)
    meeting = of_rows[documents.first[holding]]
    holding, meeting = holding[meeting >= 0], meeting[meeting >= 0]
    size = int(of_rows.max(initial=-1)) + 1
    order = np.lexsort((holding, documents.dates[holding]))
    _, earliest = np.unique(meeting[order], return_index=True)
    called = [documents.meetings[place] for place in holding[order][earliest].tolist()]
    add_strings(writer, "meetings", Strings.of_bytes(called))
    writer.add("meeting_documents", np.bincount(meeting, minlength=size).astype(np.int32))
    writer.add("meeting_items", np.bincount(meeting, documents.items[holding], size).astype(np.int32))
    writer.add("document_meeting", _meeting_of(len(documents.ids), holding, meeting))


def _meeting_of(documents: int, holding: Longs, meeting: Ids) -> Ids:
    of = np.full(documents, -1, np.int32)
    of[holding] = meeting
    return of


def _add_item_ids(writer: ArrayFileWriter, parts: Sequence[Part]) -> None:
    """Write the hashes of the public ids of all live rows, ascending, and the row of each."""
    hashes, rows = [], []
    for part in parts:
        ids = part.segment.strings("item_ids")
        own = np.flatnonzero(part.items)
        hashes.append(hashed(ids.blob, ids.bounds)[own])
        rows.append(own + part.base)
    hash_of, row_of = _joined(hashes, np.uint64), _joined(rows, np.int32)
    order = np.argsort(hash_of, kind="stable")
    writer.add("item_hashes", hash_of[order])
    writer.add("item_rows", row_of[order])
    for name, kind in (("new_item_hashes", np.uint64), ("new_item_rows", np.int32)):  # an update has some
        writer.add(name, np.empty(0, kind))
