"""The filters beside a result: lists of values, year bars, and the chips of what is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.finding import fits
from indexer.page import FacetCount, SearchPage
from indexer.request import Facet, SearchRequest
from webui.bars import Bars, year_bars
from webui.params import Args, FacetLens, choosing, to_args, toggling
from webui.urls import search_url

_SHOWN = {Facet.AGENCY: 6, Facet.MEETING: 4, Facet.NUMBER: 4, Facet.PROVINCE: 6}
_SHOWN_OTHERWISE = 8
_SHOWN_IN_FULL = 300
_OPEN = frozenset({Facet.YEAR, Facet.AGENCY, Facet.MEETING, Facet.NUMBER, Facet.DECISION, Facet.DUE})
_FINDABLE_FROM = 7  # a list that is shown whole needs no filter of its own


@dataclass(frozen=True, slots=True)
class FacetPanel:
    """One facet as the page shows it.

    `ticks` are the values shown, chosen ones always among them; `total` counts all values that fit `find`, the
    words that filter the list (None where it has no such field). `more_url` shows the whole list.
    """

    facet: Facet
    ticks: tuple[FacetCount, ...]
    total: int
    chosen: int
    open: bool
    find: str | None
    more_url: str | None
    bars: Bars | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen value with the address of the same search without it."""

    facet: Facet
    label: str
    url: str


def panels(page: SearchPage, lens: FacetLens) -> tuple[FacetPanel, ...]:
    """Return the filters of a result in the order of the product; a facet without values is left out."""
    built = (_panel(page, facet, lens) for facet in Facet)
    return tuple(panel for panel in built if panel.ticks or panel.find)


def chips(page: SearchPage, lens: FacetLens) -> tuple[Chip, ...]:
    """Return one chip a chosen value, in the order of facets and choice."""
    return tuple(
        Chip(s.facet, label_of(page, s.facet, value), search_url(toggling(page.request, s.facet, value), lens))
        for s in page.request.selections
        for value in s.values
    )


def label_of(page: SearchPage, facet: Facet, value: str) -> str:
    """Return the words a reader sees for a value; the value itself where the result does not know it."""
    return next((count.label for count in page.facets.get(facet, ()) if count.value == value), value)


def cleared_url(request: SearchRequest) -> str:
    """Return the address of the same words without any filter."""
    return search_url(replace(request, selections=(), page=1))


def hidden_args(request: SearchRequest) -> Args:
    """Return what the search form must carry unseen: years are links and order is a link, not fields."""
    years = choosing(SearchRequest(), Facet.YEAR, request.chosen(Facet.YEAR))
    return to_args(replace(years, sort=request.sort, match=request.match, size=request.size))


def _panel(page: SearchPage, facet: Facet, lens: FacetLens) -> FacetPanel:
    counts = _with_chosen(page, facet)
    find = lens.find(facet)
    fitting = [count for count in counts if count.selected or fits(count.label, find)]
    limit = _SHOWN_IN_FULL if lens.expanded is facet else _SHOWN.get(facet, _SHOWN_OTHERWISE)
    shown = fitting[:limit] + [count for count in fitting[limit:] if count.selected]
    hidden = len(fitting) - len(shown)
    full = search_url(page.request, replace(lens, expanded=facet))
    return FacetPanel(
        facet=facet,
        ticks=tuple(shown),
        total=len(fitting),
        chosen=sum(count.selected for count in counts),
        open=facet in _OPEN or any(count.selected for count in counts),
        find=find if find or len(counts) >= _FINDABLE_FROM else None,
        more_url=f"{full}#loc-{facet.value}" if hidden and lens.expanded is not facet else None,
        bars=_bars(page, counts, lens) if facet is Facet.YEAR else None,
    )


def _with_chosen(page: SearchPage, facet: Facet) -> list[FacetCount]:
    """Counts of a facet; a chosen value that the engine does not list is kept, at zero."""
    counts = list(page.facets.get(facet, ()))
    listed = {count.value for count in counts}
    missing = [value for value in page.request.chosen(facet) if value not in listed]
    return counts + [FacetCount(value, value, 0, selected=True) for value in missing]


def _bars(page: SearchPage, counts: Sequence[FacetCount], lens: FacetLens) -> Bars:
    request = page.request
    return year_bars(
        {count.value: count.count for count in counts},
        lambda year: search_url(toggling(request, Facet.YEAR, year), lens),
        selected=request.chosen(Facet.YEAR),
        narrow=True,
    )
