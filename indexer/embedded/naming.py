"""The rows that a query field asks for by name."""

from __future__ import annotations

import numpy as np

from indexer.choices import named
from indexer.embedded.columns import ANY_ROLE, Columns
from indexer.kernels.facets import Mask, rows_with
from indexer.request import Facet
from indexer.syntax import QueryField

_FACETS = {
    QueryField.AGENCY: Facet.AGENCY,
    QueryField.MEETING: Facet.MEETING,
    QueryField.NUMBER: Facet.NUMBER,
    QueryField.KIND: Facet.KIND,
}


def named_rows(columns: Columns, field: QueryField, value: str) -> Mask:
    """Return bool[R]: the rows with a value of the field that is called `value`, in any role for agencies."""
    facet = _FACETS[field]
    column = columns.facets[ANY_ROLE if facet is Facet.AGENCY else facet.value]
    chosen = named(facet, column.values, column.labels, value)
    if not chosen:
        return np.zeros(columns.size, np.bool_)
    return rows_with(column.rows, column.ordinals, chosen, len(column.values), columns.size)
