"""Deadlines judged from a day: what is ahead, what has passed, what recurs, what no date is known for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for

from webui.agenda import agenda
from webui.pager import Pager, page_count, pager
from webui.params import day_from, from_args
from webui.present import Entry, task_entry
from webui.schedule import Schedule, Task, schedule
from webui.site import current_site
from webui.urls import with_query

pages = Blueprint("deadlines", __name__)

_PARTS = ("ahead", "past", "regular", "undated")
_IN_A_PART = {"ahead": 15, "past": 8, "regular": 8, "undated": 8}
_ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of deadline; `more_url` shows all of them where some are left out here."""

    name: str
    count: int
    entries: tuple[Entry, ...]
    more_url: str | None


@pages.get("/deadlines")
def show() -> str:
    """Show deadlines judged from `on` (today by default), of all kinds or of the one that `show` names."""
    site = current_site()
    on = day_from(request.args.get("on"), site.today())
    known = schedule(agenda(site), on)
    only = next((name for name in _PARTS if name == request.args.get("show")), None)
    links: Pager | None = None
    if only:
        part, links = _whole(only, _tasks(known, only), on)
        parts = [part]
    else:
        parts = [_beginning(name, _tasks(known, name), on) for name in _PARTS]
    return render_template(
        "deadlines.html",
        section="deadlines",
        on=on,
        show=only,
        total=known.total,
        tabs=[{"name": n, "count": len(_tasks(known, n)), "url": _url(on, n), "here": n == only} for n in _PARTS],
        parts=[part for part in parts if part.count or part.name in {"ahead", only}],
        pager=links,
    )


def _tasks(known: Schedule, name: str) -> tuple[Task, ...]:
    match name:
        case "ahead":
            return known.ahead
        case "past":
            return known.past
        case "regular":
            return known.regular
        case _:
            return known.undated


def _beginning(name: str, tasks: tuple[Task, ...], on: dt.date) -> Part:
    shown = tuple(task_entry(task, on) for task in tasks[: _IN_A_PART[name]])
    return Part(name, len(tasks), shown, _url(on, name) if len(tasks) > _IN_A_PART[name] else None)


def _whole(name: str, tasks: tuple[Task, ...], on: dt.date) -> tuple[Part, Pager]:
    last = page_count(len(tasks), _ON_A_PAGE)
    number = min(from_args(request.args).page, last)
    shown = tasks[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE]
    part = Part(name, len(tasks), tuple(task_entry(task, on) for task in shown), None)
    return part, pager(number, last, lambda n: _url(on, name, n))


def _url(on: dt.date, name: str, page: int = 1) -> str:
    judged = [("on", on.isoformat())] if "on" in request.args else []
    number = [("page", str(page))] if page > 1 else []
    return with_query(url_for("deadlines.show"), [*judged, ("show", name), *number])
