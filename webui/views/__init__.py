"""The pages, one kind a file. Each reads a URL, asks the engine, and hands values to a template."""

from __future__ import annotations

from webui.views import agencies, api, deadlines, documents, guide, health, items, meetings, search, start

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
    health.pages,
)
