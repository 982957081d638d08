"""Deadlines as a reader plans by them: which day each ends on, and which have no day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from corpus.model import Deadline, Every
from indexer.engine import SearchEngine
from indexer.facets import deadline_date
from indexer.page import DueEntry, DuePage, ItemRecord
from indexer.request import AgencyScope, DueRequest

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Task:
    """One deadline of one item; `last` is its last day, None for a rhythm or a limit that no date is known for."""

    record: ItemRecord
    deadline: Deadline
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class DueWindow:
    """Deadlines judged from the day `on`: those of one agency, or of all."""

    on: dt.date
    agency: str | None = None
    scope: AgencyScope = AgencyScope.ASSIGNED

    def ahead(self, size: int, page: int = 1) -> DueRequest:
        """Ask for deadlines from `on` on, the nearest first."""
        return self._request(size, page, since=self.on)

    def past(self, size: int, page: int = 1) -> DueRequest:
        """Ask for deadlines before `on`, the latest first."""
        until = self.on - _DAY if self.on > dt.date.min else dt.date.min
        return replace(self._request(size, page), until=until, latest_first=True)

    def _request(self, size: int, page: int, since: dt.date | None = None) -> DueRequest:
        return DueRequest(since=since, agency=self.agency, scope=self.scope, page=page, size=size)


def due_tasks(engine: SearchEngine, request: DueRequest) -> tuple[int, tuple[Task, ...]]:
    """Return how many deadlines there are in all, and the tasks of the page that was asked for."""
    page: DuePage = engine.due(request)
    return page.total, tuple(_dated(entry) for entry in page.entries)


def timeless_tasks(records: Iterable[ItemRecord]) -> tuple[Task, ...]:
    """Return the rhythms of `records`, then the limits that no day is known for, each in the order of records."""
    found = tuple(_timeless(records))
    rhythms = tuple(task for task in found if isinstance(task.deadline, Every))
    return rhythms + tuple(task for task in found if not isinstance(task.deadline, Every))


def _timeless(records: Iterable[ItemRecord]) -> Iterator[Task]:
    for record in records:
        yield from (Task(record, d, None) for d in record.item.deadlines if deadline_date(d) is None)


def _dated(entry: DueEntry) -> Task:
    """The entry with the deadline that gives its day; where several of an item do, the one printed first."""
    named = (deadline for deadline in entry.record.item.deadlines if deadline_date(deadline) == entry.date)
    return Task(entry.record, next(named), entry.date)
