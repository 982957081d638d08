"""Every hit of a search as a file, streamed as it is read, all of one generation of the index."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from flask import Blueprint, Response, request, stream_with_context

from indexer.page import ItemRecord
from indexer.request import SearchRequest
from indexer.slugs import slugify
from webui.absolute import absolute
from webui.finding import ordered
from webui.limits import hold_export
from webui.metrics import count
from webui.naming import resolved
from webui.params import from_args
from webui.site import current_site
from webui.spreadsheet import SEPARATORS, table
from webui.urls import item_url
from webui.views.api import record_json

pages = Blueprint("export", __name__)

Lines = Callable[[Iterable[ItemRecord]], Iterator[str]]

_AT_ONCE = 64  # items a chunk
_NAME = 60


@pages.get("/export.csv")
def csv() -> Response:
    """Stream the items of a search as CSV; `separator` may be `semicolon` or `tab`."""
    separator = SEPARATORS.get(request.args.get("separator", ""), ",")
    return _download(
        lambda records: table(((record, absolute(item_url(record.id))) for record in records), separator),
        "csv",
        "text/csv; charset=utf-8",
    )


@pages.get("/export.jsonl")
def jsonl() -> Response:
    """Stream the items of a search as JSON lines: the item of the contract, with its document."""
    return _download(
        lambda records: (json.dumps(record_json(record), ensure_ascii=False) + "\n" for record in records),
        "jsonl",
        "application/jsonl; charset=utf-8",
    )


def _download(lines: Lines, form: str, content_type: str) -> Response:
    site = current_site()
    asked = ordered(resolved(site, from_args(request.args)))
    release = hold_export()
    try:
        # The first item is read here: what is wrong with the search or the index must not end a file half written.
        records = site.engine.records(asked)
        first = list(islice(records, 1))
    except BaseException:
        release()
        raise
    count("searches")
    chunks = _chunks(lines(chain(first, records)), release)
    response = Response(stream_with_context(chunks), content_type=content_type)
    response.call_on_close(release)  # a reader that goes away early ends it as well
    name = _file_name(asked, form)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _chunks(lines: Iterator[str], ended: Callable[[], None]) -> Iterator[bytes]:
    while several := "".join(islice(lines, _AT_ONCE)):
        yield several.encode("utf-8", "replace")
    ended()


def _file_name(asked: SearchRequest, form: str) -> str:
    words = slugify(asked.query)[:_NAME].strip("-") if asked.query.strip() else ""
    return f"ketluan-{words}.{form}" if words else f"ketluan.{form}"
