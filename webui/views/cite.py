"""An item as a file for reference managers."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, url_for

from indexer.page import ItemRecord
from webui.absolute import absolute
from webui.citing import BIBTEX, RIS, Metadata, Source, bibtex, metadata, ris, source
from webui.errors import Missing
from webui.site import current_site
from webui.urls import item_url

pages = Blueprint("cite", __name__)


@pages.get("/items/<path:item_id>.bib")
def bib(item_id: str) -> Response:
    """Answer with an item as BibTeX."""
    return _file(bibtex(_source(item_id)), BIBTEX, "bib")


@pages.get("/items/<path:item_id>.ris")
def research(item_id: str) -> Response:
    """Answer with an item as RIS."""
    return _file(ris(_source(item_id)), RIS, "ris")


def item_metadata(record: ItemRecord) -> Metadata:
    """Return what the page of an item tells reference managers."""
    files = [
        (url_for("cite.bib", item_id=record.id), BIBTEX.partition(";")[0]),
        (url_for("cite.research", item_id=record.id), RIS.partition(";")[0]),
    ]
    return metadata(source(record, absolute(item_url(record.id))), files)


def _source(item_id: str) -> Source:
    record = current_site().engine.item(item_id)
    if record is None:
        raise Missing("item", item_id)
    return source(record, absolute(item_url(record.id)))


def _file(text: str, content_type: str, form: str) -> Response:
    response = make_response(text)
    response.content_type = content_type
    response.headers["Content-Disposition"] = f'attachment; filename="ketluan.{form}"'
    return response
