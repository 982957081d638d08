"""The newest items of a search as an Atom feed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from flask import Blueprint, Response, make_response, request

from indexer.facets import DECISION_LABELS
from indexer.page import ItemRecord
from indexer.request import SearchRequest, Sort
from webui.absolute import absolute
from webui.atom import CONTENT_TYPE, Feed, FeedEntry, midnight, write_feed
from webui.finding import feed_url, searched
from webui.identity import stable_uuid
from webui.naming import resolved
from webui.outline import mark
from webui.params import from_args
from webui.present import heading_of
from webui.site import built_at, current_site
from webui.strings import t
from webui.typography import excerpt
from webui.urls import item_url, search_url
from webui.wording import body_name, document_label

pages = Blueprint("feed", __name__)

_ENTRIES = 50
_SUMMARY = 600


@pages.get("/feed.atom")
def show() -> Response:
    """Answer with the newest items of a search; a reader that has them already is told so (304)."""
    site = current_site()
    asked = replace(resolved(site, from_args(request.args)), page=1, sort=Sort.NEWEST)
    page = searched(site.engine, replace(asked, size=_ENTRIES, facets=(), passages=False))
    built = built_at(site)
    entries = [_entry(hit.record, built) for hit in page.hits]
    own = feed_url(asked)
    feed = Feed(
        id=stable_uuid("feed", own).urn,
        url=absolute(own),
        page=absolute(search_url(replace(asked, size=SearchRequest().size))),
        title=t("feed.title", what=_what(asked)),
        updated=max((entry.updated for entry in entries), default=built),
        entries=entries,
    )
    response = make_response(write_feed(feed))
    response.content_type = CONTENT_TYPE
    response.add_etag()
    response.make_conditional(request)
    return response


def _entry(record: ItemRecord, built: dt.datetime) -> FeedEntry:
    item, header = record.item, record.header
    date = header.date or (header.meeting.date if header.meeting else None)
    return FeedEntry(
        id=stable_uuid("item", record.id).urn,
        url=absolute(item_url(record.id)),
        title=f"{document_label(header)}, {t('cite.item', mark=mark(item.path))}: {heading_of(item)}",
        author=body_name(header) or header.source or header.title,
        summary=excerpt(item.text, _SUMMARY) or heading_of(item),
        updated=midnight(date) if date else built,
        categories=(DECISION_LABELS[item.decision],) if item.decision else (),
    )


def _what(asked: SearchRequest) -> str:
    if asked.query:
        return t("feed.search", query=asked.query)
    return t("feed.filtered" if asked.selections else "feed.all")
