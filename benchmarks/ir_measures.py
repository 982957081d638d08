"""Measures of a ranking, and whether the difference of two rankers could be chance."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Measures:
    """Mean measures over questions, each in [0, 1]."""

    ndcg_10: float
    recall_10: float
    recall_20: float
    mrr_10: float


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Return the normalised discounted cumulative gain of the first `depth` ids, with linear gains."""
    gain = sum(grades.get(id_, 0) / math.log2(place + 2) for place, id_ in enumerate(ranking[:depth]))
    best = sorted(grades.values(), reverse=True)[:depth]
    return gain / sum(grade / math.log2(place + 2) for place, grade in enumerate(best))


def recall(ranking: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """Return the share of relevant ids among the first `depth`."""
    return len(set(ranking[:depth]) & set(grades)) / len(grades)


def reciprocal_rank(ranking: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Return 1 / place of the first relevant id within `depth`, else 0."""
    return next((1 / (place + 1) for place, id_ in enumerate(ranking[:depth]) if id_ in grades), 0.0)


def mean_measures(rankings: Mapping[str, Sequence[str]], qrels: Mapping[str, Mapping[str, int]]) -> Measures:
    """Return the measures of rankings by question id."""

    def mean(values: list[float]) -> float:
        return float(np.mean(values)) if values else 0.0

    rows = [(ranking, qrels[question]) for question, ranking in rankings.items()]
    return Measures(
        ndcg_10=mean([ndcg(*row) for row in rows]),
        recall_10=mean([recall(*row, 10) for row in rows]),
        recall_20=mean([recall(*row, 20) for row in rows]),
        mrr_10=mean([reciprocal_rank(*row) for row in rows]),
    )


def clustered_p(
    ours: Mapping[str, float], theirs: Mapping[str, float], clusters: Mapping[str, str], *, rounds: int = 9999
) -> float:
    """Return the two-sided p of a paired sign-flip randomisation in which a whole cluster flips at once.

    Questions about one passage are paraphrases of each other: counting them as independent would make p far too small.
    """
    sums: dict[str, float] = {}
    for question, score in ours.items():
        cluster = clusters[question]
        sums[cluster] = sums.get(cluster, 0.0) + score - theirs[question]
    differences = np.array(list(sums.values()))
    signs = np.random.default_rng(0).choice([-1.0, 1.0], size=(rounds, len(differences)))
    extreme = np.count_nonzero(np.abs(signs @ differences) >= abs(differences.sum()) - 1e-12)
    return (int(extreme) + 1) / (rounds + 1)
