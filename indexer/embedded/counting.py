"""Facets of a result: exact counts that ignore the facet's own selection."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from corpus.orthography import lower
from indexer.embedded.columns import ANY_ROLE, Columns, FacetColumn
from indexer.facets import DECISION_LABELS, DUE_LABELS
from indexer.kernels.facets import Mask, count_values, rows_with
from indexer.page import FacetCount
from indexer.request import AgencyScope, Facet, SearchRequest


class FacetCounter:
    """Applies the selections of one request to a mask of matching rows, and counts what is left."""

    def __init__(self, columns: Columns, request: SearchRequest) -> None:
        self._columns = columns
        self._request = request
        self._chosen = {facet: self._ordinals(facet) for facet in Facet if request.chosen(facet)}
        self._masks = {facet: self._selected(facet) for facet in self._chosen}

    def select(self, mask: Mask, *, but: Facet | None = None) -> Mask:
        """Return the rows of `mask` (bool[R]) that fit every selection, or every one but a facet's own."""
        for facet, selected in self._masks.items():
            if facet is not but:
                mask = mask & selected
        return mask

    def counts(self, mask: Mask) -> Mapping[Facet, tuple[FacetCount, ...]]:
        """Return every value of each facet asked for among the rows of `mask`, each ignoring its own selection."""
        return {facet: self.values(facet, mask) for facet in self._request.facets}

    def values(self, facet: Facet, mask: Mask) -> tuple[FacetCount, ...]:
        """Return every value of one facet among the rows of `mask`, ignoring its own selection."""
        return self._facet(facet, self.select(mask, but=facet))

    def _column(self, facet: Facet) -> FacetColumn:
        any_role = facet is Facet.AGENCY and self._request.scope is AgencyScope.ANY
        return self._columns.facets[ANY_ROLE if any_role else facet.value]

    def _ordinals(self, facet: Facet) -> dict[int, str]:
        """Map the ordinals of the chosen values to what was chosen."""
        column = self._column(facet)
        return {o: value for value in self._request.chosen(facet) for o in column.resolve(facet, value)}

    def _selected(self, facet: Facet) -> Mask:
        column = self._column(facet)
        size = len(column.values)
        return rows_with(column.rows, column.ordinals, list(self._chosen[facet]), size, self._columns.size)

    def _facet(self, facet: Facet, mask: Mask) -> tuple[FacetCount, ...]:
        column, chosen = self._column(facet), self._chosen.get(facet, {})
        counts = count_values(column.rows, column.ordinals, mask, len(column.values))
        shown = np.flatnonzero(counts).tolist() + [o for o in chosen if not counts[o]]
        values = [FacetCount(column.values[o], column.labels[o], int(counts[o]), o in chosen) for o in shown]
        values += [
            FacetCount(value, _label(facet, value), 0, selected=True)
            for value in dict.fromkeys(self._request.chosen(facet))
            if value not in chosen.values()
        ]
        return tuple(sorted(values, key=_by_year if facet is Facet.YEAR else _by_count))


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
