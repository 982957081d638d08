"""Finding agencies, meetings, numbers and kinds by what a person calls them in a query field."""

from __future__ import annotations

import numpy as np

from corpus.agencies import canonical_name
from corpus.orthography import fold_diacritics, lower
from indexer.embedded.columns import ANY_ROLE, Columns, FacetColumn, resolve
from indexer.facets import label_words
from indexer.kernels.facets import Mask, rows_with
from indexer.request import Facet
from indexer.slugs import slugify
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
    chosen = named_ordinals(column, facet, value)
    if not chosen:
        return np.zeros(columns.size, np.bool_)
    return rows_with(column.rows, column.ordinals, chosen, len(column.values), columns.size)


def named_ordinals(column: FacetColumn, facet: Facet, value: str) -> list[int]:
    """Return the values that a person means: by id or spelling, else by full name, else by consecutive words of it."""
    if exact := resolve(column, facet, value):
        return exact
    full = (canonical_name(value) or value) if facet is Facet.AGENCY else value
    if by_name := _called(column, full):
        return by_name
    wanted = list(label_words(full))
    return [o for o, label in enumerate(column.labels) if wanted and _has_run(list(label_words(label)), wanted)]


def _called(column: FacetColumn, name: str) -> list[int]:
    exact = [ordinal for ordinal, label in enumerate(column.labels) if lower(label) == lower(name)]
    if exact or name != fold_diacritics(name):
        return exact
    return [ordinal for ordinal, label in enumerate(column.labels) if slugify(label) == slugify(name)]


def _has_run(words: list[str], wanted: list[str]) -> bool:
    """Say whether `wanted` stands in `words` without a gap."""
    return any(words[i : i + len(wanted)] == wanted for i in range(len(words) - len(wanted) + 1))
