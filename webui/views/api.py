"""The pages as JSON, in the shape of the public contract; errors are problem documents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify, request

from corpus.jsonl import to_json
from indexer.jsonout import search_json
from indexer.page import ItemRecord
from webui.errors import Missing
from webui.naming import resolved
from webui.params import from_args
from webui.site import current_site
from webui.urls import item_url, meeting_url
from webui.views.search import find

pages = Blueprint("api", __name__, url_prefix="/api")


@pages.get("/search")
def search() -> Response:
    """Answer a search with the parameters of the search page, and `size` up to 100."""
    site = current_site()
    page, _ = find(site.engine, resolved(site, from_args(request.args)))
    return jsonify(search_json(page, item_url))


@pages.get("/items/<path:item_id>")
def item(item_id: str) -> Response:
    """Answer with one item and the document it stands in."""
    record = current_site().engine.item(item_id)
    if record is None:
        raise Missing("item", item_id)
    return jsonify(record_json(record))


def record_json(record: ItemRecord) -> dict[str, Any]:
    """Return an item as the contract has it, with its document (without the other items) and their pages."""
    document = to_json(replace(record.header, items=(record.item,)))
    (found,) = document.pop("items")
    del document["warnings"]
    meeting = meeting_url(record.meeting_id) if record.meeting_id else None
    return {**found, "url": item_url(record.id), "meeting_url": meeting, "document": document}
