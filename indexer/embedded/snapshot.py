"""One open generation: everything that answers a search, immutable and shared by threads."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from analyzers.pipeline import Analyzer
from corpus.model import Document
from indexer.correcting import Corrector
from indexer.embedded.columns import Columns, DocumentEntry
from indexer.embedded.locking import Hold
from indexer.embedded.manifest import Manifest
from indexer.embedded.packing import unpack_document
from indexer.embedded.postings import Postings, Vocabulary
from indexer.embedded.restoring import Restorer
from indexer.embedded.schema import BODY, SECTION_GAP, SYLLABLES, make_schema
from indexer.facets import number_identity
from indexer.kernels.occurrences import Occurrences, Slots
from indexer.page import ItemRecord
from indexer.slugs import meeting_id

WHOOSH = "whoosh"
_DOCUMENTS_KEPT = 512


@dataclass(frozen=True, slots=True)
class Section:
    """The syllables a row of a section, and their mean over the items."""

    lengths: npt.NDArray[np.int32]
    average: float


class Snapshot:
    """The live index as it was when it was opened. `hold` is let go when it is closed."""

    def __init__(self, directory: Path, manifest: Manifest, hold: Hold | None = None) -> None:
        self.manifest = manifest
        self._hold = hold
        self.columns = Columns.load(directory)
        self.reader: Any = open_whoosh(directory).reader()
        self._reading = threading.Lock()
        self.postings = Postings(self.reader, self.columns.base, self._reading)
        self.items = manifest.items
        self._document = lru_cache(maxsize=_DOCUMENTS_KEPT)(self._read_document)

    def close(self) -> None:
        """Release the files."""
        self.reader.close()
        if self._hold is not None:
            self._hold.release()

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The syllables of the index."""
        with self._reading:
            return Vocabulary(self.reader)

    @cached_property
    def restorer(self) -> Restorer:
        """Diacritics by the collection's own unigrams and bigrams."""
        return Restorer(self.postings, self.vocabulary, self.columns.unmarked)

    def stands_as_typed(self, syllable: str) -> bool:
        """Say whether an item that was written with diacritics has the bare syllable."""
        rows = self.postings.of(SYLLABLES, syllable).rows
        return not self.columns.unmarked[rows].all()

    def corrector(self, analyzer: Analyzer) -> Corrector:
        """Return what suggests other queries, by the collection's own words."""
        return Corrector(self.vocabulary, self.restorer.follows, analyzer)

    @cached_property
    def body(self) -> Section:
        """Heading and text."""
        return self._section(self.columns.heading + self.columns.text)

    @cached_property
    def heading(self) -> Section:
        """Own headings."""
        return self._section(self.columns.heading)

    @cached_property
    def context(self) -> Section:
        """What items inherit."""
        return self._section(self.columns.context)

    def split(self, found: Occurrences) -> tuple[Occurrences, Occurrences, Occurrences]:
        """Return the occurrences in items' own headings, in heading and text together, and in what items inherit."""
        heading = found.slots < self._heading_end[found.rows]
        body = found.slots < self._body_end[found.rows]
        return found.where(heading), found.where(body), found.where(~body)

    @cached_property
    def _heading_end(self) -> Slots:
        return self.columns.base + self.columns.heading

    @cached_property
    def _body_end(self) -> Slots:
        """A slot in the gap between text and context; headings and texts end before it."""
        return self._heading_end + self.columns.text + SECTION_GAP + 1

    @cached_property
    def entries(self) -> dict[str, DocumentEntry]:
        """The documents by id."""
        return {entry.id: entry for entry in self.columns.documents}

    @cached_property
    def _rows(self) -> dict[str, int]:
        """The rows of items by public id."""
        return {
            name: row for entry in self.columns.documents for name, row in zip(entry.item_ids, entry.items, strict=True)
        }

    @cached_property
    def _places(self) -> dict[int, tuple[DocumentEntry, int]]:
        """Of each item's row, its document and its position there."""
        return {row: (entry, i) for entry in self.columns.documents for i, row in enumerate(entry.items)}

    @cached_property
    def numbered(self) -> dict[str, list[str]]:
        """The ids of the documents that carry a number, by what all spellings of it share."""
        numbered: dict[str, list[str]] = {}
        for entry in self.columns.documents:
            number = self._document(entry)[1].number
            if number:
                numbered.setdefault(number_identity(number), []).append(entry.id)
        return numbered

    def document(self, document_id: str) -> Document | None:
        """Return a whole document, or None."""
        entry = self.entries.get(document_id)
        return self._document(entry)[0] if entry else None

    def item_row(self, item_id: str) -> int | None:
        """Return the row of an item by its public id, or None."""
        return self._rows.get(item_id)

    def item_id(self, row: int) -> str:
        """Return the public id of the item in a row."""
        entry, position = self._places[row]
        return entry.item_ids[position]

    def record(self, row: int) -> ItemRecord:
        """Return the item in a row with its document's header."""
        entry, position = self._places[row]
        document, header = self._document(entry)
        item = document.items[position]
        return ItemRecord(document.item_id(item), item, header, position, meeting_id(header))

    def records(self, rows: Sequence[int] | npt.NDArray[np.int64]) -> list[ItemRecord]:
        """Return the items in several rows, in the same order."""
        return [self.record(int(row)) for row in rows]

    def _read_document(self, entry: DocumentEntry) -> tuple[Document, Document]:
        """Return a document and its header, the document without items."""
        with self._reading:
            body = self.reader.stored_fields(entry.number)[BODY][1]
        document = unpack_document(body)
        return document, replace(document, items=())

    def _section(self, lengths: npt.NDArray[np.int32]) -> Section:
        total = int(lengths[self.columns.live].sum())
        return Section(lengths, max(total / max(self.items, 1), 1.0))


def open_whoosh(directory: Path) -> Any:
    """Open the Whoosh index of a generation with our schema in hand."""
    storage: Any = FileStorage
    index: Any = FileIndex
    return index(storage(str(directory / WHOOSH)), schema=make_schema())


def create_whoosh(directory: Path) -> Any:
    """Make an empty Whoosh index in a new generation."""
    (directory / WHOOSH).mkdir()
    storage: Any = FileStorage
    return storage(str(directory / WHOOSH)).create_index(make_schema())
