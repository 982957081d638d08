"""Meetings: the list by year, and one meeting with all of its items in order."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, render_template, request, url_for

from corpus.model import Document, Signatory
from indexer.page import MeetingSummary
from indexer.request import Facet, SearchRequest
from webui.bars import year_bars
from webui.errors import Missing
from webui.itemrows import ItemRow, item_row
from webui.outline import tree
from webui.pager import page_count, pager
from webui.params import Args, choosing, from_args
from webui.present import Fact, FactValue
from webui.site import current_site
from webui.typography import date_words
from webui.urls import meeting_url, search_url, with_query
from webui.wording import body_name, document_label, meeting_name

pages = Blueprint("meetings", __name__)

_ON_ONE_PAGE = 150  # meetings; beyond that the list shows a year at a time


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting as lists show it."""

    url: str
    name: str
    date: dt.date | None
    items: int


@dataclass(frozen=True, slots=True)
class YearGroup:
    """The meetings of one year on this page, newest first; `year` is None where no date is known, `count` all of it."""

    year: str | None
    count: int
    rows: tuple[MeetingRow, ...]


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """One document of a meeting: its items as a tree, and what is known of the paper."""

    name: str
    title: str
    items: int
    rows: tuple[ItemRow, ...]
    facts: tuple[Fact, ...]
    warnings: Sequence[object]


@pages.get("/meetings")
def index() -> str:
    """List meetings by year."""
    meetings = current_site().meetings()
    counts = Counter(_year(meeting) for meeting in meetings)
    years = {year: count for year, count in counts.items() if year}
    one_year = _asked_year(years, len(meetings))
    fitting = [m for m in meetings if one_year is None or _year(m) == one_year]
    last = page_count(len(fitting), _ON_ONE_PAGE)
    number = min(from_args(request.args).page, last)
    shown = fitting[(number - 1) * _ON_ONE_PAGE : number * _ON_ONE_PAGE]
    # A short list is one page that the bars move about in; in a long one each year is a page.
    by_year = one_year is not None
    base = url_for("meetings.index")
    return render_template(
        "meetings.html",
        section="meetings",
        year=one_year,
        total=len(meetings),
        groups=list(_groups(shown, counts)),
        pager=pager(number, last, lambda n: with_query(base, [*_year_args(one_year), ("page", str(n))])),
        bars=year_bars(
            years,
            lambda year: f"{base}?year={year}" if by_year else f"#nam-{year}",
            selected=(one_year,) if one_year else (),
            height=102,
            share=0.5,
        ),
    )


@pages.get("/meetings/<path:meeting_id>")
def show(meeting_id: str) -> str:
    """Show one meeting: its documents, each with all of its items."""
    documents = current_site().engine.meeting_documents(meeting_id)
    if not documents:
        raise Missing("meeting", meeting_id)
    first = documents[0]
    name = meeting_name(first.meeting, first.province, first.issuer) if first.meeting else document_label(first)
    return render_template(
        "meeting.html",
        section="meetings",
        name=name,
        label=first.meeting.label if first.meeting else None,
        search_url=search_url(choosing(SearchRequest(), Facet.MEETING, (meeting_id,))),
        documents=[_part(document, first=document is first) for document in documents],
    )


def meeting_row(summary: MeetingSummary) -> MeetingRow:
    """Return a meeting as lists show it."""
    name = meeting_name(summary.meeting, summary.province)
    return MeetingRow(
        url=meeting_url(summary.id),
        name=name,
        date=summary.meeting.date,
        items=summary.items,
    )


def _part(document: Document, *, first: bool) -> DocumentPart:
    return DocumentPart(
        name=document_label(document),
        title=document.title,
        items=len(document.items),
        rows=tuple(item_row(node, document, first=first) for node in tree(document)),
        facts=tuple(fact for fact in _document_facts(document) if fact.values),
        warnings=document.warnings,
    )


def _document_facts(document: Document) -> Iterator[Fact]:
    meeting = document.meeting
    yield Fact("date", _dated(meeting.date if meeting else None))
    yield Fact("document", _texts(document.kind and document_label(document), body_name(document)))
    yield Fact("issued", _dated(document.date))
    yield Fact("term", _texts(meeting.term if meeting else None))
    yield Fact("chair", _texts(document.chair))
    yield Fact("signed", _texts(_signature(document.signatory)))
    yield Fact("recipients", _texts(*document.recipients))
    yield Fact("file", _texts(document.source))


def _signature(signatory: Signatory | None) -> str | None:
    if signatory is None:
        return None
    office = " ".join(part for part in (signatory.authority, signatory.title) if part)
    return f"{signatory.name}, {office}" if office else signatory.name


def _dated(date: dt.date | None) -> tuple[FactValue, ...]:
    return (FactValue(date_words(date), iso=date.isoformat()),) if date else ()


def _texts(*texts: str | None) -> tuple[FactValue, ...]:
    return tuple(FactValue(text) for text in texts if text)


def _groups(meetings: Sequence[MeetingSummary], counts: Mapping[str | None, int]) -> Iterator[YearGroup]:
    newest = sorted(meetings, key=lambda m: m.meeting.date or dt.date.min, reverse=True)
    for year, group in groupby(newest, key=_year):
        yield YearGroup(year, counts[year], tuple(meeting_row(meeting) for meeting in group))


def _year_args(year: str | None) -> Args:
    return [("year", year)] if year else []


def _year(summary: MeetingSummary) -> str | None:
    return f"{summary.meeting.date.year:04d}" if summary.meeting.date else None


def _asked_year(years: dict[str, int], total: int) -> str | None:
    """The year to show alone: the one asked for, or the latest where the whole list is too long for a page."""
    asked = request.args.get("year")
    if asked in years:
        return asked
    return max(years) if years and total > _ON_ONE_PAGE else None
