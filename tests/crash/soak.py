"""Searches over HTTP from several clients while the index is rebuilt in a loop, and counts what went wrong.

    python -m tests.crash.soak --seconds 600

Every document says of which build it is (`generation.py`): hits, facets and pages of one answer must agree. At the end
the servers' memory, open files and mapped files are compared with those of a while after the start.
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from indexer.registry import open_keeper
from tests.crash.damage import answers
from tests.crash.generation import DOCUMENTS, patient
from tests.crash.kill import Bench

_ROOT = Path(__file__).parents[2]
_SETTLED = 0.2  # of the time: then the servers have what they will always have
_TITLE = re.compile(r"Thông báo đợt (\d+)")
_MEETING = re.compile(r"lần thứ (\d+)")


# -- servers -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Usage:
    """What a process holds: megabytes of memory, open files, mapped files of the index, and those of them removed."""

    megabytes: float
    files: int
    mapped: int
    removed: int

    @classmethod
    def of(cls, pid: int, root: Path) -> Usage:
        """Read it from the system."""
        status = Path(f"/proc/{pid}/status").read_text("ascii")
        resident = re.search(r"VmRSS:\s+(\d+) kB", status)
        maps = [line for line in Path(f"/proc/{pid}/maps").read_text("utf-8").splitlines() if str(root) in line]
        files = len(list(Path(f"/proc/{pid}/fd").iterdir()))
        return cls(int(resident[1]) / 1024 if resident else 0, files, len(maps), sum("(deleted)" in m for m in maps))

    def __str__(self) -> str:
        return f"{self.megabytes:.0f} MB, {self.files} files, {self.mapped} mappings ({self.removed} of removed files)"


@contextmanager
def serving(root: Path) -> Iterator[tuple[int, str]]:
    """Serve an index in a process of its own; gives its id and `host:port`."""
    ketluan = [sys.executable, "-c", "from indexer.cli import main; main()"]
    command = [*ketluan, "serve", "--index", str(root), "--port", "0", "--rate", "0"]
    # Whether answers agree is asked here, not how long a machine under load takes for them.
    patient_environment = {**os.environ, "KETLUAN_SEARCH_SECONDS": "600"}
    with subprocess.Popen(command, cwd=_ROOT, env=patient_environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = re.search(r"http://\S+/", process.stdout.readline())
            assert address, "the server did not start"
            yield process.pid, urlsplit(address[0]).netloc
        finally:
            process.terminate()
            process.wait(60)


def rebuild(folder: Path, first: int, stop: Event, built: Any) -> None:
    """Build, update and go back until told to stop; a process of its own."""
    bench, chance = Bench(folder, first), random.Random(first)
    while not stop.is_set():
        bench.bring_up(bench.sources(), fresh=chance.random() < 0.7)
        if chance.random() < 0.1:
            open_keeper(bench.settings).rollback()
        built.value += 1


# -- clients -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Tally:
    """What the clients saw, together."""

    requests: int = 0
    empty: int = 0
    builds: set[int] = field(default_factory=set)
    slowest: float = 0.0
    failures: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, seconds: float, builds: set[int], failure: str | None, *, empty: bool) -> None:
        """Count one answer."""
        with self.lock:
            self.requests += 1
            self.empty += empty
            self.builds |= builds
            self.slowest = max(self.slowest, seconds)
            if failure:
                self.failures[failure] += 1


Judge = Callable[[str], tuple[set[int], bool, str | None]]  # builds, whether it is empty, what is wrong


def _judge_json(text: str) -> tuple[set[int], bool, str | None]:
    """Judge an answer of `/api/search`."""
    answer = json.loads(text)
    builds = {int(match[1]) for hit in answer["hits"] if (match := _TITLE.search(hit["title"]))}
    meetings = answer["facets"]["meeting"]
    builds |= {int(match[1]) for value in meetings if (match := _MEETING.search(value["label"]))}
    counted = sum(value["count"] for value in meetings)
    wrong = None
    if len(builds) != 1:
        wrong = f"an answer of the builds {sorted(builds)}"
    elif counted != answer["total"]:
        wrong = f"{answer['total']} hits, {counted} in a facet"
    return builds, not answer["hits"], wrong


def _judge_page(text: str) -> tuple[set[int], bool, str | None]:
    """Judge a page for people."""
    builds = {int(number) for number in (*_TITLE.findall(text), *_MEETING.findall(text))}
    return builds, not builds, None if len(builds) == 1 else f"a page of the builds {sorted(builds)}"


_ASKED: tuple[tuple[str, Judge], ...] = (
    (f"/api/search?q={quote('đợt hết')}", _judge_json),
    (f"/api/search?q={quote('tuyen duong')}&page=2", _judge_json),
    (f"/api/search?q={quote('xây dựng')}&sort=newest", _judge_json),
    ("/api/search?q=", _judge_json),
    (f"/search?q={quote('rà soát')}", _judge_page),
    (f"/items/{quote('tb-0003#1', safe='')}", _judge_page),
)


def ask_until(end: float, servers: list[str], tally: Tally, seed: int) -> None:
    """Ask one thing after the other until a time of the monotonic clock."""
    chance = random.Random(seed)
    connections = [http.client.HTTPConnection(server, timeout=60) for server in servers]
    while time.monotonic() < end:
        connection, (path, judge) = chance.choice(connections), chance.choice(_ASKED)
        began = time.monotonic()
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            text = response.read().decode("utf-8")
            seen, empty, wrong = (set(), False, f"status {response.status}") if response.status != 200 else judge(text)
        except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
            connection.close()
            seen, empty, wrong = set(), False, f"{type(error).__name__}: {error}"
        tally.add(time.monotonic() - began, seen, wrong, empty=empty)
    for connection in connections:
        connection.close()


# -- all together ------------------------------------------------------------------------------------------------------


def main(arguments: list[str] | None = None) -> int:
    """Run the soak; the exit status is 1 where a request failed or something leaked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--growth", type=float, default=1.15, help="how much memory may be at the end, as a ratio")
    options = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="ketluan-soak-"))
    try:
        return _soak(folder, options.seconds, options.clients, options.growth)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _soak(folder: Path, seconds: float, clients: int, growth: float) -> int:
    bench = Bench(folder)
    bench.bring_up(bench.sources(), fresh=True)
    root = bench.settings.index
    engine = patient(root)
    answers(engine)  # what is compiled at the first search is on the disk before anyone waits for it
    engine.close()
    context = multiprocessing.get_context("spawn")
    stop, built = context.Event(), context.Value("i", 0)
    tally = Tally()
    with serving(root) as first, serving(root) as second:
        servers = (first, second)
        builder = context.Process(target=rebuild, args=(folder, bench.next_build, stop, built))
        builder.start()
        while built.value < 2 and builder.is_alive():
            time.sleep(0.1)
        end = time.monotonic() + seconds
        asking = [
            threading.Thread(target=ask_until, args=(end, [address for _, address in servers], tally, seed))
            for seed in range(clients)
        ]
        for thread in asking:
            thread.start()
        time.sleep(seconds * _SETTLED)
        before = [Usage.of(pid, root) for pid, _ in servers]
        for thread in asking:
            thread.join()
        stop.set()
        builder.join(120)
        ask_until(time.monotonic() + 0.5, [address for _, address in servers], tally, clients)  # let go of the last
        after = [Usage.of(pid, root) for pid, _ in servers]
    return _verdict(tally, built.value, before, after, growth, builder.exitcode)


def _verdict(
    tally: Tally, built: int, before: list[Usage], after: list[Usage], growth: float, builder: int | None
) -> int:
    for number, (first, last) in enumerate(zip(before, after, strict=True), 1):
        print(f"server {number}: first {first}; last {last}")
    for failure, count in tally.failures.most_common(10):
        print(f"{count:5} {failure}", file=sys.stderr)
    print(f"{built} builds of {DOCUMENTS} documents, {len(tally.builds)} answered; slowest {tally.slowest:.2f} s")
    print(f"requests {tally.requests}, failures {tally.failures.total()}, empty answers {tally.empty}")
    leaks = [
        (first, last)
        for first, last in zip(before, after, strict=True)
        if last.megabytes > first.megabytes * growth or last.files > first.files + 8 or last.mapped > first.mapped + 16
    ]
    for first, last in leaks:
        print(f"grew from {first} to {last}", file=sys.stderr)
    return int(bool(tally.failures or tally.empty or leaks or builder != 0 or built == 0))


if __name__ == "__main__":
    sys.exit(main())
