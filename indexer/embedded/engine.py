"""The embedded engine: a directory of generations searched in this process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from zipfile import BadZipFile

from analyzers.pipeline import Analyzer, shared_analyzer
from corpus.model import Document
from indexer.embedded import listing
from indexer.embedded.agenda import due_page
from indexer.embedded.budget import Budget
from indexer.embedded.following import Follower
from indexer.embedded.generations import Generations
from indexer.embedded.manifest import Manifest
from indexer.embedded.schema import TERM_FIELDS
from indexer.embedded.searching import Search
from indexer.embedded.snapshot import Snapshot
from indexer.errors import IndexDamaged
from indexer.likeness import similar_items
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

NAME = "embedded"
SEARCH_SECONDS = 10.0  # that one search may take


class EmbeddedEngine:
    """Searches the live generation of a directory, and moves to a newer one when it goes live.

    Safe to use from several threads: each call holds the snapshot that it began with, and a snapshot is closed when
    the last of them lets go. Opening raises IndexMissing, IndexIncompatible or IndexDamaged; a newer generation that
    cannot be opened is logged and the one at hand stays in use. Any call but `close` raises EngineClosed after it, and
    a search that takes longer than `search_seconds` raises SearchTimedOut.
    """

    def __init__(self, root: Path, analyzer: Analyzer | None = None, *, search_seconds: float = SEARCH_SECONDS) -> None:
        self._generations = Generations(root)
        self._seconds = search_seconds
        self._analyzer = analyzer or shared_analyzer()
        self._suggester = LiveSuggester(self, self._best, self._analyzer)
        self._follower = Follower(self._generations, self._open, self._warm)

    def search(self, request: SearchRequest) -> SearchPage:
        """Answer one search."""
        with self._snapshot() as snapshot:
            return self._search(snapshot, request).page()

    def ranking(self, request: SearchRequest, depth: int) -> Sequence[tuple[str, float]]:
        """Return the ids and scores of the first `depth` hits, without facets or passages."""
        with self._snapshot() as snapshot:
            return self._search(snapshot, request).ranking(depth)

    def item(self, item_id: str) -> ItemRecord | None:
        """Return one item by its public id, or None."""
        with self._snapshot() as snapshot:
            row = snapshot.item_row(item_id)
            return None if row is None else snapshot.record(row)

    def document(self, document_id: str) -> Document | None:
        """Return a whole document, or None."""
        with self._snapshot() as snapshot:
            return snapshot.document(document_id)

    def meetings(self) -> Sequence[MeetingSummary]:
        """Return every meeting, newest first."""
        with self._snapshot() as snapshot:
            return listing.meetings(snapshot)

    def meeting_documents(self, meeting_id: str) -> Sequence[Document]:
        """Return the whole documents of one meeting, by date and number."""
        with self._snapshot() as snapshot:
            return listing.meeting_documents(snapshot, meeting_id)

    def agencies(self) -> Sequence[AgencySummary]:
        """Return every agency, most often assigned first, then by name."""
        with self._snapshot() as snapshot:
            return listing.agencies(snapshot)

    def citing(self, number: str) -> Sequence[ItemRecord]:
        """Return the items that cite a document number, written any way, oldest first."""
        with self._snapshot() as snapshot:
            return listing.citing(snapshot, number)

    def issuing(self, number: str) -> Sequence[Document]:
        """Return the documents that carry a number themselves, written any way, oldest first."""
        with self._snapshot() as snapshot:
            return listing.issuing(snapshot, number)

    def records(self, request: SearchRequest) -> Iterator[ItemRecord]:
        """Yield every item of a search in its order, all from one generation."""
        with self._snapshot() as snapshot:
            for row in self._search(snapshot, request).rows().tolist():
                yield snapshot.record(row)

    def facet_values(
        self, request: SearchRequest, facet: Facet, *, find: str = "", start: int = 0, limit: int = 100
    ) -> FacetPage:
        """Return a part of the values of one facet of a search: those whose labels hold every word of `find`."""
        with self._snapshot() as snapshot:
            return self._search(snapshot, request).facet_values(facet, find, start, limit)

    def due(self, request: DueRequest) -> DuePage:
        """Return the deadlines of a period."""
        with self._snapshot() as snapshot:
            return due_page(snapshot, request)

    def similar(self, item_id: str, limit: int = 5) -> Sequence[ItemRecord]:
        """Return the items of other documents that are most like one item, the likest first; one a document."""
        record = self.item(item_id)
        if record is None:
            return ()
        with self._snapshot() as snapshot:
            return similar_items(self._best, record, snapshot.vocabulary.occurrences, limit)

    def suggest(self, text: str, limit: int = 8) -> Sequence[Suggestion]:
        """Return what a person who has typed `text` may want: headings, agencies, meetings and numbers."""
        return self._suggester.suggest(text, limit)

    def info(self) -> IndexInfo:
        """Describe the live generation."""
        with self._snapshot() as snapshot:
            manifest = snapshot.manifest
        return describe_generation(manifest)

    def close(self) -> None:
        """Release the files as soon as no call uses them; closing again changes nothing."""
        self._follower.close()

    def _best(self, request: SearchRequest, depth: int) -> list[tuple[ItemRecord, float]]:
        """Return the first items of a search with their scores, without facets or passages."""
        with self._snapshot() as snapshot:
            ranking = self._search(snapshot, request).ranking(depth)
            rows = [(snapshot.item_row(item_id), score) for item_id, score in ranking]
            return [(snapshot.record(row), score) for row, score in rows if row is not None]

    def _search(self, snapshot: Snapshot, request: SearchRequest) -> Search:
        budget = Budget(self._generations.root, self._seconds)
        return Search(snapshot, self._analyzer, request, budget)

    def _open(self) -> Snapshot:
        return open_snapshot(self._generations, self._analyzer.fingerprint)

    @contextmanager
    def _snapshot(self) -> Iterator[Snapshot]:
        """Hold the newest snapshot that can be opened."""
        with self._follower.snapshot() as snapshot:
            yield snapshot

    def _warm(self, snapshot: Snapshot) -> None:
        """Let a new snapshot answer what most readers ask first, however long that takes; the old one still serves."""
        Search(snapshot, self._analyzer, SearchRequest()).page()


def describe_generation(manifest: Manifest) -> IndexInfo:
    """Return the state of an index from its manifest alone."""
    return IndexInfo(
        generation=manifest.generation,
        documents=manifest.documents,
        items=manifest.items,
        bytes=manifest.bytes,
        fields=(*TERM_FIELDS, *(facet.value for facet in Facet)),
        analyser=manifest.analyser,
        engine=NAME,
        built=manifest.built,
    )


def open_snapshot(generations: Generations, fingerprint: str) -> Snapshot:
    """Open the live generation and hold its files; raises IndexMissing, IndexIncompatible or IndexDamaged."""
    directory, hold = generations.hold()
    try:
        return Snapshot(directory, generations.opening(directory, fingerprint), hold, generations.root)
    except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile) as error:
        hold.release()
        raise IndexDamaged(generations.root, (directory.name,)) from error
    except BaseException:
        hold.release()
        raise
