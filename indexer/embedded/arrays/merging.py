"""Several segments as one: terms renumbered, deleted rows dropped, postings laid behind each other.

Nothing is inverted again. Tokens and postings are copied in pieces of bounded size, and columns of the rows one by one;
what is held whole are one number a row, term and pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.embedded.arrays.container import Array, ArrayFileWriter, Longs
from indexer.embedded.arrays.merging_rows import Source, merge_rows, merged_starts, release
from indexer.embedded.arrays.rows import Mask
from indexer.embedded.arrays.segment import ArraySegment
from indexer.embedded.arrays.strings import united
from indexer.embedded.arrays.writing import add_pair_keys, add_strings
from indexer.embedded.schema import NUMBERS, SYLLABLES, WORDS
from indexer.kernels.merging import live_counts, placed

_PIECE = 1 << 21  # postings or tokens that are handled at a time
_KINDS = {"docs": np.uint32, "tf": np.uint16, "heading": np.uint8}


def merge_segments(path: Path, segments: Sequence[tuple[ArraySegment, Mask]]) -> int:
    """Write a new segment of one or more, each with its rows that stay (bool [R], whole documents); return its rows."""
    sources, base = [], 0
    for segment, present in segments:
        sources.append(Source(segment, present, np.where(present, np.cumsum(present) - 1 + base, -1)))
        base += int(np.count_nonzero(present))
    with path.open("wb") as file:
        writer = ArrayFileWriter(file)
        _merge_tokens(writer, sources, merged_starts(sources))
        for field in (WORDS, NUMBERS):
            postings = _term_postings(sources, field)
            add_strings(writer, field, postings[0])
            postings[1].write(writer)
        merge_rows(writer, sources)
        writer.finish()
    return base


# -- postings ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Postings:
    """The postings of one field to be merged: of each source the new number of each term, ascending, int64.

    A term that is left in no row has the number of one before it, and no posting that stays. `bounds` int64 [n+1].
    """

    field: str
    sources: Sequence[Source]
    terms: Sequence[Longs]
    bounds: Longs

    def write(self, writer: ArrayFileWriter) -> None:
        """Write bounds, rows and frequencies."""
        writer.add(f"{self.field}.postings.bounds", self.bounds)
        parts = ("docs", "tf", "heading") if self.field == NUMBERS else ("docs", "tf")
        for part in parts:
            kind: npt.DTypeLike = np.uint8 if self.field == "pairs" and part == "tf" else _KINDS[part]
            writer.stream(f"{self.field}.postings.{part}", self._pieces(part, kind), dtype=kind)

    def _pieces(self, part: str, kind: npt.DTypeLike) -> Iterator[Array]:
        for first, end in _cut(self.bounds, _PIECE):
            start = self.bounds[first]
            following = self.bounds[first:end] - start
            piece = np.empty(self.bounds[end] - start, kind)
            for source, terms in zip(self.sources, self.terms, strict=True):
                low, high = np.searchsorted(terms, (first, end)).tolist()
                self._place(source, (low, high), terms[low:high] - first, following, part, piece)
            release(self.sources)
            yield piece

    def _place(
        self, source: Source, span: tuple[int, int], terms: Longs, following: Longs, part: str, piece: Array
    ) -> None:
        """Copy the postings of some terms of a source to where they go."""
        sections = source.segment.sections
        bounds = sections[f"{self.field}.postings.bounds"].slice(span[0], span[1] + 1)
        docs = sections[f"{self.field}.postings.docs"].slice(int(bounds[0]), int(bounds[-1]))
        places = placed(np.diff(bounds), docs, terms, source.rows, following)
        if part == "docs":
            values: Array = source.rows[docs]
        else:
            values = sections[f"{self.field}.postings.{part}"].slice(int(bounds[0]), int(bounds[-1]))
        stays = places >= 0
        piece[places[stays]] = values[stays]


def _cut(bounds: Longs, size: int) -> Iterator[tuple[int, int]]:
    """Cut terms into runs of at most `size` postings, or of one term that has more."""
    first = 0
    while first < len(bounds) - 1:
        end = max(int(np.searchsorted(bounds, bounds[first] + size, side="right")) - 1, first + 1)
        yield first, end
        first = end


def _counts(source: Source, field: str) -> Longs:
    """Return int64 [n]: in how many rows that stay each term of a source stands."""
    sections = source.segment.sections
    bounds = sections[f"{field}.postings.bounds"].all()
    if source.present.all():
        return np.diff(bounds)
    return live_counts(bounds, sections[f"{field}.postings.docs"].all(), source.rows)


def _renumbered(places: Sequence[Longs], counts: Sequence[Longs], size: int) -> tuple[Longs, list[Longs], Longs]:
    """Drop of `size` united terms those that no row has; `places` are the terms of each source among them.

    Returns int64 the places that stay, the new number of each term of each source, and the bounds of the postings.
    """
    total = np.zeros(max(size, 1), np.int64)  # of pairs there may be none left, and all have the place 0
    for place, count in zip(places, counts, strict=True):
        np.add.at(total, place, count)
    stays = total > 0
    numbers = np.maximum(np.cumsum(stays) - 1, 0)
    bounds = np.concatenate(([0], np.cumsum(total[stays])))
    return np.flatnonzero(stays), [numbers[place] for place in places], bounds


def _term_postings(sources: Sequence[Source], field: str) -> tuple[Any, _Postings]:
    """Return the united terms of a field and their postings."""
    terms, maps = united([source.segment.terms(field).strings() for source in sources])
    ordered, rank = terms.sorted()
    places = [rank[own].astype(np.int64) for own in maps]
    stays, numbers, bounds = _renumbered(places, [_counts(source, field) for source in sources], len(ordered))
    return ordered.take(stays), _Postings(field, sources, numbers, bounds)


# -- tokens and pairs --------------------------------------------------------------------------------------------------


def _merge_tokens(writer: ArrayFileWriter, sources: Sequence[Source], starts: Longs) -> None:
    terms, postings = _term_postings(sources, SYLLABLES)
    add_strings(writer, SYLLABLES, terms)
    writer.add("syllables.cf", _occurrences(postings, len(terms)))
    postings.write(writer)
    writer.stream("fwd", _tokens(postings), dtype=np.int32)
    writer.add("row_starts", starts)
    _merge_pairs(writer, postings, len(terms))


def _occurrences(postings: _Postings, size: int) -> npt.NDArray[np.uint32]:
    total = np.zeros(max(size, 1), np.int64)  # where nothing stays, the numbers of all terms are 0
    for source, terms in zip(postings.sources, postings.terms, strict=True):
        gone, _ = source.segment.tokens(np.flatnonzero(~source.present))
        own = source.segment.occurrences().astype(np.int64)
        np.add.at(total, terms, own - np.bincount(gone, minlength=len(own)))
    return total[:size].astype(np.uint32)


def _tokens(postings: _Postings) -> Iterator[Array]:
    for source, terms in zip(postings.sources, postings.terms, strict=True):
        numbers, starts = terms.astype(np.int32), source.segment.row_starts.all()
        for first, end in _cut(starts, _PIECE):
            tokens = source.segment.fwd.slice(int(starts[first]), int(starts[end]))
            stays = np.repeat(source.present[first:end], np.diff(starts[first : end + 1]))
            renumbered = numbers[tokens if stays.all() else tokens[stays]]
            source.segment.release()
            yield renumbered


def _merge_pairs(writer: ArrayFileWriter, syllables: _Postings, terms: int) -> None:
    counts = [_counts(source, "pairs") for source in syllables.sources]
    pairs = zip(syllables.sources, syllables.terms, strict=True)
    keys = [_pair_keys(source.segment, numbers) for source, numbers in pairs]
    # Of a pair that is left in no row the syllables may be gone, and its key another pair's.
    left = [own[count > 0] for own, count in zip(keys, counts, strict=True)]
    known = np.unique(np.concatenate([np.empty(0, np.uint64), *left]))
    places = [_places(known, own, count) for own, count in zip(left, counts, strict=True)]
    stays, numbers, bounds = _renumbered(places, counts, len(known))
    add_pair_keys(writer, known[stays], terms)
    _Postings("pairs", syllables.sources, numbers, bounds).write(writer)


def _pair_keys(segment: ArraySegment, numbers: Longs) -> npt.NDArray[np.uint64]:
    """Return uint64 [Q]: the pairs of a segment in the new numbers of their syllables."""
    firsts = np.repeat(numbers, np.diff(segment.column("pairs.first"))).astype(np.uint64)
    keys: npt.NDArray[np.uint64] = firsts << np.uint64(32) | numbers[segment.column("pairs.second")].astype(np.uint64)
    return keys


def _places(known: npt.NDArray[np.uint64], left: npt.NDArray[np.uint64], counts: Longs) -> Longs:
    """Return int64 [Q]: the place of each pair among the known; one left in no row has that of one before it."""
    places = np.zeros(len(counts), np.int64)
    places[counts > 0] = np.searchsorted(known, left)
    return np.maximum.accumulate(places) if len(places) else places
