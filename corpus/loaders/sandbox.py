"""Reading a risky format in another process, so that no file can hang, exhaust or crash this one.

Processes are kept and reused; one that ran out of time is killed, one that crashed is replaced, and only the file it
was reading is refused. As many run as there are threads that load at the same moment.
"""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict
from pathlib import Path

from corpus.loaders import frames
from corpus.loaders.frames import Frame
from corpus.loaders.limits import Limits
from corpus.loaders.reading import Reading
from corpus.loaders.reasons import Reason, Unloadable
from corpus.loaders.sniff import Media
from corpus.model import ParseWarning

_FILES_EACH = 500  # then a process is replaced: no library leaks for longer than that
_PACKAGES = Path(__file__).resolve().parents[2]


class _Worker:
    """One reading process, with a folder for its temporary files that goes when it goes."""

    def __init__(self, memory: int) -> None:
        self.memory = memory
        self.files = 0
        self._folder = tempfile.mkdtemp(prefix="ketluan-")
        self._line, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  this interpreter, and a module of this package
                [sys.executable, "-m", "corpus.loaders.worker", str(theirs.fileno()), str(memory), self._folder],
                pass_fds=[theirs.fileno()],
                env={**os.environ, "PYTHONPATH": _search_path(), "TMPDIR": self._folder},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # an interrupt at the terminal is for the parent to handle
            )

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def ask(self, request: Frame, seconds: float) -> Frame:
        deadline = time.monotonic() + seconds
        self.files += 1
        frames.send(self._line, request, deadline)
        return frames.receive(self._line, deadline)

    def close(self) -> int:
        """End the process, whatever it does, and return how it ended."""
        self._line.close()
        code = self._process.poll()
        if code is None:
            self._process.kill()
            code = self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)
        return code

    def forget(self) -> None:
        """Let go of a process that belongs to the parent of a fork."""
        self._line.close()
        self._process.returncode = 0


def _search_path() -> str:
    """Where this process found its modules, so that the other one finds the same."""
    return os.pathsep.join([str(_PACKAGES), *(entry for entry in sys.path if entry)])


class Sandbox:
    """The idle reading processes of this one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._owner = os.getpid()
        self._will_close = False

    @property
    def idle(self) -> list[_Worker]:
        """The processes that wait for a file."""
        with self._lock:
            return list(self._idle)

    def read(self, media: Media, name: str, data: bytes, limits: Limits) -> Reading:
        """Do as `reading.read`; raises `Unloadable`, also for `time-limit`, `memory-limit` and a crash (`damaged`).

        Raises `ImportError` where a library that the format needs is not installed.
        """
        request = Frame({"media": media, "name": name, "limits": asdict(limits)}, data)
        worker = self._take(limits.memory_bytes)
        try:
            answer = worker.ask(request, limits.seconds)
        except frames.OutOfTime:
            worker.close()
            raise Unloadable(Reason.TIME_LIMIT, limit=f"{limits.seconds:g}") from None
        except frames.Hangup:
            out_of_memory = worker.close() == frames.OUT_OF_MEMORY
            raise Unloadable(Reason.MEMORY_LIMIT if out_of_memory else Reason.DAMAGED) from None
        except BaseException:
            worker.close()  # an interrupted answer would be taken for the next file's
            raise
        self._give_back(worker, spent=answer.header.get("reason") == Reason.MEMORY_LIMIT)
        return _reading(answer)

    def close(self) -> None:
        """End all idle processes."""
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.close() if self._owner == os.getpid() else worker.forget()

    def _take(self, memory: int) -> _Worker:
        if self._owner != os.getpid():
            self.close()
            self._owner = os.getpid()
        with self._lock:
            if not self._will_close:
                atexit.register(self.close)
                self._will_close = True
            fitting = next((worker for worker in self._idle if worker.memory == memory), None)
            if fitting:
                self._idle.remove(fitting)
        return fitting or _Worker(memory)

    def _give_back(self, worker: _Worker, *, spent: bool) -> None:
        if spent or worker.files >= _FILES_EACH:
            worker.close()
            return
        with self._lock:
            self._idle.append(worker)


def _reading(answer: Frame) -> Reading:
    header = answer.header
    if "missing" in header:
        raise ImportError(header["missing"])
    if "reason" in header:
        raise Unloadable(Reason(header["reason"]), **header["facts"])
    warnings = tuple(ParseWarning(**warning) for warning in header["warnings"])
    return Reading(answer.body.decode("utf-8"), header["pages"], warnings)


SANDBOX = Sandbox()
