"""Tuning: searches along one weight, and splits that keep questions about one passage together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import tuning
from benchmarks.ir_sets import LabelledSet, Passage, Question
from benchmarks.tuning import Evaluation, changes, coordinate_search, mean_of_sets, splits
from indexer.embedded import ranking
from indexer.weights import WEIGHTS, Weights


def test_a_search_goes_where_the_score_rises() -> None:
    def score(weights: Weights) -> float:
        return -abs(weights.near - 0.4) - abs(weights.word - 0.5) - abs(weights.window - WEIGHTS.window)

    found = coordinate_search(WEIGHTS, ["near", "word", "window"], score, rounds=3)
    assert changes(found) == {"near": 0.4, "word": 0.5}


def test_a_flat_score_changes_nothing() -> None:
    assert coordinate_search(WEIGHTS, ["near", "word"], lambda _: 0.7, rounds=3) == WEIGHTS


CLUSTERS = {(name, str(n)): f"{name} {n // 3}" for name in ("a", "b") for n in range(30)}


def test_splits_keep_sets_and_passages_apart() -> None:
    found = list(splits(CLUSTERS, 3))
    assert [split.name for split in found] == ["a by the others", "b by the others", "fold 1", "fold 2", "fold 3"]
    assert {name for name, _ in found[0].test} == {"a"}
    assert {name for name, _ in found[0].train} == {"b"}
    for split in found:
        assert sorted((*split.train, *split.test)) == sorted(CLUSTERS)
    for split in found[2:]:
        assert {CLUSTERS[q] for q in split.train}.isdisjoint({CLUSTERS[q] for q in split.test})
    assert sorted(q for split in found[2:] for q in split.test) == sorted(CLUSTERS)


def test_every_set_counts_alike() -> None:
    gains = {("a", "1"): 1.0, ("a", "2"): 1.0, ("a", "3"): 1.0, ("b", "1"): 0.0}
    assert mean_of_sets(gains, list(gains)) == 0.5


class ByWeights:
    """Ranks the right passage first only while the weights that it likes are in use."""

    def rank(self, query: str, depth: int) -> list[str]:
        order = ["p1", "p2"] if ranking.WEIGHTS.near == 0.9 else ["p2", "p1"]  # type: ignore[attr-defined]
        return order[:depth] if query else []


def test_weights_are_in_use_only_while_they_are_measured() -> None:
    labelled = LabelledSet("t", (Passage("p1", "", "x"),), (Question("q", "x"),), {"q": {"p1": 1}})
    evaluation = Evaluation([(labelled, ByWeights())], every=1)
    assert evaluation.mean(replace(WEIGHTS, near=0.9), [("t", "q")]) == 1.0
    assert evaluation.mean(WEIGHTS, [("t", "q")]) < 1.0
    assert ranking.WEIGHTS is WEIGHTS  # type: ignore[attr-defined]


def test_the_command_tunes_and_compares(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    arguments = ["--short", "--every", "12", "--folds", "0", "--rounds", "1", "--weights", "near"]
    assert tuning.main([*arguments, "--rankers", "syllable BM25", "--json", str(out)]) == 0
    shown = capsys.readouterr().out
    assert "all, not kept back" in shown
    assert "syllable BM25" in shown
    assert out.read_text("utf-8").startswith("{")


def test_a_set_that_cannot_be_read_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert tuning.main([str(tmp_path / "none")]) == 2
    assert "cannot be read" in capsys.readouterr().err
