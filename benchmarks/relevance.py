"""How good the first results are: nDCG@10, R@10, R@20 and MRR@10 of ketluan and others on labelled question sets.

`python -m benchmarks.relevance [DIR...] [--short] [--every N] [--rankers NAME,NAME] [--json OUT]`

Each DIR holds `corpus.jsonl`, `queries.jsonl` and `qrels.tsv`; `--short` adds queries of one to four syllables over the
shipped samples, where the others see heading and text of each item. ketluan answers as typed, with half of the
syllables stripped of their diacritics, and with all. p is a paired sign-flip randomisation of nDCG@10 against syllable
BM25, in which questions about one passage flip together.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.ir_measures import Measures, clustered_p, mean_measures, ndcg
from benchmarks.ir_sets import LabelledSet, Question, read_set, without_diacritics
from benchmarks.rankers import BASELINES, Ketluan, OverDocuments, Ranker, available
from benchmarks.short_queries import read_short_queries, sample_documents

DEPTH = 20
REFERENCE = "syllable BM25"
SHARES = {"ketluan": 0.0, "ketluan, half stripped": 0.5, "ketluan, all stripped": 1.0}


@dataclass(frozen=True, slots=True)
class Row:
    """One ranker on one set; p compares it with syllable BM25, None for that itself."""

    set_name: str
    ranker: str
    questions: int
    measures: Measures
    p: float | None


def measure(labelled: LabelledSet, rankers: Sequence[str], every: int, ours: Ranker | None = None) -> list[Row]:
    """Measure the named baselines and ketluan on every N-th question; `ours` by default indexes the passages."""
    questions = labelled.questions[::every]
    rankings: dict[str, dict[str, list[str]]] = {}
    for name, factory in available(rankers).items():
        rankings[name] = _rank(factory(labelled.passages), questions)
    ours = ours or Ketluan(labelled.passages)
    for name, share in SHARES.items():
        rankings[name] = _rank(ours, [without_diacritics(question, share) for question in questions])
    return [_row(labelled, name, found, rankings.get(REFERENCE)) for name, found in rankings.items()]


def _rank(ranker: Ranker, questions: Sequence[Question]) -> dict[str, list[str]]:
    return {question.id: list(ranker.rank(question.text, DEPTH)) for question in questions}


def _row(
    labelled: LabelledSet, name: str, found: Mapping[str, Sequence[str]], reference: Mapping[str, Sequence[str]] | None
) -> Row:
    p = None
    if reference is not None and found is not reference:
        clusters = {question: min(labelled.qrels[question]) for question in found}
        p = clustered_p(_gains(labelled, found), _gains(labelled, reference), clusters)
    return Row(labelled.name, name, len(found), mean_measures(found, labelled.qrels), p)


def _gains(labelled: LabelledSet, found: Mapping[str, Sequence[str]]) -> dict[str, float]:
    return {question: ndcg(ranking, labelled.qrels[question]) for question, ranking in found.items()}


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a table."""
    lines = [f"{'set':12} {'ranker':24} {'questions':>9} {'nDCG@10':>8} {'R@10':>6} {'R@20':>6} {'MRR@10':>7} {'p':>7}"]
    for row in rows:
        m = row.measures
        p = "" if row.p is None else f"{row.p:.4f}"
        lines.append(
            f"{row.set_name:12} {row.ranker:24} {row.questions:9} {m.ndcg_10:8.4f} {m.recall_10:6.3f} "
            f"{m.recall_20:6.3f} {m.mrr_10:7.4f} {p:>7}"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when measured, 2 where a set cannot be read."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.relevance",
        description=__doc__.split("\n", 1)[0],
        epilog="Example: python -m benchmarks.relevance ../shared/ir/alqac25 ../shared/ir/congbot --json OUT.json",
    )
    parser.add_argument("sets", nargs="*", type=Path, metavar="DIR")
    parser.add_argument("--short", action="store_true", help="measure short queries over the shipped samples as well")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take every N-th question (default 1)")
    parser.add_argument(
        "--rankers",
        default=",".join(BASELINES),
        help=f"baselines, by comma: {', '.join(BASELINES)} (default all that are installed)",
    )
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the rows as JSON")
    options = parser.parse_args(arguments)
    if not options.sets and not options.short:
        parser.error("name a set or ask for --short")
    try:
        sets = [read_set(folder) for folder in options.sets]
    except (OSError, ValueError, KeyError) as error:
        print(f"benchmarks.relevance: a set cannot be read: {error}", file=sys.stderr)
        return 2
    names = [name.strip() for name in options.rankers.split(",") if name.strip() in BASELINES]
    rows = [row for labelled in sets for row in measure(labelled, names, max(options.every, 1))]
    if options.short:
        documents = sample_documents()
        rows += measure(read_short_queries(documents), names, max(options.every, 1), OverDocuments(documents))
    print(table(rows))
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=2), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
