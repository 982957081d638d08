"""The ranking formula in plain Python, one item at a time, from the decoded terms of a stock index."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise

from analyzers.pipeline import shared_analyzer
from corpus.model import ConclusionItem, Document
from indexer.embedded.found import Spelled
from indexer.embedded.matching import spelled
from indexer.facets import number_identity
from indexer.features import Features, features_of
from indexer.sections import sections_of
from indexer.syntax import Node
from indexer.terms import QueryTerms, Run, Unit, wanted
from indexer.weights import WEIGHTS
from tests.parity.stock import SECTIONS, Stock, is_unmarked

W = WEIGHTS
BODY = ("heading", "text")


@dataclass(frozen=True)
class Row:
    """An item as the formula sees it."""

    id: str
    sections: Mapping[str, list[str]]
    unmarked: bool
    words: Counter[str]
    numbers: Mapping[str, frozenset[str]]
    order: tuple[int, int]  # the newest first, then by document and place

    @property
    def body(self) -> int:
        return sum(len(self.sections[name]) for name in BODY)

    @cached_property
    def slots(self) -> list[tuple[int, str]]:
        """The places of the body: the text begins one place behind the heading's end."""
        heading, text = self.sections["heading"], self.sections["text"]
        return [*enumerate(heading), *enumerate(text, len(heading) + 1)]

    def is_one(self, term: str, unit: Spelled) -> bool:
        return term in unit.spellings or (self.unmarked and term == unit.bare)

    def count(self, unit: Spelled, names: Sequence[str]) -> int:
        return sum(self.is_one(term, unit) for name in names for term in self.sections[name])

    def count_phrase(self, units: Sequence[Spelled], names: Sequence[str]) -> int:
        return len([1 for name in names for _ in self.phrase_places(units, name)])

    def phrase_places(self, units: Sequence[Spelled], name: str) -> list[int]:
        terms = self.sections[name]
        last = len(terms) - len(units) + 1
        return [at for at in range(last) if all(self.is_one(terms[at + i], unit) for i, unit in enumerate(units))]

    def body_places(self, units: Sequence[Spelled]) -> list[int]:
        behind = len(self.sections["heading"]) + 1
        return [
            *self.phrase_places(units, "heading"),
            *(behind + at for at in self.phrase_places(units, "text")),
        ]


def read_rows(stock: Stock) -> dict[str, Row]:
    """Return the live items of a stock index by id."""
    rows, rank = {}, 0
    for document in stock.corpus.kept:
        for item, sections in zip(document.items, sections_of(document), strict=True):
            texts = (sections.heading, sections.text, sections.context)
            rows[document.item_id(item)] = _row(stock, document, item, texts, rank)
            rank += 1
    return rows


def _row(stock: Stock, document: Document, item: ConclusionItem, texts: tuple[str, str, str], rank: int) -> Row:
    analyses = shared_analyzer().analyses(list(texts))
    name = document.item_id(item)
    return Row(
        name,
        stock.tokens[name],
        is_unmarked(analyses),
        Counter(word.text for analysis in analyses[:2] for word in analysis.words),
        {
            section: frozenset(number_identity(n.text) for n in analysis.numbers)
            for section, analysis in zip(SECTIONS, analyses, strict=True)
        },
        (-document.date.toordinal() if document.date else 0, rank),
    )


def _has_number(row: Row, number: str, names: Sequence[str]) -> int:
    return int(any(number in row.numbers[name] for name in names))


Phrases = dict[tuple[int, ...], list[tuple[Spelled, ...]]]


