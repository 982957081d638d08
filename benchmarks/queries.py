"""The query classes of the engine benchmark, drawn from the items themselves by how frequent their words are.

Words are taken together from one item, so that every query finds something. A word is rare in up to one item of a
thousand, common in two to ten of a hundred, very common in more than three of ten. Only queries that mean the same to
every engine are drawn: letters alone, spelled the way they mostly are, without abbreviations that ours would widen.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from analyzers.pipeline import shared_analyzer
from benchmarks.rows import FACETS, GAP, Row, terms
from corpus.orthography import fold_diacritics
from indexer.request import Facet, FacetSelection, Match, SearchRequest
from indexer.slugs import agency_id

_TRIES = 4000


class Form(StrEnum):
    """How the terms of a query are to be met."""

    ALL = "all"
    ANY = "any"
    PHRASE = "phrase"
    PREFIX = "prefix"
    EXCEPT = "except"  # the first term without the second
    BARE = "bare"  # all, whatever their diacritics
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Query:
    """One query in terms that every engine understands. `dates` are two ordinals, both included.

    `selections` are one value of some facets, agencies by name.
    """

    form: Form
    terms: tuple[str, ...] = ()
    dates: tuple[int, int] | None = None
    selections: tuple[tuple[Facet, str], ...] = ()

    def request(self, *, passages: bool = False) -> SearchRequest:
        """Return the query as a person would type it into ours: ten hits and three facets of twenty values."""
        words = " ".join(self.terms)
        typed = {Form.PHRASE: f'"{words}"', Form.PREFIX: f"{words}*", Form.EXCEPT: " -".join(self.terms)}
        query = typed.get(self.form, words)
        if self.dates:
            first, last = (dt.date.fromordinal(day).isoformat() for day in self.dates)
            query = f"{query} ngay:{first}..{last}"
        return SearchRequest(
            query=query,
            selections=tuple(FacetSelection(facet, (_value(facet, name),)) for facet, name in self.selections),
            match=Match.ANY if self.form is Form.ANY else Match.ALL,
            facet_size=20,
            facets=FACETS,
            passages=passages,
        )


def _value(facet: Facet, name: str) -> str:
    return agency_id(name) if facet is Facet.AGENCY else name


@dataclass(frozen=True, slots=True)
class QueryClass:
    """Queries of one kind and about one frequency."""

    name: str
    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """The share of items that hold a word: more than `low`, at most `high`."""

    low: float
    high: float


RARE = Band(0.0, 0.001)
COMMON = Band(0.02, 0.1)
VERY_COMMON = Band(0.3, 1.0)
FAIR = Band(0.005, 0.3)


class Drawer:
    """Draws queries from a sample of rows; the same sample and seed give the same queries."""

    def __init__(self, sample: Sequence[Row], seed: int = 7) -> None:
        self._rng = random.Random(seed)
        self._sample = sample
        self._sections = [row.body.split(f" {GAP} ") for row in sample]
        self._items = Counter(term for row in sample for term in set(row.body.split()))
        self._spellings: dict[str, Counter[str]] = {}
        for term, count in self._items.items():
            self._spellings.setdefault(fold_diacritics(term), Counter())[term] = count

    def classes(self, each: int) -> tuple[QueryClass, ...]:
        """Return every class with up to `each` distinct queries."""
        return tuple(QueryClass(name, tuple(self._distinct(draw, each))) for name, draw in self._draws().items())

    def _draws(self) -> dict[str, Callable[[], Query | None]]:
        return {
            "rare term": lambda: self._words(Form.ALL, 1, RARE),
            "common term": lambda: self._words(Form.ALL, 1, COMMON),
            "very common term": lambda: self._words(Form.ALL, 1, VERY_COMMON),
            "AND of 2": lambda: self._words(Form.ALL, 2, FAIR),
            "AND of 3": lambda: self._words(Form.ALL, 3, FAIR),
            "AND of 5": lambda: self._words(Form.ALL, 5, FAIR),
            "AND of 8": lambda: self._words(Form.ALL, 8, FAIR),
            "OR of 3": lambda: self._words(Form.ANY, 3, COMMON),
            "OR of 5": lambda: self._words(Form.ANY, 5, COMMON),
            "OR of 2 rare": lambda: self._words(Form.ANY, 2, Band(0.0, 0.005)),
            "phrase of 2, common": lambda: self._run(2, COMMON),
            "phrase of 2, very common": lambda: self._run(2, VERY_COMMON),
            "phrase of 4": lambda: self._run(4, FAIR),
            "prefix of 2 letters": lambda: self._prefix(2, COMMON),
            "prefix of 4 letters": lambda: self._prefix(4, FAIR),
            "AND of 3, date range": self._dated,
            "OR of 3, agency chosen": lambda: self._chosen(Form.ANY, 3, COMMON, (Facet.AGENCY,)),
            "AND of 2, agency and meeting chosen": lambda: self._chosen(
                Form.ALL, 2, FAIR, (Facet.AGENCY, Facet.MEETING)
            ),
            "term, number chosen": lambda: self._chosen(Form.ALL, 1, VERY_COMMON, (Facet.NUMBER,)),
            "all items": lambda: Query(Form.EVERYTHING),
            "term without another": self._except,
            "3 bare syllables": self._bare,
        }

    def _distinct(self, draw: Callable[[], Query | None], each: int) -> Iterator[Query]:
        seen: set[Query] = set()
        for _ in range(_TRIES):
            query = draw()
            if query is not None and query not in seen and _means_itself(query.terms):
                seen.add(query)
                yield query
            if len(seen) == each:
                return

    def _words(self, form: Form, count: int, band: Band, row: int | None = None) -> Query | None:
        """Draw words of one item in the order they have there."""
        held = dict.fromkeys(term for part in self._sections[self._row(row)] for term in part.split())
        fitting = [term for term in held if self._is_in(term, band)]
        if len(fitting) < count:
            return None
        chosen = sorted(self._rng.sample(range(len(fitting)), count))
        return Query(form, tuple(fitting[place] for place in chosen))

    def _run(self, count: int, band: Band) -> Query | None:
        """Draw words that follow each other, the rarest of them within the band."""
        section = self._rng.choice(self._sections[self._row()]).split()
        if len(section) < count:
            return None
        first = self._rng.randrange(len(section) - count + 1)
        run = tuple(section[first : first + count])
        shares = [self._items[term] / len(self._sample) for term in run]
        fits = band.low < min(shares) <= band.high and all(map(self._is_plain, run))
        return Query(Form.PHRASE, run) if fits else None

    def _prefix(self, letters: int, band: Band) -> Query | None:
        query = self._words(Form.PREFIX, 1, band)
        if query is None or len(query.terms[0]) <= letters:
            return None
        beginning = query.terms[0][:letters]
        if letters < 3:
            return replace(query, terms=(fold_diacritics(beginning),))
        # `khoả` would be read as the syllable `khỏa`, which `khoảng` does not begin with.
        return replace(query, terms=(beginning,)) if terms(beginning)[0] == (beginning,) else None

    def _except(self) -> Query | None:
        """Draw a word of one item and a word of another that the first has not."""
        row = self._row()
        one, other = self._words(Form.EXCEPT, 1, Band(0.05, 1.0), row), self._words(Form.ALL, 1, Band(0.05, 1.0))
        if one is None or other is None or other.terms[0] in self._sample[row].body.split():
            return None
        return replace(one, terms=(*one.terms, *other.terms))

    def _dated(self) -> Query | None:
        row = self._row()
        query = self._words(Form.ALL, 3, FAIR, row)
        days = [self._sample[row].date, self._rng.choice(self._sample).date]
        return replace(query, dates=(min(days), max(days))) if query and min(days) < max(days) else None

    def _chosen(self, form: Form, count: int, band: Band, facets: Sequence[Facet]) -> Query | None:
        """Draw words and values of facets from one item."""
        row = self._row()
        query = self._words(form, count, band, row)
        values = [self._sample[row].values[FACETS.index(facet)] for facet in facets]
        if query is None or not all(values):
            return None
        return replace(query, selections=tuple((f, self._rng.choice(v)) for f, v in zip(facets, values, strict=True)))

    def _bare(self) -> Query | None:
        query = self._words(Form.BARE, 3, FAIR)
        return replace(query, terms=tuple(map(fold_diacritics, query.terms))) if query else None

    def _row(self, row: int | None = None) -> int:
        return self._rng.randrange(len(self._sample)) if row is None else row

    def _is_in(self, term: str, band: Band) -> bool:
        share = self._items[term] / len(self._sample)
        return band.low < share <= band.high and term != fold_diacritics(term) and self._is_plain(term)

    def _is_plain(self, term: str) -> bool:
        """Say whether a term is of letters, and no rare spelling of what is mostly spelled otherwise."""
        if not term.isalpha() or len(term) < 2:
            return False
        spellings = self._spellings[fold_diacritics(term)]
        return term != fold_diacritics(term) or 2 * spellings[term] > spellings.total()


def _means_itself(terms: Sequence[str]) -> bool:
    """Say whether ours would look for nothing beside the terms: no abbreviation of them, no full form."""
    return not shared_analyzer().synonyms(" ".join(terms))
