"""The first stage of ranking: sums of BM25 impacts over all rows that match."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from indexer.embedded.found import WHOLE, Found
from indexer.kernels import postings as kernels
from indexer.kernels.postings import Rows, Scores

if TYPE_CHECKING:
    from indexer.embedded.budget import Budget
    from indexer.embedded.view import View

# Looking one row up in long postings costs as much as reading so many of them through.
_LOOK_UP = 4


@dataclass(frozen=True, slots=True)
class Impact:
    """A feature: its postings, and the weights (idf included) of body and context with their saturation."""

    found: Found
    body: float
    k1: float
    context: float = 0.0


def add_up(snapshot: View, impacts: Sequence[Impact], rows: Rows, budget: Budget) -> Scores:
    """Return float32 [n]: the sums of the impacts of ascending rows (int64 [n]).

    Every row has one at least. Long postings are read through without asking which rows match; where few rows do, they
    are looked up instead.
    """
    size = sum(impact.found.size for impact in impacts)
    if len(impacts) == 1 and impacts[0].found.bits == WHOLE and len(rows) == size:
        return _alone(snapshot, impacts[0])
    if len(rows) * len(impacts) * _LOOK_UP < size:
        return _looked_up(snapshot, impacts, rows, budget)
    scores = np.zeros(snapshot.columns.size, np.float32)
    for impact in impacts:
        budget.check()
        _add(scores, snapshot, impact)
    return scores[rows]


def _add(scores: Scores, snapshot: View, impact: Impact) -> None:
    found, k1 = impact.found, impact.k1
    body, context = impact.body * (k1 + 1), impact.context * (k1 + 1)
    for part in found.parts:
        if context and found.bits == WHOLE:
            kernels.add_sections(scores, part.docs, part.tf, part.base, snapshot.norms, body, context, k1)
        else:
            kernels.add_body(scores, part.docs, part.tf, part.base, snapshot.body.norms, body, k1, found.bits)


def _alone(snapshot: View, impact: Impact) -> Scores:
    """Return float32 [n]: the impacts of the very rows that have any."""
    weights = (impact.body * (impact.k1 + 1), impact.context * (impact.k1 + 1), impact.k1)
    parts = [
        kernels.sections_alone(part.docs, part.tf, part.base, snapshot.norms, *weights) for part in impact.found.parts
    ]
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _looked_up(snapshot: View, impacts: Sequence[Impact], rows: Rows, budget: Budget) -> Scores:
    scores = np.zeros(len(rows), np.float32)
    for impact in impacts:
        budget.check()
        found, k1 = impact.found, impact.k1
        weights = (impact.body * (k1 + 1), impact.context * (k1 + 1))
        for part in found.parts:
            kernels.add_sections_at(
                scores, rows, part.docs, part.tf, part.base, snapshot.norms, *weights, k1, found.bits
            )
    return scores