class Formula:
    """Scores of one query over the rows of a corpus."""

    def __init__(self, rows: Mapping[str, Row], terms: QueryTerms, root: Node) -> None:
        self.rows = rows
        self.items = len(rows)
        self.typed = terms.is_typed
        runs = list(terms.runs(wanted(root)))
        self.features = features_of(runs, W)
        self.said = _said(runs, self.features)
        self.every = [spelled(unit) for unit in self.features.units]
        self.likely = [_likely(unit) for unit in self.features.units]
        folded = any(unit.is_folded for unit in self.features.units)
        self.shares = (
            [(self.likely, 1 - W.any_spelling), (self.every, W.any_spelling)] if folded else [(self.every, 1.0)]
        )
        self.stops = [W.stop if unit.stop else 1.0 for unit in self.features.units]
        self._mean = {
            "body": max(sum(row.body for row in rows.values()) / max(self.items, 1), 1.0),
            **{
                name: max(sum(len(row.sections[name]) for row in rows.values()) / max(self.items, 1), 1.0)
                for name in SECTIONS
            },
        }
        self._df: dict[object, int] = {}

    @property
    def is_empty(self) -> bool:
        return not (self.features.units or self.features.numbers)

    def idf(self, df: int) -> float:
        return math.log(1 + (self.items - df + 0.5) / (df + 0.5))

    def df(self, key: object, tf: Callable[[Row], int]) -> int:
        if key not in self._df:
            self._df[key] = sum(tf(row) > 0 for row in self.rows.values())
        return self._df[key]

    def bm25(self, tf: int, length: int, section: str, k1: float) -> float:
        return tf * (k1 + 1) / (tf + k1 * (1 - W.b + W.b * length / self._mean[section]))

    # -- frequencies ---------------------------------------------------------------------------------------------------

    def unit_tf(self, row: Row, units: list[Spelled], number: int) -> int:
        tf = min(row.count(units[number], BODY), 255)
        return min(tf + sum(self._said_tf(row, parts) for parts in self.said.get((number,), ())), 255)

    def _said_tf(self, row: Row, parts: tuple[Spelled, ...]) -> int:
        return min(row.count_phrase(parts, BODY), 127 if len(parts) == 2 else 255)

    def pair_tf(self, row: Row, units: list[Spelled], pair: tuple[int, int]) -> int:
        tf = min(row.count_phrase([units[pair[0]], units[pair[1]]], BODY), 127)
        return min(tf + sum(self._said_tf(row, parts) for parts in self.said.get(pair, ())), 255)

    def unit_idf(self, units: list[Spelled], number: int) -> float:
        return self.idf(self.df((units is self.likely, number), lambda row: self.unit_tf(row, units, number)))

    def pair_idf(self, units: list[Spelled], pair: tuple[int, int]) -> float:
        return self.idf(self.df((units is self.likely, pair), lambda row: self.pair_tf(row, units, pair)))

    # -- first stage ---------------------------------------------------------------------------------------------------

    def units(self, row: Row, units: list[Spelled]) -> float:
        return sum(
            self.stops[n]
            * self.unit_idf(units, n)
            * self.bm25(self.unit_tf(row, units, n), row.body, "body", W.unit_k1)
            for n in range(len(units))
        )

    def pairs(self, row: Row, units: list[Spelled]) -> float:
        return sum(
            weight * self.pair_idf(units, p) * self.bm25(self.pair_tf(row, units, p), row.body, "body", W.pair_k1)
            for p, weight in self.features.apart[1].items()
        )

    def known(self, row: Row) -> float:
        factor = W.context_of_short if self.features.is_short else W.context
        score = 0.0
        for number, unit in enumerate(self.every):
            df = self.df(("context", number), lambda r, unit=unit: r.count(unit, ("context",)))  # type: ignore[misc]
            tf = min(row.count(unit, ("context",)), 255)
            impact = self.bm25(tf, len(row.sections["context"]), "context", W.unit_k1)
            score += factor * self.stops[number] * self.idf(df) * impact
        return score + sum(self._number(row, number) for number in self.features.numbers)

    def _number(self, row: Row, number: str) -> float:
        places: dict[str, tuple[tuple[str, ...], float]] = {
            "heading": (("heading",), W.number_in_heading),
            "body": (BODY, W.number_in_text),
            "context": (("context",), W.number_in_context),
        }
        score = 0.0
        for key, (names, weight) in places.items():
            has = partial(_has_number, number=number, names=names)
            score += weight * self.idf(self.df((key, number), has)) * has(row)
        return score

    def first(self, row: Row) -> float:
        score = self.known(row)
        score += sum(share * (self.units(row, units) + self.pairs(row, units)) for units, share in self.shares)
        return score * self._penalty(row)

    def _penalty(self, row: Row) -> float:
        return W.unmarked if self.typed and row.unmarked else 1.0

    # -- second stage --------------------------------------------------------------------------------------------------

    def second(self, candidates: Sequence[Row]) -> dict[str, float]:
        """Return the scores of the candidates."""
        scores = {row.id: self.known(row) for row in candidates}
        for units, share in self.shares:
            stage = Second(self, units, candidates)
            for row in candidates:
                scores[row.id] += share * stage.score(row)
        return {row.id: scores[row.id] * self._penalty(row) for row in candidates}


