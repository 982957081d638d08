"""Addresses of pages. Ids hold `#` and numbers hold `/`: the router escapes the one and keeps the other."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import url_for

from indexer.request import SearchRequest
from webui.params import FacetLens, lens_to_args, to_args

_NO_LENS = FacetLens()


def search_url(request: SearchRequest, lens: FacetLens = _NO_LENS) -> str:
    """Return the address of a search."""
    return with_query(url_for("search.show"), to_args(request) + lens_to_args(lens))


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
