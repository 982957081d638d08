"""Agencies: the list, and what one of them was assigned, by deadline and by year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from flask import Blueprint, render_template, request, url_for

from indexer.finding import fits
from indexer.page import AgencySummary, ItemRecord, SearchPage
from indexer.request import AgencyScope, Facet, SearchRequest, Sort
from webui.bars import year_bars
from webui.errors import Missing
from webui.pager import page_count, pager
from webui.params import MAX_VALUE, Args, choosing, day_from, from_args, tidy, to_args
from webui.present import Entry, task_entry, work_entry
from webui.schedule import DueWindow, due_tasks, timeless_tasks
from webui.site import Site, current_site
from webui.strings import t
from webui.urls import agency_url, search_url, with_query
from webui.views.deadlines import deadlines_url
from webui.wording import counted, items_words

pages = Blueprint("agencies", __name__)

_LISTED = 200
_ON_A_PAGE = 50
_AHEAD, _TIMELESS, _PAST = 8, 3, 3
_LOOKED_THROUGH = 50  # newest items with a deadline, for rhythms and limits without a day
_YEARS = 200


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
    agency = site.agency(agency_id)
    if agency is None:
        raise Missing("agency", agency_id)
    asked = from_args(request.args)
    on = day_from(request.args.get("on"), site.today())
    scope = asked.scope if agency.assigned else AgencyScope.ANY
    own = replace(_of(agency, scope), size=_ON_A_PAGE)
    whole = site.engine.search(replace(own, page=asked.page))
    last = page_count(whole.total, _ON_A_PAGE)
    page = whole if asked.page <= last else site.engine.search(replace(own, page=last))
    years = {count.value: count.count for count in page.facets.get(Facet.YEAR, ())}
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
        calendar_url=with_query(url_for("calendar.show", agency_id=agency.id), kept),
        bars=year_bars(years, lambda year: search_url(_in_year(own, year)), height=102, share=0.5),
        on=on,
        **_deadlines(site, agency, DueWindow(on, agency.id, scope)),
        groups=list(_groups(page, years)),
        pager=pager(page.request.page, last, lambda n: with_query(url, [*kept, *judged, ("page", str(n))])),
    )


def _deadlines(site: Site, agency: AgencySummary, window: DueWindow) -> dict[str, object]:
    """The nearest deadlines ahead, then some without a day, then the latest past."""
    ahead_count, ahead = due_tasks(site.engine, window.ahead(_AHEAD))
    past_count, past = due_tasks(site.engine, window.past(_PAST))
    timeless = timeless_tasks(_newest_with_deadlines(site, agency, window.scope))[:_TIMELESS]
    total = ahead_count + past_count
    return {
        "deadlines": [task_entry(task, window.on, agency=agency.name) for task in (*ahead, *timeless, *past)],
        "deadline_count": total,
        "all_deadlines_url": deadlines_url(window, dated="on" in request.args)
        if total > len(ahead) + len(past)
        else None,
    }


def _newest_with_deadlines(site: Site, agency: AgencySummary, scope: AgencyScope) -> Iterator[ItemRecord]:
    wanted = replace(choosing(_of(agency, scope), Facet.DUE, ("yes",)), size=_LOOKED_THROUGH, facets=())
    return (hit.record for hit in site.engine.search(wanted).hits)


def _of(agency: AgencySummary, scope: AgencyScope) -> SearchRequest:
    """The items of an agency, newest first."""
    facets = (Facet.YEAR, Facet.DUE)
    newest = SearchRequest(scope=scope, sort=Sort.NEWEST, facet_size=_YEARS, facets=facets, passages=False)
    return choosing(newest, Facet.AGENCY, (agency.id,))


def _lead(site: Site, agency: AgencySummary) -> str:
    if not agency.assigned:
        return t("agency.lead_none", items=items_words(agency.named))
    facets = site.engine.search(replace(_of(agency, AgencyScope.ASSIGNED), size=1)).facets
    years = sorted(count.value for count in facets.get(Facet.YEAR, ()) if count.count)
    due = next((count.count for count in facets.get(Facet.DUE, ()) if count.value == "yes"), 0)
    span = {"first": years[0] if years else "?", "last": years[-1] if years else "?"}
    key = "agency.lead" if span["first"] != span["last"] else "agency.lead_year"
    return t(key, tasks=counted("tasks", agency.assigned), due=counted("tasks", due), **span)


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
