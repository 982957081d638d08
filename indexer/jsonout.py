"""A page of results as the public JSON, for the command line and the web alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from corpus.jsonl import deadline_to_json
from indexer.facets import meeting_label
from indexer.page import FacetCount, Hit, SearchPage, SnippetPart

ItemUrl = Callable[[str], str]  # from an item's id to its address


def item_path(item_id: str) -> str:
    """Return the path of an item's page: `/items/kl-tu-212%231.1`."""
    return f"/items/{quote(item_id, safe='')}"


def search_json(page: SearchPage, url: ItemUrl = item_path) -> dict[str, Any]:
    """Return what `/api/search` answers; `url` says where an item's page is."""
    return {
        "query": page.request.query,
        "total": page.total,
        "match": page.match.value,
        "notice": page.notice,
        "page": page.request.page,
        "took_ms": round(page.took_ms, 3),
        "hits": [_hit(hit, url) for hit in page.hits],
        "facets": {facet.value: [_count(count) for count in counts] for facet, counts in page.facets.items()},
        "entries": page.entries,
        "correction": page.correction,
    }


def _hit(hit: Hit, url: ItemUrl) -> dict[str, Any]:
    record = hit.record
    item, header = record.item, record.header
    return {
        "id": record.id,
        "score": hit.score,
        "title": header.title,
        "heading": item.heading,
        "snippet": [_part(part) for part in hit.snippet],
        "meeting": meeting_label(header.meeting, header) if header.meeting else None,
        "date": _date(header.date),
        "agencies": [{"name": agency.name, "role": agency.role.value} for agency in item.agencies],
        "numbers": list(dict.fromkeys(citation.number for citation in item.citations)),
        "deadlines": [deadline_to_json(deadline) for deadline in item.deadlines],
        "url": url(record.id),
        "similar": hit.similar,
    }


def _part(part: SnippetPart) -> dict[str, Any]:
    return {"text": part.text, "hit": part.hit}


def _count(count: FacetCount) -> dict[str, Any]:
    return {"value": count.value, "label": count.label, "count": count.count, "selected": count.selected}


def _date(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None
