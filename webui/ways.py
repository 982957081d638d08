"""Ways on from a search that found nothing: each is a search that does find something, with its count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from indexer.engine import SearchEngine
from indexer.page import SearchPage
from indexer.request import Facet, Match, SearchRequest
from webui.facets import WORDED, label_of
from webui.params import toggling
from webui.urls import search_url

_MOST_TRIED = 8  # searches made for one kind of way
_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Way:
    """A search that leads on. `facet` and `label` say which filter it drops, `words` which words it looks for."""

    url: str
    count: int
    facet: Facet | None = None
    label: str | None = None
    words: str | None = None

    @property
    def worded(self) -> bool:
        """Whether the label is words of the interface, not of documents."""
        return self.facet in WORDED


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways on: without all filters, without one of them, without some words, with any of the words."""

    unfiltered: Way | None
    fewer_filters: tuple[Way, ...]
    fewer_words: tuple[Way, ...]
    any_word: Way | None


def ways_on(engine: SearchEngine, page: SearchPage) -> Ways:
    """Look for searches near one that found nothing; a way that finds nothing either is left out."""
    request = page.request
    chosen = [(s.facet, value) for s in request.selections for value in s.values]
    bare = replace(request, selections=(), page=1)
    without_one = (
        _way(engine, toggling(request, facet, value), facet=facet, label=label_of(page, facet, value))
        for facet, value in chosen[:_MOST_TRIED]
    )
    shorter = (_way(engine, replace(request, query=words, page=1), words=words) for words in _shorter(request.query))
    many_words = len(request.query.split()) > 1 and request.match is not Match.ANY
    return Ways(
        unfiltered=_way(engine, bare) if len(chosen) > 1 else None,
        fewer_filters=_best(without_one),
        fewer_words=_best(shorter),
        any_word=_way(engine, replace(bare, match=Match.ANY)) if many_words else None,
    )


def _shorter(query: str) -> list[str]:
    """The query without its quotes, then its halves, then without its last and its first word."""
    words = query.replace('"', " ").split()
    middle = (len(words) + 1) // 2
    halves = [words[:middle], words[middle:], words[:-1], words[1:]] if len(words) > 1 else []
    tried = [" ".join(words), *(" ".join(half) for half in halves)]
    return [words for words in dict.fromkeys(tried) if words and words != query][:_MOST_TRIED]


def _best(ways: Iterable[Way | None]) -> tuple[Way, ...]:
    found = sorted((way for way in ways if way), key=lambda way: -way.count)
    return tuple(found[:_MOST_SHOWN])


def _way(
    engine: SearchEngine,
    request: SearchRequest,
    *,
    facet: Facet | None = None,
    label: str | None = None,
    words: str | None = None,
) -> Way | None:
    total = engine.search(replace(request, size=1, facets=(), passages=False)).total
    return Way(search_url(request), total, facet, label, words) if total else None
