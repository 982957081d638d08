"""The embedded engine: a directory of generations searched in this process."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from analyzers.pipeline import Analyzer, shared_analyzer
from corpus.model import Document
from indexer.embedded.agenda import due_page
from indexer.embedded.columns import ANY_ROLE, DocumentEntry, FacetColumn
from indexer.embedded.following import Follower
from indexer.embedded.generations import Generations
from indexer.embedded.manifest import Manifest
from indexer.embedded.schema import TERM_FIELDS
from indexer.embedded.searching import Search
from indexer.embedded.snapshot import Snapshot
from indexer.errors import IndexDamaged
from indexer.facets import number_identity
from indexer.finding import fits
from indexer.kernels.facets import count_values
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


class EmbeddedEngine:
    """Searches the live generation of a directory, and moves to a newer one when it goes live.

    Safe to use from several threads: each call holds the snapshot that it began with, and a snapshot is closed when
    the last of them lets go. Opening raises IndexMissing, IndexIncompatible or IndexDamaged; a newer generation that
    cannot be opened is logged and the one at hand stays in use. Any call but `close` raises EngineClosed after it.
    """

    def __init__(self, root: Path, analyzer: Analyzer | None = None) -> None:
        self._generations = Generations(root)
        self._analyzer = analyzer or shared_analyzer()
        self._suggester = LiveSuggester(self, self._best, self._analyzer)
        self._follower = Follower(self._generations, self._open, self._warm)

    def search(self, request: SearchRequest) -> SearchPage:
        """Answer one search."""
        with self._snapshot() as snapshot:
            return Search(snapshot, self._analyzer, request).page()

    def ranking(self, request: SearchRequest, depth: int) -> Sequence[tuple[str, float]]:
        """Return the ids and scores of the first `depth` hits, without facets or passages."""
        with self._snapshot() as snapshot:
            return Search(snapshot, self._analyzer, request).ranking(depth)

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
            summaries = list(_summaries(snapshot))
        return sorted(summaries, key=lambda m: (-(m.meeting.date.toordinal() if m.meeting.date else 0), m.id))

    def meeting_documents(self, meeting_id: str) -> Sequence[Document]:
        """Return the whole documents of one meeting, by date and number."""
        with self._snapshot() as snapshot:
            return _meeting_documents(snapshot, meeting_id)

    def agencies(self) -> Sequence[AgencySummary]:
        """Return every agency, most often assigned first, then by name."""
        with self._snapshot() as snapshot:
            assigned = dict(_counts(snapshot, Facet.AGENCY.value))
            named = _counts(snapshot, ANY_ROLE)
        summaries = [AgencySummary(value, name, assigned.get((value, name), 0), n) for (value, name), n in named]
        return sorted(summaries, key=lambda agency: (-agency.assigned, agency.name.lower(), agency.id))

    def citing(self, number: str) -> Sequence[ItemRecord]:
        """Return the items that cite a document number, written any way, oldest first."""
        with self._snapshot() as snapshot:
            columns, column = snapshot.columns, _column(snapshot, Facet.NUMBER)
            rows = column.rows[np.isin(column.ordinals, column.resolve(Facet.NUMBER, number))]
            order = np.lexsort((columns.rank[rows], columns.date[rows]))
            return snapshot.records(rows[order].astype(np.int64))

    def issuing(self, number: str) -> Sequence[Document]:
        """Return the documents that carry a number themselves, written any way, oldest first."""
        with self._snapshot() as snapshot:
            found = [snapshot.document(name) for name in snapshot.numbered.get(number_identity(number), ())]
        return sorted((d for d in found if d), key=lambda d: (d.date.toordinal() if d.date else 0, d.id))

    def records(self, request: SearchRequest) -> Iterator[ItemRecord]:
        """Yield every item of a search in its order, all from one generation."""
        with self._snapshot() as snapshot:
            for row in Search(snapshot, self._analyzer, request).rows():
                yield snapshot.record(int(row))

    def facet_values(
        self, request: SearchRequest, facet: Facet, *, find: str = "", start: int = 0, limit: int = 100
    ) -> FacetPage:
        """Return a part of the values of one facet of a search: those whose labels hold every word of `find`."""
        with self._snapshot() as snapshot:
            values = Search(snapshot, self._analyzer, request).facet_values(facet)
        fitting = [value for value in values if fits(value.label, find)]
        return FacetPage(tuple(fitting[start : start + limit]), len(fitting))

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
            ranking = Search(snapshot, self._analyzer, request).ranking(depth)
            rows = [(snapshot.item_row(item_id), score) for item_id, score in ranking]
            return [(snapshot.record(row), score) for row, score in rows if row is not None]

    def _open(self) -> Snapshot:
        return open_snapshot(self._generations, self._analyzer.fingerprint)

    @contextmanager
    def _snapshot(self) -> Iterator[Snapshot]:
        """Hold the newest snapshot that can be opened."""
        with self._follower.snapshot() as snapshot:
            yield snapshot

    def _warm(self, snapshot: Snapshot) -> None:
        """Let a new snapshot answer what most readers ask first, before it replaces the old one."""
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
        return Snapshot(directory, generations.opening(directory, fingerprint), hold)
    except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile) as error:
        hold.release()
        raise IndexDamaged(generations.root, (directory.name,)) from error
    except BaseException:
        hold.release()
        raise


def _column(snapshot: Snapshot, facet: Facet) -> FacetColumn:
    return snapshot.columns.facets[facet.value]


def _counts(snapshot: Snapshot, name: str) -> list[tuple[tuple[str, str], int]]:
    column = snapshot.columns.facets[name]
    counts = count_values(column.rows, column.ordinals, snapshot.columns.live, len(column.values))
    return list(zip(zip(column.values, column.labels, strict=True), counts.tolist(), strict=True))


def _meeting_documents(snapshot: Snapshot, meeting_id: str) -> list[Document]:
    column = _column(snapshot, Facet.MEETING)
    rows = set(column.rows[np.isin(column.ordinals, column.resolve(Facet.MEETING, meeting_id))].tolist())
    entries = [entry for entry in snapshot.columns.documents if not rows.isdisjoint(entry.items)]
    documents = [document for entry in entries if (document := snapshot.document(entry.id)) is not None]
    return sorted(documents, key=lambda d: (d.date.toordinal() if d.date else 0, d.number or "", d.id))


def _summaries(snapshot: Snapshot) -> Iterator[MeetingSummary]:
    """Yield a summary of each meeting; only its earliest document is unpacked, for what the meeting is called."""
    values = _column(snapshot, Facet.MEETING).values
    for ordinal, entries in _entries_by_meeting(snapshot).items():
        first = snapshot.document(min(entries, key=lambda entry: (entry.date, entry.id)).id)
        if first is not None and first.meeting is not None:
            items = sum(len(entry.items) for entry in entries)
            yield MeetingSummary(values[ordinal], first.meeting, first.province, len(entries), items)


def _entries_by_meeting(snapshot: Snapshot) -> dict[int, list[DocumentEntry]]:
    """Group the documents by the ordinal of their meeting, which all items of a document share."""
    column = _column(snapshot, Facet.MEETING)
    meeting_of = dict(zip(column.rows.tolist(), column.ordinals.tolist(), strict=True))
    grouped: defaultdict[int, list[DocumentEntry]] = defaultdict(list)
    for entry in snapshot.columns.documents:
        if entry.items and entry.items[0] in meeting_of:
            grouped[meeting_of[entry.items[0]]].append(entry)
    return grouped
