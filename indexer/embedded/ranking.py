"""The ranking formula and its weights, in one place.

An item has three sections (`indexer.sections`): its heading, its text, and its context, what it inherits. Its
body is heading and text. The first stage adds up impacts over every item:

    units    Σ BM25(syllable in body)                  k1 = 1.2
    pairs    Σ BM25(adjacent pair in body)             k1 = .3, idf of the pair itself
    known    idf(number) · 1.5 where the body cites it, 3 more where the heading does, .5 where the context does
             + .15 · Σ BM25(syllable in context)       k1 = 1.2

The second stage orders the best 200 by

    .5·units + pairs + .2·near + .5·heading + words + window + known

    near     syllables at most 4 apart in the query and at most 8 in the body, in either order; k1 = .3
    heading  Σ BM25(syllable in own heading), with the mean length of headings; k1 = 1.2
    words    Σ BM25(word of several syllables that underthesea made of query and item alike); k1 = .3
    window   the best 48 syllables of the body, one window every 24, by the distinct syllables, pairs, and pairs 2 or 3
             apart (× .3) in it

with b = .75 throughout. Units and pairs have their own document frequency in bodies; near and gap pairs, which are not
counted over the collection, theirs among the candidates. Syllables of grammar weigh a tenth, pairs with one of them .7
and with two .2. Query frequency is binary.

A query typed without diacritics is read twice: in its likeliest spelling, and in any spelling for a share of .2. Where
an item says a part of the query by an abbreviation or a full form (`UBND` for `ủy ban nhân dân`), every syllable and
pair of that part stands there. Who types four syllables of content or fewer names a subject, and looks for the items
under a heading that names it: pairs then weigh 2, headings 1.5 and the pairs in them 1, context .5 and its pairs 1. An
item that was itself written without diacritics has its score halved where the query was typed with them.

`python -m benchmarks.relevance` measures it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from indexer.embedded.matching import Matcher
from indexer.embedded.reading import Reading, add_impact
from indexer.embedded.schema import NUMBERS, SYLLABLES
from indexer.features import Features, features_of
from indexer.kernels.bm25 import Floats, idf
from indexer.kernels.facets import Mask
from indexer.kernels.occurrences import Occurrences, union
from indexer.syntax import Node
from indexer.terms import QueryTerms, Run, Unit, wanted
from indexer.weights import WEIGHTS, Weights

if TYPE_CHECKING:
    from indexer.embedded.snapshot import Snapshot

Longs = npt.NDArray[np.int64]
CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class _Share:
    reading: Reading
    share: float


class Scorer:
    """Scores the rows of a snapshot for one query."""

    def __init__(self, snapshot: Snapshot, terms: QueryTerms, matcher: Matcher, weights: Weights | None = None) -> None:
        self._snapshot = snapshot
        self._terms = terms
        self._matcher = matcher
        self._weights = weights or WEIGHTS

    def scores(self, root: Node, allowed: Mask) -> Floats:
        """Return float64[R]; scores of allowed rows (bool[R]) can be compared, and are zero where nothing stands."""
        runs = list(self._terms.runs(wanted(root)))
        features = features_of(runs, self._weights)
        shares = list(self._readings(features, self._said_otherwise(runs)))
        known = self._known(features)
        first = known + sum(share.share * share.reading.first_stage() for share in shares)
        candidates = _best(first, allowed, CANDIDATES)
        second = known[candidates] + sum(share.share * share.reading.second_stage(candidates) for share in shares)
        if self._terms.is_typed:
            unmarked = self._snapshot.columns.unmarked
            first[unmarked] *= self._weights.unmarked
            second[unmarked[candidates]] *= self._weights.unmarked
        return _above_the_rest(first, candidates, second)

    def _said_otherwise(self, runs: Sequence[Run]) -> dict[tuple[Unit, ...], list[Occurrences]]:
        """Return where items say units and adjacent pairs of the query by an abbreviation or a full form."""
        said: dict[tuple[Unit, ...], list[Occurrences]] = {}
        for run in runs:
            for synonym in run.synonyms:
                found = self._matcher.phrase(synonym.units)
                part = run.units[synonym.first : synonym.last]
                for feature in [*((unit,) for unit in part), *pairwise(part)]:
                    said.setdefault(feature, []).append(found)
        return said

    def _readings(self, features: Features, said: Mapping[tuple[Unit, ...], Sequence[Occurrences]]) -> Iterator[_Share]:
        """Yield the query as most likely meant and, where it was typed without diacritics, in any spelling."""
        every = [self._matcher.of(unit) for unit in features.units]
        if not any(unit.is_folded for unit in features.units):
            yield _Share(self._reading(features, every, said), 1.0)
            return
        likely = [
            self._snapshot.postings.of(SYLLABLES, unit.likely)
            if unit.is_folded and unit.likely in unit.spellings
            else found
            for unit, found in zip(features.units, every, strict=True)
        ]
        share = self._weights.any_spelling
        yield _Share(self._reading(features, likely, said), 1 - share)
        yield _Share(self._reading(features, every, said), share)

    def _reading(
        self,
        features: Features,
        found: Sequence[Occurrences],
        said: Mapping[tuple[Unit, ...], Sequence[Occurrences]],
    ) -> Reading:
        units = [
            union([occurrences, *said.get((unit,), ())])
            for unit, occurrences in zip(features.units, found, strict=True)
        ]
        index = {unit: number for number, unit in enumerate(features.units)}
        pairs = {(index[part[0]], index[part[1]]): union(places) for part, places in said.items() if len(part) == 2}
        return Reading(self._snapshot, features, units, pairs, self._weights)

    def _known(self, features: Features) -> Floats:
        """Return float64[R]: what both stages add alike, for numbers and for syllables in the context."""
        snapshot, weights, scores = self._snapshot, self._weights, np.zeros(self._snapshot.columns.size)
        for number in features.numbers:
            self._add_number(scores, number)
        for unit in features.units:
            _, _, context = snapshot.split(self._matcher.of(unit))
            factor = weights.context_of_short if features.is_short else weights.context
            weight = factor * (weights.stop if unit.stop else 1.0)
            add_impact(scores, snapshot, context, snapshot.context, weight, weights.unit_k1)
        return scores

    def _add_number(self, scores: Floats, number: str) -> None:
        weights = (self._weights.number_in_heading, self._weights.number_in_text, self._weights.number_in_context)
        sections = self._snapshot.split(self._snapshot.postings.of(NUMBERS, number))
        for found, weight in zip(sections, weights, strict=True):
            rows = np.unique(found.rows)
            scores[rows] += weight * idf(self._snapshot.items, rows.size)


def _best(scores: Floats, allowed: Mask, limit: int) -> Longs:
    """Return the allowed rows of the highest scores, ties by row, at most `limit`."""
    rows = np.flatnonzero(allowed)
    if len(rows) > limit:
        bound = np.partition(scores[rows], len(rows) - limit)[len(rows) - limit]
        rows = rows[scores[rows] >= bound]
    return rows[np.argsort(-scores[rows], kind="stable")][:limit]


def _above_the_rest(first: Floats, candidates: Longs, second: Floats) -> Floats:
    """Give candidates their second score, and scale the first of all others to stay below the least of them."""
    if not len(candidates):
        return first
    rest = np.ones(len(first), np.bool_)
    rest[candidates] = False
    highest, least = float(first[rest].max(initial=0.0)), float(second.min())
    if highest > least:
        first = first * (least / highest)
    first[candidates] = second
    return first
