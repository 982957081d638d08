"""An engine over documents in memory, simple enough to be right by reading: the pages are tested against it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from corpus.model import Document, Role
from corpus.orthography import fold_diacritics, lower
from indexer.facets import FacetValue, deadline_dates, facet_values, named_agencies, number_identity
from indexer.finding import fits
from indexer.page import (
    AgencySummary,
    DueEntry,
    DuePage,
    FacetCount,
    FacetPage,
    Hit,
    IndexInfo,
    ItemRecord,
    MeetingSummary,
    SearchPage,
    SnippetPart,
    Suggestion,
    SuggestionKind,
)
from indexer.request import AgencyScope, DueRequest, Facet, FacetSelection, Match, SearchRequest, Sort
from indexer.slugs import agency_id, meeting_id


class FakeEngine:
    """All words of a query must stand in an item's heading or text, whatever their diacritics."""

    def __init__(self, documents: Sequence[Document], generation: int = 1) -> None:
        self.documents = {document.id: document for document in documents}
        self.all_records = [record for document in documents for record in _records(document)]
        self.generation = generation
        self.searches: list[SearchRequest] = []

    def search(self, request: SearchRequest) -> SearchPage:
        self.searches.append(request)
        matching = [record for record in self.all_records if _matches(record, request.query)]
        found = [record for record in matching if self._fits(record, request, None)]
        found.sort(key=_order(request.sort))
        start = (request.page - 1) * request.size
        return SearchPage(
            request=request,
            total=len(found),
            match=Match.ALL if request.match is Match.AUTO else request.match,
            hits=tuple(_hit(record, request.query) for record in found[start : start + request.size]),
            facets={facet: self._counts(facet, matching, request) for facet in Facet},
            took_ms=1.25,
            entries=len(found),
        )

    def ranking(self, request: SearchRequest, depth: int) -> Sequence[tuple[str, float]]:
        page = self.search(replace(request, page=1, size=depth))
        return [(hit.record.id, hit.score) for hit in page.hits]

    def item(self, item_id: str) -> ItemRecord | None:
        return next((record for record in self.all_records if record.id == item_id), None)

    def document(self, document_id: str) -> Document | None:
        return self.documents.get(document_id)

    def meetings(self) -> Sequence[MeetingSummary]:
        summaries = {}
        for document in self.documents.values():
            identifier = meeting_id(document)
            if identifier and document.meeting:
                summaries[identifier] = MeetingSummary(
                    identifier, document.meeting, document.province, 1, len(document.items)
                )
        return sorted(summaries.values(), key=lambda m: m.meeting.date or dt.date.min, reverse=True)

    def meeting_documents(self, meeting_id_: str) -> Sequence[Document]:
        return [document for document in self.documents.values() if meeting_id(document) == meeting_id_]

    def agencies(self) -> Sequence[AgencySummary]:
        named: Counter[str] = Counter()
        assigned: Counter[str] = Counter()
        for record in self.all_records:
            named.update({a.name for a in record.item.agencies})
            assigned.update({a.name for a in record.item.agencies if a.role is Role.ASSIGNED})
        summaries = [AgencySummary(agency_id(name), name, assigned[name], named[name]) for name in named]
        return sorted(summaries, key=lambda agency: (-agency.assigned, agency.name))

    def citing(self, number: str) -> Sequence[ItemRecord]:
        asked = number_identity(number)
        return [r for r in self.all_records if any(number_identity(c.number) == asked for c in r.item.citations)]

    def issuing(self, number: str) -> Sequence[Document]:
        asked = number_identity(number)
        return [d for d in self.documents.values() if d.number and number_identity(d.number) == asked]

    def records(self, request: SearchRequest) -> Iterator[ItemRecord]:
        yield from (hit.record for hit in self.search(replace(request, page=1, size=10**6)).hits)

    def facet_values(
        self, request: SearchRequest, facet: Facet, *, find: str = "", start: int = 0, limit: int = 100
    ) -> FacetPage:
        values = [v for v in self.search(replace(request, size=0)).facets[facet] if fits(v.label, find)]
        return FacetPage(tuple(values[start : start + limit]), len(values))

    def due(self, request: DueRequest) -> DuePage:
        low, high = request.since or dt.date.min, request.until or dt.date.max
        dated = [DueEntry(d, r) for r in self.all_records for d in deadline_dates(r.item) if low <= d <= high]
        if request.agency is not None:
            chosen = FacetSelection(Facet.AGENCY, (request.agency,))
            dated = [e for e in dated if self._fits(e.record, SearchRequest("", (chosen,), request.scope), None)]
        dated.sort(key=lambda entry: entry.date, reverse=request.latest_first)
        first = (request.page - 1) * request.size
        return DuePage(len(dated), tuple(dated[first : first + request.size]))

    def similar(self, item_id: str, limit: int = 5) -> Sequence[ItemRecord]:
        asked = self.item(item_id)
        if asked is None:
            return ()
        words = set(_folded(asked.item.heading).split())
        others = [r for r in self.all_records if r.header.id != asked.header.id]
        alike = [r for r in others if words & set(_folded(r.item.heading).split())]
        return alike[:limit]

    def suggest(self, text: str, limit: int = 8) -> Sequence[Suggestion]:
        fitting = [agency for agency in self.agencies() if fits(agency.name, text)]
        return [Suggestion(SuggestionKind.AGENCY, a.name, a.id, a.named) for a in fitting][:limit]

    def info(self) -> IndexInfo:
        return IndexInfo(
            generation=self.generation,
            documents=len(self.documents),
            items=len(self.all_records),
            bytes=0,
            fields=(),
            analyser="fake",
            engine="fake",
            built="2024-05-16T08:30:00+07:00",
        )

    def close(self) -> None:
        pass

    def _fits(self, record: ItemRecord, request: SearchRequest, ignored: Facet | None) -> bool:
        return all(
            {_identity(v.value, selection.facet) for v in _values(record, selection.facet, request.scope)}
            & {_identity(value, selection.facet) for value in selection.values}
            for selection in request.selections
            if selection.facet is not ignored
        )

    def _counts(self, facet: Facet, matching: list[ItemRecord], request: SearchRequest) -> tuple[FacetCount, ...]:
        labels = {v.value: v.label for r in self.all_records for v in _values(r, facet, AgencyScope.ANY)}
        counts: Counter[str] = Counter()
        for record in matching:
            if self._fits(record, request, facet):
                counts.update(v.value for v in _values(record, facet, request.scope))
        chosen = request.chosen(facet)
        wanted = {_identity(value, facet) for value in chosen}
        there = {_identity(value, facet) for value in counts}
        values = [*counts, *(v for v in chosen if _identity(v, facet) not in there)]
        rows = [FacetCount(v, labels.get(v, v), counts[v], selected=_identity(v, facet) in wanted) for v in values]
        return tuple(sorted(rows, key=lambda row: (-row.count, row.label)))


