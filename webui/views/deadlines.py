"""Deadlines judged from a day: what is ahead and what has passed, of one agency or of all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from flask import Blueprint, render_template, request, url_for

from indexer.page import AgencySummary
from indexer.request import AgencyScope, DueRequest, Facet, SearchRequest, Sort
from webui.errors import Missing
from webui.pager import Pager, page_count, pager
from webui.params import MAX_VALUE, Args, choosing, day_from, from_args, tidy
from webui.present import Entry, task_entry
from webui.schedule import DueWindow, due_tasks
from webui.site import Site, current_site
from webui.urls import agency_url, search_url, with_query

pages = Blueprint("deadlines", __name__)

_PARTS = ("ahead", "past")
_IN_A_PART = {"ahead": 15, "past": 8}
_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of deadline; `more_url` shows all of them where some are left out here."""

    name: str
    count: int
    entries: tuple[Entry, ...]
    more_url: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page was asked for; `only` is the one kind that is shown whole, page by page."""

    on: dt.date
    only: str | None
    agency: AgencySummary | None
    window: DueWindow

    def part(self, name: str, size: int, page: int = 1) -> DueRequest:
        """Return the request for a page of one kind."""
        return self.window.ahead(size, page) if name == "ahead" else self.window.past(size, page)

    def url(self, name: str | None, page: int = 1) -> str:
        """Return the address of one kind (None for both), with the day only where the reader chose it."""
        return deadlines_url(self.window, dated="on" in request.args, show=name, page=page)


@pages.get("/deadlines")
def show() -> str:
    """Show deadlines judged from `on` (today by default), of `agency` or of all; `show` names one kind."""
    site = current_site()
    asked = _asked(site)
    parts, links = _whole(site, asked, asked.only) if asked.only else (_both(site, asked), None)
    counts = {part.name: part.count for part in parts}
    counts |= {name: due_tasks(site.engine, asked.part(name, 1))[0] for name in _PARTS if name not in counts}
    return render_template(
        "deadlines.html",
        section="deadlines",
        on=asked.on,
        show=asked.only,
        agency=asked.agency,
        agency_url=agency_url(asked.agency.id) if asked.agency else None,
        scope=asked.window.scope.value,
        total=sum(counts.values()),
        tabs=[{"name": n, "count": counts[n], "url": asked.url(n), "here": n == asked.only} for n in _PARTS],
        parts=[part for part in parts if part.count or part.name in {"ahead", asked.only}],
        pager=links,
        search_url=search_url(_items_with_deadlines(asked)),
    )


def deadlines_url(window: DueWindow, *, dated: bool = True, show: str | None = None, page: int = 1) -> str:
    """Return the address of the deadlines of a window; without its day where it is not `dated`."""
    args: Args = [("agency", window.agency)] if window.agency else []
    args += [("role", window.scope.value)] if window.scope is not AgencyScope.ASSIGNED else []
    args += [("on", window.on.isoformat())] if dated else []
    args += [("show", show)] if show else []
    return with_query(url_for("deadlines.show"), args + ([("page", str(page))] if page > 1 else []))


def _asked(site: Site) -> Asked:
    on = day_from(request.args.get("on"), site.today())
    only = next((name for name in _PARTS if name == request.args.get("show")), None)
    wanted = tidy(request.args.get("agency", ""), MAX_VALUE)
    agency = site.agency(wanted) if wanted else None
    if wanted and agency is None:
        raise Missing("agency", wanted)
    return Asked(on, only, agency, DueWindow(on, agency.id if agency else None, from_args(request.args).scope))


def _both(site: Site, asked: Asked) -> list[Part]:
    return [_beginning(site, asked, name) for name in _PARTS]


def _beginning(site: Site, asked: Asked, name: str) -> Part:
    total, tasks = due_tasks(site.engine, asked.part(name, _IN_A_PART[name]))
    shown = tuple(task_entry(task, asked.on, agency=_name(asked)) for task in tasks)
    return Part(name, total, shown, asked.url(name) if total > len(shown) else None)


def _whole(site: Site, asked: Asked, name: str) -> tuple[list[Part], Pager]:
    wanted = asked.part(name, _ON_A_PAGE, from_args(request.args).page)
    total, tasks = due_tasks(site.engine, wanted)
    last = page_count(total, _ON_A_PAGE)
    if wanted.page > last:
        wanted = replace(wanted, page=last)
        total, tasks = due_tasks(site.engine, wanted)
    shown = tuple(task_entry(task, asked.on, agency=_name(asked)) for task in tasks)
    return [Part(name, total, shown, None)], pager(wanted.page, last, lambda n: asked.url(name, n))


def _name(asked: Asked) -> str | None:
    return asked.agency.name if asked.agency else None


def _items_with_deadlines(asked: Asked) -> SearchRequest:
    """Every item with a deadline: rhythms and limits without a day are found there too."""
    everything = choosing(SearchRequest(scope=asked.window.scope, sort=Sort.NEWEST), Facet.DUE, ("yes",))
    return choosing(everything, Facet.AGENCY, (asked.agency.id,)) if asked.agency else everything
