"""The way from files to an index in stages: how many items a second each takes, with how much memory, to what size.

    python -m benchmarks.pipeline --items 20000 --json OUT.json

Stages are measured by themselves on up to 20,000 items, one process each: reading parsed documents (`.jsonl`), parsing
printed papers (the shipped samples, or those of `--documents`), analysing texts, and indexing texts that are analysed
already. Then the whole way from `.jsonl` to a live index, all N items, on one core and on two, with as many processes
as the builder takes for them. Memory is the largest that a stage's processes held together, shared pages counted once.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.directives import Directives
from benchmarks.engine_table import markdown
from benchmarks.measures import described, machine
from benchmarks.memory import MemoryWatch
from benchmarks.pipeline_stages import STAGES, WHOLE
from corpus.jsonl import to_json

STAGE_ITEMS = 20_000


def run(items: int, seed: int, documents: Path | None, folder: Path) -> dict[str, Any]:
    """Write the papers and measure every stage."""
    few, every = folder / "few.jsonl", folder / "every.jsonl"
    write_papers(few, min(items, STAGE_ITEMS), seed)
    write_papers(every, items, seed)
    stages = [measure(name, _source(name, few, documents), folder) for name in STAGES]
    stages += [measure(name, every, folder) for name in WHOLE]
    return {"items": items, "seed": seed, "machine": machine(), "stages": stages}


def _source(name: str, papers: Path, documents: Path | None) -> Path:
    from corpus.samples import paths

    return (documents or paths()[0].parent) if name == "parse" else papers


def write_papers(path: Path, items: int, seed: int) -> None:
    """Write generated papers, one a line."""
    with path.open("w", encoding="utf-8") as lines:
        for document in Directives(items, seed):
            lines.write(json.dumps(to_json(document), ensure_ascii=False) + "\n")


def measure(name: str, source: Path, folder: Path) -> dict[str, Any]:
    """Run one stage in a process of its own; raises CalledProcessError where it fails."""
    command = [sys.executable, "-m", "benchmarks.pipeline_stages", name, str(source), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process, MemoryWatch(process.pid) as watch:
        output, _ = process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    result: dict[str, Any] = json.loads(output.splitlines()[-1])
    rate = round(result["items"] / max(result["seconds"], 1e-9))
    return {"stage": name, **result, "items_per_second": rate, "peak_mb": watch.peak}


def table(results: Mapping[str, Any]) -> str:
    """Return the results as a table in Markdown."""
    rows = [["stage", "items", "seconds", "items/s", "peak MB", "size MB", "of it"]]
    for stage in results["stages"]:
        size = f"{stage['bytes'] / 1e6:,.0f}" if stage.get("bytes") else ""
        numbers = [f"{stage['items']:,}", f"{stage['seconds']:.1f}", f"{stage['items_per_second']:,}"]
        rows.append([stage["stage"], *numbers, f"{stage['peak_mb']:,.0f}", size, stage.get("note", "")])
    head = f"{results['items']:,} items of composed text, seed {results['seed']}."
    return "\n".join([head, "", *markdown(rows), "", f"{described(results['machine'])}."])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when measured."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.pipeline",
        description=__doc__.split("\n", 1)[0],
        epilog="Example: python -m benchmarks.pipeline --items 20000 --json OUT.json",
    )
    parser.add_argument("--items", type=int, default=20_000, metavar="N", help="items of the whole way (default 20000)")
    parser.add_argument("--seed", type=int, default=7, help="of the papers (default 7)")
    parser.add_argument("--documents", type=Path, metavar="DIR", help="printed papers to parse instead of the samples")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the results as JSON")
    options = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="ketluan-pipeline-") as temporary:
        results = run(options.items, options.seed, options.documents, Path(temporary))
    print(table(results))
    if options.json:
        options.json.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
