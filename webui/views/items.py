"""One conclusion item: its text, where it stands, who was given what, and items like it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from corpus.model import Citation, ConclusionItem, Deadline, Document, ItemPath, Relative, Role
from indexer.page import ItemRecord
from indexer.request import Facet, SearchRequest, Sort
from webui.errors import Missing
from webui.itemrows import ItemRow, item_row
from webui.marking import markings
from webui.outline import Node, ancestors, mark, neighbours, own_label, tree
from webui.params import MAX_VALUES, choosing
from webui.present import agencies_by_role, heading_of, record_entry
from webui.prose import paragraphs
from webui.reference import reference
from webui.site import Site, current_site
from webui.strings import t
from webui.typography import date_words, excerpt
from webui.urls import document_url, item_url, meeting_url, search_url
from webui.views.cite import item_metadata
from webui.wording import body_name, deadline_iso, deadline_words, document_label, document_name, meeting_name, session

pages = Blueprint("items", __name__)

_SIMILAR = 4  # items of the same subject that a page shows
_SHORT_FACTS = ("assigned", "due")
_BASIS_FACTS = ("assigned", "due", "cites")
_BESIDE = 4
_FILES = ("BibTeX", "RIS")


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the path to a page; the last one, without an address, is the page itself."""

    label: str
    url: str | None = None
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A cited document in the panel; `others` counts the other items that cite it."""

    number: str
    kind: str | None
    url: str
    about: str
    others: int


@dataclass(frozen=True, slots=True)
class DueLine:
    """A deadline in the panel, with the printed words where they say more."""

    words: str
    iso: str | None
    printed: str | None
    quoted: bool = False


@pages.get("/items/<path:item_id>")
def show(item_id: str) -> str | Response:
    """Show an item by `<document>#<path>`, its `#` escaped as %23."""
    site = current_site()
    record = site.engine.item(item_id)
    if record is None:
        return _document_instead(site, item_id)
    document = site.engine.document(record.header.id) or record.header
    item = record.item
    text = paragraphs(item.text, markings(item.text, record.header.date, agency_ids(site)))
    nodes, citing = tree(document), item_metadata(record)
    before, after = neighbours(document, item.path)
    return render_template(
        "item.html",
        section=None,
        id=record.id,
        url=item_url(record.id),
        mark=mark(item.path),
        heading=heading_of(item),
        description=excerpt(item.text or item.heading, 155),
        today=site.today(),
        paragraphs=text,
        marked=any(run.kind != "plain" for paragraph in text for run in paragraph.runs),
        tree=nodes,
        places_shown=len(document.items) > 1,
        children=_children(document, nodes, item.path),
        previous=_turn(document, before),
        next=_turn(document, after),
        cite=reference(record),
        citing=citing,
        cite_files=[{"url": url, "name": name} for name, (url, _) in zip(_FILES, citing.files, strict=True)],
        similar=[record_entry(other, facts_of=_SHORT_FACTS) for other in site.engine.similar(record.id, _SIMILAR)],
        **_head(document, record),
        **_panel(site, item),
        **_beside(site, record),
    )


def agency_ids(site: Site) -> Mapping[str, str]:
    """Return the id of every agency in the index by its name."""
    return site.remember("agency ids", lambda: {agency.name: agency.id for agency in site.agencies()})


def _document_instead(site: Site, item_id: str) -> Response:
    """A bare `#` in a pasted address never reaches the server: lead to the meeting, where the fragment still holds."""
    document = site.engine.document(item_id)
    if document is None or not document.items:
        raise Missing("item", item_id)
    record = site.engine.item(document.item_id(document.items[0]))
    if record is None or record.meeting_id is None:
        return redirect(item_url(document.item_id(document.items[0])))
    return redirect(meeting_url(record.meeting_id))


def _head(document: Document, record: ItemRecord) -> dict[str, object]:
    header, item = record.header, record.item
    above = ancestors(document, item.path)
    parent = above[-1] if above else None
    meeting = header.meeting
    return {
        "crumbs": _crumbs(record, [(document.item_id(a), mark(a.path)) for a in above]),
        "parent_line": _parent_line(parent, item),
        "document_label": document_label(header),
        "document_name": document_name(header),
        "body": body_name(header),
        "meeting_line": session(meeting) if meeting and meeting.ordinal else (meeting.label if meeting else None),
    }


def _parent_line(parent: ConclusionItem | None, item: ConclusionItem) -> str | None:
    if parent is None or not parent.heading or parent.heading == item.heading:
        return None
    return t("item.parent", mark=mark(parent.path), heading=parent.heading)


def _crumbs(record: ItemRecord, above: list[tuple[str, str]]) -> list[Crumb]:
    crumbs = [Crumb(t("nav.meetings"), url_for("meetings.index"))]
    meeting = record.header.meeting
    if meeting and record.meeting_id:
        name = meeting_name(meeting, record.header.province, record.header.issuer)
        crumbs.append(Crumb(name, meeting_url(record.meeting_id), foreign=True))
    crumbs += [Crumb(t("item.mark", mark=label), item_url(item_id)) for item_id, label in above]
    return [*crumbs, Crumb(t("item.mark", mark=mark(record.item.path)))]


def _panel(site: Site, item: ConclusionItem) -> dict[str, object]:
    return {
        "assigned": any(a.role is Role.ASSIGNED for a in item.agencies),
        "decision": t(f"value.decision.{item.decision}") if item.decision else None,
        "ledger": agencies_by_role(item, agency_ids(site)),
        "deadlines": [_due(deadline) for deadline in item.deadlines],
        "citations": [_cited(site, citation) for citation in item.citations],
    }


def _due(deadline: Deadline) -> DueLine:
    words = deadline_words(deadline)
    printed = None if deadline.text.casefold() == words.casefold() else deadline.text
    return DueLine(words[:1].upper() + words[1:], deadline_iso(deadline), printed, isinstance(deadline, Relative))


def _cited(site: Site, citation: Citation) -> CitedDocument:
    about = [date_words(citation.date) if citation.date else None, citation.issuer]
    return CitedDocument(
        number=citation.number,
        kind=citation.kind,
        url=document_url(citation.number),
        about=", ".join(part for part in about if part),
        others=max(site.engine.search(replace(_citing(citation.number), size=1)).total - 1, 0),
    )


def _citing(*numbers: str) -> SearchRequest:
    """Ask for the items that cite any of some numbers, newest first."""
    return choosing(SearchRequest(sort=Sort.NEWEST, facets=(), passages=False), Facet.NUMBER, numbers)


def _beside(site: Site, record: ItemRecord) -> dict[str, object]:
    """The newest other items that rest on the same documents, and the search for all of them."""
    numbers = tuple(dict.fromkeys(citation.number for citation in record.item.citations))[:MAX_VALUES]
    if not numbers:
        return {"beside": [], "beside_url": None}
    found = site.engine.search(replace(_citing(*numbers), size=_BESIDE + 1))
    others = [hit.record for hit in found.hits if hit.record.id != record.id][:_BESIDE]
    more = found.total > len(others) + 1
    return {
        "beside": [record_entry(other, facts_of=_BASIS_FACTS) for other in others],
        "beside_url": search_url(choosing(SearchRequest(), Facet.NUMBER, numbers)) if more else None,
    }


def _children(document: Document, nodes: tuple[Node, ...], path: ItemPath) -> list[ItemRow]:
    """The rows under an item, found by walking down its document's tree."""
    for node in nodes:
        if node.item.path == path:
            return [item_row(child, document) for child in node.children]
    return [row for node in nodes for row in _children(document, node.children, path)]


def _turn(document: Document, item: ConclusionItem | None) -> dict[str, str] | None:
    if item is None:
        return None
    above = ancestors(document, item.path)
    label = own_label(item, above[-1].heading if above else "")
    return {"url": item_url(document.item_id(item)), "mark": mark(item.path), "label": label}
