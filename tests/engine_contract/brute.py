"""Facets and selections by the definition, one item at a time: what every engine's counts are compared with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from corpus.model import ConclusionItem, Document
from indexer.facets import FacetValue, facet_values, named_agencies
from indexer.request import AgencyScope, Facet, SearchRequest

Pair = tuple[Document, ConclusionItem]


def values_of(pair: Pair, facet: Facet, scope: AgencyScope) -> set[FacetValue]:
    """Return the values that an item has in a facet under a scope."""
    document, item = pair
    if facet is Facet.AGENCY and scope is AgencyScope.ANY:
        return set(named_agencies(item))
    return set(facet_values(document, item, facet))


def fits(pair: Pair, request: SearchRequest, but: Facet | None = None) -> bool:
    """Say whether an item fits every selection, or every one but a facet's own."""
    return all(
        not {v.value for v in values_of(pair, s.facet, request.scope)}.isdisjoint(s.values)
        for s in request.selections
        if s.facet is not but
    )


def counts(pairs: Sequence[Pair], request: SearchRequest, facet: Facet) -> dict[str, int]:
    """Return how many items have each value, chosen values at zero included."""
    fitting = [pair for pair in pairs if fits(pair, request, but=facet)]
    found = Counter(v.value for pair in fitting for v in values_of(pair, facet, request.scope))
    return {**dict.fromkeys(request.chosen(facet), 0), **found}


def pairs_with(documents: Iterable[Document], word: str) -> list[Pair]:
    """Return the items whose heading or text holds a word, as it is spelled; every item for the empty word."""
    pairs = [(document, item) for document in documents for item in document.items]
    return [pair for pair in pairs if not word or word in words(pair[1])]


def words(item: ConclusionItem) -> Collection[str]:
    """Return the words of an item's heading and text."""
    return {word.strip(".,;:") for word in f"{item.heading} {item.text}".split()}
