"""What one document costs in an index of many items: added, replaced or removed, and live.

    python -m benchmarks.single --items 300000 --json out.json
    python -m benchmarks.single --index var/index          # into an index that is there, copied: it stays as it is

A step is a whole update: the index opened, the document analysed and written, columns, checks, flushes and the pointer
moved; the interpreter and the analyser are there already. The least and the median of several, CPU seconds beside them,
and the most memory that came to what the process held before. Gathering all columns anew, as each update once did, is
timed in the same run.
"""

from __future__ import annotations

import argparse
import gc
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from analyzers.pipeline import shared_analyzer
from benchmarks.directives import Directives
from benchmarks.engine_table import markdown
from benchmarks.measures import described, machine
from benchmarks.memory import peak_megabytes, resident_megabytes
from indexer.embedded.arrays.directory import open_segments
from indexer.embedded.arrays.gathering import write_columns
from indexer.embedded.generations import Generations
from indexer.engine import IndexBuilder
from indexer.registry import open_builder
from indexer.settings import Settings

_SEED = 8  # of the documents that come, other than that of those that are there


@dataclass(frozen=True, slots=True)
class Step:
    """What was done how often: seconds by the clock and of the processor, and megabytes at the most."""

    name: str
    times: int
    least: float
    median: float
    cpu: float
    megabytes: float


def measure(name: str, times: int, act: Callable[[int], object]) -> Step:
    """Do something several times and once before, unmeasured."""
    act(0)
    seconds, cpus, held = [], [], []
    for number in range(1, times + 1):
        gc.collect()
        before = resident_megabytes()["all"]
        Path("/proc/self/clear_refs").write_text("5", "ascii")  # forgets the peak
        began, cpu = time.perf_counter(), time.process_time()
        act(number)
        seconds.append(time.perf_counter() - began)
        cpus.append(time.process_time() - cpu)
        held.append(peak_megabytes() - before)
    return Step(name, times, min(seconds), statistics.median(seconds), min(cpus), round(max(held), 1))


def steps(index: Path, times: int) -> list[Step]:
    """Change an index: documents one by one added, replaced, removed, and old ones removed."""
    settings = Settings(index=index)
    shared_analyzer().analyses(["Tải trước."])
    papers = Directives(items=40 * (times + 1), seed=_SEED)

    def update(change: Callable[[IndexBuilder], object]) -> None:
        builder = open_builder(settings)
        change(builder)
        builder.commit()

    old = sorted(open_builder_ids(settings))[::97]
    return [
        measure("add", times, lambda n: update(lambda b: b.upsert([papers[n]]))),
        measure("replace", times, lambda n: update(lambda b: b.upsert([papers[n]]))),
        measure("remove what came", times, lambda n: update(lambda b: b.remove([papers[n].id]))),
        measure("remove what was there", times, lambda n: update(lambda b: b.remove([old[n]]))),
        measure("all columns gathered anew", 1, lambda _: _gather(index)),
    ]


def open_builder_ids(settings: Settings) -> frozenset[str]:
    """Return the documents of an index."""
    builder = open_builder(settings)
    try:
        return builder.document_ids
    finally:
        builder.abort()


def _gather(index: Path) -> None:
    aside = index / "columns.aside"
    write_columns(aside, open_segments(Generations(index).live()))
    aside.unlink()


def prepared(folder: Path, items: int, index: Path | None) -> Path:
    """Return an index that may be changed: a new one, or another whose files are linked."""
    target = folder / "index"
    if index is None:
        builder = open_builder(Settings(index=target), fresh=True)
        builder.upsert(Directives(items=items))
        builder.commit()
        return target
    live = Generations(index).live()
    (target / live.parent.name).mkdir(parents=True)
    shutil.copytree(live, target / live.parent.name / live.name)
    shutil.copy2(index / "CURRENT", target)
    return target


def results(items: int, found: Sequence[Step]) -> dict[str, Any]:
    """Return the steps with the machine that took them."""
    return {"items": items, "machine": machine(), "steps": [asdict(step) for step in found]}


def table(results: Mapping[str, Any]) -> str:
    """Return the results as a table in Markdown."""
    rows = [["step", "times", "least ms", "median ms", "CPU ms", "MB at the most"]]
    for step in results["steps"]:
        times = [f"{1000 * step[share]:,.0f}" for share in ("least", "median", "cpu")]
        rows.append([step["name"], str(step["times"]), *times, f"{step['megabytes']:,.0f}"])
    head = f"One document into {results['items']:,} items of composed text."
    return "\n".join([head, "", *markdown(rows), "", f"{described(results['machine'])}."])


def _items(index: Path) -> int:
    generations = Generations(index)
    return generations.manifest(generations.live()).items


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=300_000)
    parser.add_argument("--index", type=Path, help="an index that is there, of which a copy is changed")
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--folder", type=Path, help="where to work (a folder for temporary files)")
    parser.add_argument("--json", type=Path, metavar="OUT")
    options = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="ketluan-single-", dir=options.folder))
    try:
        index = prepared(folder, options.items, options.index)
        measured = results(_items(index), steps(index, options.times))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(table(measured))
    if options.json:
        options.json.write_text(json.dumps(measured, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
