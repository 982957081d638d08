"""One address a page: what a slash too many would miss leads there."""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask, redirect, request
from werkzeug.wrappers import Response

_SAFE = "/:@!$&'()*+,;=~"


def register(app: Flask) -> None:
    """Lead from an address of `app` that ends in a slash to the one without (308)."""
    app.before_request(_without_slash)


def _without_slash() -> Response | None:
    path = request.path
    if path == "/" or not path.endswith("/"):
        return None
    # Slashes at the beginning would make the first word of the path the name of another host.
    target = "/" + quote(path.strip("/"), safe=_SAFE)
    query = request.query_string.decode("latin-1")
    return redirect(f"{target}?{query}" if query else target, 308)
