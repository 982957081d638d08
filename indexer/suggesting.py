"""What a person who has typed a few letters may want: headings, agencies, meetings and document numbers.

Every typed word begins a word of what is suggested, in any order, with or without diacritics; an abbreviation stands
for its full form. Agencies, meetings and numbers are looked up in one long text of their names, the most used first;
headings come from a search for what was typed, its last word as a beginning.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from itertools import chain, islice, zip_longest

from analyzers.fold import fold_syllable, syllables
from analyzers.pipeline import Analyzer
from indexer.engine import SearchEngine
from indexer.likeness import BestItems
from indexer.page import FacetCount, Suggestion, SuggestionKind
from indexer.request import AgencyScope, Facet, Match, SearchRequest
from indexer.slugs import slugify
from indexer.subjects import bare_subject

_KINDS = {
    Facet.AGENCY: SuggestionKind.AGENCY,
    Facet.MEETING: SuggestionKind.MEETING,
    Facet.NUMBER: SuggestionKind.NUMBER,
}
_WORDS = 8  # typed; more is a sentence
_INSPECTED = 5000  # names that hold the longest word, at most
_HEADINGS = 40  # hits whose headings are looked at
_EVERYTHING = 1 << 31
_ZEROS = re.compile(r"\b0+(?=\d)")

Word = tuple[str, str]  # as typed, in the form that is searched, and without diacritics


class Names:
    """The names of one facet in one text, the most used first: ` so y te \\n ban to chuc \\n`."""

    def __init__(self, kind: SuggestionKind, values: Sequence[FacetCount]) -> None:
        self._kind = kind
        self._values = values
        self._text = "".join(f"\n {' '.join(bare for _, bare in words_of(value.label))} " for value in values) + "\n"
        self._begins = [match.start() for match in re.finditer("\n", self._text)]

    def beginning_with(self, words: Sequence[Word], limit: int) -> list[Suggestion]:
        """Return the most used names in which every word begins a word, those that begin as was typed before others."""
        found = [self._values[place] for place in islice(self._places(words), 4 * limit)]
        typed = " ".join(bare for _, bare in words)
        found.sort(key=lambda value: not " ".join(b for _, b in words_of(value.label)).startswith(typed))
        return [Suggestion(self._kind, value.label, value.value, value.count) for value in found[:limit]]

    def _places(self, words: Sequence[Word]) -> Iterator[int]:
        longest = max((bare for _, bare in words), key=len)
        at = place = 0
        for _ in range(_INSPECTED):
            at = self._text.find(f" {longest}", at)
            if at < 0:
                return
            place = self._name_at(at, place)
            if has_beginnings(words_of(self._values[place].label), words):
                yield place
            at = self._begins[place + 1]

    def _name_at(self, at: int, least: int) -> int:
        low, high = least, len(self._begins) - 1
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._begins[middle] <= at else (low, middle)
        return low


class Suggester:
    """Suggests over one generation of an engine; making one reads every name once."""

    def __init__(self, engine: SearchEngine, best: BestItems, analyzer: Analyzer) -> None:
        self._best = best
        self._analyzer = analyzer
        everything = SearchRequest(scope=AgencyScope.ANY)
        self._names = {
            facet: Names(kind, engine.facet_values(everything, facet, limit=_EVERYTHING).values)
            for facet, kind in _KINDS.items()
        }

    def suggest(self, text: str, limit: int) -> tuple[Suggestion, ...]:
        """Return at most `limit` suggestions, kinds by turns: numbers first where a digit was typed, else headings."""
        words = words_of(text)
        if not words or len(words) > _WORDS or limit <= 0:
            return ()
        readings = [words, *self._said_otherwise(text, words)]
        named = {facet: self._named(facet, readings, limit) for facet in _KINDS}
        headings = self._headings(words, limit)
        agencies, meetings, numbers = (named[facet] for facet in (Facet.AGENCY, Facet.MEETING, Facet.NUMBER))
        has_digit = any(bare[0].isdigit() for _, bare in words)
        turns = [numbers, meetings, headings, agencies] if has_digit else [headings, agencies, meetings, numbers]
        by_turns = chain.from_iterable(zip_longest(*turns))
        return tuple(islice((suggestion for suggestion in by_turns if suggestion is not None), limit))

    def _named(self, facet: Facet, readings: Sequence[Sequence[Word]], limit: int) -> list[Suggestion]:
        found = chain.from_iterable(self._names[facet].beginning_with(words, limit) for words in readings)
        return list(islice(dict.fromkeys(found), limit))

    def _said_otherwise(self, text: str, words: Sequence[Word]) -> Iterator[list[Word]]:
        """Yield what was typed with an abbreviation written out, or a full form abbreviated."""
        for synonym in self._analyzer.synonyms(text):
            for form in synonym.forms:
                parts = [fold_syllable(syllable) for syllable in form]
                yield [*words[: synonym.position], *parts, *words[synonym.position + synonym.length :]]

    def _headings(self, words: Sequence[Word], limit: int) -> list[Suggestion]:
        """Return the subjects of headings that have every word, the commonest of the best hits first."""
        *whole, (last, bare) = words
        query = " ".join(word for word, _ in whole) + (f" {last}*" if len(bare) > 1 and bare.isalpha() else "")
        if not query.strip():
            return []
        subjects: dict[str, list[str]] = {}
        for record, _ in self._best(SearchRequest(query, match=Match.ALL, facets=()), _HEADINGS):
            about = bare_subject(record.item.heading)
            if has_beginnings(words_of(about), words):
                subjects.setdefault(slugify(about), []).append(about)
        common = sorted(subjects.values(), key=len, reverse=True)[:limit]
        return [Suggestion(SuggestionKind.HEADING, same[0], same[0], len(same)) for same in common]


class LiveSuggester:
    """Suggests over the live generation of an engine; the names of a new one are read with the first letter typed."""

    def __init__(self, engine: SearchEngine, best: BestItems, analyzer: Analyzer) -> None:
        self._engine, self._best, self._analyzer = engine, best, analyzer
        self._making = threading.Lock()
        self._made: tuple[int, Suggester] | None = None  # with its generation

    def suggest(self, text: str, limit: int) -> tuple[Suggestion, ...]:
        """Return at most `limit` suggestions."""
        generation = self._engine.info().generation
        with self._making:
            if self._made is None or self._made[0] != generation:
                self._made = generation, Suggester(self._engine, self._best, self._analyzer)
            suggester = self._made[1]
        return suggester.suggest(text, limit)


def words_of(text: str) -> list[Word]:
    """Return the syllables of a text as they are searched and without diacritics; numbers without leading zeros."""
    folded = (fold_syllable(text[start:end]) for start, end in syllables(text))
    return [(_ZEROS.sub("", word), _ZEROS.sub("", bare)) for word, bare in folded]


def has_beginnings(words: Sequence[Word], typed: Sequence[Word]) -> bool:
    """Say whether every typed word begins one of `words`, diacritics counting where they were typed."""
    return all(any(_begins(word, beginning) for word in words) for beginning in typed)


def _begins(word: Word, beginning: Word) -> bool:
    typed, bare = beginning
    return word[0].startswith(typed) if typed != bare else word[1].startswith(bare)
