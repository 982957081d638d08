"""Tunes the weights of the ranking formula on labelled question sets, and says honestly how well that carries over.

`python -m benchmarks.tuning DIR... [--short] [--every N] [--folds K] [--rounds R] [--weights NAME,...] [--json OUT]`

A coordinate search from the weights in use: each weight in turn takes the best of a few values around its own, until a
round changes nothing. It maximises nDCG@10, the mean of the sets counting alike. Each split tunes on one part of the
questions and measures on the rest: every set on the others, and folds in which questions about one passage stay
together. `--short` adds the short queries over the shipped samples to the sets. Then the weights in use are measured
beside the baselines of `benchmarks.relevance`, with clustered significance against syllable BM25.

The weights stay what `indexer/weights.py` says: a person rounds what this prints, and writes it there.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from zlib import crc32

import numpy as np

from benchmarks.ir_measures import clustered_p, ndcg
from benchmarks.ir_sets import LabelledSet, read_set
from benchmarks.rankers import BASELINES, Ketluan, OverDocuments, Ranker
from benchmarks.relevance import measure, table
from benchmarks.short_queries import read_short_queries, sample_documents
from indexer.embedded import ranking
from indexer.weights import WEIGHTS, Weights

DEPTH = 10
TUNED = ("unit", "near", "heading", "word", "window", "stop", "gap_pair", "unit_k1", "pair_k1")
OF_SHORT = ("pair_of_short", "heading_of_short", "heading_pair_of_short", "context_of_short", "context_pair_of_short")
FACTORS = (0.5, 0.75, 1.25, 1.5, 2.0)  # of a weight, tried in turn
_WORTH = 1e-4  # nDCG, below which a change is noise

Question = tuple[str, str]  # set and id
Gains = dict[Question, float]


class Evaluation:
    """The nDCG@10 of every question under any weights; what was once ranked is remembered."""

    def __init__(self, sets: Sequence[tuple[LabelledSet, Ranker]], every: int) -> None:
        self._sets = [(labelled, ranker, labelled.questions[::every]) for labelled, ranker in sets]
        self._known: dict[Weights, Gains] = {}

    @property
    def clusters(self) -> dict[Question, str]:
        """The passage that each question is about."""
        return {
            (labelled.name, question.id): f"{labelled.name} {min(labelled.qrels[question.id])}"
            for labelled, _, questions in self._sets
            for question in questions
        }

    def gains(self, weights: Weights) -> Gains:
        """Return the nDCG@10 of every question."""
        if weights not in self._known:
            in_use, ranking.WEIGHTS = ranking.WEIGHTS, weights  # type: ignore[attr-defined]
            try:
                self._known[weights] = {
                    (labelled.name, q.id): ndcg(ranker.rank(q.text, DEPTH), labelled.qrels[q.id])
                    for labelled, ranker, questions in self._sets
                    for q in questions
                }
            finally:
                ranking.WEIGHTS = in_use  # type: ignore[attr-defined]
        return self._known[weights]

    def mean(self, weights: Weights, questions: Sequence[Question]) -> float:
        """Return the mean of some questions, in which every set counts alike."""
        return mean_of_sets(self.gains(weights), questions)


def mean_of_sets(gains: Mapping[Question, float], questions: Sequence[Question]) -> float:
    """Return the mean over sets of the mean over the questions of each."""
    by_set: dict[str, list[float]] = {}
    for question in questions:
        by_set.setdefault(question[0], []).append(gains[question])
    return float(np.mean([np.mean(values) for values in by_set.values()])) if by_set else 0.0


def coordinate_search(start: Weights, names: Sequence[str], score: Callable[[Weights], float], rounds: int) -> Weights:
    """Return the weights that a search along one weight at a time ends with."""
    best, reached = start, score(start)
    for _ in range(rounds):
        before = best
        for name in names:
            value = getattr(best, name)
            for factor in FACTORS:
                tried = replace(best, **{name: round(value * factor, 4)})
                if (found := score(tried)) > reached + _WORTH:
                    best, reached = tried, found
        if best == before:
            break
    return best


@dataclass(frozen=True, slots=True)
class Split:
    """Questions to tune on and questions to measure on."""

    name: str
    train: tuple[Question, ...]
    test: tuple[Question, ...]


def splits(clusters: Mapping[Question, str], folds: int) -> Iterator[Split]:
    """Yield each set against the others, and folds in which all questions about one passage stand on one side."""
    names = list(dict.fromkeys(name for name, _ in clusters))
    if len(names) > 1:
        for name in names:
            yield _split(f"{name} by the others", clusters, {q for q in clusters if q[0] == name})
    for fold in range(folds if folds > 1 else 0):
        kept_back = {q for q, cluster in clusters.items() if crc32(cluster.encode()) % folds == fold}
        yield _split(f"fold {fold + 1}", clusters, kept_back)


def _split(name: str, questions: Mapping[Question, str], kept_back: Container[Question]) -> Split:
    test = tuple(question for question in questions if question in kept_back)
    return Split(name, tuple(question for question in questions if question not in kept_back), test)


@dataclass(frozen=True, slots=True)
class Outcome:
    """nDCG@10 on what a split kept back: with the weights in use, and with those tuned on the rest."""

    split: str
    questions: int
    in_use: float
    tuned: float
    p: float
    changed: dict[str, float]


def outcome(evaluation: Evaluation, split: Split, names: Sequence[str], rounds: int) -> Outcome:
    """Tune on one side of a split and measure on the other."""
    tuned = coordinate_search(WEIGHTS, names, lambda weights: evaluation.mean(weights, split.train), rounds)
    clusters = evaluation.clusters
    ours, now = evaluation.gains(tuned), evaluation.gains(WEIGHTS)
    names_of = {question: " ".join(question) for question in split.test}
    p = clustered_p(
        {names_of[q]: ours[q] for q in split.test},
        {names_of[q]: now[q] for q in split.test},
        {names_of[q]: clusters[q] for q in split.test},
    )
    before, after = mean_of_sets(now, split.test), mean_of_sets(ours, split.test)
    return Outcome(split.name, len(split.test), before, after, p, changes(tuned))


def changes(weights: Weights) -> dict[str, float]:
    """Return the weights that differ from those in use."""
    in_use = asdict(WEIGHTS)
    return {name: value for name, value in asdict(weights).items() if value != in_use[name]}


def report(outcomes: Sequence[Outcome]) -> str:
    """Return the outcomes as a table."""
    lines = [f"{'split':28} {'questions':>9} {'in use':>8} {'tuned':>8} {'p':>7}  changed"]
    for row in outcomes:
        changed = ", ".join(f"{name} {value:g}" for name, value in row.changed.items()) or "nothing"
        lines.append(f"{row.split:28} {row.questions:9} {row.in_use:8.4f} {row.tuned:8.4f} {row.p:7.4f}  {changed}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when measured, 2 where a set cannot be read."""
    options = _parser().parse_args(arguments)
    try:
        labelled = [read_set(folder) for folder in options.sets]
    except (OSError, ValueError, KeyError) as error:
        print(f"benchmarks.tuning: a set cannot be read: {error}", file=sys.stderr)
        return 2
    if not labelled and not options.short:
        print("benchmarks.tuning: name a set or ask for --short", file=sys.stderr)
        return 2
    with ExitStack() as opened:
        _run([*_sets(labelled, opened), *(_short(opened) if options.short else ())], options)
    return 0


