"""What an engine lists of a whole generation: meetings, agencies, and who cites or carries a number."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from corpus.jsonl import from_json
from corpus.model import Document
from indexer.embedded.arrays.rows import ANY_ROLE
from indexer.embedded.tallies import Tally
from indexer.embedded.view import View
from indexer.page import AgencySummary, ItemRecord, MeetingSummary
from indexer.request import Facet


def meetings(view: View) -> Sequence[MeetingSummary]:
    """Return every meeting, newest first."""
    columns = view.columns
    values = columns.facets[Facet.MEETING.value].values
    counted = zip(columns.meeting_documents.tolist(), columns.meeting_items.tolist(), strict=True)
    found = [
        summary
        for ordinal, (documents, items) in enumerate(counted)
        if documents and (summary := _meeting(values[ordinal], columns.meetings[ordinal], documents, items))
    ]
    return sorted(found, key=lambda m: (-(m.meeting.date.toordinal() if m.meeting.date else 0), m.id))


def _meeting(value: str, said: str, documents: int, items: int) -> MeetingSummary | None:
    """Return the summary of a meeting; `said` is the JSON of a document with meeting and province alone."""
    document = from_json(json.loads(said))
    if document.meeting is None:
        return None
    return MeetingSummary(value, document.meeting, document.province, documents, items)


def meeting_documents(view: View, meeting_id: str) -> Sequence[Document]:
    """Return the whole documents of one meeting, by date and number."""
    chosen = view.columns.facets[Facet.MEETING.value].resolve(Facet.MEETING, meeting_id)
    numbers = np.flatnonzero(np.isin(view.columns.document_meeting, chosen)).tolist()
    documents = map(view.document_at, numbers)
    return sorted(documents, key=lambda d: (d.date.toordinal() if d.date else 0, d.number or "", d.id))


def agencies(view: View) -> Sequence[AgencySummary]:
    """Return every agency, most often assigned first, then by name."""
    assigned, named = view.tallies.of(Facet.AGENCY.value), view.tallies.of(ANY_ROLE)
    by_name = dict(_counted(assigned))
    found = [AgencySummary(*name, by_name.get(name, 0), count) for name, count in _counted(named) if count]
    return sorted(found, key=lambda agency: (-agency.assigned, agency.name.lower(), agency.id))


def _counted(tally: Tally) -> list[tuple[tuple[str, str], int]]:
    """Return every (value, label) with how many items have it."""
    names = zip(tally.column.values.strings(), tally.column.labels.strings(), strict=True)
    return list(zip(names, tally.totals.tolist(), strict=True))


def citing(view: View, number: str) -> Sequence[ItemRecord]:
    """Return the items that cite a document number, written any way, oldest first."""
    tally = view.tallies.of(Facet.NUMBER.value)
    rows = tally.rows_with(tally.resolve(Facet.NUMBER, number)).rows
    columns = view.columns
    order = np.lexsort((columns.rank[rows], columns.date[rows]))
    return tuple(view.records(rows[order]))


def issuing(view: View, number: str) -> Sequence[Document]:
    """Return the documents that carry a number themselves, written any way, oldest first."""
    found = map(view.document_at, view.columns.documents_numbered(number))
    return sorted(found, key=lambda d: (d.date.toordinal() if d.date else 0, d.id))
