"""The rows that a query field asks for by name."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.agencies import canonical_name
from indexer.choices import chosen_among, words_of
from indexer.embedded.arrays.rows import ANY_ROLE
from indexer.embedded.rowset import RowSet
from indexer.embedded.tallies import Tallies, Tally
from indexer.request import Facet
from indexer.syntax import QueryField

_FACETS = {
    QueryField.AGENCY: Facet.AGENCY,
    QueryField.MEETING: Facet.MEETING,
    QueryField.NUMBER: Facet.NUMBER,
    QueryField.KIND: Facet.KIND,
}


def named_rows(tallies: Tallies, field: QueryField, value: str) -> RowSet:
    """Return the rows with a value of the field that is called `value`, in any role for agencies."""
    facet = _FACETS[field]
    tally = tallies.of(ANY_ROLE if facet is Facet.AGENCY else facet.value)
    return tally.rows_with(_named(facet, tally, value))


def _named(facet: Facet, tally: Tally, text: str) -> Sequence[int]:
    """Return the ordinals that a person means, as `indexer.choices.named` has it; no label is read that cannot fit."""
    if exact := tally.resolve(facet, text):
        return exact
    name = (canonical_name(text) or text) if facet is Facet.AGENCY else text
    possible: list[int] = tally.text.with_run(words_of(name)).tolist()
    fitting = chosen_among([tally.name(ordinal)[1] for ordinal in possible], name)
    return [possible[place] for place in fitting]
