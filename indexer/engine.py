"""The seam between ketluan and whatever keeps its index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, runtime_checkable

from corpus.model import Document
from indexer.page import (
    AgencySummary,
    DuePage,
    FacetPage,
    IndexInfo,
    IngestReport,
    ItemRecord,
    MeetingSummary,
    SearchPage,
    Suggestion,
)
from indexer.request import DueRequest, Facet, SearchRequest
from indexer.sources import SourceRecord


@runtime_checkable
class SearchEngine(Protocol):
    """A live index that can be searched and read. Implementations are safe to use from several threads."""

    def search(self, request: SearchRequest) -> SearchPage:
        """Answer one search; never raises for what a person typed."""

    def item(self, item_id: str) -> ItemRecord | None:
        """Return one item by its public id, or None."""

    def document(self, document_id: str) -> Document | None:
        """Return a whole document with its items in print order, or None."""

    def meetings(self) -> Sequence[MeetingSummary]:
        """Return every meeting, newest first."""

    def meeting_documents(self, meeting_id: str) -> Sequence[Document]:
        """Return the whole documents of one meeting, by date and number; empty where the meeting is unknown."""

    def agencies(self) -> Sequence[AgencySummary]:
        """Return every agency, most often assigned first, then by name."""

    def citing(self, number: str) -> Sequence[ItemRecord]:
        """Return the items that cite a document number, written any way, oldest first."""

    def issuing(self, number: str) -> Sequence[Document]:
        """Return the documents that carry a number themselves, written any way, oldest first."""

    def records(self, request: SearchRequest) -> Iterator[ItemRecord]:
        """Yield every item of a search in its order, whatever its page and grouping, all from one generation."""

    def facet_values(
        self, request: SearchRequest, facet: Facet, *, find: str = "", start: int = 0, limit: int = 100
    ) -> FacetPage:
        """Return a part of the values of one facet of a search: those whose labels hold every word of `find`."""

    def due(self, request: DueRequest) -> DuePage:
        """Return the deadlines of a period."""

    def similar(self, item_id: str, limit: int = 5) -> Sequence[ItemRecord]:
        """Return the items of other documents that are most like one item, the likest first; one a document."""

    def suggest(self, text: str, limit: int = 8) -> Sequence[Suggestion]:
        """Return what a person who has typed `text` may want: headings, agencies, meetings and numbers."""

    def info(self) -> IndexInfo:
        """Describe the index."""

    def close(self) -> None:
        """Release files; the engine may not be used afterwards."""


@runtime_checkable
class RankingEngine(SearchEngine, Protocol):
    """An engine that also gives bare rankings, without facets and passages: for measuring and batch runs."""

    def ranking(self, request: SearchRequest, depth: int) -> Sequence[tuple[str, float]]:
        """Return the ids and scores of the first `depth` hits, whatever page was asked for."""


@runtime_checkable
class IndexBuilder(Protocol):
    """Writes one new generation of an index; nothing is visible to readers before `commit`.

    `sources` are the files that the generation it began from was made of, `document_ids` what it holds so far.
    """

    @property
    def sources(self) -> tuple[SourceRecord, ...]:
        """The sources of the generation before."""

    @property
    def document_ids(self) -> frozenset[str]:
        """The ids of the documents held so far."""

    def upsert(self, documents: Iterable[Document]) -> IngestReport:
        """Add documents, each replacing an earlier one of the same id."""

    def remove(self, document_ids: Iterable[str]) -> int:
        """Remove documents by id and return how many were there."""

    def commit(self, *, sources: Sequence[SourceRecord] | None = None, report: IngestReport | None = None) -> IndexInfo:
        """Make the generation durable and live, in one step; a failure leaves the live index as it was.

        `sources` (by default those of the generation before) and `report` are kept with it.
        """

    def abort(self) -> None:
        """Drop everything written; the live index stays as it was."""
