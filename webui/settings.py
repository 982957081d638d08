"""How the web application is guarded and served: who may read it, how much each may ask, what stands before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class WebSettings:
    """The defaults suit one person on one machine.

    `trusted_proxies` says how many proxies stand before the application and set X-Forwarded-For, -Proto and -Host;
    with 0 those headers mean nothing. `tls` says that readers come over HTTPS even where no proxy tells. `hosts` are
    the names that the application answers to (`.tinh.gov.vn` stands for all below it); none means any. `passwords`
    are hashes of `werkzeug.security` by the reader's name; where there are any, nobody reads without one. `rate` is
    how many requests a client may send a minute and `exports` how many downloads, 0 for no limit; this machine's
    own address is not limited. `exports_at_once` is for all clients together.
    """

    trusted_proxies: int = 0
    tls: bool = False
    hosts: tuple[str, ...] = ()
    passwords: Mapping[str, str] = field(default_factory=dict)
    rate: int = 600
    exports: int = 10
    exports_at_once: int = 2


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Where to listen and with how much. A thread answers one request at a time; a connection may wait for one."""

    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 8
    connections: int = 200
    proxied: bool = False
