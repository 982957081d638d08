"""One query text read in the light of a generation: what every search for it needs, whatever is selected or sorted."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from analyzers.pipeline import Analyzer
from indexer.embedded.budget import Budget
from indexer.embedded.matching import most_of, spelled
from indexer.embedded.readings import Readings
from indexer.highlight import Highlighter
from indexer.syntax import ParsedQuery, Phrase, Words, parse_query
from indexer.terms import QueryTerms, Run, Unit, wanted
from indexer.weights import Weights

if TYPE_CHECKING:
    from indexer.embedded.view import View

_KEPT_BYTES = 1 << 18  # that were made for one query, beside views into files


class Query:
    """A query as read. Safe to use from several threads; what is made lazily is the same whoever makes it."""

    def __init__(self, snapshot: View, analyzer: Analyzer, text: str) -> None:
        self._snapshot = snapshot
        self.parsed: ParsedQuery = parse_query(text)
        self.root = self.parsed.root
        self.terms = QueryTerms(analyzer, snapshot, self.root)
        self._leaves = wanted(self.root)
        self._readings: Readings | None = None

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """What items are looked for by."""
        return tuple(self.terms.runs(self._leaves))

    def readings(self, weights: Weights, budget: Budget) -> Readings:
        """Return what ranking by some weights looks for, kept for the next search unless much was made for it."""
        kept = self._readings
        if kept is not None and kept.weights is weights:
            return kept
        made = Readings(self._snapshot, self.runs, weights, budget)
        self._readings = made if made.nbytes <= _KEPT_BYTES else None
        return made

    @cached_property
    def tells_apart(self) -> bool:
        """Whether anything is looked for that ranks one item before another."""
        return any(run.units or run.numbers for run in self.runs)

    @cached_property
    def has_terms(self) -> bool:
        """Whether a query that is not empty holds any letter or digit to look for."""
        return not self.runs or any(run.units for run in self.runs)

    @cached_property
    def has_more_to_drop(self) -> bool:
        """Whether any group of words is long enough for "most" to differ from "all"; a number has no parts."""
        groups = [leaf for leaf in self._leaves if isinstance(leaf, Words)]
        runs = [list(self.terms.runs([group])) for group in groups]
        counts = [len({u for run in group for u in run.units}) for group in runs if not group[0].is_number]
        return any(most_of(count) < count for count in counts)

    @cached_property
    def highlighter(self) -> Highlighter:
        """What marks the query in texts; a passage gains the idf of each unit that it shows."""
        return Highlighter(self.terms, self.root, self._rarity())

    def _rarity(self) -> dict[Unit, float]:
        typed = [leaf for leaf in self._leaves if isinstance(leaf, Words | Phrase)]
        units = {unit for run in self.terms.runs(typed) for unit in run.units}
        postings, items = self._snapshot.postings, self._snapshot.items
        return {unit: postings.rarity(postings.syllable(spelled(unit)), items) for unit in units}
