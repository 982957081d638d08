"""What changing an index costs, as ratios to building it: a rebuild from the cache, an update of nothing and of little.

python -m benchmarks.lifecycle --items 20000 --json out.json
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.directives import Directives
from corpus.jsonl import to_json
from indexer.ingest import ingest
from indexer.page import IngestReport
from indexer.registry import Building, open_builder, open_cache, open_engine, open_keeper
from indexer.settings import Settings


@dataclass(frozen=True, slots=True)
class Timing:
    """A step, its seconds, and what it did."""

    name: str
    seconds: float
    did: str


def run(settings: Settings, source: Path, *, fresh: bool, cached: bool) -> IngestReport:
    """Build or update an index from one source, as the command does."""
    cache = open_cache(settings) if cached else None
    try:
        building = Building(fresh, cache=cache)
        return ingest(open_builder(settings, building), [source], cache=cache)
    finally:
        if cache is not None:
            cache.close()


def measure(folder: Path, items: int) -> list[Timing]:
    """Build, and change, an index of so many items."""
    papers = Directives(items=items)
    lines = [json.dumps(to_json(document), ensure_ascii=False) for document in papers]
    more = [json.dumps(to_json(document), ensure_ascii=False) for document in Directives(items=200, seed=8)]
    source, settings = folder / "van-ban.jsonl", Settings(index=folder / "index")
    timings: list[Timing] = []

    def timed(name: str, content: list[str], act: Callable[[], IngestReport]) -> None:
        source.write_text("\n".join(content) + "\n", "utf-8")
        began = time.perf_counter()
        report = act()
        did = (
            f"{report.added} added, {report.replaced} replaced, {report.unchanged} unchanged, {report.removed} removed"
        )
        timings.append(Timing(name, time.perf_counter() - began, did))

    def build(*, cached: bool) -> Callable[[], IngestReport]:
        return lambda: run(settings, source, fresh=True, cached=cached)

    def update() -> IngestReport:
        return run(settings, source, fresh=False, cached=True)

    timed("build, no cache", lines, build(cached=False))
    timed("build, cache written", lines, build(cached=True))
    timed("build, cache read", lines, build(cached=True))
    timed("build, cache read, one document more", [more[0], *lines], build(cached=True))
    timed("update, nothing changed", [more[0], *lines], update)
    timed("update, one document more", [*more[:2], *lines], update)
    timed("update, one document less", [more[0], *lines], update)
    timings += _kept(settings)
    return timings


def _kept(settings: Settings) -> list[Timing]:
    """Time what an operator does with generations."""
    keeper = open_keeper(settings)

    def timed(name: str, act: Callable[[], object]) -> Timing:
        began = time.perf_counter()
        act()
        return Timing(name, time.perf_counter() - began, "")

    return [
        timed("open", lambda: open_engine(settings).close()),
        timed("verify", keeper.damaged_files),
        timed("rollback", keeper.rollback),
    ]


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--json", type=Path, metavar="OUT")
    options = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="ketluan-life-"))
    try:
        timings = measure(folder, options.items)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    full = timings[0].seconds
    print(f"{'':40} {'seconds':>8} {'to a full build':>16}")
    for timing in timings:
        print(f"{timing.name:40} {timing.seconds:8.2f} {timing.seconds / full:15.3f}x  {timing.did}")
    if options.json:
        steps = [{"name": t.name, "seconds": t.seconds, "ratio": t.seconds / full} for t in timings]
        options.json.write_text(json.dumps({"items": options.items, "steps": steps}, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
