"""Dated deadlines by the day that they end on, from the columns of a generation."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from indexer.embedded.arrays.rows import ANY_ROLE
from indexer.kernels.postings import Mask
from indexer.page import DueEntry, DuePage
from indexer.request import AgencyScope, DueRequest, Facet

if TYPE_CHECKING:
    from indexer.embedded.view import View


def due_page(snapshot: View, request: DueRequest) -> DuePage:
    """Return the deadlines of a period, by date and then by document and place in it."""
    columns = snapshot.columns
    low = request.since.toordinal() if request.since else 1
    high = request.until.toordinal() if request.until else np.iinfo(np.int32).max
    wanted = (columns.due_dates >= low) & (columns.due_dates <= high)
    if request.agency is not None:
        wanted &= _concerned(snapshot, request.agency, request.scope)[columns.due_rows]
    rows, dates = columns.due_rows[wanted], columns.due_dates[wanted]
    order = np.lexsort((columns.rank[rows], -dates if request.latest_first else dates))
    first = (max(request.page, 1) - 1) * request.size
    shown = order[first : first + request.size].tolist()
    entries = (DueEntry(dt.date.fromordinal(int(dates[i])), snapshot.record(int(rows[i]))) for i in shown)
    return DuePage(int(rows.size), tuple(entries))


def _concerned(snapshot: View, agency: str, scope: AgencyScope) -> Mask:
    """Return bool[R]: the rows that assign something to an agency, or name it in any role."""
    tally = snapshot.tallies.of(ANY_ROLE if scope is AgencyScope.ANY else Facet.AGENCY.value)
    return tally.rows_with(tally.resolve(Facet.AGENCY, agency)).mask
