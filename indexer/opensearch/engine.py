"""The distributed engine: the live generation on a cluster, searched from this process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

from analyzers.pipeline import Analyzer, shared_analyzer
from corpus.model import Document
from corpus.orthography import fold_diacritics, fold_tone_marks, lower
from indexer.errors import EngineClosed
from indexer.likeness import similar_items
from indexer.opensearch import reading
from indexer.opensearch.builder import describe_generation
from indexer.opensearch.checking import require_compatible
from indexer.opensearch.connection import Address, Connection, NotFoundError
from indexer.opensearch.generations import Generations
from indexer.opensearch.searching import Search
from indexer.opensearch.snapshot import Snapshot
from indexer.page import (
    AgencySummary,
    DuePage,
    FacetPage,
    IndexInfo,
    ItemRecord,
    MeetingSummary,
    SearchPage,
    Suggestion,
)
from indexer.request import DueRequest, Facet, SearchRequest
from indexer.suggesting import LiveSuggester

_SWAPS = 3  # generations that may go away under one call before it gives up
Result = TypeVar("Result")


class OpenSearchEngine:
    """Searches the live generation of an index on a cluster, and moves to a newer one when it goes live.

    Safe to use from several threads; each call reads one generation. Opening raises IndexMissing, IndexIncompatible or
    ClusterUnreachable. Any call but `close` raises EngineClosed after it.
    """

    def __init__(self, url: str, analyzer: Analyzer | None = None) -> None:
        self._address = Address.parse(url)
        self._connection = Connection(self._address)
        self._generations = Generations(self._connection)
        self._analyzer = analyzer or shared_analyzer()
        self._suggester = LiveSuggester(self, self._best, self._analyzer)
        self._lock = threading.Lock()
        self._users = 0
        self._closed = False
        try:
            version = self._connection.patiently(self._connection.client.info)["version"]["number"]
            self._legacy = int(version.split(".")[0]) < 3
            self._live = self._open(self._generations.require())
        except BaseException:
            self._connection.close()
            raise

    def search(self, request: SearchRequest) -> SearchPage:
        """Answer one search."""
        return self._ask(lambda snapshot: self._search(snapshot, request).page())

    def ranking(self, request: SearchRequest, depth: int) -> Sequence[tuple[str, float]]:
        """Return the ids and scores of the first `depth` hits, without facets or passages."""
        return self._ask(lambda snapshot: self._search(snapshot, request).ranking(depth))

    def item(self, item_id: str) -> ItemRecord | None:
        """Return one item by its public id, or None."""
        return self._ask(lambda snapshot: reading.item(snapshot, item_id))

    def document(self, document_id: str) -> Document | None:
        """Return a whole document, or None."""
        return self._ask(lambda snapshot: reading.document(snapshot, document_id))

    def meetings(self) -> Sequence[MeetingSummary]:
        """Return every meeting, newest first."""
        return self._ask(reading.meetings)

    def meeting_documents(self, meeting_id: str) -> Sequence[Document]:
        """Return the whole documents of one meeting, by date and number."""
        return self._ask(lambda snapshot: reading.meeting_documents(snapshot, meeting_id))

    def agencies(self) -> Sequence[AgencySummary]:
        """Return every agency, most often assigned first, then by name."""
        return self._ask(reading.agencies)

    def citing(self, number: str) -> Sequence[ItemRecord]:
        """Return the items that cite a document number, written any way, oldest first."""
        return self._ask(lambda snapshot: reading.citing(snapshot, number))

    def issuing(self, number: str) -> Sequence[Document]:
        """Return the documents that carry a number themselves, written any way, oldest first."""
        return self._ask(lambda snapshot: reading.issuing(snapshot, number))

    def records(self, request: SearchRequest) -> Iterator[ItemRecord]:
        """Yield every item of a search in its order, all from one generation, as long as that is kept."""
        with self._snapshot() as snapshot:
            yield from self._search(snapshot, request).records()

    def facet_values(
        self, request: SearchRequest, facet: Facet, *, find: str = "", start: int = 0, limit: int = 100
    ) -> FacetPage:
        """Return a part of the values of one facet of a search: those whose labels hold every word of `find`."""
        words = fold_diacritics(lower(fold_tone_marks(find))).split()
        values = self._ask(lambda snapshot: self._search(snapshot, request).facet_values(facet, words))
        return FacetPage(values[start : start + limit], len(values))

    def due(self, request: DueRequest) -> DuePage:
        """Return the deadlines of a period."""
        return self._ask(lambda snapshot: reading.due_page(snapshot, request))

    def similar(self, item_id: str, limit: int = 5) -> Sequence[ItemRecord]:
        """Return the items of other documents that are most like one item, the likest first; one a document."""
        record = self.item(item_id)
        if record is None:
            return ()
        occurrences = self._ask(lambda snapshot: snapshot.lexicon).occurrences
        return similar_items(self._best, record, occurrences, limit)

    def suggest(self, text: str, limit: int = 8) -> Sequence[Suggestion]:
        """Return what a person who has typed `text` may want: headings, agencies, meetings and numbers."""
        return self._suggester.suggest(text, limit)

    def info(self) -> IndexInfo:
        """Describe the live generation."""
        return self._ask(lambda snapshot: describe_generation(snapshot.index, dict(snapshot.meta), self._generations))

    def close(self) -> None:
        """Close the connections as soon as no call uses them; closing again changes nothing."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._close_unused()

    def _best(self, request: SearchRequest, depth: int) -> list[tuple[ItemRecord, float]]:
        """Return the first items of a search with their scores."""
        return [(hit.record, hit.score) for hit in self.search(replace(request, size=depth)).hits]

    def _search(self, snapshot: Snapshot, request: SearchRequest) -> Search:
        return Search(snapshot, self._analyzer, request, legacy=self._legacy)

    def _ask(self, question: Callable[[Snapshot], Result]) -> Result:
        """Answer from the live generation; where that is gone before the answer is whole, from the one after."""
        swaps = 0
        while True:
            with self._snapshot() as snapshot:
                try:
                    return question(snapshot)
                except NotFoundError:
                    swaps += 1
                    if swaps == _SWAPS or self._generations.live() == snapshot.index:
                        raise

    @contextmanager
    def _snapshot(self) -> Iterator[Snapshot]:
        """Hold the live generation."""
        with self._lock:
            if self._closed:
                raise EngineClosed(str(self._address))
            self._users += 1
        try:
            yield self._follow()
        finally:
            self._leave()

    def _leave(self) -> None:
        with self._lock:
            self._users -= 1
            if self._closed:
                self._close_unused()

    def _follow(self) -> Snapshot:
        index = self._generations.require()
        live = self._live
        if index != live.index:
            live = self._open(index)
            with self._lock:
                self._live = live
        return live

    def _open(self, index: str) -> Snapshot:
        meta = self._generations.meta(index)
        require_compatible(self._address, meta, self._analyzer.fingerprint)
        return Snapshot(self._connection, index, meta)

    def _close_unused(self) -> None:
        if not self._users:
            self._connection.close()
