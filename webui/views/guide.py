"""How to search, with examples that can be tried."""

from __future__ import annotations

from flask import Blueprint, render_template

from indexer.request import SearchRequest
from webui.urls import search_url

pages = Blueprint("guide", __name__)


@pages.get("/help")
def show() -> str:
    """Show the guide."""
    return render_template("help.html", section="help", search=lambda query: search_url(SearchRequest(query)))
