"""Which items fit a query tree: one boolean a row."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from indexer.embedded.naming import named_rows
from indexer.embedded.schema import NUMBERS, SYLLABLES
from indexer.kernels.facets import Mask, rows_within
from indexer.kernels.occurrences import Occurrences, phrase, union
from indexer.request import Match
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
    from indexer.embedded.snapshot import Snapshot


class Matcher:
    """Evaluates one query over one snapshot. Units are read once, and ranking shares them."""

    def __init__(self, snapshot: Snapshot, terms: QueryTerms, *, strict: bool = False) -> None:
        self._snapshot = snapshot
        self._terms = terms
        self._is_strict = strict
        self._found: dict[Unit, Occurrences] = {}

    def rows(self, node: Node, match: Match) -> Mask:
        """Return bool[R], the live rows that fit; `match` (never AUTO) says how many words of a group must be there."""
        return self._rows(node, match) & self._snapshot.columns.live

    def of(self, unit: Unit) -> Occurrences:
        """Return where a unit stands in any of its spellings."""
        if unit not in self._found:
            self._found[unit] = self._read(unit)
        return self._found[unit]

    def phrase(self, units: Sequence[Unit]) -> Occurrences:
        """Return where units follow each other, as occurrences of the first."""
        return phrase([self.of(unit) for unit in units])

    def mask(self, occurrences: Occurrences) -> Mask:
        """Return bool[R], the rows with any of the occurrences."""
        mask = np.zeros(self._snapshot.columns.size, np.bool_)
        mask[occurrences.rows] = True
        return mask

    def _read(self, unit: Unit) -> Occurrences:
        postings = self._snapshot.postings
        found = postings.any_of(SYLLABLES, unit.spellings)
        if unit.bare is None or self._is_strict:
            return found
        bare = postings.of(SYLLABLES, unit.bare)
        return union([found, bare.where(self._snapshot.columns.unmarked[bare.rows])])

    def _strict(self) -> Matcher:
        """Return a matcher for what is excluded: `-trồng` leaves items in which a bare `trong` may be anything."""
        return Matcher(self._snapshot, self._terms, strict=True)

    def _rows(self, node: Node, match: Match) -> Mask:
        match node:
            case Words(texts):
                return self._words([self._terms.run(text) for text in texts], match)
            case Phrase(text):
                return self._phrase_rows(self._terms.run(text))
            case Prefix(text):
                return self.mask(self._snapshot.postings.any_of(SYLLABLES, self._terms.prefix(text)))
            case Not(part):
                return ~self._strict()._rows(part, match)
            case And(parts):
                return _all_of([self._rows(part, match) for part in parts])
            case Or(parts):
                return _any_of([self._rows(part, match) for part in parts])
            case Named() | During() | HasDeadline():
                return self._constraint(node)
            case Everything():
                return self._snapshot.columns.live

    def _phrase_rows(self, run: Run) -> Mask:
        """A phrase without any letter or digit asks for nothing."""
        if not run.units:
            return self._snapshot.columns.live
        return _any_of([self.mask(self.phrase(reading)) for reading in run.readings()])

    def _words(self, runs: Sequence[Run], match: Match) -> Mask:
        # A word typed twice is one demand; a document number is met by the number itself, however it is printed.
        units = dict.fromkeys(unit for run in runs for unit in run.units)
        masks = {unit: self.mask(self.of(unit)) for unit in units}
        if not masks:
            return self._snapshot.columns.live
        for run in runs:
            for synonym in run.synonyms:
                found = self.mask(self.phrase(synonym.units))
                for unit in run.units[synonym.first : synonym.last]:
                    masks[unit] = masks[unit] | found
        return enough(masks, match) | self._numbered(runs)

    def _numbered(self, runs: Sequence[Run]) -> Mask:
        """Return the rows that cite the number which a query consists of."""
        mask = np.zeros(self._snapshot.columns.size, np.bool_)
        if len(runs) == 1 and len(runs[0].numbers) == 1 and runs[0].is_number:
            mask |= self.mask(self._snapshot.postings.of(NUMBERS, runs[0].numbers[0]))
        return mask

    def _constraint(self, node: Named | During | HasDeadline) -> Mask:
        columns = self._snapshot.columns
        match node:
            case Named(field, value):
                return named_rows(columns, field, value)
            case HasDeadline(expected):
                due = columns.facets["due"]
                mask = np.zeros(columns.size, np.bool_)
                mask[due.rows[due.ordinals == due.values.index("yes")] if "yes" in due.values else []] = True
                return mask if expected else ~mask
            case During(field, period):
                low = period.start.toordinal() if period.start else 1
                high = period.end.toordinal() if period.end else np.iinfo(np.int32).max
                if field is QueryField.DUE:
                    return rows_within(columns.due_rows, columns.due_dates, low, high, columns.size)
                return (columns.date >= low) & (columns.date <= high)


def enough(masks: dict[Unit, Mask], match: Match) -> Mask:
    """Return the rows that hold all, most or any of the units. Grammar counts towards "most" of grammar alone."""
    match match:
        case Match.ANY:
            return _any_of(list(masks.values()))
        case Match.MOST:
            counted = [mask for unit, mask in masks.items() if not unit.stop]
            mask: Mask = np.sum(counted, axis=0) >= most_of(len(counted))
            return mask
        case _:
            return _all_of(list(masks.values()))


def _all_of(masks: Sequence[Mask]) -> Mask:
    mask: Mask = np.logical_and.reduce(masks)
    return mask


def _any_of(masks: Sequence[Mask]) -> Mask:
    mask: Mask = np.logical_or.reduce(masks)
    return mask


def most_of(words: int) -> int:
    """Return how many of so many words are most of them: both of two, two of three, two thirds of more."""
    return words if words < 3 else math.ceil(words * 2 / 3)
