"""The page of results, with filters, or with ways on where nothing was found."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, render_template, request

from indexer.page import SearchPage
from indexer.request import Facet, Match, SearchRequest, Sort
from webui.errors import said
from webui.facets import chips, cleared_url, hidden_args, panels
from webui.finding import export_url, feed_url, find
from webui.naming import resolved
from webui.pager import pager
from webui.parameters import READ, unusable
from webui.params import MAX_DEPTH, FacetLens, from_args, lens_from_args
from webui.present import hit_entry
from webui.site import Site, current_site
from webui.strings import t
from webui.typography import grouped
from webui.urls import agency_url, search_url
from webui.ways import Ways, ways_on
from webui.wording import items_words

pages = Blueprint("search", __name__)


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence above the result, with a link behind it where there is something to do."""

    text: str
    url: str | None = None
    link: str | None = None


@pages.get("/search")
def show() -> str:
    """Show one page of a search; a page beyond the last is taken for the last."""
    site = current_site()
    asked, lens = resolved(site, from_args(request.args)), lens_from_args(request.args)
    page, last = find(site.engine, asked)
    # Links lead from what was asked; the page that is shown, and its order, may be others.
    search, linked = page.request, replace(page, request=asked)
    ways = None if page.hits else ways_on(site.engine, linked)
    return render_template(
        "search.html",
        section="search",
        title=_title(page, last),
        heading=_heading(page),
        canonical=search_url(asked),
        search=asked,
        lens=lens,
        total=page.total,
        notes=_notes(page, asked, last, ways),
        chips=chips(linked, lens),
        clear_url=cleared_url(asked),
        export_url=export_url(asked),
        feed_url=feed_url(asked),
        hidden=hidden_args(asked),
        sorts=_sorts(asked, search.sort, lens),
        panels=panels(linked, lens),
        hits=[hit_entry(hit) for hit in page.hits],
        pager=pager(search.page, last, lambda n: search_url(replace(asked, page=n), lens)),
        ways=ways,
        agencies_chosen=_agencies(site, asked) if ways else (),
    )


def _heading(page: SearchPage) -> str:
    query = page.request.query
    if not page.total:
        return t("search.none_for", query=query) if query else t("search.none")
    if query:
        return t("search.results_for", query=query)
    return t("search.filtered" if page.request.selections else "search.all")


def _title(page: SearchPage, last: int) -> str:
    key = "search.title_page" if last > 1 else "search.title"
    return t(key, heading=_heading(page), items=items_words(page.total), page=page.request.page, pages=last)


def _notes(page: SearchPage, asked: SearchRequest, last: int, ways: Ways | None) -> list[Note]:
    notes = []
    if broken := unusable(request.args, READ):
        notes.append(Note(said(broken)))
    if asked.page > last:
        notes.append(Note(t("search.beyond", pages=last)))
    if page.request.page == last and (page.entries or page.total) > last * asked.size:
        notes.append(Note(t("limit.depth", depth=grouped(MAX_DEPTH)), export_url(asked), t("limit.export")))
    if page.notice:
        strict = asked.match is Match.AUTO and page.match is not Match.ALL and page.total > 0
        url = search_url(replace(asked, match=Match.ALL, page=1)) if strict else None
        notes.append(Note(page.notice, url, t("search.only_all") if url else None))
    if ways and ways.unfiltered:
        notes.append(Note(t("ways.note", items=items_words(ways.unfiltered.count))))
    return notes


def _sorts(asked: SearchRequest, current: Sort, lens: FacetLens) -> list[dict[str, object]]:
    offered = [sort for sort in Sort if asked.query or sort is not Sort.RELEVANCE]
    return [
        {"name": sort.value, "url": search_url(replace(asked, sort=sort, page=1), lens), "here": sort is current}
        for sort in offered
    ]


def _agencies(site: Site, asked: SearchRequest) -> list[dict[str, str]]:
    chosen = asked.chosen(Facet.AGENCY)
    return [{"url": agency_url(a.id), "name": a.name} for a in site.agencies() if a.id in chosen]
