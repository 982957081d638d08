"""Values that a URL names as a person would: `agency=Sở Tài chính` stands for the id of that agency."""

from __future__ import annotations

from dataclasses import replace

from indexer.choices import exists, selections
from indexer.request import Facet, SearchRequest
from webui.site import Site

_MOST_KEPT = 10_000


def resolved(site: Site, request: SearchRequest) -> SearchRequest:
    """Return `request` with ids for names; what nothing in the index is called stays, and finds nothing."""
    if all(_known(site, s.facet, value) for s in request.selections for value in s.values):
        return request
    wanted = [(s.facet, s.values) for s in request.selections]
    return replace(request, selections=selections(site.engine, wanted))


def _known(site: Site, facet: Facet, value: str) -> bool:
    """Ask the engine once a generation; only what is there is kept, so that made-up values take no room."""
    known: set[tuple[Facet, str]] = site.remember("known values", set)
    if (facet, value) in known:
        return True
    there = exists(site.engine, facet, value)
    if there and len(known) < _MOST_KEPT:
        known.add((facet, value))
    return there
