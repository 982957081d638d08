"""Running an application on waitress until it is told to stop, and then until what was begun has been answered."""

from __future__ import annotations

import signal
import time
from threading import Event
from typing import Any

from flask import Flask
from waitress import create_server, wasyncore  # type: ignore[import-untyped]
from waitress.channel import HTTPChannel  # type: ignore[import-untyped]
from waitress.server import BaseWSGIServer  # type: ignore[import-untyped]

from webui.limits import MAX_ADDRESS
from webui.settings import ServerSettings

PATIENCE = 30.0  # seconds that requests are waited for
_TICK = 1.0  # seconds after which a signal is noticed
_DRAINING_TICK = 0.05
_HEADERS = MAX_ADDRESS + 32 * 1024  # bytes of a request's first line and headers
_BODY = 64 * 1024  # bytes; nothing here takes any


class Server:
    """A waitress server that stops without cutting anyone off. Raises OSError where it cannot listen."""

    def __init__(self, app: Flask, settings: ServerSettings) -> None:
        self._sockets: dict[int, Any] = {}
        self._stopping = Event()
        self._server = create_server(
            app,
            map=self._sockets,
            host=settings.host,
            port=settings.port,
            threads=settings.threads,
            connection_limit=settings.connections,
            max_request_header_size=_HEADERS,
            max_request_body_size=_BODY,
            # What proxies say is read by the application where it was told of them, and by nobody otherwise.
            clear_untrusted_proxy_headers=not settings.proxied,
            ident=None,
        )

    @property
    def addresses(self) -> list[tuple[str, int]]:
        """The host and port of every socket; a name may stand for several."""
        listening = getattr(self._server, "effective_listen", None)
        bound = listening or [(self._server.effective_host, self._server.effective_port)]
        return [(host, int(port)) for host, port in bound]

    def stop_on_signals(self) -> None:
        """Stop at SIGTERM or SIGINT; a second signal does not wait for requests."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def stop(self) -> None:
        """Make `run` return as soon as what was begun is answered; from any thread."""
        self._stopping.set()
        for socket in list(self._sockets.values()):
            if isinstance(socket, BaseWSGIServer):
                socket.pull_trigger()

    def run(self, patience: float = PATIENCE) -> None:
        """Answer requests until told to stop, then take no more and answer those at hand, for `patience` seconds."""
        while not self._stopping.is_set():
            self._turn(_TICK)
        self._stop_listening()
        until = time.monotonic() + patience
        while any(map(_is_busy, list(self._sockets.values()))) and time.monotonic() < until:
            self._turn(_DRAINING_TICK)
        self._server.task_dispatcher.shutdown(timeout=0.1)
        self.close()

    def close(self) -> None:
        """Close every socket; closing again changes nothing."""
        wasyncore.close_all(self._sockets, ignore_all=True)

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, map=self._sockets, use_poll=True, count=1)

    def _stop_listening(self) -> None:
        """Close the sockets that take connections, so that whoever balances load asks another server."""
        for server in [s for s in self._sockets.values() if isinstance(s, BaseWSGIServer)]:
            wasyncore.dispatcher.close(server)  # not the server's own `close`, which would close its trigger as well

    def _on_signal(self, *_: object) -> None:
        if self._stopping.is_set():
            raise SystemExit(0)
        self._stopping.set()


def _is_busy(socket: object) -> bool:
    """Say whether a connection has a request that is being answered, or an answer that is being sent."""
    return isinstance(socket, HTTPChannel) and bool(socket.requests or socket.total_outbufs_len)
