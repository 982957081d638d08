"""What templates may call: words, dates, numbers, addresses, and the state of the index for the foot of a page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import Flask, has_request_context

from indexer.errors import IndexProblem
from webui.absolute import absolute
from webui.outline import mark
from webui.params import MAX_QUERY
from webui.site import current_site
from webui.strings import marked_up, quoted, t
from webui.typography import date_words, grouped
from webui.urls import item_url
from webui.wording import counted, items_words


@dataclass(frozen=True, slots=True)
class IndexState:
    """How much the index holds and the day it was built."""

    documents: int
    items: int
    built: dt.date | None


def register(app: Flask) -> None:
    """Give the templates of `app` their filters and globals."""
    app.jinja_env.globals.update(t=t, tm=marked_up, item_url=item_url, max_query=MAX_QUERY, absolute=absolute)
    app.jinja_env.filters.update(short_date=date_words, grouped=grouped, items=items_words, mark=mark)
    app.jinja_env.filters.update(counted=_counted, quoted=quoted)
    app.context_processor(_state)


def _counted(count: int, key: str) -> str:
    return counted(key, count)


def _state() -> dict[str, object]:
    return {"index": _index_state() if has_request_context() else None}


def _index_state() -> IndexState | None:
    """The state of the index; None where it cannot be read, so that the page that says so can be shown."""
    try:
        info = current_site().engine.info()
    except (IndexProblem, OSError):
        return None
    return IndexState(info.documents, info.items, _day(info.built))


def _day(built: str) -> dt.date | None:
    try:
        return dt.datetime.fromisoformat(built).date()
    except ValueError:
        return None
