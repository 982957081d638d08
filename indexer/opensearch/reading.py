"""What a generation lists beside results: items, documents, meetings, agencies, numbers, deadlines, suggestions."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from corpus.jsonl import from_json
from corpus.model import Document
from indexer.facets import number_identity
from indexer.opensearch import queries
from indexer.opensearch.mapping import ANY_ROLE, Kind, column
from indexer.opensearch.queries import Query, all_of, between
from indexer.opensearch.rows import document_key, document_of, item_key, record_of
from indexer.opensearch.scanning import composite, scan
from indexer.opensearch.snapshot import ITEMS, Snapshot
from indexer.page import (
    AgencySummary,
    DueEntry,
    DuePage,
    ItemRecord,
    MeetingSummary,
)
from indexer.request import AgencyScope, DueRequest, Facet
from indexer.slugs import meeting_id

_DOCUMENTS = queries.term("kind", Kind.DOCUMENT)
_RECORD = ("header", "record", "position")
_OLDEST = ("date", "document", "position")
_WINDOW = 10_000  # rows that a page may lie away from the beginning
List = TypeVar("List")


def item(snapshot: Snapshot, item_id: str) -> ItemRecord | None:
    """Return one item by its public id, or None."""
    body = {"size": 1, "query": all_of([ITEMS, queries.term("item", item_id)]), "_source": list(_RECORD)}
    hits = snapshot.search(body)["hits"]["hits"]
    return record_of(hits[0]["_source"]) if hits else None


def document(snapshot: Snapshot, document_id: str) -> Document | None:
    """Return a whole document, or None."""
    return next(iter(_documents(snapshot, [document_id])), None)


def meetings(snapshot: Snapshot) -> Sequence[MeetingSummary]:
    """Return every meeting, newest first; its earliest document says what it is called."""
    return _once(snapshot, "meetings", lambda: _meetings(snapshot))


def meeting_documents(snapshot: Snapshot, meeting: str) -> Sequence[Document]:
    """Return the whole documents of one meeting, by date and number."""
    names = snapshot.names.resolve(Facet.MEETING, Facet.MEETING, meeting)
    query = queries.terms(column(Facet.MEETING), [name.identity for name in names])
    found = _documents(snapshot, _ids(snapshot, query)) if names else []
    return sorted(found, key=lambda d: (d.date.toordinal() if d.date else 0, d.number or "", d.id))


def agencies(snapshot: Snapshot) -> Sequence[AgencySummary]:
    """Return every agency, most often assigned first, then by name."""
    return _once(snapshot, "agencies", lambda: _agencies(snapshot))


def citing(snapshot: Snapshot, number: str) -> Sequence[ItemRecord]:
    """Return the items that cite a document number, oldest first."""
    query = all_of([ITEMS, queries.term(column(Facet.NUMBER), number_identity(number))])
    rows = scan(snapshot.connection, snapshot.index, query, _OLDEST, _RECORD)
    return [record_of(row) for row in rows]


def issuing(snapshot: Snapshot, number: str) -> Sequence[Document]:
    """Return the documents that carry a number themselves, oldest first."""
    found = _documents(snapshot, _ids(snapshot, queries.term("own_number", number_identity(number))))
    return sorted(found, key=lambda d: (d.date.toordinal() if d.date else 0, d.id))


def due_page(snapshot: Snapshot, request: DueRequest) -> DuePage:
    """Return the deadlines of a period, by date and then by document and place in it."""
    low = request.since.toordinal() if request.since else None
    high = request.until.toordinal() if request.until else None
    filters: list[Query] = [queries.term("kind", Kind.DEADLINE), between("date", low, high)]
    if request.agency is not None:
        name = ANY_ROLE if request.scope is AgencyScope.ANY else Facet.AGENCY.value
        meant = snapshot.names.resolve(Facet.AGENCY, name, request.agency)
        filters.append(queries.terms(column(name), [found.identity for found in meant]))
    order: list[dict[str, Any]] = [{"date": "desc" if request.latest_first else "asc"}]
    order += [{"document": "asc"}, {"position": "asc"}]
    body = {"query": all_of(filters), "sort": order, "_source": ["document", "position", "date"]}
    total, rows = _page(snapshot, body, (max(request.page, 1) - 1) * request.size, request.size)
    keys = [item_key(row["document"], row["position"]) for row in rows]
    items = snapshot.connection.rows(snapshot.index, keys, _RECORD)
    dates = (dt.date.fromordinal(row["date"]) for row in rows)
    return DuePage(total, tuple(DueEntry(d, record_of(items[k])) for d, k in zip(dates, keys, strict=True)))


def _meetings(snapshot: Snapshot) -> list[MeetingSummary]:
    documents: defaultdict[str, list[tuple[Document, int]]] = defaultdict(list)
    query = all_of([_DOCUMENTS, {"exists": {"field": column(Facet.MEETING)}}])
    for row in scan(snapshot.connection, snapshot.index, query, ("date", "document"), ("header", "items")):
        header = from_json({**row["header"], "items": []})
        documents[meeting_id(header) or ""].append((header, row["items"]))
    summaries = [
        MeetingSummary(name, found[0][0].meeting, found[0][0].province, len(found), sum(items for _, items in found))
        for name, found in documents.items()
        if found[0][0].meeting is not None
    ]
    return sorted(summaries, key=lambda m: (-(m.meeting.date.toordinal() if m.meeting.date else 0), m.id))


def _agencies(snapshot: Snapshot) -> list[AgencySummary]:
    assigned = _counted(snapshot, Facet.AGENCY.value)
    summaries = [
        AgencySummary(value, name, assigned.get((value, name), 0), count)
        for (value, name), count in _counted(snapshot, ANY_ROLE).items()
    ]
    return sorted(summaries, key=lambda agency: (-agency.assigned, agency.name.lower(), agency.id))


def _counted(snapshot: Snapshot, name: str) -> dict[tuple[str, str], int]:
    counted = dict(composite(snapshot.connection, snapshot.index, ITEMS, column(name)))
    names = snapshot.names.of(name, counted)
    return {(names[same].value, names[same].label): count for same, count in counted.items()}


def _ids(snapshot: Snapshot, query: Query) -> list[str]:
    rows = scan(snapshot.connection, snapshot.index, all_of([_DOCUMENTS, query]), ("document",), ("document",))
    return [row["document"] for row in rows]


def _documents(snapshot: Snapshot, ids: Iterable[str]) -> list[Document]:
    """Read whole documents, those that there are."""
    wanted = list(ids)
    found = snapshot.connection.rows(snapshot.index, [document_key(name) for name in wanted], ("header", "items"))
    rows = {name: found[document_key(name)] for name in wanted if document_key(name) in found}
    keys = [item_key(name, position) for name, row in rows.items() for position in range(row["items"])]
    items = snapshot.connection.rows(snapshot.index, keys, ("record",))
    return [
        document_of(row["header"], [items[item_key(name, n)]["record"] for n in range(row["items"])])
        for name, row in rows.items()
    ]


def _page(snapshot: Snapshot, body: dict[str, Any], first: int, size: int) -> tuple[int, list[dict[str, Any]]]:
    """Return how many rows fit, and those from `first` on; beyond the server's window they are read in order."""
    if first + size <= _WINDOW:
        answer = snapshot.search({**body, "from": first, "size": size, "track_total_hits": True})["hits"]
        return answer["total"]["value"], [hit["_source"] for hit in answer["hits"]]
    from itertools import islice

    from indexer.opensearch.scanning import hits_after

    total = snapshot.connection.counts(snapshot.index, [body["query"]])[0]
    hits = islice(hits_after(snapshot.connection, snapshot.index, body), first, first + size)
    return total, [hit["_source"] for hit in hits]


def _once(snapshot: Snapshot, name: str, make: Callable[[], List]) -> List:
    """Return a list that is made once a generation."""
    if name not in snapshot.remembered:
        snapshot.remembered[name] = make()
    kept: List = snapshot.remembered[name]
    return kept
