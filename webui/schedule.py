"""Deadlines as a reader plans by them: which day each ends on, what is still ahead and what has passed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.model import Deadline, Every
from indexer.facets import deadline_date
from indexer.page import ItemRecord


@dataclass(frozen=True, slots=True)
class Task:
    """One deadline of one item; `last` is its last day, None for a rhythm or a limit that no date is known for."""

    record: ItemRecord
    deadline: Deadline
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Schedule:
    """The deadlines of many items, judged from one day.

    `ahead` has the nearest first, the day itself included; `past` the latest first; `regular` the rhythms and
    `undated` the limits without a date, both newest document first.
    """

    ahead: tuple[Task, ...]
    past: tuple[Task, ...]
    regular: tuple[Task, ...]
    undated: tuple[Task, ...]

    @property
    def total(self) -> int:
        """How many deadlines there are in all."""
        return len(self.ahead) + len(self.past) + len(self.regular) + len(self.undated)


def tasks(records: Iterable[ItemRecord]) -> tuple[Task, ...]:
    """Return every deadline of `records` as a task, in order of the day it ends on; undated ones come last."""
    found = [Task(record, d, deadline_date(d)) for record in records for d in record.item.deadlines]
    return tuple(sorted(found, key=lambda task: (task.last or dt.date.max, task.record.id, task.deadline.text)))


def schedule(dated: Iterable[Task], on: dt.date) -> Schedule:
    """Divide tasks, in order of their last day, by what is ahead of `on` and what has passed."""
    every = tuple(dated)
    timeless = sorted((t for t in every if t.last is None), key=lambda t: _document_date(t.record), reverse=True)
    return Schedule(
        ahead=tuple(t for t in every if t.last is not None and t.last >= on),
        past=tuple(t for t in reversed(every) if t.last is not None and t.last < on),
        regular=tuple(t for t in timeless if isinstance(t.deadline, Every)),
        undated=tuple(t for t in timeless if not isinstance(t.deadline, Every)),
    )


def _document_date(record: ItemRecord) -> dt.date:
    return record.header.date or dt.date.min
