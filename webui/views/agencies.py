"""Agencies: the list, and what one of them was assigned, by deadline and by year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from flask import Blueprint, render_template, request

from indexer.finding import fits
from indexer.page import AgencySummary, SearchPage
from indexer.request import AgencyScope, Facet, SearchRequest, Sort
from webui.agenda import agency_agenda
from webui.bars import year_bars
from webui.errors import Missing
from webui.pager import page_count, pager
from webui.params import MAX_VALUE, Args, choosing, day_from, from_args, tidy, to_args
from webui.present import Entry, task_entry, work_entry
from webui.schedule import Task, schedule
from webui.site import Site, current_site
from webui.strings import t
from webui.typography import grouped
from webui.urls import agency_url, search_url, with_query
from webui.wording import items_words

pages = Blueprint("agencies", __name__)

_LISTED = 200
_ON_A_PAGE = 50
_AHEAD, _PAST = 8, 3


@dataclass(frozen=True, slots=True)
class YearOfWork:
    """The items of one year on this page; `count` is how many the year has in all."""

    year: str | None
    count: int
    entries: tuple[Entry, ...]


@pages.get("/agencies")
def index() -> str:
    """List agencies, those with most tasks first; `find` keeps the names that hold its words."""
    known = current_site().agencies()
    find = tidy(request.args.get("find", ""), MAX_VALUE)
    fitting = [agency for agency in known if fits(agency.name, find)]
    pages_in_all = page_count(len(fitting), _LISTED)
    number = min(from_args(request.args).page, pages_in_all)
    shown = fitting[(number - 1) * _LISTED : number * _LISTED]
    base = request.path
    kept = [("find", find)] if find else []
    return render_template(
        "agencies.html",
        section="agencies",
        known=len(known),
        find=find,
        rows=[{"url": agency_url(a.id), "name": a.name, "assigned": a.assigned, "named": a.named} for a in shown],
        pager=pager(number, pages_in_all, lambda n: with_query(base, [*kept, ("page", str(n))])),
    )


@pages.get("/agencies/<path:agency_id>")
def show(agency_id: str) -> str:
    """Show what an agency was assigned, or with `role=any` every item that names it; `on` judges deadlines."""
    site = current_site()
    agency = next((a for a in site.agencies() if a.id == agency_id), None)
    if agency is None:
        raise Missing("agency", agency_id)
    asked = from_args(request.args)
    on = day_from(request.args.get("on"), site.today())
    scope = asked.scope if agency.assigned else AgencyScope.ANY
    own = replace(choosing(SearchRequest(scope=scope, sort=Sort.NEWEST), Facet.AGENCY, (agency.id,)), size=_ON_A_PAGE)
    whole = site.engine.search(replace(own, page=asked.page))
    last = page_count(whole.total, _ON_A_PAGE)
    page = whole if asked.page <= last else site.engine.search(replace(own, page=last))
    years = {count.value: count.count for count in page.facets.get(Facet.YEAR, ())}
    dues = agency_agenda(site, agency.id, scope)
    url = agency_url(agency.id)
    kept = [pair for pair in to_args(SearchRequest(scope=asked.scope)) if pair]
    judged = [("on", on.isoformat())] if "on" in request.args else []
    return render_template(
        "agency.html",
        section="agencies",
        name=agency.name,
        assigned=agency.assigned,
        scope=scope.value,
        lead=_lead(site, agency),
        tabs=_tabs(agency, scope, url, judged),
        own_url=url,
        kept=kept,
        search_url=search_url(replace(own, size=SearchRequest().size, sort=Sort.RELEVANCE)),
        bars=year_bars(years, lambda year: search_url(_in_year(own, year)), height=102, share=0.5),
        on=on,
        **_deadlines(dues, agency.name, on, url, kept, show_all=request.args.get("show") == "deadlines"),
        groups=list(_groups(page, years)),
        pager=pager(page.request.page, last, lambda n: with_query(url, [*kept, *judged, ("page", str(n))])),
    )


def _deadlines(
    dues: tuple[Task, ...], agency: str, on: dt.date, url: str, kept: Args, *, show_all: bool
) -> dict[str, object]:
    """The nearest deadlines ahead, then the rhythms, then the latest past; all of them on demand."""
    known = schedule(dues, on)
    if show_all:
        shown = known.ahead + known.regular + known.undated + known.past
    else:
        shown = known.ahead[:_AHEAD] + known.regular[:_PAST] + known.past[:_PAST]
        shown = shown or known.undated[:_PAST]
    more = with_query(url, [*kept, ("on", on.isoformat()), ("show", "deadlines")]) + "#han"
    return {
        "deadlines": [task_entry(task, on, agency=agency) for task in shown],
        "deadline_count": known.total,
        "all_deadlines_url": more if len(shown) < known.total else None,
    }


def _lead(site: Site, agency: AgencySummary) -> str:
    if not agency.assigned:
        return t("agency.lead_none", items=items_words(agency.named))
    assigned = choosing(SearchRequest(size=1), Facet.AGENCY, (agency.id,))
    facets = site.engine.search(assigned).facets
    years = sorted(count.value for count in facets.get(Facet.YEAR, ()) if count.count)
    due = next((count.count for count in facets.get(Facet.DUE, ()) if count.value == "yes"), 0)
    span = {"first": years[0] if years else "?", "last": years[-1] if years else "?"}
    key = "agency.lead" if span["first"] != span["last"] else "agency.lead_year"
    return t(key, tasks=t("tasks", count=grouped(agency.assigned)), due=t("tasks", count=grouped(due)), **span)


def _tabs(agency: AgencySummary, scope: AgencyScope, url: str, judged: Args) -> list[dict[str, object]]:
    counts = {AgencyScope.ASSIGNED: agency.assigned, AgencyScope.ANY: agency.named}
    return [
        {
            "name": tab.value,
            "count": counts[tab],
            "here": tab is scope,
            "url": with_query(url, [*to_args(SearchRequest(scope=tab)), *judged]),
        }
        for tab in AgencyScope
    ]


def _groups(page: SearchPage, years: dict[str, int]) -> Iterator[YearOfWork]:
    dated = ((hit.record.header.date, hit.record) for hit in page.hits)
    for year, group in groupby(dated, key=lambda pair: f"{pair[0].year:04d}" if pair[0] else None):
        entries = tuple(work_entry(record) for _, record in group)
        yield YearOfWork(year, years.get(year or "", len(entries)), entries)


def _in_year(own: SearchRequest, year: str) -> SearchRequest:
    return replace(choosing(own, Facet.YEAR, (year,)), size=SearchRequest().size, sort=Sort.RELEVANCE)
