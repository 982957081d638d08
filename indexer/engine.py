"""The seam between ketluan and whatever keeps its index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, runtime_checkable

from corpus.model import Document
from indexer.page import AgencySummary, IndexInfo, IngestReport, ItemRecord, MeetingSummary, SearchPage
from indexer.request import SearchRequest


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

    def info(self) -> IndexInfo:
        """Describe the index."""

    def close(self) -> None:
        """Release files; the engine may not be used afterwards."""


@runtime_checkable
class IndexBuilder(Protocol):
    """Writes one new generation of an index; nothing is visible to readers before `commit`."""

    def upsert(self, documents: Iterable[Document]) -> IngestReport:
        """Add documents, each replacing an earlier one of the same id."""

    def remove(self, document_ids: Iterable[str]) -> int:
        """Remove documents by id and return how many were there."""

    def commit(self) -> IndexInfo:
        """Make the generation durable and live, in one step."""

    def abort(self) -> None:
        """Drop everything written; the live index stays as it was."""
