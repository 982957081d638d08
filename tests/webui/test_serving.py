"""A server that is told to stop finishes what it began."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Thread
from urllib.request import urlopen

import pytest
from flask import Flask, Response

from webui.serving import Server
from webui.settings import ServerSettings


class Slow:
    """An application that answers when it is let."""

    def __init__(self) -> None:
        self.begun, self.go_on = Event(), Event()
        self.app = Flask("slow")
        self.app.get("/")(self._answer)
        self.app.get("/long")(self._long)

    def _answer(self) -> str:
        self.begun.set()
        self.go_on.wait(20)
        return "xong"

    def _long(self) -> Response:
        def parts() -> Iterator[bytes]:
            self.begun.set()
            for _ in range(200):
                self.go_on.wait(20)
                yield b"x" * 20_000

        return Response(parts())


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def running(slow: Slow) -> Iterator[tuple[Server, Thread, str]]:
    server = Server(slow.app, ServerSettings(port=0, threads=2))
    thread = Thread(target=server.run, args=(15,))
    thread.start()
    ((host, port),) = server.addresses
    yield server, thread, f"http://{host}:{port}"
    slow.go_on.set()
    server.stop()
    thread.join(20)
    assert not thread.is_alive()


def fetched(url: str) -> bytes:
    with urlopen(url, timeout=20) as answer:  # noqa: S310  our own server
        body: bytes = answer.read()
        return body


def eventually(holds: Callable[[], bool]) -> bool:
    for _ in range(400):
        if holds():
            return True
        time.sleep(0.025)
    return False


def refuses(url: str) -> bool:
    host, _, port = url.removeprefix("http://").partition(":")
    try:
        socket.create_connection((host, int(port)), timeout=5).close()
    except ConnectionRefusedError:
        return True
    return False


@pytest.mark.parametrize(("path", "size"), [("/", 4), ("/long", 4_000_000)])
def test_what_was_begun_is_answered_and_nothing_more_is_taken(
    slow: Slow, running: tuple[Server, Thread, str], path: str, size: int
) -> None:
    server, thread, url = running
    with ThreadPoolExecutor(1) as pool:
        answer: Future[bytes] = pool.submit(fetched, url + path)
        assert slow.begun.wait(20)
        server.stop()
        assert eventually(lambda: refuses(url))
        assert not answer.done()
        slow.go_on.set()
        assert len(answer.result(20)) == size
    thread.join(20)
    assert not thread.is_alive()


def test_an_open_connection_without_a_request_is_not_waited_for(
    slow: Slow, running: tuple[Server, Thread, str]
) -> None:
    server, thread, url = running
    slow.go_on.set()
    host, _, port = url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port))) as idle:
        idle.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert idle.recv(100).startswith(b"HTTP/1.1 200")
        began = time.monotonic()
        server.stop()
        thread.join(14)
        assert not thread.is_alive(), time.monotonic() - began


def test_patience_has_an_end(slow: Slow) -> None:
    server = Server(slow.app, ServerSettings(port=0, threads=1))
    thread = Thread(target=server.run, args=(0.1,))
    thread.start()
    ((host, port),) = server.addresses
    with ThreadPoolExecutor(1) as pool:
        cut = pool.submit(fetched, f"http://{host}:{port}/")
        assert slow.begun.wait(20)
        server.stop()
        thread.join(20)
        assert not thread.is_alive()
        slow.go_on.set()
        assert cut.exception(20) is not None


def test_a_name_may_stand_for_several_sockets(slow: Slow) -> None:
    server = Server(slow.app, ServerSettings(host="localhost", port=0))
    assert all(port > 0 for _, port in server.addresses)
    server.stop()
    server.run(1)
    server.close()


def test_a_request_larger_than_any_page_needs_is_refused(running: tuple[Server, Thread, str]) -> None:
    _, _, url = running
    host, _, port = url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port))) as asking:
        asking.sendall(b"GET /?" + b"x" * 80_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert asking.recv(100).split()[1] == b"431"
