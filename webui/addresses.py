"""One address a page: bytes that an address should have escaped are, and a slash too many leads to the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

from flask import Flask, redirect, request
from werkzeug.wrappers import Response

_SAFE = "/:@!$&'()*+,;=~"
_UNESCAPED = re.compile(r"[^\x21-\x7e]")


def register(app: Flask) -> None:
    """Lead from an address of `app` that ends in a slash to the one without (308)."""
    app.wsgi_app = _escaping(app.wsgi_app)  # type: ignore[method-assign]
    app.before_request(_without_slash)


def _escaping(wsgi_app: Any) -> Any:
    """Escape the bytes of a query that are not ASCII: old browsers send them bare, and Werkzeug fails on them."""

    def wrapped(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        query = environ.get("QUERY_STRING", "")
        environ["QUERY_STRING"] = _UNESCAPED.sub(
            lambda match: quote(match[0], encoding="latin-1", errors="replace"), query
        )
        answer: Iterable[bytes] = wsgi_app(environ, start_response)
        return answer

    return wrapped


def _without_slash() -> Response | None:
    path = request.path
    if path == "/" or not path.endswith("/"):
        return None
    # Slashes at the beginning would make the first word of the path the name of another host.
    target = "/" + quote(path.strip("/"), safe=_SAFE)
    query = request.query_string.decode("latin-1")
    return redirect(f"{target}?{query}" if query else target, 308)
