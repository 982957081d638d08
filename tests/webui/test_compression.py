"""Compressed answers: the same page, fewer bytes, and only for those who ask."""

from __future__ import annotations

import gzip

import pytest
from flask.testing import FlaskClient

_ASKING = {"Accept-Encoding": "gzip, br"}


@pytest.mark.parametrize("url", ["/", "/search?q=rung", "/static/ui.css", "/static/ketluan.js", "/api/search?q=rung"])
def test_text_is_compressed_for_those_who_ask(client: FlaskClient, url: str) -> None:
    with client.get(url) as plain, client.get(url, headers=_ASKING) as small:
        assert "Content-Encoding" not in plain.headers
        assert small.headers["Content-Encoding"] == "gzip"
        assert int(small.headers["Content-Length"]) == len(small.data) < len(plain.data)
        assert "Accept-Encoding" in plain.headers["Vary"]
        if not url.startswith("/api"):  # an answer of the API tells how long it took
            assert gzip.decompress(small.data) == plain.data


@pytest.mark.parametrize("url", ["/static/fonts/ketluan-serif-roman.woff2", "/export.csv?q=rung", "/healthz"])
def test_what_is_short_packed_or_streamed_goes_as_it_is(client: FlaskClient, url: str) -> None:
    with client.get(url, headers=_ASKING) as response:
        assert response.status_code == 200
        assert "Content-Encoding" not in response.headers


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0"])
def test_nobody_gets_what_they_cannot_read(client: FlaskClient, accepted: str) -> None:
    with client.get("/help", headers={"Accept-Encoding": accepted}) as response:
        assert "Content-Encoding" not in response.headers


def test_a_kept_file_is_not_sent_again(client: FlaskClient) -> None:
    with client.get("/static/ui.css", headers=_ASKING) as first:
        etag = first.headers["ETag"]
    with client.get("/static/ui.css", headers={**_ASKING, "If-None-Match": etag}) as again:
        assert again.status_code == 304
