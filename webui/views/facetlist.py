"""All values of one facet, page by page: what `expand` shows in place of a result."""

from __future__ import annotations

from dataclasses import replace

from flask import render_template

from indexer.engine import SearchEngine
from indexer.page import FacetCount
from indexer.request import Facet, SearchRequest
from webui.facets import WORDED, reworded
from webui.pager import page_count, pager
from webui.params import Args, FacetLens, choosing, lens_to_args, to_args
from webui.strings import t
from webui.urls import search_url

_ON_A_PAGE = 100


def whole_list(engine: SearchEngine, asked: SearchRequest, lens: FacetLens, facet: Facet) -> str:
    """Return the page of one facet's values; a page beyond the last is taken for the last."""
    asked = replace(asked, page=1)
    find = lens.find(facet) or ""
    start = (lens.page - 1) * _ON_A_PAGE
    listed = engine.facet_values(asked, facet, find=find, start=start, limit=_ON_A_PAGE)
    last = page_count(listed.total, _ON_A_PAGE)
    number = min(lens.page, last)
    if number < lens.page:
        listed = engine.facet_values(asked, facet, find=find, start=(last - 1) * _ON_A_PAGE, limit=_ON_A_PAGE)
    return render_template(
        "facet.html",
        section="search",
        facet=facet.value,
        worded=facet in WORDED,
        total=listed.total,
        find=lens.find(facet),
        ticks=reworded(listed.values, facet),
        hidden=_others(asked, facet, listed.values),
        find_hidden=to_args(asked) + lens_to_args(FacetLens(expanded=facet)),
        back_url=search_url(asked),
        heading=t("filters.list", facet=t(f"facet.{facet}")),
        within=t("filters.list_within", query=asked.query) if asked.query else None,
        pager=pager(number, last, lambda n: search_url(asked, replace(lens, page=n))),
    )


def _others(asked: SearchRequest, facet: Facet, listed: tuple[FacetCount, ...]) -> Args:
    """The rest of the search, and the chosen values of this facet that stand on other pages of its list."""
    here = {count.value for count in listed}
    elsewhere = [value for value in asked.chosen(facet) if value not in here]
    return to_args(choosing(asked, facet, elsewhere))
