"""Which items fit a query tree."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from indexer.embedded.budget import Budget
from indexer.embedded.found import Found, Spelled, all_of, any_of, many_of
from indexer.embedded.naming import named_rows
from indexer.embedded.rowset import RowSet, in_all
from indexer.kernels.postings import Mask
from indexer.request import Facet, Match
from indexer.syntax import (
    And,
    During,
    Everything,
    HasDeadline,
    Named,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    QueryField,
    Words,
)
from indexer.terms import QueryTerms, Run, Unit

if TYPE_CHECKING:
    from indexer.embedded.view import View


class Matcher:
    """Evaluates one query over one snapshot; raises SearchTimedOut when the budget is spent."""

    def __init__(self, snapshot: View, terms: QueryTerms, budget: Budget, *, strict: bool = False) -> None:
        self._snapshot = snapshot
        self._postings = snapshot.postings
        self._size = snapshot.columns.size
        self._terms = terms
        self._budget = budget
        self._is_strict = strict

    def rows(self, node: Node, match: Match) -> RowSet:
        """Return the live rows that fit; `match` (never AUTO) says how many words of a group must be there."""
        found = self._rows(node, match)
        # Lists come from postings, which only items have.
        return found if found.is_listed and self._snapshot.is_whole else found.within(self._snapshot.columns.live)

    def _strict(self) -> Matcher:
        """Return a matcher for what is excluded: `-trồng` leaves items in which a bare `trong` may be anything."""
        return Matcher(self._snapshot, self._terms, self._budget, strict=True)

    def _rows(self, node: Node, match: Match) -> RowSet:
        self._budget.check()
        match node:
            case Words(texts):
                return self._words([self._terms.run(text) for text in texts], match)
            case Phrase(text):
                return self._phrase_rows(self._terms.run(text))
            case Prefix(text):
                return any_of([self._postings.syllable(Spelled(self._terms.prefix(text)))], self._size)
            case Not(part):
                return self._everything.without(self._strict()._rows(part, match))
            case And(parts):
                return self._all(parts, match)
            case Or(parts):
                return _any([self._rows(part, match).mask for part in parts])
            case Named() | During() | HasDeadline():
                return self._constraint(node)
            case Everything():
                return self._everything

    @property
    def _everything(self) -> RowSet:
        return RowSet.of_mask(self._snapshot.columns.live)

    def _all(self, parts: Sequence[Node], match: Match) -> RowSet:
        """Return the rows that fit every part: first what is wanted, then less what is not."""
        excluded = [part.part for part in parts if isinstance(part, Not)]
        wanted = [self._rows(part, match) for part in parts if not isinstance(part, Not)]
        found = in_all(wanted) if wanted else self._everything
        for part in excluded:
            found = found.without(self._strict()._rows(part, match))
        return found

    def _spelled(self, unit: Unit) -> Spelled:
        return Spelled(unit.spellings) if self._is_strict else spelled(unit)

    def _phrase(self, units: Sequence[Unit]) -> Found:
        self._budget.check()
        return self._postings.phrase(tuple(map(self._spelled, units)))

    def _phrase_rows(self, run: Run) -> RowSet:
        """A phrase without any letter or digit asks for nothing."""
        if not run.units:
            return self._everything
        return any_of([self._phrase(reading) for reading in run.readings()], self._size)

    def _words(self, runs: Sequence[Run], match: Match) -> RowSet:
        # A word typed twice is one demand; a document number is met by the number itself, however it is printed.
        choices = {unit: [self._postings.syllable(self._spelled(unit))] for run in runs for unit in run.units}
        if not choices:
            return self._everything
        for run in runs:
            for synonym in run.synonyms:
                found = self._phrase(synonym.units)
                for unit in dict.fromkeys(run.units[synonym.first : synonym.last]):
                    choices[unit].append(found)
        self._budget.check()
        having = self._enough(choices, match)
        if len(runs) == 1 and len(runs[0].numbers) == 1 and runs[0].is_number:
            cited = self._postings.cited(runs[0].numbers[0]).rows
            return RowSet(self._size, np.union1d(having.rows, cited)) if len(cited) else having
        return having

    def _enough(self, choices: Mapping[Unit, Sequence[Found]], match: Match) -> RowSet:
        """Return the rows that hold all, most or any of the units. Of grammar only "all" takes notice."""
        match match:
            case Match.ANY:
                return any_of([found for choice in choices.values() for found in choice], self._size)
            case Match.MOST:
                counted = [choice for unit, choice in choices.items() if not unit.stop]
                return many_of(counted, self._size, most_of(len(counted)))
            case _:
                return all_of(list(choices.values()), self._size)

    def _constraint(self, node: Named | During | HasDeadline) -> RowSet:
        columns = self._snapshot.columns
        match node:
            case Named(field, value):
                return named_rows(self._snapshot.tallies, field, value)
            case HasDeadline(expected):
                due = self._snapshot.tallies.of(Facet.DUE.value)
                having = due.rows_with(due.resolve(Facet.DUE, "yes"))
                return having if expected else self._everything.without(having)
            case During(field, period):
                low = period.start.toordinal() if period.start else 1
                high = period.end.toordinal() if period.end else np.iinfo(np.int32).max
                if field is QueryField.DUE:
                    mask = np.zeros(self._size, np.bool_)
                    mask[columns.due_rows[(columns.due_dates >= low) & (columns.due_dates <= high)]] = True
                    return RowSet.of_mask(mask)
                return RowSet.of_mask((columns.date >= low) & (columns.date <= high))


def spelled(unit: Unit) -> Spelled:
    """Return what counts as a unit."""
    return Spelled(unit.spellings, unit.bare)


def _any(masks: Sequence[Mask]) -> RowSet:
    mask: Mask = np.logical_or.reduce(masks)
    return RowSet.of_mask(mask)


def most_of(words: int) -> int:
    """Return how many of so many words are most of them: both of two, two of three, two thirds of more."""
    return words if words < 3 else math.ceil(words * 2 / 3)
