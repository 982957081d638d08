"""Query classes on the same items in ours, Tantivy, stock Whoosh and SQLite FTS5: top ten and three facets.

    python -m benchmarks.engines --items 20000 --against tantivy,whoosh,fts5 --json OUT.json
    python -m benchmarks.engines --items 1000000 --index DIR      # keeps the indexes in DIR and uses them again
    python -m benchmarks.engines --items 40000 --text paragraphs.jsonl.xz

All engines answer a query by turns in one process on one core, and ours once more with marked passages.
`docs/benchmarks.md` says how the sides are made equal. Exit status 1 where they disagree about a count.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.contenders.answers import Answer, Contender
from benchmarks.contenders.ketluan_index import KetluanIndex
from benchmarks.contenders.shelf import OTHERS, OURS, Papers, ensure, in_process, open_contender, packed
from benchmarks.engine_table import PASSAGES, table
from benchmarks.measures import geometric_mean, machine, pin, summary
from benchmarks.queries import Drawer, Query, QueryClass
from benchmarks.rows import FACETS, Row, rows_of

SAMPLE = 20_000
_MIXED = 400
_PROBED = 60

Times = dict[str, list[float]]  # milliseconds by engine


@dataclass(slots=True)
class Measured:
    """The times of one class by engine, its hits by query, and the queries whose counts differ from ours by engine."""

    name: str
    times: Times
    totals: list[int] = field(default_factory=list)
    differing: dict[str, list[str]] = field(default_factory=dict)


def measure(contenders: Mapping[str, Contender], query_class: QueryClass, rounds: int, seconds: float) -> Measured:
    """Time every query of a class on every engine, by turns, so many rounds after one that warms up and compares.

    An engine that has spent `seconds` on the class leaves after the round.
    """
    measured = Measured(query_class.name, {name: [] for name in contenders})
    spent = dict.fromkeys(contenders, 0.0)
    for query in query_class.queries:
        _compare(contenders, query, measured, spent)
    for turn in range(rounds):
        names = [name for name in contenders if turn == 0 or spent[name] < seconds * 1000]
        for place, query in enumerate(query_class.queries):
            for name in _by_turns(names, turn + place):
                milliseconds, _ = timed(contenders[name], query)
                measured.times[name].append(milliseconds)
                spent[name] += milliseconds
    return measured


def timed(contender: Contender, query: Query) -> tuple[float, Answer]:
    """Return the milliseconds that an answer took, and the answer."""
    start = time.perf_counter()
    answer = contender.search(query)
    return (time.perf_counter() - start) * 1000, answer


def _by_turns(names: Sequence[str], turn: int) -> list[str]:
    first = turn % len(names) if names else 0
    return [*names[first:], *names[:first]]


def _compare(contenders: Mapping[str, Contender], query: Query, measured: Measured, spent: dict[str, float]) -> None:
    answers = {}
    for name, contender in contenders.items():
        milliseconds, answers[name] = timed(contender, query)
        spent[name] += milliseconds
    ours = answers[OURS]
    measured.totals.append(ours.total)
    for name, answer in answers.items():
        if difference := differences(ours, answer):
            measured.differing.setdefault(name, []).append(f"{query}: {difference}")


def differences(ours: Answer, theirs: Answer) -> str:
    """Say what two answers count differently; empty where they agree."""
    found = [f"total {ours.total} {theirs.total}"] if ours.total != theirs.total else []
    found += [
        f"{facet} {ours.counts(facet)} {theirs.counts(facet)}"
        for facet in FACETS
        if ours.counts(facet) != theirs.counts(facet)
    ]
    return "; ".join(found)


def mixed(contenders: Mapping[str, Contender], classes: Sequence[QueryClass], seed: int, seconds: float) -> Times:
    """Time a shuffled load of all classes alike; an engine that has spent `seconds` leaves."""
    rng = random.Random(seed)
    load = [rng.choice(rng.choice(classes).queries) for _ in range(_MIXED)]
    times: Times = {name: [] for name in contenders}
    for place, query in enumerate(load):
        names = [name for name in contenders if sum(times[name]) < seconds * 1000]
        for name in _by_turns(names, place):
            times[name].append(timed(contenders[name], query)[0])
    return times


def sample(papers: Papers) -> list[Row]:
    """Return the rows of documents spread evenly over the papers, about twenty thousand items."""
    documents = papers.documents()
    step = max(papers.items // SAMPLE, 1)
    return [row for document in documents[::step] for row in rows_of(document)]


def as_json(
    papers: Papers, measured: Sequence[Measured], load: Times, engines: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Return the results in the contract's shape, with more beside it."""
    others = [name for name in load if name not in (OURS, PASSAGES)]
    return {
        "items": papers.items,
        "seed": papers.seed,
        "text": "real" if papers.text else "composed",
        "machine": machine(),
        "classes": [_class_json(one) for one in measured],
        "geomean_ratio": {name: _geomean(measured, name) for name in others},
        "mixed": {f"{name}_ms": summary(times) for name, times in load.items()},
        "engines": {
            name: {key: value for key, value in own.items() if key != "papers"} for name, own in engines.items()
        },
        "differing": {one.name: one.differing for one in measured if one.differing},
    }


