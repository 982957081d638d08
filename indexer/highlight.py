"""Headings and passages cut into matched and other runs, from the spans of the terms themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from analyzers.alignment import align
from analyzers.fold import fold_syllable, syllables
from corpus.model import Span
from indexer.page import SnippetPart
from indexer.syntax import Node
from indexer.terms import QueryTerms, Unit, wanted

PASSAGE = 260  # characters, before it is widened to whole words
_TEXTS_KEPT = 1024  # that were shown last; other pages and other words of a search show them again
_ELLIPSIS = "…"
_BRIDGE = re.compile(r"[ \n\-–/.,]*")  # what may stand between two matched syllables of one mark
_BREAK = re.compile(r"[.;:!?]\s+|\n")


class _Found(NamedTuple):
    """A syllable that a query unit matches.

    `mate` says that its neighbour in the query stands beside it, `likely` that it is spelled as was most likely meant.
    """

    place: int
    start: int
    end: int
    unit: int
    mate: bool = False
    likely: bool = True


class _Read(NamedTuple):
    """The syllables of a text: where each starts and ends, and the places of each search form; `bare` are its own."""

    starts: Sequence[int]
    ends: Sequence[int]
    places: Mapping[str, Sequence[int]]
    bare: Set[str]


class Highlighter:
    """Marks the units of one query in texts. `weights` say how much a passage gains by each unit."""

    def __init__(self, terms: QueryTerms, root: Node, weights: Mapping[Unit, float]) -> None:
        runs = list(terms.runs(wanted(root)))
        typed = dict.fromkeys(unit for run in runs for unit in run.units)
        others = [synonym.units for run in runs for synonym in run.synonyms]
        self._units = list(typed | dict.fromkeys(unit for units in others for unit in units))
        # `dân` of a full form that nobody typed means something only beside the rest of it.
        self._only_mated = {
            self._units.index(u) for units in others for u in units if len(units) > 1 and u not in typed
        }
        self._weights = [weights.get(unit, 1.0) for unit in self._units]
        number = {unit: i for i, unit in enumerate(self._units)}
        readings = [reading for run in runs for reading in run.readings()]
        self._pairs = {(number[a], number[b]) for reading in readings for a, b in pairwise(reading)}
        self._by_spelling: dict[str, int] = {}
        self._by_bare: dict[str, int] = {}
        for i, unit in enumerate(self._units):
            self._by_spelling.update(dict.fromkeys(unit.spellings, i))
            if unit.bare is not None:
                self._by_bare.setdefault(unit.bare, i)

    def mark(self, text: str, *, unmarked: bool = False) -> tuple[SnippetPart, ...]:
        """Return the whole of `text`; `unmarked` says that it was written without diacritics."""
        return _parts(text, self._spans(text, unmarked), 0, len(text))

    def passage(self, text: str, *, unmarked: bool = False) -> tuple[SnippetPart, ...]:
        """Return the passage of about 260 characters that holds most of the query, or the beginning of the text."""
        found = self._found(text, unmarked)
        start, end = self._window(text, found)
        parts = _parts(text, _joined(text, found), start, end)
        before = (SnippetPart(_ELLIPSIS + " "),) if start else ()
        after = (SnippetPart(" " + _ELLIPSIS),) if end < len(text) else ()
        return _merged((*before, *parts, *after))

    def _spans(self, text: str, unmarked: bool) -> list[Span]:
        return _joined(text, self._found(text, unmarked))

    def _found(self, text: str, unmarked: bool) -> list[_Found]:
        """Return the matched syllables, but for lone ones whose unit stands beside its mate elsewhere."""
        found = self._matches(text, unmarked) if self._units else []
        at = {f.place: f for f in found}
        mated = {
            i
            for f in found
            if (after := at.get(f.place + 1)) is not None and (f.unit, after.unit) in self._pairs
            for i in (f.place, f.place + 1)
        }
        paired_units = {at[i].unit for i in mated}
        return [
            f._replace(mate=True) if f.place in mated else f
            for f in found
            if f.place in mated or not (self._is_noise(f.unit, paired_units) or self._is_stray(f))
        ]

    def _is_noise(self, unit: int, paired: Set[int]) -> bool:
        """Say whether a match of the unit on its own says nothing, given the units that stand beside their mates."""
        return unit in paired or unit in self._only_mated or (self._units[unit].stop and bool(paired))

    def _is_stray(self, found: _Found) -> bool:
        """Say whether a match is a spelling not meant, away from its mates: `Sở` for the `so` of `chuyen doi so`."""
        return not found.likely and any(found.unit in pair for pair in self._pairs)

    def _matches(self, text: str, unmarked: bool) -> list[_Found]:
        read = _read(text)
        found = [
            _Found(index, read.starts[index], read.ends[index], unit, likely=self._is_likely(form, unit))
            for form, unit in self._units_in(read, unmarked)
            for index in read.places[form]
        ]
        found.sort()  # by place: each syllable is found once
        return found

    def _units_in(self, read: _Read, unmarked: bool) -> Iterator[tuple[str, int]]:
        """Yield the search forms of a text that units match; in a text without diacritics bare forms do as well."""
        known, places = self._by_spelling, read.places
        fewer, more = (known, places) if len(known) < len(places) else (places, known)
        for form in fewer:
            if form in more:
                yield form, known[form]
        if unmarked:
            for form in read.bare:
                if form in self._by_bare and form not in known:
                    yield form, self._by_bare[form]

    def _is_likely(self, form: str, unit: int) -> bool:
        return form in (self._units[unit].likely, self._units[unit].bare)

    def _window(self, text: str, found: Sequence[_Found]) -> tuple[int, int]:
        """Return the range of the passage: where the distinct units weigh most, then where most of them stand."""
        if len(text) <= PASSAGE + PASSAGE // 4:
            return 0, len(text)
        if not found:
            return 0, _end_of_passage(text, 0)
        start = _lead_in(text, found[self._best_place(found)].start)
        return start, _end_of_passage(text, start)

    def _best_place(self, found: Sequence[_Found]) -> int:
        """Return which match the best run of at most a passage's length begins with."""
        best, chosen, first = (-1.0, 0), 0, 0
        held: dict[int, int] = {}
        mates = 0
        for last, f in enumerate(found):
            held[f.unit] = held.get(f.unit, 0) + 1
            mates += f.mate
            while f.end - found[first].start > PASSAGE:
                left = found[first]
                held[left.unit] -= 1
                mates -= left.mate
                first += 1
            distinct = sum(self._weights[unit] for unit, times in held.items() if times)
            value = (distinct + 0.5 * mates, last - first)
            if value > best:
                best, chosen = value, first
        return chosen


