"""A query as what ranks items: its readings with their document frequencies, and the first stage as a server's query.

The first stage is the formula of `indexer.embedded.ranking` as far as the server can add it up: BM25 of units and
adjacent pairs with their own k1, context and numbers by their weights. The server keeps lengths in a byte, and takes a
unit of many spellings by a constant; the second stage makes that good for the candidates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import TYPE_CHECKING

from indexer.features import Features, features_of
from indexer.kernels.bm25 import idf
from indexer.opensearch import queries
from indexer.opensearch.mapping import term as wire
from indexer.opensearch.matching import UNMARKED, Matcher
from indexer.opensearch.queries import Query, all_of, any_of, weighed
from indexer.opensearch.reranking import NUMBER_FIELDS, Averages, Frequencies, Reading
from indexer.syntax import Node
from indexer.terms import QueryTerms, Run, Unit, wanted
from indexer.weights import WEIGHTS, Weights

if TYPE_CHECKING:
    from indexer.opensearch.snapshot import Snapshot

_MOST_CLAUSES = 120  # units, and pairs, of a pasted page that the first stage looks at: the server limits clauses
_MOST_SPELLINGS = 256  # of one pair
Form = tuple[Sequence[str], str | None]


@dataclass(frozen=True, slots=True)
class _Sought:
    """The forms of each unit in one reading, and the phrases that say parts of the query, by unit indices."""

    share: float
    forms: Sequence[Form]
    said: Sequence[tuple[Sequence[int], Sequence[Unit]]]


class Ranking:
    """How one query ranks the items of one generation."""

    def __init__(self, snapshot: Snapshot, terms: QueryTerms, matcher: Matcher, root: Node, legacy: bool) -> None:
        self._snapshot = snapshot
        self._matcher = matcher
        self._weights: Weights = WEIGHTS
        self._is_typed = terms.is_typed
        # Since 3.x the server leaves the constant factor k1 + 1 out of BM25.
        self._factor = (1.0, 1.0) if legacy else (WEIGHTS.unit_k1 + 1, WEIGHTS.pair_k1 + 1)
        runs = list(terms.runs(wanted(root)))
        self.features: Features = features_of(runs, WEIGHTS)
        self._sought = list(self._readings(runs))
        self._words = [wire(word) for word in self.features.words]
        self._numbers = [wire(number) for number in self.features.numbers]
        self.readings = self._count()

    @property
    def averages(self) -> Averages:
        """The mean lengths of sections."""
        sections = (self._snapshot.average(name) for name in ("heading", "body", "context"))
        return Averages(self._snapshot.items, *sections)

    @property
    def halves_unmarked(self) -> bool:
        """Whether items without diacritics count half: the query was typed with them."""
        return self._is_typed

    def query(self, match: Query, full: Query | None) -> Query:
        """Return the first stage: what fits, scored; where a result was widened, what has all words comes first."""
        clauses = [clause for reading, sought in zip(self.readings, self._sought, strict=True)
                   for clause in self._impacts(reading, sought)]  # fmt: skip
        scored: Query = {"bool": {"filter": [match], "should": [*clauses, *self._known(self.readings[-1])]}}
        if self._is_typed:
            scored = {"boosting": {"positive": scored, "negative": UNMARKED, "negative_boost": self._weights.unmarked}}
        if full is not None:
            first = {"constant_score": {"filter": full, "boost": 1e4, "_name": "full"}}
            scored = {"bool": {"must": [scored], "should": [first]}}
        return scored

    def _readings(self, runs: Sequence[Run]) -> Iterator[_Sought]:
        """Yield the query as most likely meant and, where it was typed without diacritics, in any spelling."""
        units = self.features.units
        number = {unit: i for i, unit in enumerate(units)}
        said = [
            ([number[unit] for unit in run.units[synonym.first : synonym.last]], synonym.units)
            for run in runs
            for synonym in run.synonyms
        ]
        every: list[Form] = [(unit.spellings, self._matcher.bare(unit)) for unit in units]
        if not any(unit.is_folded for unit in units):
            yield _Sought(1.0, every, said)
            return
        likely: list[Form] = [
            ((unit.likely,), None) if unit.is_folded and unit.likely in unit.spellings else form
            for unit, form in zip(units, every, strict=True)
        ]
        share = self._weights.any_spelling
        yield _Sought(1 - share, likely, said)
        yield _Sought(share, every, said)

    def _count(self) -> list[Reading]:
        """Ask for all document frequencies at once."""
        questions: list[Query] = []
        for sought in self._sought:
            questions += [self._unit_in_body(sought, i) for i in range(len(sought.forms))]
            questions += [self._pair_in_body(sought, pair) for pair in self.features.apart[1]]
        questions += [_has("context", form) for form in self._sought[-1].forms]
        questions += [queries.term("words", word) for word in self._words]
        for number in self._numbers:
            questions += [queries.term(field, number) for field in NUMBER_FIELDS]
        answers = iter(self._snapshot.counts(questions))
        counted = [
            (
                [next(answers) for _ in sought.forms],
                {pair: next(answers) for pair in self.features.apart[1]},
            )
            for sought in self._sought
        ]
        contexts = [next(answers) for _ in self.features.units]
        words = {word: next(answers) for word in self._words}
        numbers = {number: [next(answers) for _ in NUMBER_FIELDS] for number in self._numbers}
        return [
            self._reading(sought, Frequencies(units, pairs, contexts, words, numbers))
            for sought, (units, pairs) in zip(self._sought, counted, strict=True)
        ]

    def _reading(self, sought: _Sought, frequencies: Frequencies) -> Reading:
        forms = [([wire(s) for s in spellings], bare and wire(bare)) for spellings, bare in sought.forms]
        phrases = [
            (units, [([wire(s) for s in unit.spellings], self._matcher.bare(unit)) for unit in phrase])
            for units, phrase in sought.said
        ]
        return Reading(sought.share, [s for s, _ in forms], [bare for _, bare in forms], phrases, frequencies)

    def _unit_in_body(self, sought: _Sought, unit: int) -> Query:
        said = [self._matcher.phrase(phrase, "body") for units, phrase in sought.said if unit in units]
        return any_of([_has("body", sought.forms[unit]), *said])

    def _pair_in_body(self, sought: _Sought, pair: tuple[int, int]) -> Query:
        said = [self._matcher.phrase(phrase, "body") for units, phrase in sought.said if pair in pairwise(units)]
        return any_of([_has_pair(sought.forms[pair[0]], sought.forms[pair[1]]), *said])

    def _impacts(self, reading: Reading, sought: _Sought) -> Iterator[Query]:
        """Yield what adds up the impacts of units and adjacent pairs."""
        weights, items = self._weights, self._snapshot.items
        stops = [weights.stop if unit.stop else 1.0 for unit in self.features.units]
        rarest = sorted(range(len(stops)), key=lambda i: reading.frequencies.units[i])[:_MOST_CLAUSES]
        for i in rarest:
            spellings, _ = sought.forms[i]
            weight = reading.share * stops[i]
            if len(spellings) == 1:
                boost = weight * self._factor[0]
                yield {"term": {"body": {"value": wire(spellings[0]), "boost": boost}}}
            if len(spellings) != 1 or any(i in units for units, _ in sought.said):
                constant = weight * idf(items, reading.frequencies.units[i])
                yield weighed(self._unit_in_body(sought, i), constant)
        pairs = sorted(self.features.apart[1].items(), key=lambda entry: reading.frequencies.pairs[entry[0]])
        for pair, pair_weight in pairs[:_MOST_CLAUSES]:
            yield self._pair_impact(reading, sought, pair, reading.share * pair_weight)

    def _pair_impact(self, reading: Reading, sought: _Sought, pair: tuple[int, int], weight: float) -> Query:
        (first, _), (second, _) = sought.forms[pair[0]], sought.forms[pair[1]]
        if len(first) == len(second) == 1:
            value = f"{wire(first[0])} {wire(second[0])}"
            return {"term": {"body.pairs": {"value": value, "boost": weight * self._factor[1]}}}
        constant = weight * idf(self._snapshot.items, reading.frequencies.pairs[pair])
        return weighed(self._pair_in_body(sought, pair), constant)

    def _known(self, reading: Reading) -> Iterator[Query]:
        weights, items, frequencies = self._weights, self._snapshot.items, reading.frequencies
        by_section = (weights.number_in_heading, weights.number_in_text, weights.number_in_context)
        for number, counted in frequencies.numbers.items():
            for field, weight, having in zip(NUMBER_FIELDS, by_section, counted, strict=True):
                yield weighed(queries.term(field, number), weight * idf(items, having))
        factor = weights.context_of_short if self.features.is_short else weights.context
        for i, unit in list(enumerate(self.features.units))[:_MOST_CLAUSES]:
            constant = factor * (weights.stop if unit.stop else 1.0) * idf(items, frequencies.contexts[i])
            yield weighed(_has("context", (reading.spellings[i], reading.bare[i])), constant)


def _has(field: str, form: Form) -> Query:
    spellings, bare = form
    found = queries.terms(field, [wire(spelling) for spelling in spellings])
    return any_of([found, all_of([UNMARKED, queries.term(field, wire(bare))])]) if bare else found


def _has_pair(first: Form, second: Form) -> Query:
    found = _pairs(first[0], second[0])
    if not first[1] and not second[1]:
        return found
    widened = [(*spellings, *([bare] if bare else [])) for spellings, bare in (first, second)]
    return any_of([found, all_of([UNMARKED, _pairs(*widened)])])


def _pairs(first: Sequence[str], second: Sequence[str]) -> Query:
    pairs = [f"{wire(a)} {wire(b)}" for a, b in product(first, second)]
    return queries.terms("body.pairs", pairs[: _MOST_SPELLINGS * 4])
