"""What a new generation must answer before anyone else may ask it: searches whose answers its own rows tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analyzers.pipeline import Analyzer
from corpus.model import ConclusionItem, Document
from indexer.embedded.searching import Search
from indexer.embedded.snapshot import Snapshot
from indexer.facets import facet_values
from indexer.request import Facet, FacetSelection, Match, SearchRequest
from indexer.sections import text_below

_DOCUMENTS = 5
_WORDS = re.compile(r"(?<!\S)(?:[^\W\d_]+[ ]){2}[^\W\d_]+(?![^\s.,;:])")  # `rà soát quy` of `rà soát quy hoạch`


def unanswered(snapshot: Snapshot, analyzer: Analyzer, documents: Sequence[str]) -> list[SearchRequest]:
    """Search for items of a few of the documents by their words and by their facets; return what did not find them."""
    return [
        request
        for document, item in _samples(snapshot, documents)
        for request in _requests(document, item)
        if not _finds(snapshot, analyzer, request, document.item_id(item))
    ]


def _finds(snapshot: Snapshot, analyzer: Analyzer, request: SearchRequest, item_id: str) -> bool:
    row = snapshot.item_row(item_id)
    return row is not None and row in Search(snapshot, analyzer, request).rows()


def _samples(snapshot: Snapshot, documents: Sequence[str]) -> Iterator[tuple[Document, ConclusionItem]]:
    """Yield the last item of some documents, evenly spread."""
    for name in documents[:: max(1, len(documents) // _DOCUMENTS)][:_DOCUMENTS]:
        document = snapshot.document(name)
        if document is not None and document.items:
            yield document, document.items[-1]


def _requests(document: Document, item: ConclusionItem) -> Iterator[SearchRequest]:
    """Yield searches that must find an item: three of its words as a phrase, and one value of each of its facets."""
    words = _WORDS.search(text_below(item))
    if words:
        yield SearchRequest(f'"{words[0]}"', match=Match.ALL)
    values = ((facet, facet_values(document, item, facet)) for facet in Facet)
    chosen = tuple(FacetSelection(facet, (found[0].value,)) for facet, found in values if found)
    yield SearchRequest(selections=chosen)
