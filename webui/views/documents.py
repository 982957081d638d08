"""A cited document: what the items that cite it say of it, those items, and the document itself where it is held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from corpus.model import Citation, Document
from indexer.facets import number_identity, short_date
from webui.agenda import documents_numbered
from webui.errors import Missing
from webui.pager import page_count, pager
from webui.params import MAX_VALUE, from_args, tidy
from webui.present import record_entry
from webui.site import Site, current_site
from webui.strings import t
from webui.urls import document_url, item_url, meeting_url, with_query
from webui.wording import body_name, document_name, meeting_name

pages = Blueprint("documents", __name__)

_ON_A_PAGE = 50
_PASSAGE = 220
_FACTS = ("assigned", "coordinator", "due")


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """A document of the index with the page that shows it whole."""

    url: str
    name: str
    date: object
    items: int


@pages.get("/documents/<path:number>")
def show(number: str) -> str:
    """Show a document by its number, written any way: the items that cite it, oldest first."""
    site = current_site()
    asked = tidy(number, MAX_VALUE)
    citing = site.engine.citing(asked)
    held = _held(site, asked)
    if not citing and not held:
        raise Missing("document", asked)
    key = number_identity(asked)
    citations = [c for record in citing for c in record.item.citations if number_identity(c.number) == key]
    last = page_count(len(citing), _ON_A_PAGE)
    page = min(from_args(request.args).page, last)
    shown = citing[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE]
    printed, *variants = _spellings(citations) or [asked]
    url = document_url(printed)
    return render_template(
        "document.html",
        section=None,
        number=printed,
        name=_name(printed, citations, held),
        about=_about(citations),
        variants=variants,
        total=len(citing),
        held=[_held_row(site, document) for document in held],
        entries=[record_entry(record, passage=_PASSAGE, facts_of=_FACTS) for record in shown],
        pager=pager(page, last, lambda n: with_query(url, [("page", str(n))])),
    )


def _spellings(citations: Sequence[Citation]) -> list[str]:
    """The number as printed, the most frequent way first."""
    return [number for number, _ in Counter(c.number for c in citations).most_common()]


def _name(printed: str, citations: Sequence[Citation], held: Sequence[Document]) -> str:
    kinds = Counter(kind for kind in (*(c.kind for c in citations), *(d.kind for d in held)) if kind)
    kind = kinds.most_common(1)[0][0] if kinds else t("document.kind")
    return f"{kind} {t('document.numbered', number=printed)}"


def _about(citations: Sequence[Citation]) -> str | None:
    """The date and issuer that the citing items give, where they agree."""
    dates = {c.date for c in citations if c.date}
    issuers = {c.issuer for c in citations if c.issuer}
    date = t("document.dated", date=short_date(next(iter(dates)))) if len(dates) == 1 else None
    issuer = t("document.from", issuer=next(iter(issuers))) if len(issuers) == 1 else None
    said = " ".join(part for part in (date, issuer) if part)
    return said[:1].upper() + said[1:] or None


def _held(site: Site, number: str) -> list[Document]:
    """Documents of the index that carry `number` themselves, oldest first."""
    documents = (site.engine.document(document_id) for document_id in documents_numbered(site, number))
    return [document for document in documents if document and document.items]


def _held_row(site: Site, document: Document) -> HeldDocument:
    first = site.engine.item(document.item_id(document.items[0]))
    meeting, body = document.meeting, body_name(document)
    where = meeting_name(meeting, document.province, document.issuer) if meeting else body
    url = meeting_url(first.meeting_id) if first and first.meeting_id else None
    return HeldDocument(
        url=url or item_url(document.item_id(document.items[0])),
        name=", ".join(part for part in (document_name(document), where) if part),
        date=document.date,
        items=len(document.items),
    )
