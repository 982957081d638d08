"""The page of results, with filters, or with ways on where nothing was found."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, render_template, request

from indexer.page import Hit, SearchPage
from indexer.request import Facet, Match, SearchRequest, Sort
from webui import errors
from webui.facets import FACET_SIZE, chips, cleared_url, hidden_args, panels
from webui.finding import export_url, feed_url, find
from webui.naming import resolved
from webui.notices import Said, said
from webui.pager import pager
from webui.parameters import READ, unusable
from webui.params import MAX_DEPTH, FacetLens, from_args, lens_from_args
from webui.present import Entry, hit_entry
from webui.site import Site, current_site
from webui.strings import t
from webui.typography import grouped
from webui.urls import agency_url, search_url
from webui.views.facetlist import whole_list
from webui.ways import Ways, ways_on
from webui.wording import document_label, items_words, mark_words

pages = Blueprint("search", __name__)


@dataclass(frozen=True, slots=True)
class Note:
    """Sentences above the result, with a link behind them where there is something to do."""

    said: tuple[Said, ...]
    url: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A hit as an entry, and the search for the near-duplicates that it stands for."""

    entry: Entry
    similar: str | None
    similar_url: str


@pages.get("/search")
def show() -> str:
    """Show one page of a search, or with `expand` all values of a facet."""
    site = current_site()
    asked, lens = _asked(site), lens_from_args(request.args)
    if lens.expanded:
        return whole_list(site.engine, asked, lens, lens.expanded)
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
        correction=_correction(page, asked),
        notes=_notes(page, asked, last, ways),
        chips=chips(linked, lens, _likened(site, asked)),
        clear_url=cleared_url(asked),
        export_url=export_url(asked),
        export_jsonl_url=export_url(asked, "jsonl"),
        feed_url=feed_url(asked),
        hidden=hidden_args(asked),
        sorts=_sorts(asked, search.sort, lens),
        panels=panels(site.engine, linked, lens),
        hits=[_found(hit, asked) for hit in page.hits],
        pager=pager(search.page, last, lambda n: search_url(replace(asked, page=n), lens)),
        ways=ways,
        agencies_chosen=_agencies(site, asked) if ways else (),
    )


def _asked(site: Site) -> SearchRequest:
    """What the URL asks for, near-duplicates folded but where they are what was asked for."""
    asked = resolved(site, from_args(request.args))
    return replace(asked, grouped=asked.like is None, facet_size=FACET_SIZE)


def _found(hit: Hit, asked: SearchRequest) -> Found:
    alike = replace(asked, like=hit.record.id, page=1)
    return Found(
        entry=hit_entry(hit),
        similar=t("entry.similar", count=grouped(hit.similar)) if hit.similar else None,
        similar_url=search_url(alike),
    )


def _likened(site: Site, asked: SearchRequest) -> str | None:
    """The name of the item whose near-duplicates were asked for."""
    if asked.like is None:
        return None
    record = site.engine.item(asked.like)
    return f"{document_label(record.header)}, {mark_words(record.item.path)}" if record else asked.like


def _heading(page: SearchPage) -> str:
    query = page.request.query
    if not page.total:
        return t("search.none_for", query=query) if query else t("search.none")
    if query:
        return t("search.results_for", query=query)
    return t("search.filtered" if page.request.selections or page.request.like else "search.all")


def _title(page: SearchPage, last: int) -> str:
    key = "search.title_page" if last > 1 else "search.title"
    return t(key, heading=_heading(page), items=items_words(page.total), page=page.request.page, pages=last)


def _correction(page: SearchPage, asked: SearchRequest) -> dict[str, str] | None:
    """A query that was more likely meant, to be searched for with the same filters."""
    if not page.correction:
        return None
    return {"query": page.correction, "url": search_url(replace(asked, query=page.correction, page=1))}


def _notes(page: SearchPage, asked: SearchRequest, last: int, ways: Ways | None) -> list[Note]:
    notes = []
    if broken := unusable(request.args, READ):
        notes.append(Note((Said(errors.said(broken)),)))
    if asked.page > last:
        notes.append(Note((Said(t("search.beyond", pages=last)),)))
    if page.request.page == last and (page.entries or page.total) > last * asked.size:
        deep = Said(t("limit.depth", depth=grouped(MAX_DEPTH)))
        notes.append(Note((deep,), export_url(asked), t("limit.export")))
    if page.notice:
        strict = asked.match is Match.AUTO and page.match is not Match.ALL and page.total > 0
        url = search_url(replace(asked, match=Match.ALL, page=1)) if strict else None
        notes.append(Note(said(page.notice), url, t("search.only_all") if url else None))
    if ways and ways.unfiltered:
        notes.append(Note((Said(t("ways.note", items=items_words(ways.unfiltered.count))),)))
    return notes


def _sorts(asked: SearchRequest, current: Sort, lens: FacetLens) -> list[dict[str, object]]:
    offered = [sort for sort in Sort if asked.query or sort is not Sort.RELEVANCE]
    return [
        {"name": sort.value, "url": search_url(replace(asked, sort=sort, page=1), lens), "here": sort is current}
        for sort in offered
    ]


def _agencies(site: Site, asked: SearchRequest) -> list[dict[str, str]]:
    known = (site.agency(agency_id) for agency_id in asked.chosen(Facet.AGENCY))
    return [{"url": agency_url(agency.id), "name": agency.name} for agency in known if agency]
