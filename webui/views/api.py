"""The pages as JSON, in the shape of the public contract; errors are problem documents."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from webui.errors import Missing
from webui.params import from_args
from webui.site import current_site
from webui.urls import item_url
from webui.views.search import find

pages = Blueprint("api", __name__, url_prefix="/api")


@pages.get("/search")
def search() -> Response:
    """Answer a search with the parameters of the search page, and `size` up to 100."""
    from indexer.jsonout import page_json

    page, _ = find(current_site().engine, from_args(request.args))
    return jsonify(page_json(page, item_url))


@pages.get("/items/<path:item_id>")
def item(item_id: str) -> Response:
    """Answer with one item and the document it stands in."""
    from indexer.jsonout import item_json

    record = current_site().engine.item(item_id)
    if record is None:
        raise Missing("item", item_id)
    return jsonify(item_json(record, item_url))
