"""Which names an application answers to, and proxies that may say under which name it was asked.

A page anywhere can make a browser ask this machine under a name of its own (DNS rebinding); an application that only
this machine should read therefore answers to this machine's names alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from ipaddress import IPv6Address
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from webui.headers import HEADERS
from webui.settings import WebSettings
from webui.strings_doors import VIETNAMESE

StartResponse = Callable[..., Any]

# localhost  127.0.0.1:8000  tra-cuu.tinh.gov.vn  [::1]:8000
_HOST = re.compile(
    r"""
    (?: (?P<name> [a-z0-9-]{1,63} (?: \. [a-z0-9-]{1,63} )* ) \.?
      | \[ (?P<ipv6> [a-f0-9:.]{2,45} ) \] )
    (?: : (?P<port> [1-9][0-9]{0,4} ) )?
    """,
    re.VERBOSE | re.ASCII,
)
_LONGEST = 253  # characters of a name, by RFC 1035


def guard(app: Flask, settings: WebSettings) -> None:
    """Put what reads the headers of proxies, and what checks the name, around `app`."""
    app.wsgi_app = _Named(app.wsgi_app, settings.hosts)  # type: ignore[method-assign]
    if count := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def answers_to(hosts: Iterable[str], header: str) -> bool:
    """Say whether a Host header is one of `hosts`, or any name at all where there are none.

    A host that begins with a dot stands for every name below it. The port does not matter.
    """
    name = _name(header.lower())
    if name is None:
        return False
    known = [host.lower() for host in hosts]
    return not known or any(name == host or (host[:1] == "." and name.endswith(host)) for host in known)


def _name(header: str) -> str | None:
    """The name in a Host header without port and last dot, an IPv6 address in brackets; None where it is no name."""
    match = _HOST.fullmatch(header)
    if match is None or len(header) > _LONGEST or int(match["port"] or 0) > 0xFFFF:
        return None
    if (ipv6 := match["ipv6"]) is None:
        return match["name"]
    try:
        return f"[{IPv6Address(ipv6)}]"
    except ValueError:
        return None


class _Named:
    """Answers 400 where the name is none, or not one of `hosts`, before the application makes addresses of it."""

    def __init__(self, wsgi_app: Any, hosts: tuple[str, ...]) -> None:
        self._wsgi_app = wsgi_app
        self._hosts = hosts

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        header = environ.get("HTTP_HOST")
        # Only programs that speak HTTP/1.0 send none.
        app = self._wsgi_app if header is None or answers_to(self._hosts, header) else _refusal()
        answer: Iterable[bytes] = app(environ, start_response)
        return answer


def _refusal() -> Response:
    # Not one of the pages: their addresses would be made of the very name that is refused.
    page = (
        '<!doctype html><html lang="vi"><meta charset="utf-8"><title>400</title>'
        f'<p>{VIETNAMESE["limit.host"]} <a href="/">ketluan</a></p>\n'
    )
    return Response(page, 400, HEADERS, mimetype="text/html")
