"""The documents and meetings of a generation from those of the one before."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from indexer.embedded.arrays.columns import Columns
from indexer.embedded.arrays.container import Array, Longs
from indexer.embedded.arrays.layers import Edits
from indexer.embedded.arrays.moves import Moves
from indexer.embedded.arrays.rows import Ids, Mask
from indexer.embedded.arrays.strings import Strings
from indexer.embedded.arrays.updated_facets import UpdatedFacet


@dataclass(frozen=True, slots=True)
class _Coming:
    """A document that is added: its id, first row, items, date, the number it carries, and its meeting's ordinal."""

    id: bytes
    first: int
    items: int
    date: int
    number: bytes
    meeting: int


@dataclass(frozen=True, slots=True)
class _Changed:
    """Documents afterwards: which of the earlier ones stay (bool), what comes, and before which of those that stay."""

    stays: Mask
    coming: list[_Coming]
    places: Longs

    def column(self, earlier: Array, new: list[int]) -> Array:
        """Return a column with the entries of the documents that come."""
        return np.insert(earlier, self.places, np.array(new, earlier.dtype))

    def numbers(self) -> Ids:
        """Return int32, of each earlier document its later number, -1 for one that is gone."""
        kept = np.arange(int(np.count_nonzero(self.stays)))
        later = np.full(len(self.stays), -1, np.int32)
        later[self.stays] = kept + np.searchsorted(self.places, kept, side="right")
        return later

    def came(self) -> list[int]:
        """Return the later numbers of the documents that come."""
        later: list[int] = (self.places + np.arange(len(self.places))).tolist()
        return later


def documents_edits(columns: Columns, moves: Moves, meetings: UpdatedFacet) -> Edits:
    """Return what becomes of the columns of documents and meetings; the facet of meetings is updated already."""
    ids, coming = columns.document_ids.strings(), _coming(moves, meetings)
    stays = ~moves.is_gone[columns.document_first]
    kept = ids if stays.all() else ids.kept(stays)
    places = np.array([kept.lower_bound(document.id) for document in coming], np.int64)
    changed = _Changed(stays, coming, places)
    ids = kept.inserted(places, Strings.of_bytes([document.id for document in coming]))
    of = meetings.mapped(columns.document_meeting[stays])
    edits: Edits = {
        **ids.arrays("documents"),
        "document_first": changed.column(moves.rows(columns.document_first[stays]), [d.first for d in coming]),
        "document_items": changed.column(columns.document_items[stays], [d.items for d in coming]),
        "document_date": changed.column(columns.document_date[stays], [d.date for d in coming]),
        "document_meeting": changed.column(of, [d.meeting for d in coming]),
    }
    return edits | _numbered_edits(columns, changed) | _meeting_edits(columns, moves, meetings, changed, edits)


def _coming(moves: Moves, meetings: UpdatedFacet) -> list[_Coming]:
    """Return the documents of added segments that are there, by id."""
    found = []
    for part in moves.added:
        segment, base = part.segment, part.base - moves.stay
        numbers, dates = segment.strings("document_numbers"), segment.column("dates")
        for place in np.flatnonzero(part.documents).tolist():
            first, end = segment.document_rows(place)
            items = end - first - 1
            date, meeting = (int(dates[first]), int(meetings.added[first + base])) if items else (0, -1)
            name = segment.terms("document").raw(place)
            found.append(_Coming(name, first + part.base, items, date, numbers.raw(place), meeting))
    return sorted(found, key=lambda document: document.id)


def _numbered_edits(columns: Columns, changed: _Changed) -> Edits:
    """Return the numbers that documents carry themselves, sorted, and the documents."""
    numbers, places = columns.strings("numbered").strings(), changed.numbers()[columns.array("numbered_documents")]
    if (places < 0).any():
        numbers, places = numbers.kept(places >= 0), places[places >= 0]
    carrying = zip((d.number for d in changed.coming), changed.came(), strict=True)
    new = sorted((number, place) for number, place in carrying if number)
    at = [bisect_left(range(len(numbers)), one, key=lambda n: (numbers.raw(n), int(places[n]))) for one in new]
    where = np.array(at, np.int64)
    inserted = numbers.inserted(where, Strings.of_bytes([number for number, _ in new]))
    documents = np.insert(places, where, np.array([place for _, place in new], np.int32))
    return {**inserted.arrays("numbered"), "numbered_documents": documents}


# -- meetings ----------------------------------------------------------------------------------------------------------


def _meeting_edits(columns: Columns, moves: Moves, facet: UpdatedFacet, changed: _Changed, documents: Edits) -> Edits:
    """Return of each meeting how many documents and items it has, and what its earliest document calls it."""
    first, items, date, of = (np.asarray(documents[name]) for name in _OF_DOCUMENTS)
    holding = np.flatnonzero((items > 0) & (of >= 0))
    counts = np.bincount(of[holding], minlength=facet.size).astype(np.int32)
    sums = np.bincount(of[holding], items[holding], facet.size).astype(np.int32)
    left = facet.mapped(columns.document_meeting[~changed.stays])
    touched = {*left.tolist(), *(document.meeting for document in changed.coming)} - {-1}
    called: dict[int, bytes] = {}
    for meeting in sorted(touched):
        own = holding[of[holding] == meeting]
        if len(own):
            called[meeting] = _called(moves, int(first[own[np.lexsort((own, date[own]))[0]]]))
    return {
        **facet.renamed_table("meetings", columns.meetings, called),
        "meeting_documents": counts,
        "meeting_items": sums,
    }


_OF_DOCUMENTS = ("document_first", "document_items", "document_date", "document_meeting")


def _called(moves: Moves, row: int) -> bytes:
    """Return what the document of a row, by its later number, says of its meeting."""
    part, local = moves.place(row)
    document = part.segment.document_of(local)
    number = int(part.segment.sections["document_meetings"].slice(document, document + 1)[0])
    bounds = part.segment.sections["meetings.bounds"].slice(number, number + 2)
    return b"" if number < 0 else part.segment.sections["meetings.blob"].slice(*bounds.tolist()).tobytes()
