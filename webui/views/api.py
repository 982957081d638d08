"""The pages as JSON, in the shape of the public contract; errors are problem documents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify, request

from corpus.jsonl import to_json
from indexer.jsonout import search_json
from indexer.page import ItemRecord, Suggestion, SuggestionKind
from indexer.request import SearchRequest
from webui.errors import BadParameters, Missing
from webui.finding import exactly
from webui.naming import resolved
from webui.parameters import SEARCH, SUGGEST, Parameter, unusable
from webui.params import MAX_VALUE, from_args, tidy
from webui.site import current_site
from webui.urls import agency_url, document_url, item_url, meeting_url, search_url

pages = Blueprint("api", __name__, url_prefix="/api")

SUGGESTIONS = 8


@pages.get("/search")
def search() -> Response:
    """Answer a search with the parameters of the search page, and `size` up to 100; a page past the last is empty."""
    _check(SEARCH)
    site = current_site()
    return jsonify(search_json(exactly(site.engine, resolved(site, from_args(request.args))), item_url))


@pages.get("/items/<path:item_id>")
def item(item_id: str) -> Response:
    """Answer with one item and the document it stands in."""
    record = current_site().engine.item(item_id)
    if record is None:
        raise Missing("item", item_id)
    return jsonify(record_json(record))


@pages.get("/suggest")
def suggest() -> Response:
    """Answer with what a person who has typed `q` may want."""
    _check(SUGGEST)
    typed = tidy(request.args.get("q", ""), MAX_VALUE)
    found = current_site().engine.suggest(typed, SUGGESTIONS) if typed else ()
    response = jsonify(query=typed, suggestions=[_suggestion(suggestion) for suggestion in found])
    response.headers["Cache-Control"] = "private, max-age=60"
    return response


def suggestion_url(suggestion: Suggestion) -> str:
    """Return the page that a suggestion leads to."""
    match suggestion.kind:
        case SuggestionKind.AGENCY:
            return agency_url(suggestion.value)
        case SuggestionKind.MEETING:
            return meeting_url(suggestion.value)
        case SuggestionKind.NUMBER:
            return document_url(suggestion.text)
        case SuggestionKind.HEADING:
            return search_url(SearchRequest(suggestion.value))


def record_json(record: ItemRecord) -> dict[str, Any]:
    """Return an item as the contract has it, with its document (without the other items) and their pages."""
    document = to_json(replace(record.header, items=(record.item,)))
    (found,) = document.pop("items")
    del document["warnings"]
    meeting = meeting_url(record.meeting_id) if record.meeting_id else None
    return {**found, "url": item_url(record.id), "meeting_url": meeting, "document": document}


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "kind": suggestion.kind.value,
        "text": suggestion.text,
        "value": suggestion.value,
        "count": suggestion.count,
        "url": suggestion_url(suggestion),
    }


def _check(parameters: tuple[Parameter, ...]) -> None:
    """A page can tell its reader what it could not use; a program would take the answer for another."""
    if broken := unusable(request.args, parameters, strict=True):
        raise BadParameters(broken)
