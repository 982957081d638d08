"""The pages and the doors for programs, one kind a file. Each reads a URL, asks the engine, and writes an answer."""

from __future__ import annotations

from webui.views import (
    agencies,
    api,
    calendar,
    cite,
    deadlines,
    documents,
    export,
    feed,
    guide,
    health,
    items,
    meetings,
    openapi,
    opensearch,
    search,
    start,
)

BLUEPRINTS = (
    start.pages,
    search.pages,
    items.pages,
    meetings.pages,
    agencies.pages,
    documents.pages,
    deadlines.pages,
    guide.pages,
    api.pages,
    openapi.pages,
    export.pages,
    feed.pages,
    calendar.pages,
    cite.pages,
    opensearch.pages,
    health.pages,
)
