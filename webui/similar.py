"""Items of other documents that are about the same thing, found by the words of a heading."""

from __future__ import annotations

from corpus.annotate import annotate
from corpus.model import Citation, ConclusionItem
from indexer.engine import SearchEngine
from indexer.page import ItemRecord
from indexer.request import Match, SearchRequest
from webui.typography import excerpt

_SHOWN = 4
_LOOKED_AT = 20
_WORDS_OF_TEXT = 120


def similar_items(engine: SearchEngine, record: ItemRecord) -> tuple[ItemRecord, ...]:
    """Return at most four items that hold most words of the subject of `record`, one a document, the closest first."""
    words = _plain_words(subject(record.item))
    if not words:
        return ()
    found = engine.search(SearchRequest(query=words, match=Match.MOST, size=_LOOKED_AT, facet_size=0))
    closest: dict[str, ItemRecord] = {}
    for hit in found.hits:
        if hit.record.header.id != record.header.id:
            closest.setdefault(hit.record.header.id, hit.record)
    return tuple(closest.values())[:_SHOWN]


def subject(item: ConclusionItem) -> str:
    """Return what an item is about: its heading, or of `Tờ trình số 88-TTr/BCSD về X` only X; else its first words."""
    heading = item.heading
    cited = [a.span.end for a in annotate(heading) if isinstance(a.target, Citation)]
    if cited:
        # A paper's name, number, date and sender say nothing of its subject, and half of all headings share them.
        _, about, rest = heading[max(cited) :].partition(" về ")
        heading = rest if about else heading
    return heading or excerpt(item.text, _WORDS_OF_TEXT).rstrip("…")


def _plain_words(text: str) -> str:
    """Words without the marks that the query language reads, in lower case: AND and OR in capitals are its words."""
    return " ".join("".join(c if c.isalnum() else " " for c in text).lower().split())
