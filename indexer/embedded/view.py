"""One generation as searches and readers see it: immutable, shared by threads, made lazily."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from analyzers.pipeline import Analyzer
from corpus.model import Document
from indexer.correcting import Corrector
from indexer.embedded.arrays.columns import Columns
from indexer.embedded.arrays.segment import ArraySegment
from indexer.embedded.followers import Followers
from indexer.embedded.orders import Orders, Section
from indexer.embedded.postings import Postings
from indexer.embedded.query import Query
from indexer.embedded.tallies import Tallies
from indexer.embedded.vocabulary import Vocabulary
from indexer.page import ItemRecord
from indexer.restoring import Restorer
from indexer.slugs import meeting_id
from indexer.weights import WEIGHTS

_HEADERS_KEPT = 2048
_RECORDS_KEPT = 4096
_QUERIES_KEPT = 128  # who reads on, sorts or selects asks for the same words again


class View:
    """Segments and columns that belong together, with `items` live items."""

    def __init__(self, segments: Sequence[ArraySegment], columns: Columns, items: int) -> None:
        self.segments = tuple(segments)
        self.columns = columns
        self.items = items
        self._making = threading.Lock()
        self._corrector: tuple[Analyzer, Corrector] | None = None
        self._bases: list[int] = columns.bases.tolist()
        self._header = lru_cache(maxsize=_HEADERS_KEPT)(self._read_header)
        self.record = lru_cache(maxsize=_RECORDS_KEPT)(self._record)
        self.query = lru_cache(maxsize=_QUERIES_KEPT)(self._query)

    # -- searching -----------------------------------------------------------------------------------------------------

    @cached_property
    def postings(self) -> Postings:
        """Where terms stand."""
        return Postings(self.segments, self._bases[:-1], self.columns.live, self.columns.unmarked)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The syllables of the index."""
        return Vocabulary(self.columns.vocabulary)

    @cached_property
    def restorer(self) -> Restorer:
        """Diacritics by the collection's own unigrams and bigrams."""
        return Restorer(self.vocabulary, self.followers.between)

    @cached_property
    def followers(self) -> Followers:
        """What stands behind what."""
        return Followers(self.postings, self.columns.unmarked)

    @cached_property
    def is_whole(self) -> bool:
        """Whether no row is deleted: all are live items, or the own rows of documents."""
        return self.items + len(self.columns.document_ids) == self.columns.size

    def stands_as_typed(self, syllable: str) -> bool:
        """Say whether an item that was written with diacritics has the bare syllable."""
        return self.vocabulary.marked(syllable) > 0

    def corrector(self, analyzer: Analyzer) -> Corrector:
        """Return what suggests other queries, by the collection's own words."""
        with self._making:
            if self._corrector is None or self._corrector[0] is not analyzer:
                self._corrector = analyzer, Corrector(self.vocabulary, self.followers.follows, analyzer)
            return self._corrector[1]

    def _query(self, analyzer: Analyzer, text: str) -> Query:
        """Return a query as read in the light of this generation."""
        return Query(self, analyzer, text)

    @cached_property
    def body(self) -> Section:
        """Heading and text."""
        heading, text, _ = self.columns.sizes.tolist()
        return Section.of(self.columns.heading + self.columns.text, heading + text, self.items, WEIGHTS.b)

    @cached_property
    def heading(self) -> Section:
        """Own headings."""
        return Section.of(self.columns.heading, int(self.columns.sizes[0]), self.items, WEIGHTS.b)

    @cached_property
    def context(self) -> Section:
        """What items inherit."""
        return Section.of(self.columns.context, int(self.columns.sizes[2]), self.items, WEIGHTS.b)

    @cached_property
    def norms(self) -> npt.NDArray[np.float32]:
        """Float32 [R, 2]: the norms of body and context side by side."""
        both = np.stack((self.body.norms, self.context.norms), axis=1)
        both.setflags(write=False)
        return both

    @cached_property
    def orders(self) -> Orders:
        """The orders of results."""
        return Orders(self.columns)

    @cached_property
    def tallies(self) -> Tallies:
        """Counts of facet values."""
        return Tallies(self.columns)

    # -- reading -------------------------------------------------------------------------------------------------------

    def place(self, row: int) -> tuple[ArraySegment, int]:
        """Return the segment of a row, and its number there."""
        number = int(np.searchsorted(self._bases, row, side="right")) - 1
        return self.segments[number], row - self._bases[number]

    def documents(self) -> dict[str, int]:
        """Return every document by its id, with the number of its items."""
        ids = self.columns.document_ids.strings()
        return dict(zip(ids, self.columns.document_items.tolist(), strict=True))

    def document_number(self, document_id: str) -> int | None:
        """Return the number of a document by its id, or None."""
        return self.columns.document_ids.find(document_id)

    def document(self, document_id: str) -> Document | None:
        """Return a whole document, or None."""
        number = self.document_number(document_id)
        return None if number is None else self.document_at(number)

    def document_at(self, number: int) -> Document:
        """Return a whole document by its number."""
        segment, row = self.place(int(self.columns.document_first[number]))
        local = segment.document_of(row)
        return replace(self.header(number), items=tuple(segment.items(local)))

    def header(self, number: int) -> Document:
        """Return a document without its items, by its number."""
        return self._header(number)

    def _read_header(self, number: int) -> Document:
        segment, row = self.place(int(self.columns.document_first[number]))
        return segment.header(segment.document_of(row))

    def item_row(self, item_id: str) -> int | None:
        """Return the row of an item by its public id, or None."""
        return next((row for row in self.columns.rows_hashed(item_id) if self.item_id(row) == item_id), None)

    def item_id(self, row: int) -> str:
        """Return the public id of the item in a row."""
        segment, local = self.place(row)
        return segment.item_id(local)

    def _record(self, row: int) -> ItemRecord:
        """Return the item in a row with its document's header."""
        segment, local = self.place(row)
        number = int(self.columns.row_documents[row])
        header = self.header(number)
        position = row - int(self.columns.document_first[number])
        return ItemRecord(segment.item_id(local), segment.item(local), header, position, meeting_id(header))

    def records(self, rows: Sequence[int] | npt.NDArray[np.integer]) -> Iterator[ItemRecord]:
        """Yield the items in several rows, in the same order."""
        return (self.record(int(row)) for row in rows)
