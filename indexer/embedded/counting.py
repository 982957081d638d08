"""Facets of a result: exact counts that ignore the facet's own selection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.orthography import lower
from indexer.embedded.arrays.rows import ANY_ROLE
from indexer.embedded.commonest import Most
from indexer.embedded.rowset import RowSet, in_all
from indexer.embedded.selected import Selected
from indexer.embedded.tallies import Tallies, Tally
from indexer.facets import DECISION_LABELS, DUE_LABELS
from indexer.page import FacetCount, FacetPage
from indexer.request import AgencyScope, Facet, SearchRequest

_BY_VALUE = frozenset((Facet.YEAR,))  # facets in the order of their values; they have few


@dataclass(frozen=True, slots=True)
class Values:
    """The first values of a facet and the chosen ones, and how many it has."""

    shown: tuple[FacetCount, ...]
    total: int


class FacetCounter:
    """Applies the selections of one request to the rows that were found, and counts what is left."""

    def __init__(self, tallies: Tallies, request: SearchRequest) -> None:
        self._tallies = tallies
        self._request = request
        self._chosen = {s.facet: self._ordinals(s.facet) for s in request.selections if request.chosen(s.facet)}
        self._having = {facet: self._tally(facet).rows_with(list(self._chosen[facet])) for facet in self._chosen}

    def select(self, found: RowSet, *, but: Facet | None = None) -> Selected:
        """Return those of the rows found that fit every selection, or every one but a facet's own."""
        wanted = [having for facet, having in self._having.items() if facet is not but]
        return Selected(self._tallies, in_all([found, *wanted]))

    def counts(self, found: RowSet, selected: Selected) -> Mapping[Facet, Values]:
        """Return the values of the facets that were asked for among the rows found, each ignoring its own choice.

        `selected` are those of them that fit every selection.
        """
        return {facet: self._values(facet, self._over(facet, found, selected)) for facet in self._request.facets}

    def _over(self, facet: Facet, found: RowSet, selected: Selected) -> Selected:
        return self.select(found, but=facet) if facet in self._having else selected

    def page(self, facet: Facet, found: RowSet, find: str, start: int, limit: int) -> FacetPage:
        """Return a part of the values of one facet whose labels hold every word of `find`, and how many do."""
        tally = self._tally(facet)
        counts = tally.counts(self.select(found, but=facet))
        if find.split():
            fitting = np.zeros_like(counts)
            fitting[tally.text.holding(find)] = 1
            counts = counts * fitting
        last = max(start, 0) + max(limit, 0)
        most = tally.most_of(counts, _size(facet, tally, last))
        return FacetPage(tuple(self._shown(facet, tally, most, last)[max(start, 0) :]), most.filled)

    def _tally(self, facet: Facet) -> Tally:
        any_role = facet is Facet.AGENCY and self._request.scope is AgencyScope.ANY
        return self._tallies.of(ANY_ROLE if any_role else facet.value)

    def _ordinals(self, facet: Facet) -> dict[int, str]:
        """Map the ordinals of the chosen values to what was chosen."""
        tally = self._tally(facet)
        return {o: value for value in self._request.chosen(facet) for o in tally.resolve(facet, value)}

    def _shown(self, facet: Facet, tally: Tally, most: Most, size: int) -> list[FacetCount]:
        """Return the first values of a facet in its order."""
        chosen = self._chosen.get(facet, {})
        counted = zip(most.ordinals, most.counts, strict=True)
        shown = [FacetCount(*tally.name(ordinal), count, ordinal in chosen) for ordinal, count in counted]
        return sorted(shown, key=_by_year)[:size] if facet in _BY_VALUE else shown

    def _values(self, facet: Facet, selected: Selected) -> Values:
        tally, chosen, size = self._tally(facet), self._chosen.get(facet, {}), self._request.facet_size
        most = tally.most(selected, _size(facet, tally, size))
        shown = self._shown(facet, tally, most, size)
        if not self._request.chosen(facet):
            return Values(tuple(shown), most.filled)
        there, counted = {count.value for count in shown}, tally.counts_of(list(chosen), selected)
        every = [FacetCount(*tally.name(o), count, selected=True) for o, count in counted.items()]
        beyond = [count for count in every if count.value not in there]
        unknown = self._unknown(facet, chosen)
        total = most.filled + sum(count.count == 0 for count in beyond) + len(unknown)
        if facet in _BY_VALUE:
            return Values(tuple(sorted([*shown, *beyond, *unknown], key=_by_year)), total)
        return Values((*shown, *sorted([*beyond, *unknown], key=_by_count)), total)

    def _unknown(self, facet: Facet, chosen: Mapping[int, str]) -> Sequence[FacetCount]:
        """Return the chosen values that no item of the index has."""
        values = dict.fromkeys(self._request.chosen(facet))
        known = set(chosen.values())
        return [FacetCount(v, _label(facet, v), 0, selected=True) for v in values if v not in known]


def _size(facet: Facet, tally: Tally, wanted: int) -> int:
    """Return how many of the commonest values have to be known for the first `wanted` in the facet's order."""
    return tally.size if facet in _BY_VALUE else wanted


def _label(facet: Facet, value: str) -> str:
    """Return the label of a chosen value that no item of the index has."""
    if facet is Facet.DUE:
        return DUE_LABELS.get(value, value)
    if facet is Facet.DECISION:
        return next((label for decision, label in DECISION_LABELS.items() if decision == value), value)
    return value


def _by_count(count: FacetCount) -> tuple[int, str, str]:
    return -count.count, lower(count.label), count.value


def _downwards(value: str) -> tuple[int, str]:
    return -int(value) if value.isdecimal() else 0, value


def _by_year(count: FacetCount) -> tuple[int, str]:
    return _downwards(count.value)