class Second:
    """The second stage of one reading."""

    def __init__(self, formula: Formula, units: list[Spelled], candidates: Sequence[Row]) -> None:
        self.f = formula
        self.spelled = units
        self.features = formula.features
        self.matches = {row.id: self._matches(row) for row in candidates}
        self.candidates = candidates
        self.near_idf = [self._among(lambda row, p=p: self.near_tf(row, p)) for p in self.features.near]  # type: ignore[misc]
        self.gap_idf = {
            (distance, pair): self._among(lambda row, d=distance, p=pair: len(self._apart(row, d, p)))  # type: ignore[misc]
            for distance, pairs in self.features.apart.items()
            if distance > 1
            for pair in pairs
        }

    def _among(self, tf: Callable[[Row], int]) -> float:
        return self.f.idf(sum(tf(row) > 0 for row in self.candidates))

    def _matches(self, row: Row) -> list[tuple[int, int]]:
        """Return (slot, unit) of each place in the body; a synonym stands at its first syllable."""
        found = [(s, n) for s, term in row.slots for n, unit in enumerate(self.spelled) if row.is_one(term, unit)]
        for feature, phrases in self.f.said.items():
            if len(feature) == 1:
                found += [(slot, feature[0]) for parts in phrases for slot in row.body_places(parts)]
        return sorted(found)

    def score(self, row: Row) -> float:
        short = self.features.is_short
        score = W.unit * self.f.units(row, self.spelled)
        score += (W.pair_of_short if short else W.pair) * self.f.pairs(row, self.spelled)
        score += W.near * sum(
            idf * self.f.bm25(self.near_tf(row, pair), row.body, "body", W.pair_k1)
            for pair, idf in zip(self.features.near, self.near_idf, strict=True)
        )
        score += self._headings(row, short=short)
        score += W.word * sum(self._word(row, word) for word in self.features.words)
        return score + W.window * self._window(row)

    def _word(self, row: Row, word: str) -> float:
        idf = self.f.idf(self.f.df(("word", word), lambda other: other.words[word]))
        return idf * self.f.bm25(min(row.words[word], 255), row.body, "body", W.pair_k1)

    def near_tf(self, row: Row, pair: tuple[int, int]) -> int:
        lower, higher = pair
        found = self.matches[row.id]
        return sum(
            unit == lower and any(other == higher and abs(at - slot) <= W.near_in_item for at, other in found)
            for slot, unit in found
        )

    def _headings(self, row: Row, *, short: bool) -> float:
        length = len(row.sections["heading"])
        heading = [unit for slot, unit in self.matches[row.id] if slot < length]
        factor = W.heading_of_short if short else W.heading
        score = sum(
            factor
            * self.f.stops[n]
            * self.f.unit_idf(self.spelled, n)
            * self.f.bm25(heading.count(n), length, "heading", W.unit_k1)
            for n in range(len(self.spelled))
        )
        if short:
            for (first, second), weight in self.features.apart[1].items():
                idf = weight * self.f.pair_idf(self.spelled, (first, second))
                pair = [self.spelled[first], self.spelled[second]]
                for name, own in (("heading", W.heading_pair_of_short), ("context", W.context_pair_of_short)):
                    tf = row.count_phrase(pair, (name,))
                    score += own * idf * self.f.bm25(tf, len(row.sections[name]), name, W.pair_k1)
        return score

    def _apart(self, row: Row, distance: int, pair: tuple[int, int]) -> list[int]:
        found = set(self.matches[row.id])
        return [slot for slot, unit in found if unit == pair[0] and (slot + distance, pair[1]) in found]

    def _window(self, row: Row) -> float:
        """Return the best window of 48 places, one every 24, by the distinct features that stand in it whole."""
        places: list[tuple[int, int, object, float]] = [
            (slot, slot + 1, unit, self.f.stops[unit] * self.f.unit_idf(self.spelled, unit))
            for slot, unit in self.matches[row.id]
        ]
        for distance, pairs in self.features.apart.items():
            for pair, weight in pairs.items():
                own = weight * (self.f.pair_idf(self.spelled, pair) if distance == 1 else self._gap(distance, pair))
                places += [(at, at + distance + 1, (distance, pair), own) for at in self._apart(row, distance, pair)]
        best = 0.0
        for begin in range(0, max((end for _, end, _, _ in places), default=0), W.window_width // 2):
            end = begin + W.window_width
            best = max(best, sum({f: own for a, b, f, own in places if begin <= a and b <= end}.values()))
        return best

    def _gap(self, distance: int, pair: tuple[int, int]) -> float:
        return W.gap_pair * self.gap_idf[distance, pair]


def _said(runs: Sequence[Run], features: Features) -> Phrases:
    index = {unit: number for number, unit in enumerate(features.units)}
    said: Phrases = {}
    for run in runs:
        for synonym in run.synonyms:
            parts = tuple(spelled(unit) for unit in synonym.units)
            numbers = [index[unit] for unit in run.units[synonym.first : synonym.last]]
            for feature in [*((number,) for number in numbers), *pairwise(numbers)]:
                if parts not in said.setdefault(feature, []):
                    said[feature].append(parts)
    return said


def _likely(unit: Unit) -> Spelled:
    return Spelled((unit.likely,)) if unit.is_folded and unit.likely in unit.spellings else spelled(unit)
