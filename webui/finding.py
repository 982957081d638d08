"""Answering a search for people, who are shown the last page instead of none, and for programs, which are not."""

from __future__ import annotations

from dataclasses import replace

from flask import url_for

from indexer.engine import SearchEngine
from indexer.page import SearchPage
from indexer.request import Match, SearchRequest, Sort
from webui.errors import Refused, Way
from webui.metrics import count
from webui.pager import page_count
from webui.params import MAX_DEPTH, SELECTED, to_args
from webui.strings import t
from webui.typography import grouped
from webui.urls import search_url, with_query


def find(engine: SearchEngine, asked: SearchRequest) -> tuple[SearchPage, int]:
    """Answer a search for a page, and say which page is the last that can be opened.

    A page beyond the last is taken for the last. A result may go on beyond MAX_DEPTH hits, where no page leads: asking
    for one there is refused with ways on.
    """
    deepest = deepest_page(asked.size)
    page = searched(engine, replace(asked, page=min(asked.page, deepest)))
    pages = page_count(page.entries or page.total, asked.size)
    if asked.page > deepest and pages > deepest:
        raise _too_deep(asked)
    last = min(pages, deepest)
    return (page if page.request.page <= last else searched(engine, replace(asked, page=last))), last


def exactly(engine: SearchEngine, asked: SearchRequest) -> SearchPage:
    """Answer a search for a program: a page beyond the last has no hits, one beyond MAX_DEPTH hits is refused."""
    if asked.page > deepest_page(asked.size):
        raise _too_deep(asked)
    return searched(engine, asked)


def ordered(asked: SearchRequest) -> SearchRequest:
    """Return `asked` in the order that it is answered in: without words there is no relevance, so newest first."""
    return replace(asked, sort=Sort.NEWEST) if asked.sort is Sort.RELEVANCE and not asked.query else asked


def deepest_page(size: int) -> int:
    """Return the last page of `size` hits that can be opened."""
    return max(1, MAX_DEPTH // size)


def searched(engine: SearchEngine, asked: SearchRequest) -> SearchPage:
    """Answer a search and count it."""
    page = engine.search(ordered(asked))
    count("searches")
    if asked.match is Match.AUTO and page.match is not Match.ALL:
        count("searches_widened")
    return page


def export_url(request: SearchRequest, form: str = "csv") -> str:
    """Return the address that downloads every hit of a search; `form` is `csv` or `jsonl`."""
    return with_query(url_for(f"export.{form}"), [pair for pair in to_args(request) if pair[0] in SELECTED])


def feed_url(request: SearchRequest) -> str:
    """Return the address of the feed of a search."""
    return with_query(url_for("feed.show"), [p for p in to_args(request) if p[0] in SELECTED and p[0] != "sort"])


def _too_deep(asked: SearchRequest) -> Refused:
    last = search_url(replace(asked, page=deepest_page(asked.size)))
    ways = (Way(last, t("limit.last")), Way(export_url(asked), t("limit.export")))
    return Refused(400, t("limit.depth", depth=grouped(MAX_DEPTH)), ways=ways)
