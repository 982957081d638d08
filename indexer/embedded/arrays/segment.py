"""One open segment: sorted terms, postings, adjacent pairs, the tokens of each row, and stored documents.

Rows are numbered from 0 in each segment: the items of a document in print order, then the document itself, which has
no terms. Of syllables no positions are kept: the forward array, the term ordinals of heading, text and context of each
row without gaps, has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.model import ConclusionItem, Document
from indexer.embedded.arrays.container import ArrayFile, Longs, Section
from indexer.embedded.arrays.rows import FACET_STRINGS, FACETS, FacetRows, Ids, Ragged
from indexer.embedded.arrays.stored import unpack_header, unpack_items
from indexer.embedded.arrays.strings import Strings, StringTable
from indexer.embedded.schema import DOCUMENT, NUMBERS, SYLLABLES, WORDS

Docs = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Postings:
    """The rows of a term, uint32 [n] ascending, and its frequency in each.

    `tf` is uint16: in the body, and in the high byte in the context, each at most 255; of pairs uint8: in the body, at
    most 127, and the highest bit where the context has it too. `heading` uint8 is kept of numbers alone.
    """

    docs: Docs
    tf: npt.NDArray[Any]
    heading: npt.NDArray[np.uint8] | None = None


class ArraySegment:
    """The segment in one file. Safe for threads; raises IndexDamaged when it meets a damaged block."""

    def __init__(self, path: Path, root: Path | None = None) -> None:
        self.path = path
        self.sections = ArrayFile.open(path, root)
        self._terms = {name: StringTable(self.sections, name) for name in (SYLLABLES, WORDS, NUMBERS)}
        self._terms[DOCUMENT] = StringTable(self.sections, "documents")
        self._item_ids = StringTable(self.sections, "item_ids")
        self.fwd: Section = self.sections["fwd"]
        self.row_starts: Section = self.sections["row_starts"]
        self.rows = len(self.row_starts) - 1

    def release(self) -> None:
        """Let go of memory that reading much of the file has filled; what is asked for next is read again."""
        self.sections.release()

    # -- terms ---------------------------------------------------------------------------------------------------------

    def terms(self, field: str) -> StringTable:
        """Return the terms of a field, sorted."""
        return self._terms[field]

    def ordinal(self, field: str, term: str) -> int | None:
        """Return the number of a term of a field, or None."""
        return self._terms[field].find(term)

    def term(self, field: str, ordinal: int) -> str:
        """Return a term by its number."""
        return self._terms[field][ordinal]

    def postings(self, field: str, ordinal: int) -> Postings:
        """Return the postings of a term; a document's are its rows."""
        if field == DOCUMENT:
            first, end = self.document_rows(ordinal)
            return Postings(np.arange(first, end, dtype=np.uint32), np.ones(end - first, np.uint16))
        start, end = self.sections[f"{field}.postings.bounds"].slice(ordinal, ordinal + 2).tolist()
        return self._postings(field, start, end)

    def document_frequency(self, field: str, ordinal: int) -> int:
        """Return in how many rows a term stands, deleted ones included."""
        if field == DOCUMENT:
            first, end = self.document_rows(ordinal)
            return end - first
        start, end = self.sections[f"{field}.postings.bounds"].slice(ordinal, ordinal + 2).tolist()
        return int(end - start)

    def occurrences(self) -> npt.NDArray[np.uint32]:
        """Return uint32 [V]: how often each syllable stands in all rows, deleted ones included."""
        return self.sections["syllables.cf"].all()

    # -- adjacent pairs ------------------------------------------------------------------------------------------------

    def pairs(self, first: int, second: int) -> Postings | None:
        """Return where one syllable follows another within a section, or None where it never does."""
        begin, end = self._pair_range(first)
        seconds = self.sections["pairs.second"].slice(begin, end)
        place = int(np.searchsorted(seconds, second))
        if place == len(seconds) or seconds[place] != second:
            return None
        start, stop = self.sections["pairs.postings.bounds"].slice(begin + place, begin + place + 2).tolist()
        return self._postings("pairs", start, stop)

    def pairs_with(self, first: int, seconds: Docs) -> list[tuple[int, Postings]]:
        """Return the postings of those of the pairs of one syllable with others (uint32 [n]) that stand anywhere.

        Each comes with its place in `seconds`.
        """
        begin, end = self._pair_range(first)
        known = self.sections["pairs.second"].slice(begin, end)
        if not len(known):
            return []
        places = np.minimum(np.searchsorted(known, seconds), len(known) - 1)
        bounds = self.sections["pairs.postings.bounds"].slice(begin, end + 1)
        return [
            (place, self._postings("pairs", int(bounds[places[place]]), int(bounds[places[place] + 1])))
            for place in np.flatnonzero(known[places] == seconds).tolist()
        ]

    def _pair_range(self, first: int) -> tuple[int, int]:
        begin, end = self.sections["pairs.first"].slice(first, first + 2).tolist()
        return begin, end

    def _postings(self, field: str, start: int, end: int) -> Postings:
        sections = self.sections
        heading = sections["numbers.postings.heading"].slice(start, end) if field == NUMBERS else None
        docs = sections[f"{field}.postings.docs"].slice(start, end)
        return Postings(docs, sections[f"{field}.postings.tf"].slice(start, end), heading)

    # -- rows ----------------------------------------------------------------------------------------------------------

    @property
    def lengths(self) -> Ids:
        """Int32 [R, 3]: the syllables of heading, text and context."""
        return self.sections["lengths"].all()

    def tokens(self, rows: npt.NDArray[np.integer[Any]]) -> tuple[Ids, Longs]:
        """Return the syllables of some rows, int32 [sum], and where each row begins in them, int64 [n+1]."""
        fwd, begins, ends = self.forward(rows)
        starts = np.concatenate(([0], np.cumsum(ends - begins)))
        source = np.repeat(begins - starts[:-1], ends - begins) + np.arange(starts[-1])
        return fwd[source], starts

    def forward(self, rows: npt.NDArray[np.integer[Any]]) -> tuple[Ids, Longs, Longs]:
        """Return the whole forward array, checked where the rows lie, and int64 [n] where each begins and ends."""
        places = rows.astype(np.int64)
        starts = self.row_starts.ranges(places, places + 2)
        begins, ends = starts[places], starts[places + 1]
        return self.fwd.ranges(begins, ends), begins, ends

    def column(self, name: str) -> npt.NDArray[Any]:
        """Return a column of the rows by its section's name."""
        return self.sections[name].all()

    def ragged(self, name: str) -> Ragged:
        """Return a column of any number of entries a row."""
        return Ragged(self.sections[f"{name}.starts"].all(), self.sections[f"{name}.ids"].all())

    def strings(self, name: str) -> Strings:
        """Return a list of strings by its section's name."""
        return StringTable(self.sections, name).strings()

    def facet(self, name: str) -> FacetRows:
        """Return the values of a facet and those of each row; names are those of FACETS."""
        values, labels, identities = (self.strings(f"facet.{name}.{part}") for part in FACET_STRINGS)
        return FacetRows(values, labels, identities, self.ragged(f"facet.{name}.rows"))

    def facets(self) -> dict[str, FacetRows]:
        """Return every facet."""
        return {name: self.facet(name) for name in FACETS}

    def item_id(self, row: int) -> str:
        """Return the public id of the item in a row; empty for a document's own row."""
        return self._item_ids[row]

    # -- documents -----------------------------------------------------------------------------------------------------

    @property
    def documents(self) -> int:
        """How many documents the segment holds, deleted ones included; they are numbered in the order of their ids."""
        return len(self._terms[DOCUMENT])

    def document_rows(self, document: int) -> tuple[int, int]:
        """Return the first row of a document and the one behind its last, which is its own."""
        (first,), (end,) = (
            self.sections[name].slice(document, document + 1).tolist() for name in ("document_first", "document_end")
        )
        return first, end

    def document_of(self, row: int) -> int:
        """Return the number of the document that a row belongs to."""
        return int(self.sections["row_documents"].slice(row, row + 1)[0])

    def header(self, document: int) -> Document:
        """Return a document without its items."""
        return unpack_header(self._block(self._block_of(self.document_rows(document)[1] - 1)))

    def item(self, row: int) -> ConclusionItem:
        """Return the item in a row; reads the few items that are packed with it."""
        block = self._block_of(row)
        first = int(self.sections["block_rows"].slice(block, block + 1)[0])
        document = self.term(DOCUMENT, self.document_of(row))
        return unpack_items(self._block(block), document)[row - first]

    def items(self, document: int) -> Sequence[ConclusionItem]:
        """Return all items of a document in print order."""
        first, end = self.document_rows(document)
        name = self.term(DOCUMENT, document)
        blocks = range(self._block_of(first), self._block_of(end - 1)) if end - first > 1 else ()
        return tuple(item for block in blocks for item in unpack_items(self._block(block), name))

    def _block_of(self, row: int) -> int:
        return int(np.searchsorted(self.sections["block_rows"].all(), row, side="right")) - 1

    def _block(self, block: int) -> bytes:
        start, end = self.sections["blocks.bounds"].slice(block, block + 2).tolist()
        return self.sections["blocks.blob"].slice(start, end).tobytes()
