"""What a new generation must answer before anyone else may ask it.

Of a whole build searches whose answers its own rows tell; of an update, whose other rows were asked before, what is new
is read back through everything that an update writes: tables of documents, rows, values, postings and tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from analyzers.pipeline import Analyzer
from corpus.model import ConclusionItem, Document
from indexer.embedded.arrays.known import KnownDocuments
from indexer.embedded.arrays.segment import ArraySegment
from indexer.embedded.schema import SYLLABLES
from indexer.embedded.searching import Search
from indexer.embedded.snapshot import Snapshot
from indexer.facets import facet_values
from indexer.request import Facet, FacetSelection, Match, SearchRequest
from indexer.sections import text_below

_DOCUMENTS = 5
_WORDS = re.compile(r"(?<!\S)(?:[^\W\d_]+[ ]){2}[^\W\d_]+(?![^\s.,;:])")  # `rà soát quy` of `rà soát quy hoạch`


# -- a whole build -----------------------------------------------------------------------------------------------------


def build_answers(snapshot: Snapshot, analyzer: Analyzer, documents: KnownDocuments) -> bool:
    """Say whether a generation holds these documents, and finds items of a few by their words and by their facets."""
    written = snapshot.documents()
    return written == dict(documents) and all(
        _finds(snapshot, analyzer, request, document.item_id(item))
        for document, item in _samples(snapshot, list(written))
        for request in _requests(document, item)
    )


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


# -- an update ---------------------------------------------------------------------------------------------------------


def update_answers(snapshot: Snapshot, analyzer: Analyzer, documents: KnownDocuments) -> bool:
    """Say whether a generation holds these documents, as far as they changed, and a few of the new ones in full."""
    return _holds(snapshot, documents) and all(
        _has_row(snapshot, analyzer, document, item) for document, item in _samples(snapshot, list(documents.added))
    )


def _holds(snapshot: Snapshot, documents: KnownDocuments) -> bool:
    columns = snapshot.columns
    numbers = {name: columns.document_ids.find(name) for name in documents.added}
    return (
        len(columns.document_ids) == len(documents)
        and int(columns.document_items.sum()) == documents.items_held == int(np.count_nonzero(columns.live))
        and all(n is not None and columns.document_items[n] == documents.added[name] for name, n in numbers.items())
        and not any(name in columns.document_ids for name in documents.removed)
    )


def _has_row(snapshot: Snapshot, analyzer: Analyzer, document: Document, item: ConclusionItem) -> bool:
    row = snapshot.item_row(document.item_id(item))
    if row is None or not snapshot.columns.live[row]:
        return False
    values = ((facet, value.value) for facet in Facet for value in facet_values(document, item, facet))
    has_values = all(_has_value(snapshot, facet, value, row) for facet, value in values)
    segment, local = snapshot.place(row)
    words = _WORDS.search(text_below(item))
    return has_values and (words is None or _has_words(segment, local, analyzer.analyses([words[0]])[0].syllables))


def _has_value(snapshot: Snapshot, facet: Facet, value: str, row: int) -> bool:
    column = snapshot.columns.facets[facet.value]
    single = column.single
    own = column.ordinals[slice(*column.starts[row : row + 2])] if single is None else single[row : row + 1]
    return not set(own.tolist()).isdisjoint(column.resolve(facet, value))


def _has_words(segment: ArraySegment, row: int, words: Sequence[str]) -> bool:
    """Say whether words stand side by side in a row, and the row in the postings of each."""
    ordinals = [segment.ordinal(SYLLABLES, word) for word in words]
    tokens = segment.tokens(np.array([row]))[0].tolist()
    side_by_side = any(tokens[at : at + len(words)] == ordinals for at in range(len(tokens)))
    return side_by_side and all(n is not None and row in segment.postings(SYLLABLES, n).docs for n in ordinals)
