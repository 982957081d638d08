"""Facets of a result by the server's aggregations: exact counts that ignore the facet's own selection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from corpus.orthography import lower
from indexer.facets import DECISION_LABELS, DUE_LABELS
from indexer.opensearch import queries
from indexer.opensearch.mapping import ANY_ROLE, column
from indexer.opensearch.names import Name
from indexer.opensearch.queries import Query, all_of
from indexer.opensearch.scanning import composite
from indexer.opensearch.snapshot import ITEMS
from indexer.page import FacetCount
from indexer.request import AgencyScope, Facet, SearchRequest

if TYPE_CHECKING:
    from indexer.opensearch.snapshot import Snapshot

# Values that come with a search. Where a facet has more among the hits, all are counted by a request of their own: a
# shard that leaves values out could leave out the wrong ones.
_AT_ONCE = 5_000


class FacetCounter:
    """Applies the selections of one request, and counts what is left."""

    def __init__(self, snapshot: Snapshot, request: SearchRequest) -> None:
        self._snapshot = snapshot
        self._request = request
        self._chosen = {facet: self._resolved(facet) for facet in Facet if request.chosen(facet)}

    def selection(self, *, but: Facet | None = None) -> Query:
        """Return what fits every selection, or every one but a facet's own."""
        parts = [
            queries.terms(column(self.column_of(facet)), [name.identity for name, _ in chosen])
            for facet, chosen in self._chosen.items()
            if facet is not but
        ]
        return all_of(parts)

    def aggregations(self) -> dict[str, Any]:
        """Return what counts the facets asked for along with a search."""
        wanted = {}
        for facet in self._request.facets:
            values = {"terms": {"field": column(self.column_of(facet)), "size": _AT_ONCE, "shard_size": _AT_ONCE}}
            wanted[facet.value] = {"filter": self.selection(but=facet), "aggs": {"values": values}}
        return wanted

    def counts(self, found: Mapping[str, Any], query: Query) -> dict[Facet, tuple[tuple[FacetCount, ...], int]]:
        """Return of each facet its first values, the chosen ones, and how many there are in all."""
        return {facet: self._facet(facet, found[facet.value]["values"], query) for facet in self._request.facets}

    def values(self, facet: Facet, query: Query, only: Sequence[Name] | None = None) -> tuple[FacetCount, ...]:
        """Return every value of one facet among the items that fit a query, or of those that are named."""
        counted = self._all(facet, query, only)
        return self._named(facet, counted, len(counted) + 1)[0]

    def _facet(self, facet: Facet, found: Mapping[str, Any], query: Query) -> tuple[tuple[FacetCount, ...], int]:
        counted = {bucket["key"]: bucket["doc_count"] for bucket in found["buckets"]}
        if found["sum_other_doc_count"] or found["doc_count_error_upper_bound"]:
            counted = self._all(facet, query, None)
        return self._named(facet, counted, self._request.facet_size)

    def _all(self, facet: Facet, query: Query, only: Sequence[Name] | None) -> dict[str, int]:
        name = column(self.column_of(facet))
        fitting = all_of([ITEMS, query, self.selection(but=facet)])
        if only is None:
            return dict(composite(self._snapshot.connection, self._snapshot.index, fitting, name))
        include = [found.identity for found in only]
        if not include:
            return {}
        values = {"terms": {"field": name, "include": include, "size": len(include), "shard_size": len(include)}}
        body = {"size": 0, "query": fitting, "aggs": {"values": values}}
        buckets = self._snapshot.search(body)["aggregations"]["values"]["buckets"]
        return {bucket["key"]: bucket["doc_count"] for bucket in buckets}

    def _named(self, facet: Facet, counted: Mapping[str, int], size: int) -> tuple[tuple[FacetCount, ...], int]:
        """Name and order what can be among the first `size` values, and add what was chosen."""
        chosen = {name.identity: name for name, _ in self._chosen.get(facet, ())}
        shown = [same for same in counted if counted[same] >= self._least(facet, counted, size)]
        names = self._snapshot.names.of(self.column_of(facet), [*shown, *chosen])
        values = [FacetCount(names[s].value, names[s].label, counted[s], s in chosen) for s in shown if s not in chosen]
        first = [FacetCount(n.value, n.label, counted.get(s, 0), selected=True) for s, n in chosen.items()]
        met = {asked for _, asked in self._chosen.get(facet, ())}
        lacking = [value for value in dict.fromkeys(self._request.chosen(facet)) if value not in met]
        first += [FacetCount(value, _label(facet, value), 0, selected=True) for value in lacking]
        ordered = sorted([*values, *first], key=_by_year if facet is Facet.YEAR else _by_count)
        total = len(counted) + sum(1 for value in first if not value.count)
        return (*ordered[:size], *(value for value in ordered[size:] if value.selected)), total

    def _least(self, facet: Facet, counted: Mapping[str, int], size: int) -> int:
        """Return the count below which no value can be among the first `size`; years are not ordered by count."""
        if facet is Facet.YEAR or len(counted) <= size or size <= 0:
            return 0
        return sorted(counted.values(), reverse=True)[size - 1]

    def _resolved(self, facet: Facet) -> list[tuple[Name, str]]:
        """Return the names that the chosen values mean, each with what was chosen."""
        name = self.column_of(facet)
        found: dict[str, tuple[Name, str]] = {}
        for value in self._request.chosen(facet):
            for meant in self._snapshot.names.resolve(facet, name, value):
                found[meant.identity] = (meant, value)
        return list(found.values())

    def column_of(self, facet: Facet) -> str:
        """Return the name of the column that a facet counts."""
        any_role = facet is Facet.AGENCY and self._request.scope is AgencyScope.ANY
        return ANY_ROLE if any_role else facet.value


def _label(facet: Facet, value: str) -> str:
    """Return the label of a chosen value that no item of the index has."""
    if facet is Facet.DUE:
        return DUE_LABELS.get(value, value)
    if facet is Facet.DECISION:
        return next((label for decision, label in DECISION_LABELS.items() if decision == value), value)
    return value


def _by_count(count: FacetCount) -> tuple[int, str, str]:
    return -count.count, lower(count.label), count.value


def _by_year(count: FacetCount) -> tuple[int, str]:
    return -int(count.value) if count.value.isdecimal() else 0, count.value
