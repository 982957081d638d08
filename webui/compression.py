"""Text is sent compressed to those who accept it: on a slow line, half of a page's waiting is its bytes.

No page holds a secret beside what its reader wrote, so nothing can be guessed from lengths.
"""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

_TYPES = ("text/", "application/json", "application/javascript", "application/problem+json", "image/svg+xml")
_LEAST = 1000  # bytes; below that nothing is won
_LEVEL = 6


def register(app: Flask) -> None:
    """Compress whole text answers of `app`; streams go out as they are made."""
    app.after_request(compressed)


def compressed(response: Response) -> Response:
    """Return `response` gzipped where its reader takes that, it is text, whole, and long enough."""
    if not (response.mimetype or "").startswith(_TYPES) or _is_stream(response):
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code != 200 or "Content-Encoding" in response.headers or not request.accept_encodings["gzip"]:
        return response
    response.direct_passthrough = False
    body = response.get_data()
    if len(body) < _LEAST:
        return response
    # No time of day in the header: the same page gives the same bytes.
    response.set_data(gzip.compress(body, _LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    etag, _ = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)
    return response


def _is_stream(response: Response) -> bool:
    """Say whether a body is made while it is sent; a file from disk is not."""
    return response.is_streamed and not response.direct_passthrough
