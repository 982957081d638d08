"""Whether the application lives, over which generation of the index, and what it has answered so far."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, make_response

from indexer.errors import IndexProblem
from webui.metrics import CONTENT_TYPE, current_metrics
from webui.site import current_site

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def show() -> Response:
    """Answer with the state of the index; an index that cannot be read is 503 for whoever balances load."""
    info = current_site().engine.info()
    response = jsonify(status="ok", generation=info.generation, documents=info.documents, items=info.items)
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.get("/metrics")
def metrics() -> Response:
    """Answer with the counters of this process as OpenMetrics text; an unreadable index leaves out what it holds."""
    response = make_response(current_metrics().text(_gauges()))
    response.content_type = CONTENT_TYPE
    response.headers["Cache-Control"] = "no-store"
    return response


def _gauges() -> dict[str, tuple[float, str]]:
    try:
        info = current_site().engine.info()
    except IndexProblem:
        return {"index_up": (0, "Whether the index can be read.")}
    return {
        "index_up": (1, "Whether the index can be read."),
        "index_generation": (info.generation, "The generation of the index that is searched."),
        "index_documents": (info.documents, "Documents in the index."),
        "index_items": (info.items, "Items in the index."),
        "index_bytes": (info.bytes, "Bytes of all files of the generation."),
    }
