"""The indexes of one set of papers, built once and kept, each by a process of its own that says what it took.

    python -m benchmarks.contenders.shelf build NAME FOLDER     one index of the papers that standard input describes
    python -m benchmarks.contenders.shelf probe NAME FOLDER     open time and memory of a fresh process
    python -m benchmarks.contenders.shelf cold  NAME FOLDER     queries of standard input on dropped pages

Input is JSON; the answer is one JSON object on the last line.
"""

from __future__ import annotations

import gc
import importlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.contenders.answers import Contender, Stopwatch
from benchmarks.directives import Directives
from benchmarks.measures import folder_bytes, forget_pages, percentile
from benchmarks.memory import peak_megabytes, resident_megabytes
from benchmarks.queries import Form, Query
from benchmarks.rows import rows_of
from benchmarks.segmentation import read_texts
from indexer.errors import IndexProblem
from indexer.request import Facet

OURS = "ours"
_MODULES = {
    OURS: ("ketluan_index", "KetluanIndex"),
    "tantivy": ("tantivy_index", "TantivyIndex"),
    "whoosh": ("stock_whoosh", "WhooshIndex"),
    "fts5": ("sqlite_fts5", "Fts5Index"),
}
OTHERS = tuple(name for name in _MODULES if name != OURS)
_TEXT_SYLLABLES = 4_000_000
_OPENINGS = 5
_NOTE = "built.json"


@dataclass(frozen=True, slots=True)
class Papers:
    """Which papers an index is of: so many items of a seed, their remarks composed or, with `text`, real."""

    items: int
    seed: int = 7
    text: str | None = None

    def documents(self) -> Directives:
        """Return the papers."""
        texts = read_texts(Path(self.text), _TEXT_SYLLABLES) if self.text else []
        return Directives(self.items, self.seed, texts)


def open_contender(name: str, folder: Path) -> Contender:
    """Open the index that an engine keeps in a folder."""
    module, cls = _MODULES[name]
    opened: Contender = getattr(importlib.import_module(f"benchmarks.contenders.{module}"), cls)(folder)
    return opened


def ensure(name: str, folder: Path, papers: Papers) -> dict[str, Any]:
    """Build the index of an engine unless the folder holds it already; return what building took."""
    note = folder / _NOTE
    if note.exists():
        known: dict[str, Any] = json.loads(note.read_text("utf-8"))
        if known["papers"] == asdict(papers) and _can_be_opened(name, folder):
            return known
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    built = {**in_process("build", name, folder, asdict(papers)), "papers": asdict(papers)}
    note.write_text(json.dumps(built, indent=2), "utf-8")
    return built


def _can_be_opened(name: str, folder: Path) -> bool:
    """Say whether an index is of the present format."""
    try:
        open_contender(name, folder).close()
    except IndexProblem:
        return False
    return True


def in_process(task: str, name: str, folder: Path, value: object) -> dict[str, Any]:
    """Run one task in a fresh process; raises CalledProcessError where it fails."""
    command = [sys.executable, "-m", "benchmarks.contenders.shelf", task, name, str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, input=json.dumps(value))
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def build(name: str, folder: Path, papers: Papers) -> dict[str, object]:
    """Build an index and return its seconds, rate, peak memory and size."""
    documents = papers.documents()
    builder = importlib.import_module(f"benchmarks.contenders.{_MODULES[name][0]}").build
    watch = Stopwatch()
    if name == OURS:
        builder(folder, documents, watch)
    else:
        builder(folder, (row for document in documents for row in rows_of(document)), watch)
    return {
        "build_seconds": round(watch.seconds, 2),
        "items_per_second": round(papers.items / max(watch.seconds, 1e-9)),
        "peak_mb": peak_megabytes(),
        "bytes": folder_bytes(folder),
    }


def probe(name: str, folder: Path, queries: Sequence[Query]) -> dict[str, object]:
    """Return the time to open an index and the memory of a process before, with the index open, and after queries."""
    # The engine's libraries are loaded by a first opening, which is not measured.
    open_contender(name, folder).close()
    before = resident_megabytes()
    seconds = [_opened_and_closed(name, folder) for _ in range(_OPENINGS)]
    contender = open_contender(name, folder)
    opened = resident_megabytes()
    for query in queries:
        contender.search(query)
    after = resident_megabytes()
    segments = contender.segments
    contender.close()
    open_ms = round(percentile(seconds, 0.5) * 1000, 2)
    return {"segments": segments, "open_ms": open_ms, "loaded_mb": before, "open_mb": opened, "searched_mb": after}


def _opened_and_closed(name: str, folder: Path) -> float:
    start = time.perf_counter()
    contender = open_contender(name, folder)
    seconds = time.perf_counter() - start
    contender.close()
    return seconds


def cold(name: str, folder: Path, queries: Sequence[Query]) -> dict[str, object]:
    """Return the time of opening and of one query, each query on an index none of whose pages is in memory."""
    warm = open_contender(name, folder)
    for query in queries:
        warm.search(query)  # compiles and loads whatever is not of the index
    warm.close()
    del warm
    opened, searched = [], []
    for query in queries:
        gc.collect()  # maps of files are let go
        forget_pages(folder)
        start = time.perf_counter()
        contender = open_contender(name, folder)
        opened.append((time.perf_counter() - start) * 1000)
        start = time.perf_counter()
        contender.search(query)
        searched.append((time.perf_counter() - start) * 1000)
        contender.close()
        del contender
    return {"open_ms": [round(ms, 2) for ms in opened], "query_ms": [round(ms, 2) for ms in searched]}


def packed(queries: Iterable[Query]) -> list[dict[str, Any]]:
    """Return queries as JSON keeps them."""
    return [asdict(query) for query in queries]


def unpacked(values: Iterable[dict[str, Any]]) -> list[Query]:
    """Return the queries that `packed` gave."""
    return [
        Query(
            Form(value["form"]),
            tuple(value["terms"]),
            tuple(value["dates"]) if value["dates"] else None,
            tuple((Facet(facet), name) for facet, name in value["selections"]),
        )
        for value in values
    ]


def main(arguments: Sequence[str]) -> int:
    """Run one task and print what it returns."""
    task, name, folder = arguments
    value = json.load(sys.stdin)
    if task == "build":
        answer = build(name, Path(folder), Papers(**value))
    else:
        tasks: dict[str, Callable[[str, Path, Sequence[Query]], dict[str, object]]] = {"probe": probe, "cold": cold}
        answer = tasks[task](name, Path(folder), unpacked(value))
    print(json.dumps(answer))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
