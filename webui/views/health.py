"""Whether the application lives, and over which generation of the index."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from webui.site import current_site

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def show() -> Response:
    """Answer with the state of the index; an index that cannot be read is 503 for whoever balances load."""
    info = current_site().engine.info()
    response = jsonify(status="ok", generation=info.generation, documents=info.documents, items=info.items)
    response.headers["Cache-Control"] = "no-store"
    return response
