"""Values that a URL names as a person would: `agency=Sở Tài chính` stands for the id of that agency."""

from __future__ import annotations

from dataclasses import replace

from indexer.choices import selections
from indexer.request import AgencyScope, Facet, SearchRequest
from webui.site import Site


def resolved(site: Site, request: SearchRequest) -> SearchRequest:
    """Return `request` with ids for names; what nothing in the index is called stays, and finds nothing."""
    known = site.remember("facet values", lambda: _known(site))
    if all(value in known[s.facet] for s in request.selections for value in s.values):
        return request
    wanted = [(s.facet, s.values) for s in request.selections]
    return replace(request, selections=selections(site.engine, wanted))


def _known(site: Site) -> dict[Facet, frozenset[str]]:
    facets = site.engine.search(SearchRequest(scope=AgencyScope.ANY, size=1)).facets
    return {facet: frozenset(count.value for count in facets.get(facet, ())) for facet in Facet}
