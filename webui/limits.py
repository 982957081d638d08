"""How much one client, and all of them together, may ask of the application."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from threading import BoundedSemaphore, Lock

from flask import Flask, current_app, request

from webui.buckets import Buckets
from webui.errors import Refused
from webui.metrics import count
from webui.params import MAX_QUERY
from webui.settings import WebSettings
from webui.strings import t
from webui.typography import grouped

EXTENSION = "ketluan-limits"
MAX_ADDRESS = 32 * 1024  # characters of a path with its query, as sent
FREE = frozenset({"static", "health.show", "health.metrics"})
_EXPORT_WAIT = 10  # seconds
_IPV6_NET = 64  # bits; whoever has one such address has all of the net


@dataclass(frozen=True, slots=True)
class Limits:
    """The buckets of one application; None where there is no limit."""

    requests: Buckets | None
    exports: Buckets | None
    running: BoundedSemaphore


def register(app: Flask, settings: WebSettings) -> None:
    """Refuse what is too long, and clients that ask too much."""
    app.extensions[EXTENSION] = Limits(
        requests=_buckets(settings.rate, seconds=10),
        exports=_buckets(settings.exports, seconds=30),
        running=BoundedSemaphore(settings.exports_at_once),
    )
    app.before_request(_check_length)
    app.before_request(_check_rate)


def hold_export() -> Callable[[], None]:
    """Let one more download begin, or refuse it (429); call what is returned when it has ended, once or more often."""
    limits: Limits = current_app.extensions[EXTENSION]
    if limits.exports and (name := client()) and (wait := limits.exports.take(name)):
        raise _exhausted("exports", wait)
    if not limits.running.acquire(blocking=False):
        raise _exhausted("exports", _EXPORT_WAIT)
    return _once(limits.running.release)


def _once(do: Callable[[], None]) -> Callable[[], None]:
    lock = Lock()  # taken for good by the first call

    def done() -> None:
        if lock.acquire(blocking=False):
            do()

    return done


def client() -> str | None:
    """Return the address that a limit counts for, an IPv6 one by its network; None for this machine's own.

    A proxy that nobody told of makes all readers look like one; as such a proxy mostly runs on this machine, and as a
    person's own machine needs no guard, its own address is not limited.
    """
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if address.is_loopback:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.IPv6Network((address, _IPV6_NET), strict=False))
    return str(address)


def _buckets(a_minute: int, seconds: float) -> Buckets | None:
    """Buckets that hold what is allowed in `seconds`, and at least a few requests."""
    return Buckets(a_minute / 60, max(3, a_minute / 60 * seconds)) if a_minute else None


def _check_length() -> None:
    length = len(request.environ.get("PATH_INFO", "")) + len(request.query_string)
    if length > MAX_ADDRESS:
        raise Refused(414, t("limit.address", length=grouped(length), limit=grouped(MAX_ADDRESS)))
    if len(query := request.args.get("q", "")) > MAX_QUERY:
        raise Refused(414, t("limit.query", length=grouped(len(query)), limit=grouped(MAX_QUERY)))


def _check_rate() -> None:
    limits: Limits = current_app.extensions[EXTENSION]
    if limits.requests is None or request.endpoint in FREE:
        return
    if (name := client()) and (wait := limits.requests.take(name)):
        raise _exhausted("rate", wait)


def _exhausted(what: str, wait: int) -> Refused:
    count(f"refused_{what}")
    return Refused(429, t(f"limit.{what}"), wait=wait)
