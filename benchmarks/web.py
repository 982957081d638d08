"""Pages over HTTP: the real server with one worker process on loopback, asked by one client and by eight.

    python -m benchmarks.web --items 20000
    python -m benchmarks.web --index DIR --json OUT.json

Queries are drawn from the index's own items as in `benchmarks.engines`, and typed as people type them: no match mode,
every facet, ten hits with passages. Half of the searches have an agency chosen.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote, urlencode

from benchmarks.contenders.shelf import OURS, Papers, ensure
from benchmarks.engine_table import markdown
from benchmarks.measures import described, machine, summary
from benchmarks.memory import tree_megabytes
from benchmarks.queries import Drawer, Form
from benchmarks.rows import rows_of
from corpus.model import Role
from indexer.errors import IndexProblem
from indexer.page import ItemRecord
from indexer.registry import open_engine
from indexer.request import SearchRequest
from indexer.settings import Settings

_SAMPLED_PAGES = 40
_WARM_UP = 30
_KETLUAN = "from indexer.cli import main; main()"  # the command of this tree, not the one that is installed
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/")


@dataclass(frozen=True, slots=True)
class Times:
    """How one kind of page was answered: milliseconds a request, seconds in all, bytes a page."""

    name: str
    clients: int
    milliseconds: tuple[float, ...]
    seconds: float
    bytes: int

    def as_json(self) -> dict[str, Any]:
        """Return percentiles and the rate."""
        rate = round(len(self.milliseconds) / self.seconds, 1)
        shown = {"name": self.name, "clients": self.clients, "requests": len(self.milliseconds)}
        return {**shown, "ms": summary(self.milliseconds), "per_second": rate, "bytes": self.bytes}


def addresses(index: Path, each: int, seed: int) -> tuple[int, dict[str, list[str]]]:
    """Return how many items an index holds, and addresses of each kind of page."""
    rng = random.Random(seed)
    engine = open_engine(Settings(index=index))
    try:
        items = engine.info().items
        pages = rng.sample(range(1, items // 50 + 2), min(_SAMPLED_PAGES, items // 50 + 1))
        found = [engine.search(SearchRequest(page=page, size=50, facets=())) for page in pages]
        records = [hit.record for page in found for hit in page.hits]
        documents = [engine.document(name) for name in dict.fromkeys(record.header.id for record in records)]
        known = {agency.name: agency.id for agency in engine.agencies()}
    finally:
        engine.close()
    classes = Drawer([row for document in documents if document for row in rows_of(document)], seed).classes(4)
    typed = [query.request().query for one in classes for query in one.queries if query.form is not Form.EVERYTHING]
    return items, _addresses(rng, records, known, typed, each)


def _addresses(
    rng: random.Random, records: Sequence[ItemRecord], known: Mapping[str, str], typed: Sequence[str], each: int
) -> dict[str, list[str]]:
    assigned = [a.name for record in records for a in record.item.agencies if a.role is Role.ASSIGNED]
    meetings = [record.meeting_id for record in records if record.meeting_id]
    agencies = [known[name] for name in assigned]

    def search(path: str, *, chosen: bool) -> str:
        asked = {"q": rng.choice(typed)} | ({"agency": rng.choice(agencies)} if chosen else {})
        return f"{path}?{urlencode(asked)}"

    kinds: dict[str, Callable[[], str]] = {
        "search": lambda: search("/search", chosen=False),
        "search, agency chosen": lambda: search("/search", chosen=True),
        "search, JSON": lambda: search("/api/search", chosen=rng.random() < 0.5),
        "item": lambda: f"/items/{quote(rng.choice(records).id)}",
        "meeting": lambda: f"/meetings/{quote(rng.choice(meetings))}",
        "agency": lambda: f"/agencies/{quote(rng.choice(agencies))}",
    }
    return {name: [draw() for _ in range(each)] for name, draw in kinds.items()}


@contextmanager
def served(index: Path) -> Iterator[tuple[int, int]]:
    """Serve an index with one process for the length of a `with` block; gives its port and process id."""
    command = [sys.executable, "-c", _KETLUAN, "serve", "--index", str(index), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield _port(process), process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)
        if process.stdout:
            process.stdout.close()


def _port(process: subprocess.Popen[str]) -> int:
    for line in process.stdout or ():
        if match := _ADDRESS.search(line):
            return int(match[1])
    raise RuntimeError(f"the server ended with status {process.wait()} before it said where it listens")


def drive(port: int, name: str, paths: Sequence[str], clients: int) -> Times:
    """Ask for every address once, shared out among so many clients that each keep a connection."""
    shares: list[list[tuple[float, int]]] = [[] for _ in range(clients)]
    failures: list[str] = []
    threads = [
        threading.Thread(target=_ask, args=(port, paths[place::clients], share, failures))
        for place, share in enumerate(shares)
    ]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    if failures:
        raise RuntimeError(f"{name}: {failures[0]}, one of {len(failures)} that failed")
    answered = [one for share in shares for one in share]
    return Times(name, clients, tuple(ms for ms, _ in answered), seconds, sum(n for _, n in answered) // len(answered))


def _ask(port: int, paths: Sequence[str], share: list[tuple[float, int]], failures: list[str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        for path in paths:
            start = time.perf_counter()
            connection.request("GET", path)
            response = connection.getresponse()
            body = response.read()
            share.append(((time.perf_counter() - start) * 1000, len(body)))
            if response.status != 200:
                failures.append(f"{path} was answered with {response.status}")
    except (OSError, http.client.HTTPException) as error:
        failures.append(f"{type(error).__name__}: {error}")
    finally:
        connection.close()


def run(index: Path, each: int, seed: int) -> dict[str, Any]:
    """Serve an index and measure every kind of page, then all kinds mixed."""
    items, kinds = addresses(index, each, seed)
    mixed = [path for paths in kinds.values() for path in paths]
    random.Random(seed).shuffle(mixed)
    measured: list[Times] = []
    with served(index) as (port, process):
        drive(port, "warm-up", mixed[:_WARM_UP], 1)
        measured += [drive(port, name, paths, 1) for name, paths in kinds.items()]
        measured += [drive(port, "all kinds mixed", mixed, clients) for clients in (1, 8)]
        memory = tree_megabytes(process)
    pages = [times.as_json() for times in measured]
    return {"items": items, "machine": machine(), "pages": pages, "server_mb": memory}


def table(results: Mapping[str, Any]) -> str:
    """Return the results as a table in Markdown."""
    rows = [["page", "clients", "p50 ms", "p95 ms", "p99 ms", "requests/s", "KB"]]
    rows += [
        [page["name"], str(page["clients"])]
        + [f"{page['ms'][share]:.1f}" for share in ("p50", "p95", "p99")]
        + [f"{page['per_second']:,.0f}", f"{page['bytes'] / 1000:.0f}"]
        for page in results["pages"]
    ]
    head = f"{results['items']:,} items, one server process, {results['server_mb']:,.0f} MB after the run."
    return "\n".join([head, "", *markdown(rows), "", f"{described(results['machine'])}."])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when measured, 2 where the index cannot be opened."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.web",
        description=__doc__.split("\n", 1)[0],
        epilog="Example: python -m benchmarks.web --items 20000 --json OUT.json",
    )
    parser.add_argument("--items", type=int, default=20_000, metavar="N", help="index so many items (default 20000)")
    parser.add_argument("--index", type=Path, metavar="DIR", help="serve the index in DIR instead")
    parser.add_argument("--requests", type=int, default=200, metavar="N", help="requests a kind of page (default 200)")
    parser.add_argument("--seed", type=int, default=7, help="of the addresses (default 7)")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the results as JSON")
    options = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="ketluan-web-") as temporary:
        index = options.index or Path(temporary) / OURS
        try:
            if options.index is None:
                ensure(OURS, index, Papers(options.items, options.seed))
            results = run(index, options.requests, options.seed)
        except IndexProblem as problem:
            print(f"benchmarks.web: {problem}", file=sys.stderr)
            return 2
    print(table(results))
    if options.json:
        options.json.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
