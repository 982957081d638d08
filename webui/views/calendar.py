"""The deadlines of an agency as a calendar to subscribe to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from flask import Blueprint, Response, make_response, request, url_for

from indexer.facets import deadline_date, short_date
from indexer.page import AgencySummary, DueEntry
from indexer.request import AgencyScope, DueRequest, SearchRequest
from webui.absolute import absolute
from webui.errors import Missing
from webui.icalendar_text import CONTENT_TYPE, Calendar, DayEvent, write_calendar
from webui.identity import stable_uuid
from webui.outline import mark
from webui.params import day_from, from_args, to_args
from webui.passages import clause_around
from webui.present import heading_of
from webui.site import Site, built_at, current_site
from webui.strings import t
from webui.typography import excerpt
from webui.urls import item_url, with_query
from webui.wording import document_name, source_line

pages = Blueprint("calendar", __name__)

_BACK = dt.timedelta(days=365)
_STEP = 500
_MOST = 5000  # events; programs that show calendars give up on more
_SUMMARY, _CLAUSE = 120, 500


@pages.get("/agencies/<path:agency_id>/deadlines.ics")
def show(agency_id: str) -> Response:
    """Answer with the deadlines from a year before `on` (today by default); `role=any` for every item that names it."""
    site = current_site()
    agency = next((a for a in site.agencies() if a.id == agency_id), None)
    if agency is None:
        raise Missing("agency", agency_id)
    scope = from_args(request.args).scope
    since = _a_year_before(day_from(request.args.get("on"), site.today()))
    response = make_response(write_calendar(_calendar(site, agency, scope, since)))
    response.content_type = CONTENT_TYPE
    response.headers["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    response.add_etag()
    response.make_conditional(request)
    return response


def _calendar(site: Site, agency: AgencySummary, scope: AgencyScope, since: dt.date) -> Calendar:
    stamp = built_at(site)
    asked = DueRequest(since=since, agency=agency.id, scope=scope, size=_STEP)
    about = "calendar.about" if scope is AgencyScope.ASSIGNED else "calendar.all_roles"
    path = url_for("calendar.show", agency_id=agency.id)
    return Calendar(
        name=t("calendar.name", agency=agency.name),
        about=t(about, agency=agency.name, since=short_date(since)),
        url=absolute(with_query(path, to_args(SearchRequest(scope=scope)))),
        events=[_event(entry, stamp) for entry in _entries(site, asked)],
    )


def _entries(site: Site, asked: DueRequest) -> Iterator[DueEntry]:
    for number in range(1, _MOST // asked.size + 1):
        page = site.engine.due(replace(asked, page=number))
        yield from page.entries
        if number * asked.size >= page.total:
            return


def _event(entry: DueEntry, stamp: dt.datetime) -> DayEvent:
    record = entry.record
    item, header = record.item, record.header
    url = absolute(item_url(record.id))
    printed = [d.text for d in item.deadlines if deadline_date(d) == entry.date and d.text]
    clause = clause_around(item.text, printed[0], _CLAUSE) if printed else ""
    place = ", ".join(part for part in (document_name(header), t("cite.item", mark=mark(item.path))) if part)
    said = [clause or excerpt(item.text, _CLAUSE), place, source_line(header), url]
    return DayEvent(
        uid=f"{stable_uuid('due', record.id, entry.date.isoformat())}@ketluan",
        day=entry.date,
        stamp=stamp,
        summary=excerpt(heading_of(item), _SUMMARY),
        description="\n".join(part for part in said if part),
        url=url,
    )


def _a_year_before(day: dt.date) -> dt.date:
    return day - _BACK if day - dt.date.min > _BACK else dt.date.min
