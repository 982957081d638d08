"""Every benchmark of speed, one after the other, with its table and JSON written where the documentation keeps them.

    python -m benchmarks.tables --index var/benchmarks                  # all: hours, 10 GB of disk, an idle machine
    python -m benchmarks.tables --sizes 20000 --out var/tables          # one size

Indexes stay in --index and are used again. Nothing else should run meanwhile; the load is written below each table.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from benchmarks import engines, pipeline, single, web

SIZES = (20_000, 200_000, 1_000_000)
REAL_ITEMS = 40_000
SINGLE_ITEMS = 300_000
_WHOOSH_UNTIL = 20_000  # a larger index takes stock Whoosh hours
_FTS5_UNTIL = 200_000


@dataclass(frozen=True, slots=True)
class Run:
    """A benchmark with its arguments, and the name of its files."""

    name: str
    command: Callable[[Sequence[str]], int]
    arguments: tuple[str, ...]


def runs(sizes: Sequence[int], index: Path, text: Path | None) -> Iterator[Run]:
    """Yield what is to be run, in order.

    Tantivy is compared alone at every size: an engine that takes half a second a query leaves nothing of the others in
    the processor's caches. The slower ones come in a run of all.
    """
    for items in sizes:
        folder = ("--items", str(items), "--index", str(index / str(items)))
        yield Run(f"engines-{items}", engines.main, (*folder, "--cold"))
        if slow := slower(items):
            every = ("--against", ",".join(("tantivy", *slow)), "--queries", "2", "--rounds", "3")
            yield Run(f"engines-{items}-all", engines.main, (*folder, *every))
        yield Run(f"web-{items}", web.main, ("--index", str(index / str(items) / "ours")))
        yield Run(f"pipeline-{items}", pipeline.main, ("--items", str(items)))
    yield Run(f"single-{SINGLE_ITEMS}", single.main, ("--items", str(SINGLE_ITEMS)))
    if text is not None:
        folder = ("--items", str(REAL_ITEMS), "--index", str(index / "real"))
        yield Run("engines-real", engines.main, (*folder, "--text", str(text)))


def slower(items: int) -> Sequence[str]:
    """Return who is compared at a size beside Tantivy."""
    return (["whoosh"] if items <= _WHOOSH_UNTIL else []) + (["fts5"] if items <= _FTS5_UNTIL else [])


def write(run: Run, out: Path) -> int:
    """Run one benchmark and write NAME.json and NAME.md; returns its exit status."""
    table = StringIO()
    with redirect_stdout(table):
        status = run.command((*run.arguments, "--json", str(out / f"{run.name}.json")))
    if table.getvalue():
        (out / f"{run.name}.md").write_text(table.getvalue(), "utf-8")
    return status


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when all were measured, else the largest status of one."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.tables",
        description=__doc__.split("\n", 1)[0],
        epilog="Example: python -m benchmarks.tables --index var/benchmarks",
    )
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), metavar="N,N", help="items, by comma")
    parser.add_argument("--index", type=Path, default=Path("var/benchmarks"), metavar="DIR", help="keeps the indexes")
    parser.add_argument("--out", type=Path, default=Path("docs/benchmarks"), metavar="DIR", help="takes the tables")
    parser.add_argument("--text", type=Path, metavar="FILE", help="real paragraphs, for one more comparison")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    worst = 0
    for run in runs([int(size) for size in options.sizes.split(",")], options.index, options.text):
        print(f"{run.name} …", file=sys.stderr, flush=True)
        worst = max(worst, write(run, options.out))
    return worst


if __name__ == "__main__":
    raise SystemExit(main())
