"""What the loader and its reading process say to each other: a JSON header and bytes, after their lengths."""

from __future__ import annotations

import json
import socket
import struct
import time
from dataclasses import dataclass
from typing import Any

OUT_OF_MEMORY = 77  # the exit status of a process that had no memory left to say so
_LENGTHS = struct.Struct("!II")


class Hangup(Exception):  # noqa: N818  not an error of either side: the other one is gone
    """The other end closed the line."""


class OutOfTime(Exception):  # noqa: N818  a limit, not an error
    """The deadline passed before the whole frame did."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A header of plain JSON values, and a body of bytes."""

    header: dict[str, Any]
    body: bytes = b""


def send(line: socket.socket, frame: Frame, deadline: float | None = None) -> None:
    """Send a frame; `deadline` is a `time.monotonic()` value. Raises `Hangup` or `OutOfTime`."""
    header = json.dumps(frame.header).encode("utf-8")
    _wait(line, deadline)
    try:
        line.sendall(_LENGTHS.pack(len(header), len(frame.body)) + header)
        line.sendall(frame.body)
    except TimeoutError:
        raise OutOfTime from None
    except OSError:
        raise Hangup from None


def receive(line: socket.socket, deadline: float | None = None) -> Frame:
    """Return the next frame; raises as `send` does."""
    header, body = _LENGTHS.unpack(_exactly(line, _LENGTHS.size, deadline))
    return Frame(json.loads(_exactly(line, header, deadline)), _exactly(line, body, deadline))


def _exactly(line: socket.socket, size: int, deadline: float | None) -> bytes:
    received = bytearray()
    while len(received) < size:
        _wait(line, deadline)
        try:
            piece = line.recv(min(size - len(received), 1 << 20))
        except TimeoutError:
            raise OutOfTime from None
        except OSError:
            raise Hangup from None
        if not piece:
            raise Hangup
        received += piece
    return bytes(received)


def _wait(line: socket.socket, deadline: float | None) -> None:
    if deadline is None:
        line.settimeout(None)
        return
    left = deadline - time.monotonic()
    if left <= 0:
        raise OutOfTime
    line.settimeout(left)
