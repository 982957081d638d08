"""What a search asks for, as a value that the command line, the URL and every engine share."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Facet(StrEnum):
    """The facets of the product, in the order in which a page shows them."""

    YEAR = "year"
    AGENCY = "agency"
    MEETING = "meeting"
    NUMBER = "number"
    DECISION = "decision"
    DUE = "due"
    PROVINCE = "province"
    KIND = "kind"


class Sort(StrEnum):
    """Orders of a result. Ties are always broken by item id."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    DEADLINE = "deadline"


class Match(StrEnum):
    """How many of the query's words an item must hold.

    AUTO is the default of people: all of them, and most of them where all would give fewer than ten items.
    """

    AUTO = "auto"
    ALL = "all"
    MOST = "most"
    ANY = "any"


class AgencyScope(StrEnum):
    """Which roles the agency facet counts and filters."""

    ASSIGNED = "assigned"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class FacetSelection:
    """Chosen values of one facet; an item fits when it has any of them."""

    facet: Facet
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search. `page` counts from 1; selections of different facets must all fit.

    `grouped` folds near-duplicates: of each group only the newest item that was found is a hit, and pages count groups;
    totals, facets and exports still count every item. `like` keeps only the near-duplicates of one item, by its id,
    and the item itself. Of the facets, those in `facets` are counted; each answers with at most `facet_size` values
    beside the chosen ones. Without `passages` hits are records alone, for lists that mark nothing.
    """

    query: str = ""
    selections: tuple[FacetSelection, ...] = ()
    scope: AgencyScope = AgencyScope.ASSIGNED
    sort: Sort = Sort.RELEVANCE
    match: Match = Match.AUTO
    page: int = 1
    size: int = 10
    grouped: bool = False
    like: str | None = None
    facet_size: int = 1000
    facets: tuple[Facet, ...] = tuple(Facet)
    passages: bool = True

    def chosen(self, facet: Facet) -> tuple[str, ...]:
        """Return the chosen values of `facet`, in the order of choice; empty where none is chosen."""
        return next((s.values for s in self.selections if s.facet is facet), ())


@dataclass(frozen=True, slots=True)
class DueRequest:
    """Asks for dated deadlines by the last day that they allow, from `since` to `until`, both included.

    `agency` is the id of an agency that the item assigns something to or, with scope ANY, names in any role. `page`
    counts from 1. The nearest to `since` come first, or the nearest to `until` with `latest_first`.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    agency: str | None = None
    scope: AgencyScope = AgencyScope.ASSIGNED
    latest_first: bool = False
    page: int = 1
    size: int = 50