def _sets(labelled: Sequence[LabelledSet], opened: ExitStack) -> Iterator[tuple[LabelledSet, Ranker]]:
    for one in labelled:
        yield one, opened.enter_context(closing(Ketluan(one.passages)))


def _short(opened: ExitStack) -> Iterator[tuple[LabelledSet, Ranker]]:
    documents = sample_documents()
    yield read_short_queries(documents), opened.enter_context(closing(OverDocuments(documents)))


def _run(sets: Sequence[tuple[LabelledSet, Ranker]], options: argparse.Namespace) -> None:
    evaluation = Evaluation(sets, max(options.every, 1))
    names = options.weights.split(",") if options.weights else [*TUNED, *(OF_SHORT if options.short else ())]
    outcomes = [
        outcome(evaluation, split, names, options.rounds) for split in splits(evaluation.clusters, options.folds)
    ]
    everything = tuple(evaluation.clusters)
    outcomes.append(outcome(evaluation, Split("all, not kept back", everything, everything), names, options.rounds))
    print(report(outcomes))
    baselines = [name.strip() for name in options.rankers.split(",") if name.strip() in BASELINES]
    rows = [row for one, ranker in sets for row in measure(one, baselines, max(options.every, 1), ranker)]
    print("", table(rows), sep="\n")
    if options.json:
        found = {"outcomes": [asdict(row) for row in outcomes], "rankers": [asdict(row) for row in rows]}
        options.json.write_text(json.dumps(found, indent=2), "utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.tuning",
        description=__doc__.split("\n", 1)[0],
        epilog="Example: python -m benchmarks.tuning ../shared/ir/alqac25 ../shared/ir/congbot --short --every 10",
    )
    parser.add_argument("sets", nargs="*", type=Path, metavar="DIR")
    parser.add_argument("--short", action="store_true", help="tune on the short queries over the samples as well")
    parser.add_argument("--every", type=int, default=5, metavar="N", help="take every N-th question (default 5)")
    parser.add_argument("--folds", type=int, default=2, metavar="K", help="folds by passage (default 2, 0 for none)")
    parser.add_argument("--rounds", type=int, default=2, metavar="R", help="at most R rounds of search (default 2)")
    parser.add_argument("--weights", metavar="NAME,...", help=f"weights to tune (default {', '.join(TUNED)})")
    parser.add_argument("--rankers", default=",".join(BASELINES), metavar="NAME,...", help="baselines to print beside")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write what was found as JSON")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