def _class_json(one: Measured) -> dict[str, Any]:
    times = {f"{name}_ms": summary(values) for name, values in one.times.items()}
    ours = times[f"{OURS}_ms"]["p50"]
    ratios = {name: round(ours / times[f"{name}_ms"]["p50"], 4) for name in one.times if name not in (OURS, PASSAGES)}
    return {"name": one.name, "queries": len(one.totals), "hits": sorted(one.totals), **times, "ratio": ratios}


def _geomean(measured: Sequence[Measured], name: str) -> float:
    ratios = [_class_json(one)["ratio"][name] for one in measured]
    return round(geometric_mean(ratios), 4)


def run(papers: Papers, against: Sequence[str], folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Build what is missing, draw the queries, and measure."""
    names = (OURS, *against)
    engines: dict[str, dict[str, Any]] = {name: ensure(name, folder / name, papers) for name in names}
    drawn = Drawer(sample(papers), papers.seed).classes(options.queries)
    wanted = [one for one in drawn if not options.classes or one.name in options.classes]
    every = [query for one in wanted for query in one.queries]
    for name in names:
        engines[name] |= in_process("probe", name, folder / name, packed(every[:: max(len(every) // _PROBED, 1)]))
        if options.cold:
            first = [one.queries[0] for one in wanted if one.queries]
            engines[name]["cold"] = in_process("cold", name, folder / name, packed(first))
    core = pin(options.core)
    contenders = {name: open_contender(name, folder / name) for name in names}
    contenders[PASSAGES] = KetluanIndex(folder / OURS, passages=True)
    measured = [measure(contenders, one, options.rounds, options.seconds) for one in wanted if one.queries]
    load = mixed(contenders, [one for one in wanted if one.queries], papers.seed, 10 * options.seconds)
    for contender in contenders.values():
        contender.close()
    return {**as_json(papers, measured, load, engines), "core": core}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when measured, 1 where engines disagree, 2 for wrong use."""
    options = _parser().parse_args(arguments)
    against = [name for name in options.against.split(",") if name]
    if unknown := [name for name in against if name not in OTHERS]:
        print(f"benchmarks.engines: unknown engines: {', '.join(unknown)}", file=sys.stderr)
        return 2
    options.classes = [name.strip() for name in options.classes.split(";")] if options.classes else []
    papers = Papers(options.items, options.seed, str(options.text.resolve()) if options.text else None)
    with TemporaryDirectory(prefix="ketluan-engines-") as temporary:
        results = run(papers, against, options.index or Path(temporary), options)
    print(table(results))
    if options.json:
        options.json.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return 1 if results["differing"] else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.engines",
        description=__doc__.split("\n", 1)[0],
        epilog="Example: python -m benchmarks.engines --items 20000 --against tantivy,whoosh,fts5 --json OUT.json",
    )
    parser.add_argument("--items", type=int, default=20_000, metavar="N", help="items in all (default 20000)")
    parser.add_argument("--against", default="tantivy", help=f"by comma, of: {', '.join(OTHERS)} (default tantivy)")
    parser.add_argument("--seed", type=int, default=7, help="of the papers and the queries (default 7)")
    parser.add_argument(
        "--text", type=Path, metavar="FILE", help="real paragraphs: a .jsonl or .jsonl.xz with text keys"
    )
    parser.add_argument("--index", type=Path, metavar="DIR", help="keep the indexes here, and use those that are there")
    parser.add_argument("--classes", default="", help="only these classes, by semicolon")
    parser.add_argument("--queries", type=int, default=8, metavar="N", help="queries a class (default 8)")
    parser.add_argument("--rounds", type=int, default=12, metavar="N", help="rounds a class (default 12)")
    parser.add_argument("--seconds", type=float, default=20, help="an engine's time a class (default 20)")
    parser.add_argument("--core", type=int, help="the core to run on (default the last)")
    parser.add_argument("--cold", action="store_true", help="measure on dropped pages too")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the results as JSON")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
