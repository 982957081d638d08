"""A numbered document: itself where the index holds it, what the items that cite it say of it, and those items."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, render_template, request

from corpus.model import Citation, Document
from indexer.facets import number_identity, short_date
from indexer.page import SearchPage
from indexer.request import Facet, SearchRequest, Sort
from webui.errors import Missing
from webui.itemrows import ItemRow, item_row
from webui.outline import tree
from webui.pager import page_count, pager
from webui.params import MAX_VALUE, choosing, from_args, tidy
from webui.present import record_entry
from webui.site import Site, current_site
from webui.urls import document_url, item_url, meeting_url, search_url, with_query
from webui.wording import KIND, body_name, document_name, meeting_name

pages = Blueprint("documents", __name__)

_ON_A_PAGE = 50
_HELD = 20  # provinces number alike: some numbers are carried by a paper of each
_PASSAGE = 220
_FACTS = ("assigned", "coordinator", "due")


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """A document of the index with its items, and the page that shows it whole."""

    url: str
    name: str
    date: dt.date | None
    items: int
    rows: tuple[ItemRow, ...]


@pages.get("/documents/<path:number>")
def show(number: str) -> str:
    """Show a document by its number, written any way: the items that cite it, oldest first."""
    site = current_site()
    asked = tidy(number, MAX_VALUE)
    held = [document for document in site.engine.issuing(asked) if document.items]
    page, last = _citing(site, asked, from_args(request.args).page)
    if not page.total and not held:
        raise Missing("document", asked)
    key = number_identity(asked)
    records = [hit.record for hit in page.hits]
    citations = [c for record in records for c in record.item.citations if number_identity(c.number) == key]
    printed, *variants = _spellings(citations) or [held[0].number or asked if held else asked]
    url = document_url(printed)
    return render_template(
        "document.html",
        section=None,
        number=printed,
        name=_name(printed, citations, held),
        about=_about(citations),
        variants=variants,
        total=page.total,
        search_url=search_url(choosing(SearchRequest(), Facet.NUMBER, (asked,))),
        held=[_held_row(site, document, first_of_page=document is held[0]) for document in held[:_HELD]],
        entries=[record_entry(record, passage=_PASSAGE, facts_of=_FACTS) for record in records],
        pager=pager(page.request.page, last, lambda n: with_query(url, [("page", str(n))])),
    )


def _spellings(citations: Sequence[Citation]) -> list[str]:
    """The number as printed, the most frequent way first."""
    return [number for number, _ in Counter(c.number for c in citations).most_common()]


def _name(printed: str, citations: Sequence[Citation], held: Sequence[Document]) -> str:
    kinds = Counter(kind for kind in (*(c.kind for c in citations), *(d.kind for d in held)) if kind)
    kind = kinds.most_common(1)[0][0] if kinds else KIND
    return f"{kind} số {printed}"


def _about(citations: Sequence[Citation]) -> str | None:
    """The date and issuer that the citing items give, where they agree, in the words of the papers."""
    dates = {c.date for c in citations if c.date}
    issuers = {c.issuer for c in citations if c.issuer}
    date = f"ngày {short_date(next(iter(dates)))}" if len(dates) == 1 else None
    issuer = f"của {next(iter(issuers))}" if len(issuers) == 1 else None
    said = " ".join(part for part in (date, issuer) if part)
    return said[:1].upper() + said[1:] or None


def _citing(site: Site, number: str, wanted: int) -> tuple[SearchPage, int]:
    """A page of the items that cite `number`, oldest first, and how many pages there are."""
    listed = SearchRequest(sort=Sort.OLDEST, size=_ON_A_PAGE, facets=(), passages=False)
    chosen = choosing(listed, Facet.NUMBER, (number,))
    page = site.engine.search(replace(chosen, page=wanted))
    last = page_count(page.total, _ON_A_PAGE)
    return (page if wanted <= last else site.engine.search(replace(chosen, page=last))), last


def _held_row(site: Site, document: Document, *, first_of_page: bool) -> HeldDocument:
    first = site.engine.item(document.item_id(document.items[0]))
    meeting, body = document.meeting, body_name(document)
    where = meeting_name(meeting, document.province, document.issuer) if meeting else body
    url = meeting_url(first.meeting_id) if first and first.meeting_id else None
    return HeldDocument(
        url=url or item_url(document.item_id(document.items[0])),
        name=", ".join(part for part in (document_name(document), where) if part),
        date=document.date,
        items=len(document.items),
        rows=tuple(item_row(node, document, first=first_of_page) for node in tree(document)),
    )
