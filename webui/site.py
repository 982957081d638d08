"""What every page of one application shares: the engine, the clock, and what is worth computing once a generation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeVar, cast

from flask import current_app

from indexer.engine import SearchEngine
from indexer.page import AgencySummary, MeetingSummary

EXTENSION = "ketluan"
_REMEMBERED = 64

Value = TypeVar("Value")


@dataclass(slots=True)
class _Slot:
    """A value of one key and generation; `lock` is held while it is made."""

    lock: Lock = field(default_factory=Lock)
    made: bool = False
    value: object = None


@dataclass(slots=True)
class Site:
    """The engine behind a web application and the day it takes for today.

    Computed values are remembered until one is asked for of another generation of the index; of one generation the
    oldest is dropped beyond 64.
    """

    engine: SearchEngine
    today: Callable[[], dt.date]
    _remembered: dict[tuple[int, str], _Slot] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def remember(self, key: str, make: Callable[[], Value]) -> Value:
        """Return `make()` for this generation of the index, from memory where it was made before.

        Threads that ask for the same key at once wait for one of them; where `make` raises, the next tries again.
        `make` may remember other keys, but never its own.
        """
        slot = self._slot((self.engine.info().generation, key))
        with slot.lock:
            if not slot.made:
                slot.value, slot.made = make(), True
            return cast("Value", slot.value)

    def _slot(self, at: tuple[int, str]) -> _Slot:
        """The place of a value; a new one pushes out those of other generations and the oldest beyond 64."""
        with self._lock:
            slot = self._remembered.get(at)
            if slot is None:
                for other in [other for other in self._remembered if other[0] != at[0]]:
                    del self._remembered[other]
                slot = self._remembered[at] = _Slot()
                while len(self._remembered) > _REMEMBERED:
                    self._remembered.pop(next(iter(self._remembered)))
            return slot

    def meetings(self) -> Sequence[MeetingSummary]:
        """Return every meeting, newest first."""
        return self.remember("meetings", self.engine.meetings)

    def agencies(self) -> Sequence[AgencySummary]:
        """Return every agency, most often assigned first."""
        return self.remember("agencies", self.engine.agencies)

    def agency(self, agency_id: str) -> AgencySummary | None:
        """Return one agency by its id, or None."""
        return self.remember("agency by id", lambda: {agency.id: agency for agency in self.agencies()}).get(agency_id)


def current_site() -> Site:
    """Return the site of the application that answers this request."""
    return cast("Site", current_app.extensions[EXTENSION])


def built_at(site: Site) -> dt.datetime:
    """Return when the index was built, so that an answer changes only when the index does; 1970 where it is unknown."""
    try:
        built = dt.datetime.fromisoformat(site.engine.info().built)
    except ValueError:
        return dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    return built if built.tzinfo else built.replace(tzinfo=dt.UTC)
