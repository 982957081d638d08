"""What the process has answered so far, counted in memory and written as OpenMetrics text."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock

from flask import Flask, Response, current_app, g, request

EXTENSION = "ketluan-metrics"
CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"})

_HELP = {
    "searches": "Searches answered, of pages, programs, exports and feeds.",
    "searches_widened": "Searches that matched fewer words than were typed, as all would have found little.",
    "searches_timed_out": "Searches that took longer than allowed.",
    "refused_rate": "Requests refused because their client sent too many.",
    "refused_exports": "Downloads refused because of their number.",
    "refused_passwords": "Requests refused because of a wrong password.",
}


@dataclass(slots=True)
class Latency:
    """A histogram of seconds; the last of `counts` is of all that took longer than every bucket."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))
    total: float = 0.0

    def add(self, seconds: float) -> None:
        """Count one answer."""
        self.counts[bisect_left(BUCKETS, seconds)] += 1
        self.total += seconds


@dataclass(slots=True)
class Metrics:
    """Counters of one process; safe to use from several threads."""

    requests: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    latencies: dict[str, Latency] = field(default_factory=dict)
    events: Counter[str] = field(default_factory=Counter)
    started: float = field(default_factory=time.time)
    _lock: Lock = field(default_factory=Lock)

    def answered(self, page: str, method: str, status: int, seconds: float) -> None:
        """Count one answer to a request for `page`, the name of what answered it."""
        with self._lock:
            self.requests[page, method, status] += 1
            self.latencies.setdefault(page, Latency()).add(seconds)

    def count(self, event: str) -> None:
        """Count one of the events that `_HELP` names."""
        with self._lock:
            self.events[event] += 1

    def text(self, gauges: Mapping[str, tuple[float, str]]) -> str:
        """Return everything as OpenMetrics text; `gauges` are values of the moment, each with what it says."""
        with self._lock:
            lines = [*self._requests(), *self._latencies(), *self._events()]
        lines += _gauge("process_start_time_seconds", self.started, "When the process began, in Unix time.")
        for name, (value, about) in gauges.items():
            lines += _gauge(f"ketluan_{name}", value, about)
        return "\n".join([*lines, "# EOF", ""])

    def _requests(self) -> Iterator[str]:
        yield from _family("ketluan_http_requests", "counter", "Requests answered, by page, method and status.")
        for (page, method, status), number in sorted(self.requests.items()):
            labels = f'page="{page}",method="{method}",status="{status}"'
            yield f"ketluan_http_requests_total{{{labels}}} {number}"

    def _latencies(self) -> Iterator[str]:
        name = "ketluan_http_request_duration_seconds"
        yield from _family(name, "histogram", "Seconds from the request to the first byte of its answer.")
        for page, latency in sorted(self.latencies.items()):
            seen = 0
            for bound, number in zip((*BUCKETS, "+Inf"), latency.counts, strict=True):
                seen += number
                yield f'{name}_bucket{{page="{page}",le="{bound}"}} {seen}'
            yield f'{name}_count{{page="{page}"}} {seen}'
            yield f'{name}_sum{{page="{page}"}} {latency.total:.6f}'

    def _events(self) -> Iterator[str]:
        for event, about in _HELP.items():
            yield from _family(f"ketluan_{event}", "counter", about)
            yield f"ketluan_{event}_total {self.events[event]}"


def _family(name: str, kind: str, about: str) -> Iterator[str]:
    yield f"# TYPE {name} {kind}"
    yield f"# HELP {name} {about}"


def _gauge(name: str, value: float, about: str) -> list[str]:
    return [*_family(name, "gauge", about), f"{name} {value:g}" if value < 1e6 else f"{name} {value:.3f}"]


def register(app: Flask) -> None:
    """Count every answer of `app`."""
    app.extensions[EXTENSION] = Metrics()
    app.before_request(_begin)
    app.after_request(_end)


def count(event: str) -> None:
    """Count an event of the application that answers this request."""
    current_metrics().count(event)


def current_metrics() -> Metrics:
    """Return the counters of the application that answers this request."""
    metrics: Metrics = current_app.extensions[EXTENSION]
    return metrics


def _begin() -> None:
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    # Names of pages and methods are few; what a robot asks for must not become a label each.
    page = request.endpoint or "none"
    method = request.method if request.method in _METHODS else "other"
    seconds = time.perf_counter() - g.get("began", time.perf_counter())
    current_metrics().answered(page, method, response.status_code, seconds)
    return response
