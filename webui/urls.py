"""Addresses of pages. Ids hold `#` and numbers hold `/`: the router escapes the one and keeps the other."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import has_request_context, request, url_for

from indexer.request import SearchRequest
from webui.params import FacetLens, lens_to_args, to_args

_NO_LENS = FacetLens()
_SEARCH_PATH = "ketluan.search_path"  # where a request keeps it


def search_url(request: SearchRequest, lens: FacetLens = _NO_LENS) -> str:
    """Return the address of a search."""
    return with_query(_search_path(), to_args(request) + lens_to_args(lens))


def _search_path() -> str:
    """Return the path of the search page, which one page of results needs some eighty times."""
    kept = request.environ if has_request_context() else {}
    path: str | None = kept.get(_SEARCH_PATH)
    if path is None:
        path = kept[_SEARCH_PATH] = url_for("search.show")
    return path


def with_query(path: str, args: list[tuple[str, str]]) -> str:
    """Return `path` with `args` behind it, where there are any."""
    return f"{path}?{urlencode(args)}" if args else path


def item_url(item_id: str) -> str:
    """Return the address of an item."""
    return url_for("items.show", item_id=item_id)


def meeting_url(meeting_id: str) -> str:
    """Return the address of a meeting."""
    return url_for("meetings.show", meeting_id=meeting_id)


def agency_url(agency_id: str) -> str:
    """Return the address of an agency."""
    return url_for("agencies.show", agency_id=agency_id)


def document_url(number: str) -> str:
    """Return the address of a cited document."""
    return url_for("documents.show", number=number)
