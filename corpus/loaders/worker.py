"""The process that reads risky formats: bounded in memory, and killed by its parent when it takes too long.

`python -m corpus.loaders.worker DESCRIPTOR MEMORY FOLDER` serves requests on an inherited socket until it closes, and
then removes the folder that its temporary files are in: its parent may have been killed before it could.
"""

from __future__ import annotations

import contextlib
import logging
import os
import resource
import shutil
import socket
import sys
from dataclasses import asdict

from corpus.loaders import frames
from corpus.loaders.frames import Frame
from corpus.loaders.limits import Limits
from corpus.loaders.reading import read
from corpus.loaders.reasons import Reason, Unloadable
from corpus.loaders.sniff import Media

_log = logging.getLogger(__name__)
_DEEPEST_CALL = 10_000  # nested elements recurse; libxml2 stops at 256 of XML and 2,048 of HTML


def main() -> None:
    """Answer requests until the parent hangs up, or until memory has run out once."""
    descriptor, memory, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    with contextlib.suppress(ValueError, OSError):  # a system that has no such limit still has the clock
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.setrecursionlimit(_DEEPEST_CALL)
    with socket.socket(fileno=descriptor) as line:
        try:
            while _serve(line):
                pass
        except frames.Hangup:
            shutil.rmtree(folder, ignore_errors=True)
        except MemoryError:
            os._exit(frames.OUT_OF_MEMORY)


def _serve(line: socket.socket) -> bool:
    """Answer one request; tell whether this process may be trusted with another."""
    request = frames.receive(line)
    try:
        answer = _answer(request)
    except MemoryError:
        del request
        frames.send(line, Frame({"reason": Reason.MEMORY_LIMIT, "facts": {}}))
        return False
    frames.send(line, answer)
    return True


def _answer(request: Frame) -> Frame:
    header = request.header
    try:
        reading = read(Media(header["media"]), header["name"], request.body, Limits(**header["limits"]))
    except Unloadable as unloadable:
        return Frame({"reason": unloadable.reason, "facts": unloadable.facts})
    except MemoryError:
        raise
    except ImportError as error:  # an installation that lacks a library; no fault of the file
        return Frame({"missing": str(error)})
    except Exception:  # noqa: BLE001  whatever a library makes of a broken file, the answer is that it is broken
        _log.debug("reading %s failed", header["name"], exc_info=True)
        return Frame({"reason": Reason.DAMAGED, "facts": {}})
    facts = {"pages": reading.pages, "warnings": [asdict(warning) for warning in reading.warnings]}
    return Frame(facts, reading.text.encode("utf-8"))


if __name__ == "__main__":
    main()
