"""Whatever bytes a request holds, it is answered, never by an error of ours, and what refuses it leads on."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.webui.conftest import TODAY
from tests.webui.fuzzing import KNOWN, asked_engine, cases, tally
from webui.app import create_app
from webui.parameters import SEARCH
from webui.settings import WebSettings

EXPECTED = {200, 400, 404, 414, 429}
# Beside them: one address a page, what a client has already, ranges of static files, methods that change things.
OF_HEADERS = {206, 304, 401, 412, 416}

# Clients of elsewhere are limited, so that 429 is met as well.
APP = create_app(engine=asked_engine(), today=lambda: TODAY, web=WebSettings(trusted_proxies=1, rate=6000, exports=600))
ROUTES = sorted({rule.rule for rule in APP.url_map.iter_rules()})

_IDS = [*(record.id for record in KNOWN.all_records), *KNOWN.documents, "91-TTr/BCSD", "so-tai-chinh"]
_NAMES = [
    *(parameter.name for parameter in SEARCH),
    *(
        "on",
        "show",
        "expand",
        "agency_find",
        "number_find",
        "find",
        "separator",
        "v",
        "lang",
        "from",
        "to",
        "like",
        "grouped",
    ),
]
_NASTY = [
    *(
        b"\0",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"%",
        b"%zz",
        b"../../etc",
        b"'\";--",
        b"<script>",
        b"\r\nX: y",
    ),
    *(b"9" * 400, b"-1", b"1e309", b"NaN", b"0x10", b"\xd9\xa3", b"((((", b'"""', b"*", b"a*" * 90, b"-" * 300),
    *(
        "có".encode(),
        "Ự\u0323\u031b".encode(),
        "\u202e\ufeff\u2028".encode(),
        "KHÔNG VÀ HOẶC".encode(),
        b"nam:99999..1",
        b"so:",
    ),
    *(b"2023-02-30", b"10000-01-01", b"0001-01-01", b"9999-12-31", b"x" * 2500),
]
_BYTES = st.one_of(
    st.binary(max_size=40),
    st.sampled_from(_NASTY),
    st.text(max_size=20).map(lambda t: t.encode("utf-8", "surrogatepass")),
)
_QUERIES = st.lists(
    st.tuples(st.one_of(st.sampled_from(_NAMES).map(str.encode), _BYTES), _BYTES, st.booleans()), max_size=6
).map(lambda pairs: b"&".join(_pair(*pair) for pair in pairs))
_HEADERS = st.dictionaries(
    st.sampled_from(
        [
            *("Accept", "Accept-Language", "Accept-Encoding", "Authorization", "Cookie", "Host", "If-None-Match"),
            *(
                "If-Modified-Since",
                "If-Match",
                "Range",
                "If-Range",
                "Referer",
                "User-Agent",
                "Content-Type",
                "Content-Length",
            ),
            *("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "Forwarded", "Expect"),
        ]
    ),
    st.one_of(
        st.text(st.characters(max_codepoint=255), max_size=30),
        st.sampled_from(
            [
                "bytes=0-",
                "bytes=9-1",
                "Basic Og==",
                "*",
                '"x"',
                "en;q=9",
                "vi",
                "a" * 400,
                "a" * 70 + ".b",
                "a..b",
                "[..]",
                "[::1",
                "x:99999",
                "lang=en",
                "::1",
                "0",
            ]
        ),
    ),
    max_size=3,
)


def _pair(name: bytes, value: bytes, raw: bool) -> bytes:
    if raw:
        return name + b"=" + value
    return quote_from_bytes(name).encode() + b"=" + quote_from_bytes(value).encode()


@st.composite
def paths(draw: st.DrawFn) -> bytes:
    """A path of one of the routes with anything in its gaps, or any path at all."""
    if draw(st.integers(0, 9)) == 0:
        return b"/" + draw(_BYTES)
    parts = draw(st.sampled_from(ROUTES)).replace(">", "<").split("<")
    gaps = st.one_of(st.sampled_from(_IDS).map(str.encode), _BYTES)
    return b"".join(part.encode() if at % 2 == 0 else draw(gaps) for at, part in enumerate(parts))


def ask(app: Flask, path: bytes, query: bytes, headers: dict[str, str], method: str = "GET") -> Any:
    """Send a request as a server hands it on: the path as bytes in Latin-1, the query as it came."""
    environ = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        if f"HTTP_{name}" in environ:
            environ[name] = environ.pop(f"HTTP_{name}")
    overrides = {"PATH_INFO": path.decode("latin-1"), "QUERY_STRING": query.decode("latin-1"), **environ}
    with app.test_client() as client:
        return client.open("/", method=method, environ_overrides=overrides, buffered=True)


FUZZ = settings(max_examples=cases(80), deadline=None, suppress_health_check=list(HealthCheck), database=None)


def leads_on(answer: Any) -> bool:
    """Say whether an error is a problem document, or a page with a link."""
    if answer.mimetype == "application/problem+json":
        return {"title", "status", "detail"} <= set(answer.get_json(force=True))
    return answer.mimetype == "text/html" and '<a href="/' in answer.text


@FUZZ
@given(paths(), _QUERIES)
def test_any_bytes_in_any_parameter_are_answered(path: bytes, query: bytes) -> None:
    answer = ask(APP, path, query, {})
    assert answer.status_code in EXPECTED | {308}
    assert answer.status_code < 400 or leads_on(answer)
    assert answer.headers["Content-Security-Policy"]


@FUZZ
@given(paths(), _QUERIES, _HEADERS)
def test_any_headers_are_answered(path: bytes, query: bytes, headers: dict[str, str]) -> None:
    answer = ask(APP, path, query, headers)
    assert answer.status_code in EXPECTED | {308} | OF_HEADERS
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@FUZZ
@given(paths(), st.sampled_from(["HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"]), _HEADERS)
def test_any_method_is_answered(path: bytes, method: str, headers: dict[str, str]) -> None:
    answer = ask(APP, path, b"", headers, method)
    assert answer.status_code in EXPECTED | {308, 405} | OF_HEADERS
    assert method != "HEAD" or answer.data == b""


@FUZZ
@given(
    st.lists(st.tuples(st.sampled_from(_NAMES), _BYTES), max_size=6), st.sampled_from(["/api/search", "/api/suggest"])
)
def test_a_program_gets_json_for_anything(pairs: list[tuple[str, bytes]], path: str) -> None:
    query = b"&".join(_pair(name.encode(), value, raw=False) for name, value in pairs)
    answer = ask(APP, path.encode(), query, {})
    assert answer.mimetype in {"application/json", "application/problem+json"}
    assert isinstance(answer.get_json(force=True), dict)


@pytest.fixture(scope="module", autouse=True)
def _told() -> Any:
    yield
    print(tally(APP))  # noqa: T201  read with pytest -s
