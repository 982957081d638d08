"""A query in the spellings that it may be read in: what both stages of ranking look for, made once a query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from indexer.embedded.found import Spelled
from indexer.embedded.impacts import Impact
from indexer.embedded.matching import spelled
from indexer.embedded.reading import Phrases, Reading
from indexer.features import Features, features_of
from indexer.kernels.bm25 import Floats, idf
from indexer.terms import Run, Unit
from indexer.weights import Weights

if TYPE_CHECKING:
    from indexer.embedded.budget import Budget
    from indexer.embedded.view import View


@dataclass(frozen=True, slots=True)
class Share:
    """A reading, and the share that it has in scores."""

    reading: Reading
    share: float


class Readings:
    """The query as most likely meant, if it was typed without diacritics, and last in any spelling."""

    def __init__(self, snapshot: View, runs: Sequence[Run], weights: Weights, budget: Budget) -> None:
        self._snapshot = snapshot
        self.features = features = features_of(runs, weights)
        self.weights = weights
        said = _said_otherwise(runs, features)

        def reading(units: Sequence[Spelled]) -> Reading:
            budget.check()
            return Reading(snapshot, features, units, said, weights)

        self.every = reading(list(map(spelled, features.units)))
        self.shares = [Share(self.every, 1.0)]
        if any(unit.is_folded for unit in features.units):
            likely = reading(list(map(_likely, features.units)))
            self.shares = [Share(likely, 1 - weights.any_spelling), Share(self.every, weights.any_spelling)]

    @property
    def nbytes(self) -> int:
        """Bytes of arrays that are not views into files."""
        return sum(share.reading.nbytes for share in self.shares)

    @cached_property
    def impacts(self) -> Sequence[Impact]:
        """What the first stage adds up; a unit that is looked for in bodies and contexts is one impact."""
        impacts = [impact for share in self.shares for impact in share.reading.impacts(share.share)]
        k1, of_contexts = self.weights.unit_k1, []
        for found, weight in zip(self.every.alone, self.context_weights.tolist(), strict=True):
            free = (i for i, impact in enumerate(impacts) if impact.found is found and not impact.context)
            place = next(free, None)
            if place is None:
                of_contexts.append(Impact(found, 0.0, k1, weight))
            else:
                impacts[place] = Impact(found, impacts[place].body, k1, weight)
        return impacts + of_contexts

    @cached_property
    def context_weights(self) -> Floats:
        """Float64[U]: what each unit weighs in what items inherit."""
        weights, snapshot = self.weights, self._snapshot
        having = [snapshot.postings.document_frequency_in_context(found) for found in self.every.alone]
        factor = weights.context_of_short if self.features.is_short else weights.context
        by_unit = zip(self.every.unit_weights, having, strict=True)
        return np.array([factor * weight * idf(snapshot.items, rows) for weight, rows in by_unit])


def _said_otherwise(runs: Sequence[Run], features: Features) -> Mapping[tuple[int, ...], Phrases]:
    """Return the synonyms by which items may say units, and adjacent pairs of them, by index."""
    index = {unit: number for number, unit in enumerate(features.units)}
    said: dict[tuple[int, ...], list[tuple[Spelled, ...]]] = {}
    for run in runs:
        for synonym in run.synonyms:
            parts = tuple(map(spelled, synonym.units))
            numbers = [index[unit] for unit in run.units[synonym.first : synonym.last]]
            for feature in [*((number,) for number in numbers), *pairwise(numbers)]:
                said.setdefault(feature, []).append(parts)
    return {feature: tuple(dict.fromkeys(phrases)) for feature, phrases in said.items()}


def _likely(unit: Unit) -> Spelled:
    """Return a unit in the spelling that was most likely meant, where it was typed without diacritics."""
    return Spelled((unit.likely,)) if unit.is_folded and unit.likely in unit.spellings else spelled(unit)
