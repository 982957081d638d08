"""All deadlines of an index, or of one agency, read once a generation."""

from __future__ import annotations

from indexer.request import AgencyScope, Facet, FacetSelection, SearchRequest, Sort
from webui.schedule import Task, tasks
from webui.site import Site

_DUE = FacetSelection(Facet.DUE, ("yes",))


def agenda(site: Site) -> tuple[Task, ...]:
    """Return every deadline in the index, in order of the day it ends on."""
    return site.remember("agenda", lambda: _read(site, SearchRequest(selections=(_DUE,), sort=Sort.NEWEST)))


def agency_agenda(site: Site, agency_id: str, scope: AgencyScope) -> tuple[Task, ...]:
    """Return the deadlines of the items that assign something to an agency, or that name it at all."""
    chosen = (FacetSelection(Facet.AGENCY, (agency_id,)), _DUE)
    request = SearchRequest(selections=chosen, scope=scope, sort=Sort.NEWEST)
    return site.remember(f"agenda {scope} {agency_id}", lambda: _read(site, request))


def _read(site: Site, request: SearchRequest) -> tuple[Task, ...]:
    return tasks(hit.record for hit in site.every_hit(request))