def _records(document: Document) -> Iterator[ItemRecord]:
    header = replace(document, items=())
    for position, item in enumerate(document.items):
        yield ItemRecord(document.item_id(item), item, header, position, meeting_id(document))


def _values(record: ItemRecord, facet: Facet, scope: AgencyScope) -> tuple[FacetValue, ...]:
    if facet is Facet.AGENCY and scope is AgencyScope.ANY:
        return named_agencies(record.item)
    return facet_values(record.header, record.item, facet)


def _identity(value: str, facet: Facet) -> str:
    """What all ways to write one value share: engines know a number however it is written."""
    return number_identity(value) if facet is Facet.NUMBER else value


def _folded(text: str) -> str:
    return fold_diacritics(lower(text))


def _matches(record: ItemRecord, query: str) -> bool:
    words = _folded(query.replace('"', " ")).split()
    texts = (record.item.heading, record.item.text, record.header.number or "")
    return all(any(word in _folded(text) for text in texts) for word in words)


def _hit(record: ItemRecord, query: str) -> Hit:
    words = _folded(query.replace('"', " ")).split()
    return Hit(record, 1.0, _marked(record.item.heading, words), _marked(record.item.text, words))


def _marked(text: str, words: list[str]) -> tuple[SnippetPart, ...]:
    runs: list[SnippetPart] = []
    for token in text.split(" "):
        hit = any(word in _folded(token) for word in words)
        if runs and runs[-1].hit == hit:
            runs[-1] = SnippetPart(f"{runs[-1].text} {token}", hit)
        else:
            runs.append(SnippetPart(f" {token}" if runs else token, hit))
    return tuple(runs)


def _order(sort: Sort) -> Callable[[ItemRecord], tuple[int, str]]:
    def key(record: ItemRecord) -> tuple[int, str]:
        day = (record.header.date or dt.date.min).toordinal()
        return (-day if sort in {Sort.NEWEST, Sort.RELEVANCE} else day, record.id)

    return key
