"""A query tree as the server's query: the same demands that the embedded engine makes of its postings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from indexer.opensearch import queries
from indexer.opensearch.mapping import ANY_ROLE, column
from indexer.opensearch.mapping import term as wire
from indexer.opensearch.queries import EVERYTHING, NOTHING, Query, all_of, any_of, between, none_of
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
    from indexer.opensearch.snapshot import Snapshot

_FACETS = {
    QueryField.AGENCY: Facet.AGENCY,
    QueryField.MEETING: Facet.MEETING,
    QueryField.NUMBER: Facet.NUMBER,
    QueryField.KIND: Facet.KIND,
}
UNMARKED = queries.term("unmarked", value=True)
_EVERYWHERE = "syllables"  # the field of all sections


class Matcher:
    """Translates one query for one generation."""

    def __init__(self, snapshot: Snapshot, terms: QueryTerms, *, strict: bool = False) -> None:
        self._snapshot = snapshot
        self._terms = terms
        self._is_strict = strict

    def query(self, node: Node, match: Match) -> Query:
        """Return what fits a tree; `match` (never AUTO) says how many words of a group must be there."""
        match node:
            case Words(texts):
                return self._words([self._terms.run(text) for text in texts], match)
            case Phrase(text):
                return self._typed_phrase(self._terms.run(text))
            case Prefix(text):
                return queries.terms(_EVERYWHERE, [wire(s) for s in self._terms.prefix(text)])
            case Not(part):
                return none_of(Matcher(self._snapshot, self._terms, strict=True).query(part, match))
            case And(parts):
                return all_of([self.query(part, match) for part in parts])
            case Or(parts):
                return any_of([self.query(part, match) for part in parts])
            case Named(field, value):
                return self._named(_FACETS[field], value)
            case HasDeadline(expected):
                due = queries.term(column(Facet.DUE), "yes")
                return due if expected else none_of(due)
            case During(field, period):
                low = period.start.toordinal() if period.start else 1
                high = period.end.toordinal() if period.end else None
                return between("due" if field is QueryField.DUE else "date", low, high)
            case Everything():
                return EVERYTHING

    def unit(self, unit: Unit, field: str = _EVERYWHERE) -> Query:
        """Return the items that hold a unit in any of its spellings."""
        found = queries.terms(field, [wire(spelling) for spelling in unit.spellings])
        bare = self.bare(unit)
        return found if bare is None else any_of([found, all_of([UNMARKED, queries.term(field, wire(bare))])])

    def phrase(self, units: Sequence[Unit], field: str = _EVERYWHERE) -> Query:
        """Return the items in which units follow each other within a section."""
        plain = _span(field, [unit.spellings for unit in units])
        bare = [self.bare(unit) for unit in units]
        if not any(bare):
            return plain
        widened = [(*unit.spellings, *([b] if b else [])) for unit, b in zip(units, bare, strict=True)]
        return any_of([plain, all_of([UNMARKED, _span(field, widened)])])

    def bare(self, unit: Unit) -> str | None:
        """Return the bare form that counts as well in items typed without diacritics, if any such item has it."""
        if unit.bare is None or self._is_strict or not self._snapshot.lexicon.stands_unmarked(unit.bare):
            return None
        return unit.bare

    def _typed_phrase(self, run: Run) -> Query:
        """A phrase without any letter or digit asks for nothing."""
        return any_of([self.phrase(reading) for reading in run.readings()]) if run.units else EVERYTHING

    def _words(self, runs: Sequence[Run], match: Match) -> Query:
        # A word typed twice is one demand; a document number is met by the number itself, however it is printed.
        units = list(dict.fromkeys(unit for run in runs for unit in run.units))
        if not units:
            return EVERYTHING
        said: dict[Unit, list[Query]] = {}
        for run in runs:
            for synonym in run.synonyms:
                found = self.phrase(synonym.units)
                for unit in run.units[synonym.first : synonym.last]:
                    said.setdefault(unit, []).append(found)
        wanted = {unit: any_of([self.unit(unit), *said.get(unit, ())]) for unit in units}
        return any_of([self._enough(wanted, match), self._numbered(runs)])

    def _enough(self, wanted: dict[Unit, Query], match: Match) -> Query:
        """Return what holds all, most or any of the units. Grammar counts towards "most" of grammar alone."""
        match match:
            case Match.ANY:
                return any_of(list(wanted.values()))
            case Match.MOST:
                counted = [query for unit, query in wanted.items() if not unit.stop]
                return any_of(counted, most_of(len(counted)))
        return all_of(list(wanted.values()))

    def _numbered(self, runs: Sequence[Run]) -> Query:
        """Return the items that cite the number which a query consists of."""
        if len(runs) == 1 and len(runs[0].numbers) == 1 and runs[0].is_number:
            return queries.term("numbers", wire(runs[0].numbers[0]))
        return NOTHING

    def _named(self, facet: Facet, value: str) -> Query:
        name = ANY_ROLE if facet is Facet.AGENCY else facet.value
        meant = self._snapshot.names.meant(facet, name, value)
        return queries.terms(column(name), [found.identity for found in meant])


def most_of(words: int) -> int:
    """Return how many of so many words are most of them: both of two, two of three, two thirds of more."""
    return words if words < 3 else math.ceil(words * 2 / 3)


def _span(field: str, parts: Sequence[Sequence[str]]) -> Query:
    """Return the rows in which one of each part's spellings follows one of the part before."""
    if not parts or not all(parts):
        return NOTHING
    if len(parts) == 1:
        return queries.terms(field, [wire(spelling) for spelling in parts[0]])
    clauses = [_any_spelling(field, spellings) for spellings in parts]
    return {"span_near": {"clauses": clauses, "slop": 0, "in_order": True}}


def _any_spelling(field: str, spellings: Sequence[str]) -> Query:
    clauses = [{"span_term": {field: wire(spelling)}} for spelling in spellings]
    return clauses[0] if len(clauses) == 1 else {"span_or": {"clauses": clauses}}