@lru_cache(maxsize=_TEXTS_KEPT)
def _read(text: str) -> _Read:
    """Return the syllables of a text as they are searched."""
    aligned = align(text)
    spans = syllables(aligned.text)
    places: dict[str, list[int]] = {}
    bare = set()
    for index, (start, end) in enumerate(spans):
        form, letters = fold_syllable(aligned.text[start:end])
        places.setdefault(form, []).append(index)
        if form == letters:
            bare.add(form)
    return _Read(*aligned.in_source([start for start, _ in spans], [end for _, end in spans]), places, bare)


def _lead_in(text: str, hit: int) -> int:
    """Return where a passage should begin for a hit: at its sentence if that is near, else a few words before."""
    earliest = hit - PASSAGE // 3
    if earliest < PASSAGE // 4:
        return 0
    begins = [match.end() for match in _BREAK.finditer(text, earliest, hit)]
    return begins[0] if begins else text.find(" ", earliest, hit) + 1 or hit


def _end_of_passage(text: str, start: int) -> int:
    """Return the last gap between words within a passage's length, or that length where there is none."""
    end = start + PASSAGE
    if end >= len(text):
        return len(text)
    gap = max(text.rfind(" ", start + PASSAGE // 2, end), text.rfind("\n", start + PASSAGE // 2, end))
    return gap if gap > 0 else end


def _joined(text: str, found: Sequence[_Found]) -> list[Span]:
    """Return the spans of matches, neighbours with nothing but a space or a dash between them as one."""
    spans: list[Span] = []
    for f in found:
        if spans and f.mate and _BRIDGE.fullmatch(text, spans[-1].end, f.start):
            spans[-1] = Span(spans[-1].start, f.end)
        else:
            spans.append(Span(f.start, f.end))
    return spans


def _parts(text: str, spans: Sequence[Span], start: int, end: int) -> tuple[SnippetPart, ...]:
    parts: list[SnippetPart] = []
    at = start
    for span in spans:
        if span.start < at or span.end > end:
            continue
        parts += [SnippetPart(text[at : span.start]), SnippetPart(span.of(text), hit=True)]
        at = span.end
    parts.append(SnippetPart(text[at:end]))
    return tuple(part for part in parts if part.text)


def _merged(parts: Sequence[SnippetPart]) -> tuple[SnippetPart, ...]:
    """Join neighbours that are alike."""
    merged: list[SnippetPart] = []
    for part in parts:
        if merged and merged[-1].hit == part.hit:
            merged[-1] = SnippetPart(merged[-1].text + part.text, part.hit)
        else:
            merged.append(part)
    return tuple(merged)
