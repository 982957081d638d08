"""The start page: one field, and the ways in that need no words."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template

from indexer.page import AgencySummary, FacetCount, SearchPage
from indexer.request import Facet, SearchRequest
from webui.bars import year_bars
from webui.params import choosing
from webui.present import Entry, task_entry
from webui.schedule import DueWindow, due_tasks
from webui.site import Site, current_site
from webui.urls import agency_url, search_url
from webui.views.meetings import meeting_row

pages = Blueprint("start", __name__)

_EXAMPLES = ("chuyển đổi số", '"đầu tư công"', "chuyen doi so")
_TASKS = 3
_MEETINGS = 4
_AGENCIES = 5
_PROVINCES = 6
_YEARS = 200


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere, with a count where there is one."""

    url: str
    words: str
    count: int = 0


@pages.get("/")
def show() -> str:
    """Show the start page."""
    site = current_site()
    page = site.remember("start", lambda: site.engine.search(SearchRequest(size=1, facet_size=_YEARS)))
    ahead, tasks = _tasks(site)
    return render_template(
        "home.html",
        section=None,
        examples=_examples(site, page),
        tasks=tasks,
        tasks_ahead=ahead,
        meetings=[meeting_row(meeting) for meeting in site.meetings()[:_MEETINGS]],
        agencies=[_agency(agency) for agency in site.agencies()[:_AGENCIES] if agency.assigned],
        bars=year_bars(
            {count.value: count.count for count in page.facets.get(Facet.YEAR, ())},
            lambda year: _filtered(Facet.YEAR, year),
            height=114,
            share=0.5,
        ),
        provinces=[_province(count) for count in page.facets.get(Facet.PROVINCE, ())[:_PROVINCES]],
    )


def _tasks(site: Site) -> tuple[bool, list[Entry]]:
    """The nearest deadlines ahead of today; where none is, the latest that have passed."""
    today = site.today()
    window = DueWindow(today)
    _, ahead = due_tasks(site.engine, window.ahead(_TASKS))
    _, shown = (0, ahead) if ahead else due_tasks(site.engine, window.past(_TASKS))
    return bool(ahead), [task_entry(task, today) for task in shown]


def _examples(site: Site, page: SearchPage) -> list[Link]:
    """Searches that find something in this very index, the number most often cited among them."""
    numbers = [count.label for count in page.facets.get(Facet.NUMBER, ())[:1]]
    queries = [*_EXAMPLES, *numbers]

    def found() -> list[str]:
        return [
            query
            for query in queries
            if site.engine.search(SearchRequest(query, size=1, facets=(), passages=False)).total
        ]

    return [Link(search_url(SearchRequest(query)), query) for query in site.remember("examples", found)]


def _agency(agency: AgencySummary) -> dict[str, object]:
    return {"url": agency_url(agency.id), "name": agency.name, "assigned": agency.assigned}


def _province(count: FacetCount) -> dict[str, object]:
    return {"url": _filtered(Facet.PROVINCE, count.value), "label": count.label, "count": count.count}


def _filtered(facet: Facet, value: str) -> str:
    return search_url(choosing(SearchRequest(), facet, (value,)))
