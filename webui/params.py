"""The URL is the whole state of a search: `from_args(to_args(request)) == request`.

Whatever a person or a robot puts in a URL gives a request: an unknown parameter is ignored, a broken value is
dropped, a number out of range is clamped.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from corpus.model import Decision
from corpus.orthography import clean
from indexer.request import AgencyScope, Facet, FacetSelection, Match, SearchRequest, Sort
from indexer.syntax import MAX_LENGTH

MAX_QUERY = MAX_LENGTH
MAX_VALUE = 300
MAX_VALUES = 50
MAX_PAGE = 10_000
MAX_SIZE = 100
MAX_DEPTH = 10_000  # hits that pages lead to; the rest of a result is exported or narrowed
DEFAULTS = SearchRequest()

YEAR = re.compile(r"[12][0-9]{3}")
_DIGITS = re.compile(r"[0-9]{1,9}")
CLOSED: dict[Facet, frozenset[str]] = {
    Facet.DECISION: frozenset(Decision),
    Facet.DUE: frozenset({"yes", "no"}),
}

# What says which hits there are and in which order; the rest of a URL says which of them are shown, and how.
SELECTED = frozenset({"q", *(facet.value for facet in Facet), "role", "match", "sort", "like"})

Option = TypeVar("Option", bound=StrEnum)
Args = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FacetLens:
    """How the reader looks at long facet lists: words that filter two of them, the one shown in full, and its page."""

    agency_find: str = ""
    number_find: str = ""
    expanded: Facet | None = None
    page: int = 1

    def find(self, facet: Facet) -> str | None:
        """Return the words that filter the list of `facet`, or None where that list has no filter."""
        match facet:
            case Facet.AGENCY:
                return self.agency_find
            case Facet.NUMBER:
                return self.number_find
            case _:
                return None


def tidy(value: str, limit: int) -> str:
    """Return `value` in NFC on one line with single spaces, without controls, at most `limit` characters."""
    return " ".join(clean(value).replace("\f", " ").split())[:limit].rstrip()


def from_args(args: MultiDict[str, str]) -> SearchRequest:
    """Read a search from the parameters of a URL."""
    return SearchRequest(
        query=tidy(args.get("q", ""), MAX_QUERY),
        selections=_selections(args),
        scope=_option(AgencyScope, args.get("role"), DEFAULTS.scope),
        sort=_option(Sort, args.get("sort"), DEFAULTS.sort),
        match=_option(Match, args.get("match"), DEFAULTS.match),
        page=_number(args.get("page"), DEFAULTS.page, MAX_PAGE),
        size=_number(args.get("size"), DEFAULTS.size, MAX_SIZE),
        like=tidy(args.get("like", ""), MAX_VALUE) or None,
    )


def to_args(request: SearchRequest) -> Args:
    """Write a search as URL parameters; what is as by default is left out."""
    args: Args = [("q", request.query)] if request.query else []
    args += [(s.facet.value, value) for s in request.selections for value in s.values]
    options = [
        ("role", request.scope.value, DEFAULTS.scope.value),
        ("sort", request.sort.value, DEFAULTS.sort.value),
        ("match", request.match.value, DEFAULTS.match.value),
        ("page", str(request.page), str(DEFAULTS.page)),
        ("size", str(request.size), str(DEFAULTS.size)),
        ("like", request.like or "", ""),
    ]
    return args + [(name, value) for name, value, default in options if value != default]


def lens_from_args(args: MultiDict[str, str]) -> FacetLens:
    """Read how facet lists are looked at from the parameters of a URL."""
    return FacetLens(
        tidy(args.get("agency_find", ""), MAX_VALUE),
        tidy(args.get("number_find", ""), MAX_VALUE),
        next((facet for facet in Facet if facet.value == args.get("expand")), None),
        _number(args.get("expand_page"), 1, MAX_PAGE),
    )


def lens_to_args(lens: FacetLens) -> Args:
    """Write how facet lists are looked at as URL parameters."""
    pairs = [
        ("agency_find", lens.agency_find),
        ("number_find", lens.number_find),
        ("expand", lens.expanded.value if lens.expanded else ""),
        ("expand_page", str(lens.page) if lens.expanded and lens.page > 1 else ""),
    ]
    return [(name, value) for name, value in pairs if value]


def day_from(raw: str | None, default: dt.date) -> dt.date:
    """Read an ISO date, as date fields send it; `default` where there is none."""
    try:
        return dt.date.fromisoformat((raw or "").strip())
    except ValueError:
        return default


def choosing(request: SearchRequest, facet: Facet, values: Iterable[str]) -> SearchRequest:
    """Return the first page of `request` with exactly `values` chosen in `facet`."""
    chosen = {s.facet: s.values for s in request.selections} | {facet: tuple(dict.fromkeys(values))}
    selections = tuple(FacetSelection(f, chosen[f]) for f in Facet if chosen.get(f))
    return replace(request, selections=selections, page=1)


def toggling(request: SearchRequest, facet: Facet, value: str) -> SearchRequest:
    """Return the first page of `request` with `value` added to the choice in `facet`, or taken from it."""
    chosen = request.chosen(facet)
    kept = tuple(v for v in chosen if v != value)
    return choosing(request, facet, kept if value in chosen else (*chosen, value))


def _selections(args: MultiDict[str, str]) -> tuple[FacetSelection, ...]:
    chosen = ((facet, _values(facet, args.getlist(facet.value))) for facet in Facet)
    return tuple(FacetSelection(facet, values) for facet, values in chosen if values)


def _values(facet: Facet, raw: list[str]) -> tuple[str, ...]:
    tidied = (tidy(value, MAX_VALUE) for value in raw[: 4 * MAX_VALUES])
    return tuple(dict.fromkeys(value for value in tidied if _possible(facet, value)))[:MAX_VALUES]


def _possible(facet: Facet, value: str) -> bool:
    if facet is Facet.YEAR:
        return YEAR.fullmatch(value) is not None
    return bool(value) and value in CLOSED.get(facet, {value})


def _option(kind: type[Option], raw: str | None, default: Option) -> Option:
    return next((option for option in kind if option.value == raw), default)


def _number(raw: str | None, default: int, top: int) -> int:
    if raw is None or not _DIGITS.fullmatch(raw.strip()):
        return default
    return min(max(int(raw), 1), top)
