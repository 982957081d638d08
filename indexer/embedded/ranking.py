"""The ranking formula and its weights, in one place.

An item has three sections: its own heading, its text, and its context (what it inherits: the heading of its parent and
the title of its document). Its body is heading and text. For a query of runs of syllables

    score =  .5 · Σ BM25(syllable in body)            k1 = 1.2
          +       Σ BM25(adjacent pair in body)       k1 = .3, idf of the pair itself
          +       Σ BM25(segmented word)              k1 = .3
          +   .5 · Σ BM25(syllable in own heading)    k1 = 1.2, average length of headings
          +   .1 · Σ BM25(adjacent pair in heading)   k1 = .3
          +  .15 · Σ BM25(syllable in context)        k1 = 1.2
          + idf(number) · (3 where the heading cites it, 1.5 where the text does)
          +   .5 · Σ BM25(a part of the query in any of its abbreviations and full forms), as a pair for each syllable
          + the phrases and beginnings that were asked for, as pairs and syllables

with b = .75 throughout and each feature's own document frequency. Syllables of grammar weigh a tenth, pairs with one
of them .7 and with two .2. A pair typed without diacritics counts in any spelling; the syllable exactly as typed adds
a fifth. An item that was written without diacritics has its score halved where the query was typed with them.

Adjacent pairs and the small k1 carry the signal on public Vietnamese question sets (nDCG@10 .906 and .722 on two of
them, .902 and .709 without diacritics; syllables alone .836 and .606). Those sets would have headings weigh less;
numbers and headings are what readers of conclusions look for. Query frequency is binary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from indexer.embedded.matching import Matcher
from indexer.embedded.schema import NUMBERS, SYLLABLES, WORDS
from indexer.embedded.terms import QueryTerms, Run, Unit, wanted
from indexer.kernels.bm25 import Floats, idf, saturation
from indexer.kernels.occurrences import Occurrences, frequencies, union
from indexer.syntax import Node, Phrase, Prefix, Words

if TYPE_CHECKING:
    from indexer.embedded.snapshot import Section, Snapshot


@dataclass(frozen=True, slots=True)
class Weights:
    """The constants of the formula above."""

    syllable: float = 0.5
    pair: float = 1.0
    word: float = 1.0
    heading: float = 0.5
    heading_pair: float = 0.1
    context: float = 0.15
    number_in_heading: float = 3.0
    number_in_text: float = 1.5
    as_typed: float = 0.2
    unmarked: float = 0.5
    stop: float = 0.1
    pair_with_stop: float = 0.7
    pair_of_stops: float = 0.2
    synonym: float = 0.5
    syllable_k1: float = 1.2
    pair_k1: float = 0.3
    b: float = 0.75


WEIGHTS = Weights()


class Scorer:
    """Scores every row of a snapshot for one query."""

    def __init__(self, snapshot: Snapshot, terms: QueryTerms, matcher: Matcher, weights: Weights = WEIGHTS) -> None:
        self._snapshot = snapshot
        self._terms = terms
        self._matcher = matcher
        self._weights = weights
        self._scores: Floats = np.zeros(snapshot.columns.size)

    def scores(self, root: Node) -> Floats:
        """Return float64[R]; zero where nothing of the query stands."""
        runs = list(self._runs(root))
        for unit in dict.fromkeys(unit for run in runs for unit in run.units):
            self._add_syllable(unit)
        for first, second in dict.fromkeys(pair for run in runs for pair in pairwise(run.units)):
            self._add_pair(first, second)
        for phrases in dict.fromkeys(phrases for run in runs for phrases in run.alternatives()):
            self._add_alternatives(phrases)
        for word in dict.fromkeys(word for run in runs for word in run.words):
            _, body, _ = self._snapshot.split(self._snapshot.postings.of(WORDS, word))
            self._add(body, self._weights.word, self._weights.pair_k1, self._snapshot.body)
        for number in dict.fromkeys(number for run in runs for number in run.numbers):
            self._add_number(number)
        if self._terms.is_typed:
            self._scores[self._snapshot.columns.unmarked] *= self._weights.unmarked
        return self._scores

    def _runs(self, root: Node) -> Iterator[Run]:
        for leaf in wanted(root):
            match leaf:
                case Words(texts):
                    yield from (self._terms.run(text) for text in texts)
                case Phrase(text):
                    yield self._terms.run(text)
                case Prefix(text):
                    yield Run((Unit(text, self._terms.prefix(text), None, stop=False),))

    def _add_syllable(self, unit: Unit) -> None:
        weights, snapshot = self._weights, self._snapshot
        factor = weights.stop if unit.stop else 1.0
        heading, body, context = snapshot.split(self._matcher.of(unit))
        self._add(body, factor * weights.syllable, weights.syllable_k1, snapshot.body)
        self._add(heading, factor * weights.heading, weights.syllable_k1, snapshot.heading)
        self._add(context, factor * weights.context, weights.syllable_k1, snapshot.context)
        if unit.is_folded:
            _, typed, _ = snapshot.split(snapshot.postings.of(SYLLABLES, unit.text))
            weight = weights.as_typed * factor * weights.syllable
            self._add(typed, weight, weights.syllable_k1, snapshot.body)

    def _add_pair(self, first: Unit, second: Unit) -> None:
        weights = self._weights
        factor = (1.0, weights.pair_with_stop, weights.pair_of_stops)[first.stop + second.stop]
        self._add_phrase(self._matcher.phrase((first, second)), factor)

    def _add_alternatives(self, phrases: Sequence[tuple[Unit, ...]]) -> None:
        """Add ways to say one thing as one feature, so that none is worth more for being rare."""
        found = union([self._matcher.phrase(units) for units in phrases])
        self._add_phrase(found, self._weights.synonym * len(phrases[0]))

    def _add_phrase(self, found: Occurrences, factor: float) -> None:
        weights, snapshot = self._weights, self._snapshot
        heading, body, _ = snapshot.split(found)
        self._add(body, factor * weights.pair, weights.pair_k1, snapshot.body)
        self._add(heading, factor * weights.heading_pair, weights.pair_k1, snapshot.heading)

    def _add_number(self, number: str) -> None:
        heading, body, _ = self._snapshot.split(self._snapshot.postings.of(NUMBERS, number))
        for found, weight in (
            (heading, self._weights.number_in_heading),
            (body, self._weights.number_in_text),
        ):
            rows = np.unique(found.rows)
            self._scores[rows] += weight * idf(self._snapshot.items, rows.size)

    def _add(self, found: Occurrences, weight: float, k1: float, section: Section) -> None:
        """Add the impact of one feature in one section to the score of every row that has it."""
        if not found.size or not weight:
            return
        rows, tf = frequencies(found.rows)
        impact = saturation(tf, section.lengths[rows], section.average, k1=k1, b=self._weights.b)
        self._scores[rows] += weight * idf(self._snapshot.items, rows.size) * impact
