"""Facets of a result: exact counts that ignore the facet's own selection."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.orthography import lower
from indexer.embedded.arrays.rows import ANY_ROLE
from indexer.embedded.tallies import Selected, Tallies, Tally
from indexer.facets import DECISION_LABELS, DUE_LABELS
from indexer.kernels.counting import Counts
from indexer.kernels.postings import Mask
from indexer.page import FacetCount, FacetPage
from indexer.request import AgencyScope, Facet, SearchRequest

_BY_VALUE = frozenset((Facet.YEAR,))  # facets in the order of their values; they have few


@dataclass(frozen=True, slots=True)
class Values:
    """The first values of a facet and the chosen ones, and how many it has."""

    shown: tuple[FacetCount, ...]
    total: int


class FacetCounter:
    """Applies the selections of one request to a mask of matching rows, and counts what is left."""

    def __init__(self, tallies: Tallies, request: SearchRequest) -> None:
        self._tallies = tallies
        self._request = request
        self._chosen = {facet: self._ordinals(facet) for facet in Facet if request.chosen(facet)}
        self._masks = {facet: self._tally(facet).rows_with(list(self._chosen[facet])) for facet in self._chosen}

    def select(self, mask: Mask, *, but: Facet | None = None) -> Mask:
        """Return the rows of `mask` (bool[R]) that fit every selection, or every one but a facet's own."""
        for facet, selected in self._masks.items():
            if facet is not but:
                mask = mask & selected
        return mask

    def counts(self, mask: Mask, selected: Selected) -> Mapping[Facet, Values]:
        """Return the values of the facets that were asked for among the rows of `mask`, each ignoring its own choice.

        `selected` are the rows of `mask` that fit every selection.
        """
        return {facet: self._values(facet, self._over(facet, mask, selected)) for facet in self._request.facets}

    def _over(self, facet: Facet, mask: Mask, selected: Selected) -> Selected:
        return Selected(self._tallies, self.select(mask, but=facet)) if facet in self._masks else selected

    def page(self, facet: Facet, mask: Mask, find: str, start: int, limit: int) -> FacetPage:
        """Return a part of the values of one facet whose labels hold every word of `find`, and how many do."""
        tally = self._tally(facet)
        counts = tally.counts(Selected(self._tallies, self.select(mask, but=facet)))
        if find.split():
            fitting = np.zeros_like(counts)
            fitting[tally.text.holding(find)] = 1
            counts = counts * fitting
        chosen = self._chosen.get(facet, {})
        ordinals, filled = self._ordered(facet, tally, counts, max(start, 0) + max(limit, 0))
        return FacetPage(tuple(self._count(tally, o, counts, chosen) for o in ordinals[max(start, 0) :]), filled)

    def _tally(self, facet: Facet) -> Tally:
        any_role = facet is Facet.AGENCY and self._request.scope is AgencyScope.ANY
        return self._tallies.of(ANY_ROLE if any_role else facet.value)

    def _ordinals(self, facet: Facet) -> dict[int, str]:
        """Map the ordinals of the chosen values to what was chosen."""
        column = self._tally(facet).column
        return {o: value for value in self._request.chosen(facet) for o in column.resolve(facet, value)}

    def _ordered(self, facet: Facet, tally: Tally, counts: Counts, size: int) -> tuple[list[int], int]:
        """Return the first ordinals of a facet in its order, and how many values have a count."""
        if facet not in _BY_VALUE:
            return tally.most_counted(counts, size)
        every, filled = tally.most_counted(counts, len(counts))
        return sorted(every, key=_newest_first(tally))[:size], filled

    def _values(self, facet: Facet, selected: Selected) -> Values:
        tally, chosen = self._tally(facet), self._chosen.get(facet, {})
        size = tally.size if facet in _BY_VALUE else self._request.facet_size
        most = tally.most(selected, size, list(chosen))
        counted = dict(zip(most.ordinals, most.counts, strict=True))
        ordinals = (
            sorted(counted, key=_newest_first(tally))[: self._request.facet_size] if facet in _BY_VALUE else counted
        )
        shown = [FacetCount(*tally.name(ordinal), counted[ordinal], ordinal in chosen) for ordinal in ordinals]
        if not self._request.chosen(facet):
            return Values(tuple(shown), most.filled)
        there = set(ordinals)
        beyond = [
            FacetCount(*tally.name(o), count, selected=True) for o, count in most.of_chosen.items() if o not in there
        ]
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

    def _count(self, tally: Tally, ordinal: int, counts: Counts, chosen: Mapping[int, str]) -> FacetCount:
        value, label = tally.name(ordinal)
        return FacetCount(value, label, int(counts[ordinal]), ordinal in chosen)


def _label(facet: Facet, value: str) -> str:
    """Return the label of a chosen value that no item of the index has."""
    if facet is Facet.DUE:
        return DUE_LABELS.get(value, value)
    if facet is Facet.DECISION:
        return next((label for decision, label in DECISION_LABELS.items() if decision == value), value)
    return value


def _by_count(count: FacetCount) -> tuple[int, str, str]:
    return -count.count, lower(count.label), count.value


def _newest_first(tally: Tally) -> Callable[[int], tuple[int, str]]:
    return lambda ordinal: _downwards(tally.name(ordinal)[0])


def _downwards(value: str) -> tuple[int, str]:
    return -int(value) if value.isdecimal() else 0, value


def _by_year(count: FacetCount) -> tuple[int, str]:
    return _downwards(count.value)
