"""The filters beside a result: lists of values, year bars, and the chips of what is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indexer.engine import SearchEngine
from indexer.page import FacetCount, SearchPage
from indexer.request import Facet, SearchRequest
from webui.bars import Bars, year_bars
from webui.params import Args, FacetLens, choosing, to_args, toggling
from webui.strings import t
from webui.urls import search_url

FACET_SIZE = 64  # values that a page asks for of each facet: more than it lists, and as many years as bars can show
_SHOWN = {Facet.AGENCY: 6, Facet.MEETING: 4, Facet.NUMBER: 4, Facet.PROVINCE: 6}
_SHOWN_OTHERWISE = 8
_SHOWN_FITTING = 20
_OPEN = frozenset({Facet.YEAR, Facet.AGENCY, Facet.MEETING, Facet.NUMBER, Facet.DECISION, Facet.DUE})
_FINDABLE_FROM = 7  # a list that is shown whole needs no filter of its own
WORDED = frozenset({Facet.DECISION, Facet.DUE})  # their values are ours; the others' are words of documents


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

    @property
    def worded(self) -> bool:
        """Whether the labels are words of the interface, not of documents."""
        return self.facet in WORDED


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen value with the address of the same search without it; `name` is that of its facet."""

    name: str
    label: str
    url: str
    facet: Facet | None = None

    @property
    def worded(self) -> bool:
        """Whether the label is words of the interface, not of documents."""
        return self.facet in WORDED


def panels(engine: SearchEngine, page: SearchPage, lens: FacetLens) -> tuple[FacetPanel, ...]:
    """Return the filters of a result in the order of the product; a facet without values is left out."""
    built = (_panel(engine, page, facet, lens) for facet in Facet)
    return tuple(panel for panel in built if panel.ticks or panel.find)


def chips(page: SearchPage, lens: FacetLens, like: str | None = None) -> tuple[Chip, ...]:
    """Return one chip a chosen value, in the order of facets and choice; `like` names what near-duplicates are of."""
    request = page.request
    chosen = tuple(
        Chip(
            t(f"facet.{facet}"), label_of(page, facet, value), search_url(toggling(request, facet, value), lens), facet
        )
        for facet, value in ((s.facet, value) for s in request.selections for value in s.values)
    )
    if like is None:
        return chosen
    return (*chosen, Chip(t("filters.like"), like, search_url(replace(request, like=None, page=1), lens)))


def label_of(page: SearchPage, facet: Facet, value: str) -> str:
    """Return the words a reader sees for a value; the value itself where the result does not know it."""
    known = (count.label for count in page.facets.get(facet, ()) if count.value == value)
    return _reworded(FacetCount(value, next(known, value), 0), facet).label


def reworded(counts: Iterable[FacetCount], facet: Facet) -> tuple[FacetCount, ...]:
    """Return values with labels in the reader's language where they are ours to word."""
    return tuple(_reworded(count, facet) for count in counts)


def cleared_url(request: SearchRequest) -> str:
    """Return the address of the same words without any filter."""
    return search_url(replace(request, selections=(), like=None, page=1))


def hidden_args(request: SearchRequest) -> Args:
    """Return what the search form must carry unseen: years are links and order is a link, not fields."""
    years = choosing(SearchRequest(), Facet.YEAR, request.chosen(Facet.YEAR))
    return to_args(replace(years, sort=request.sort, match=request.match, size=request.size, like=request.like))


def _reworded(count: FacetCount, facet: Facet) -> FacetCount:
    return count._replace(label=t(f"value.{facet}.{count.value}")) if facet in WORDED else count


def _panel(engine: SearchEngine, page: SearchPage, facet: Facet, lens: FacetLens) -> FacetPanel:
    counts = page.facets.get(facet, ())
    find = lens.find(facet)
    fitting, total = _fitting(engine, page, facet, find)
    limit = _SHOWN_FITTING if find else _SHOWN.get(facet, _SHOWN_OTHERWISE)
    shown = fitting[:limit]
    listed = {count.value for count in shown}
    shown += [count for count in counts if count.selected and count.value not in listed]
    full = search_url(replace(page.request, page=1), replace(lens, expanded=facet, page=1))
    every = max(page.facet_totals.get(facet, 0), len(counts))
    return FacetPanel(
        facet=facet,
        ticks=reworded(shown, facet),
        total=total,
        chosen=sum(count.selected for count in counts),
        open=facet in _OPEN or any(count.selected for count in counts),
        find=find if find or every >= _FINDABLE_FROM else None,
        more_url=full if total > len(shown) else None,
        bars=_bars(page, counts, lens) if facet is Facet.YEAR else None,
    )


def _fitting(engine: SearchEngine, page: SearchPage, facet: Facet, find: str | None) -> tuple[list[FacetCount], int]:
    """The first values of a list, and how many it has: of those that hold the words of `find`, where there are any."""
    if find:
        found = engine.facet_values(page.request, facet, find=find, limit=_SHOWN_FITTING)
        return list(found.values), found.total
    counts = page.facets.get(facet, ())
    return list(counts), max(page.facet_totals.get(facet, 0), len(counts))


def _bars(page: SearchPage, counts: Sequence[FacetCount], lens: FacetLens) -> Bars:
    request = page.request
    return year_bars(
        {count.value: count.count for count in counts},
        lambda year: search_url(toggling(request, Facet.YEAR, year), lens),
        selected=request.chosen(Facet.YEAR),
        narrow=True,
    )
