"""What only a walk over the whole index tells, done once a generation: deadlines, and who carries which number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.facets import number_identity
from indexer.page import ItemRecord
from indexer.request import AgencyScope, Facet, FacetSelection, SearchRequest, Sort
from webui.schedule import Task, tasks
from webui.site import Site

_DUE = FacetSelection(Facet.DUE, ("yes",))


@dataclass(frozen=True, slots=True)
class Census:
    """Every deadline in order of the day it ends on, and document ids by what all spellings of a number share."""

    tasks: tuple[Task, ...]
    numbered: Mapping[str, tuple[str, ...]]


def census(site: Site) -> Census:
    """Walk over every item of the index."""
    return site.remember("census", lambda: _census(site))


def agenda(site: Site) -> tuple[Task, ...]:
    """Return every deadline in the index, in order of the day it ends on."""
    return census(site).tasks


def documents_numbered(site: Site, number: str) -> tuple[str, ...]:
    """Return the ids of the documents that carry `number`, written any way; provinces may share one."""
    return census(site).numbered.get(number_identity(number), ())


def agency_agenda(site: Site, agency_id: str, scope: AgencyScope) -> tuple[Task, ...]:
    """Return the deadlines of the items that assign something to an agency, or that name it at all."""
    chosen = (FacetSelection(Facet.AGENCY, (agency_id,)), _DUE)
    request = SearchRequest(selections=chosen, scope=scope, sort=Sort.NEWEST)
    return site.remember(f"agenda {scope} {agency_id}", lambda: tasks(hit.record for hit in site.every_hit(request)))


def _census(site: Site) -> Census:
    due: list[ItemRecord] = []
    numbered: dict[str, dict[str, None]] = {}
    for hit in site.every_hit(SearchRequest(sort=Sort.OLDEST)):
        record = hit.record
        if record.item.deadlines:
            due.append(record)
        if record.header.number:
            numbered.setdefault(number_identity(record.header.number), {})[record.header.id] = None
    return Census(tasks(due), {number: tuple(ids) for number, ids in numbered.items()})
