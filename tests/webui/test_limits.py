"""How much a client may ask, under which names, and what it is told when it asks for more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from tests.webui.fake_engine import FakeEngine
from webui.app import create_app
from webui.buckets import Buckets
from webui.hosts import answers_to
from webui.limits import client
from webui.settings import LOCAL_HOSTS, WebSettings

AWAY = {"REMOTE_ADDR": "192.168.7.20"}


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_bucket_gives_its_burst_and_then_its_rate(clock: Clock) -> None:
    buckets = Buckets(rate=0.5, burst=3, clock=clock)
    assert [buckets.take("a") for _ in range(5)] == [0, 0, 0, 2, 2]
    assert buckets.take("b") == 0
    clock.now += 1.9
    assert buckets.take("a") == 1
    clock.now += 0.1
    assert [buckets.take("a"), buckets.take("a")] == [0, 2]
    clock.now += 3600
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 2]


def test_asking_how_long_takes_nothing(clock: Clock) -> None:
    buckets = Buckets(rate=1, burst=1, clock=clock)
    assert [buckets.wait("a"), buckets.wait("a"), buckets.take("a"), buckets.wait("a")] == [0, 0, 0, 1]


def test_clients_are_forgotten_the_oldest_first(clock: Clock) -> None:
    buckets = Buckets(rate=0.01, burst=1, clients=2, clock=clock)
    assert [buckets.take(name) for name in "abab"] == [0, 0, 100, 100]
    assert buckets.take("c") == 0
    assert buckets.take("b") == 100
    assert buckets.take("a") == 0


@given(st.lists(st.floats(0, 20), max_size=60), st.integers(1, 9), st.floats(0.1, 5))
def test_nobody_gets_more_than_burst_and_rate_allow(pauses: list[float], burst: int, rate: float) -> None:
    clock = Clock()
    buckets = Buckets(rate=rate, burst=burst, clock=clock)
    given = 0
    for pause in pauses:
        clock.now += pause
        given += buckets.take("a") == 0
    assert given <= burst + sum(pauses) * rate + 1e-6


@pytest.fixture
def limited(engine: FakeEngine) -> Flask:
    return create_app(engine=engine, web=WebSettings(rate=30, exports=2))


def test_a_client_that_asks_too_much_waits(limited: Flask) -> None:
    asking = limited.test_client()
    answers = [asking.get("/help", environ_overrides=AWAY) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
    refused = answers[-1]
    assert 1 <= int(refused.headers["Retry-After"]) <= 2
    assert "Máy này vừa gửi quá nhiều yêu cầu." in refused.text
    assert "Đi tiếp" in refused.text
    problem = asking.get("/api/search", environ_overrides=AWAY)
    assert (problem.status_code, problem.mimetype) == (429, "application/problem+json")
    assert asking.get("/help", environ_overrides={"REMOTE_ADDR": "192.168.7.21"}).status_code == 200


def test_styles_and_liveness_are_not_counted(limited: Flask) -> None:
    asking = limited.test_client()
    for _ in range(20):
        for url in ("/static/ui.css", "/healthz", "/metrics"):
            with asking.get(url, environ_overrides=AWAY) as answer:
                assert answer.status_code == 200


def test_this_machine_is_not_limited(limited: Flask) -> None:
    assert {limited.test_client().get("/help").status_code for _ in range(40)} == {200}


def test_downloads_have_a_limit_of_their_own(limited: Flask) -> None:
    asking = limited.test_client()
    statuses = [asking.get("/export.csv?q=rung", environ_overrides=AWAY, buffered=True).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert asking.get("/search?q=rung", environ_overrides=AWAY).status_code == 200


def test_no_limit_is_a_setting_too(engine: FakeEngine) -> None:
    asking = create_app(engine=engine, web=WebSettings(rate=0, exports=0)).test_client()
    assert {asking.get("/export.jsonl", environ_overrides=AWAY, buffered=True).status_code for _ in range(30)} == {200}


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("127.0.0.1", None),
        ("::1", None),
        ("10.1.2.3", "10.1.2.3"),
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_who_a_limit_counts_for(app: Flask, address: str, counted: str | None) -> None:
    with app.test_request_context(environ_overrides={"REMOTE_ADDR": address}):
        assert client() == counted


@pytest.mark.parametrize(
    ("hosts", "header", "answers"),
    [
        ((), "tra-cuu.tinh.example", True),
        ((), "10.0.0.5:8000", True),
        ((), "[2001:db8::1]:8000", True),
        ((), "", False),
        ((), "a b", False),
        ((), "evil/../x", False),
        ((), "a,b", False),
        ((), 'x"><script>', False),
        ((), "a" * 63 + ".example", True),
        ((), "a" * 64, False),
        ((), ".".join(["a" * 60] * 5), False),
        ((), "a..b", False),
        ((), ".", False),
        ((), "[::1", False),
        ((), "[..]", False),
        ((), "[1:2]", False),
        ((), "localhost:0", False),
        ((), "localhost:65536", False),
        ((), "localhost:", False),
        (LOCAL_HOSTS, "[0:0::1]", True),
        (LOCAL_HOSTS, "localhost:8000", True),
        (LOCAL_HOSTS, "LOCALHOST.", True),
        (LOCAL_HOSTS, "127.0.0.1:49152", True),
        (LOCAL_HOSTS, "[::1]:8000", True),
        (LOCAL_HOSTS, "rebound.example", False),
        (LOCAL_HOSTS, "127.0.0.1.rebound.example", False),
        ((".tinh.example",), "tra-cuu.tinh.example", True),
        ((".tinh.example",), "xtinh.example", False),
        (("tinh.example",), "tra-cuu.tinh.example", False),
    ],
)
def test_which_names_are_answered(hosts: tuple[str, ...], header: str, answers: bool) -> None:
    assert answers_to(hosts, header) is answers


def test_a_name_that_is_not_ours_is_400_before_any_page(engine: FakeEngine) -> None:
    asking = create_app(engine=engine, web=WebSettings(hosts=LOCAL_HOSTS)).test_client()
    refused = asking.get("/search?q=rung", headers={"Host": "rebound.example"})
    assert refused.status_code == 400
    assert "rung" not in refused.text
    assert "rebound.example" not in refused.text
    assert refused.headers["Content-Security-Policy"]
    assert asking.get("/search?q=rung", headers={"Host": "localhost:8000"}).status_code == 200


FORWARDED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "tra-cuu.example"}


def test_nobody_believes_a_proxy_that_was_not_told_of(engine: FakeEngine) -> None:
    asking = create_app(engine=engine, web=WebSettings(rate=30)).test_client()
    assert {asking.get("/help", headers=FORWARDED).status_code for _ in range(20)} == {200}
    answer = asking.get("/opensearch.xml", headers=FORWARDED)
    assert "http://localhost/search" in answer.text
    assert "Strict-Transport-Security" not in answer.headers


def test_a_trusted_proxy_says_who_asks_and_how(engine: FakeEngine) -> None:
    asking = create_app(engine=engine, web=WebSettings(trusted_proxies=1, rate=30)).test_client()
    answer = asking.get("/opensearch.xml", headers=FORWARDED)
    assert "https://tra-cuu.example/search" in answer.text
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    statuses = [asking.get("/help", headers=FORWARDED).status_code for _ in range(8)]
    assert statuses[-1] == 429
    # What the reader wrote before the proxy's own words counts for nothing.
    forged = {**FORWARDED, "X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
    assert asking.get("/help", headers=forged).status_code == 429


def test_behind_tls_that_no_proxy_tells_of(engine: FakeEngine) -> None:
    asking = create_app(engine=engine, web=WebSettings(tls=True)).test_client()
    assert asking.get("/help").headers["Strict-Transport-Security"] == "max-age=31536000"


def samples(app: Flask) -> Iterator[tuple[str, dict[str, str], float]]:
    answer = app.test_client().get("/metrics")
    assert answer.headers["Content-Type"] == "application/openmetrics-text; version=1.0.0; charset=utf-8"
    families: Any = text_string_to_metric_families(answer.text)  # type: ignore[no-untyped-call]
    for family in families:
        for sample in family.samples:
            yield sample.name, sample.labels, sample.value


def test_what_was_answered_is_counted(limited: Flask, engine: FakeEngine) -> None:
    asking = limited.test_client()
    for url in ("/search?q=rung", "/search?q=rung", "/api/items/x", "/khong-co", "/khac", "/export.csv"):
        asking.get(url, buffered=True)
    for _ in range(7):
        asking.get("/help", environ_overrides=AWAY)
    engine.generation = 7
    found = {(name, *labels.values()): value for name, labels, value in samples(limited)}
    requests = "ketluan_http_requests_total"
    assert found[requests, "search.show", "GET", "200"] == 2
    assert found[requests, "api.item", "GET", "404"] == 1
    assert found[requests, "none", "GET", "404"] == 2
    assert found[requests, "guide.show", "GET", "429"] == 2
    assert found["ketluan_http_request_duration_seconds_count", "search.show"] == 2
    assert found["ketluan_http_request_duration_seconds_bucket", "search.show", "+Inf"] == 2
    assert found["ketluan_searches_total",] == 3
    assert found["ketluan_refused_rate_total",] == 2
    assert found["ketluan_index_generation",] == 7
    assert found["ketluan_index_items",] == 15
    assert found["ketluan_index_up",] == 1


def test_what_robots_ask_for_makes_no_labels(limited: Flask) -> None:
    asking = limited.test_client()
    for number in range(30):
        asking.get(f"/khong-co-{number}")
        asking.open(f"/khong-co-{number}", method=f"BREW{number}")
    named = {
        (labels["page"], labels["method"])
        for name, labels, _ in samples(limited)
        if name.startswith("ketluan_http_requests")
    }
    assert named == {("none", "GET"), ("none", "other")}
