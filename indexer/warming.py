"""Asking an engine what readers ask, before anyone waits for an answer."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.orthography import fold_diacritics
from indexer.engine import SearchEngine
from indexer.request import SearchRequest, Sort
from indexer.tokens import plain

_WORDS = 4


def warm(engine: SearchEngine) -> None:
    """Search once for each kind of query, in words that the index itself holds.

    The first search of a process reads files and a model, and the first of an installation compiles the loops of
    searching, which takes seconds.
    """
    newest = engine.search(SearchRequest(sort=Sort.NEWEST, size=1)).hits
    for hit in newest:
        for query in _queries(plain(hit.record.item.heading or hit.record.item.text).split()[:_WORDS]):
            engine.search(SearchRequest(query, grouped=True))


def _queries(words: list[str]) -> Iterator[str]:
    """Yield words as typed and without diacritics, a phrase, a beginning, a choice and an exclusion."""
    text = " ".join(words)
    if words:
        yield from (text, fold_diacritics(text), f'"{text}"', f"{words[0][:2]}*", f"({text}) OR {words[-1]}")
        yield f"{words[0]} -{words[-1]}"
