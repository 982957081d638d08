"""Where syllables, pairs, phrases, words and numbers stand in one open generation."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.embedded.arrays.segment import ArraySegment
from indexer.embedded.arrays.segment import Postings as SegmentPostings
from indexer.embedded.found import HALF, NOWHERE, WHOLE, Found, Part, Spelled, all_of
from indexer.embedded.schema import NUMBERS, SYLLABLES
from indexer.kernels import postings as kernels
from indexer.kernels import scanning
from indexer.kernels.bm25 import idf
from indexer.kernels.postings import Mask, Rows

CACHE_BYTES = 128 * 1024 * 1024
_ENTRY = 512  # bytes that an entry of the cache costs beside its arrays


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The spellings of the parts of a phrase as ordinals of one segment, as the scanning kernels want them."""

    bounds: npt.NDArray[np.int64]
    ordinals: npt.NDArray[np.int32]
    restricted: Mask


@dataclass(frozen=True, slots=True)
class Cited:
    """The rows with a number (int64, ascending), and whether body, heading and context have it (bool)."""

    rows: Rows
    in_body: Mask
    in_heading: Mask
    in_context: Mask


class Postings:
    """The postings of all segments of a generation. Safe to use from several threads.

    A term of one spelling is a view into its files. What has to be made, unions of spellings and phrases, is kept with
    all document frequencies; the least recently used leave when what is kept exceeds `cache_bytes`.
    """

    def __init__(
        self,
        segments: Sequence[ArraySegment],
        bases: Sequence[int],
        live: Mask,
        unmarked: Mask,
        cache_bytes: int = CACHE_BYTES,
    ) -> None:
        self.segments = tuple(zip(segments, map(int, bases), strict=False))
        self._live = live
        self._unmarked = unmarked
        self.has_unmarked = bool(unmarked.any())
        self._limit = cache_bytes
        self._kept: OrderedDict[Hashable, Found] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    @property
    def kept_bytes(self) -> int:
        """The size of what is kept."""
        return self._bytes

    def word(self, field: str, term: str) -> Found:
        """Return where a term of a field stands; nowhere for an unknown term."""
        return self._remembered((field, term), lambda: self._word(field, term))

    def syllable(self, spelled: Spelled) -> Found:
        """Return where any of the spellings stands, in one row as often as all of them together."""
        return self._remembered((SYLLABLES, spelled), lambda: self._spelled(spelled))

    def pair(self, first: Spelled, second: Spelled) -> Found:
        """Return where one syllable stands right behind another within a section."""
        return self._remembered(("pair", first, second), lambda: self._paired(first, second))

    def phrase(self, parts: tuple[Spelled, ...]) -> Found:
        """Return where syllables follow each other within a section."""
        match parts:
            case ():
                return NOWHERE
            case (only,):
                return self.syllable(only)
            case (first, second):
                return self.pair(first, second)
        return self._remembered(("phrase", parts), lambda: self._scanned(parts))

    def together(self, founds: Sequence[Found]) -> Found:
        """Return where any stands, in one row as often as all of them together; pairs come before phrases."""
        if len(founds) == 1:
            return founds[0]
        parts = []
        for segment, base in self.segments:
            given = [(part, found.bits) for found in founds for part in found.parts if part.base == base]
            parts.append(_merged(given, segment, base))
        return _found([part for part in parts if part is not None])

    def cited(self, number: str) -> Cited:
        """Return the items that cite a document number, by its identity."""
        none = np.empty(0, np.bool_)
        found = [(np.empty(0, np.int64), none, none, none)]
        for segment, base in self.segments:
            postings = self._of(segment, NUMBERS, number)
            if postings is not None and postings.heading is not None:
                tf = postings.tf
                found.append((postings.docs.astype(np.int64) + base, tf & 255 != 0, postings.heading != 0, tf > 255))
        return Cited(*(np.concatenate(column) for column in zip(*found, strict=True)))

    def document_frequency(self, found: Found) -> int:
        """Return in how many live items the body has it."""
        return found.document_frequencies(self._live)[0]

    def document_frequency_in_context(self, found: Found) -> int:
        """Return in how many live items the context has it."""
        return found.document_frequencies(self._live)[1]

    def rarity(self, found: Found, items: int) -> float:
        """Return the idf of what is found, by the rows that have it anywhere."""
        return idf(items, min(found.size, items))

    def alternatives(self, segment: ArraySegment, parts: Sequence[Spelled]) -> Alternatives:
        """Return the ordinals that each part of a phrase may be in a segment."""
        options = [self._ordinals(segment, part) for part in parts]
        flat = [option for part in options for option in part]
        bounds = np.cumsum([0, *map(len, options)]).astype(np.int64)
        ordinals = np.array([ordinal for ordinal, _ in flat], np.int32)
        return Alternatives(bounds, ordinals, np.array([restricted for _, restricted in flat], np.bool_))

    # -- making --------------------------------------------------------------------------------------------------------

    def _ordinals(self, segment: ArraySegment, spelled: Spelled) -> list[tuple[int, bool]]:
        """Return the ordinals of a syllable in a segment, and whether each counts only in unmarked rows."""
        known = (
            (segment.ordinal(SYLLABLES, text), restricted)
            for text, restricted in spelled.options(marked_only=not self.has_unmarked)
        )
        return [(ordinal, restricted) for ordinal, restricted in known if ordinal is not None]

    def _of(self, segment: ArraySegment, field: str, term: str) -> SegmentPostings | None:
        ordinal = segment.ordinal(field, term)
        return None if ordinal is None else segment.postings(field, ordinal)

    def _spelled(self, spelled: Spelled) -> Found:
        parts = []
        for segment, base in self.segments:
            given = [
                (segment.postings(SYLLABLES, ordinal), restricted)
                for ordinal, restricted in self._ordinals(segment, spelled)
            ]
            parts.append(self._joined(given, WHOLE, segment, base))
        return _found([part for part in parts if part is not None])

    def _word(self, field: str, term: str) -> Found:
        given = [(self._of(segment, field, term), base) for segment, base in self.segments]
        return _found([(Part(own.docs, own.tf, base), WHOLE) for own, base in given if own is not None])

    def _joined(
        self, given: Sequence[tuple[SegmentPostings, bool]], bits: int, segment: ArraySegment, base: int
    ) -> tuple[Part, int] | None:
        parts = [(Part(postings.docs, postings.tf, base), bits) for postings, restricted in given if not restricted]
        for postings, restricted in given:
            if restricted:
                docs, tf = kernels.only_where(postings.docs, postings.tf, base, self._unmarked, bits)
                if len(docs):
                    parts.append((_frozen(docs, tf, base), WHOLE))
        return _merged(parts, segment, base)

    def _paired(self, first: Spelled, second: Spelled) -> Found:
        parts = []
        for segment, base in self.segments:
            behind = self._ordinals(segment, second)
            given = [
                (postings, restricted or restricted_behind)
                for ordinal, restricted in self._ordinals(segment, first)
                for postings, restricted_behind in _followers(segment, ordinal, behind)
            ]
            parts.append(self._joined(given, HALF, segment, base))
        return _found([part for part in parts if part is not None])

    def _scanned(self, parts: tuple[Spelled, ...]) -> Found:
        """Return where a phrase of three or more stands: its pairs say in which rows to look."""
        pairs = [[self.pair(first, second)] for first, second in pairwise(parts)]
        if not all(pair[0].size for pair in pairs):
            return NOWHERE
        rows = all_of(pairs, len(self._live)).rows
        found = []
        for segment, base in self.segments:
            low, high = np.searchsorted(rows, (base, base + segment.rows))
            if low < high:
                found.append(self._scan(segment, base, rows[low:high] - base, parts))
        return _found([(part, WHOLE) for part in found if len(part.docs)])

    def _scan(self, segment: ArraySegment, base: int, rows: Rows, parts: tuple[Spelled, ...]) -> Part:
        fwd, begins, _ = segment.forward(rows)
        lengths = segment.lengths[rows].astype(np.int64)
        options = self.alternatives(segment, parts)
        sizes = [self.syllable(part).size for part in parts]
        anchor = int(np.argmin(sizes))
        anchors = np.zeros(len(segment.terms(SYLLABLES)), np.bool_)
        anchors[options.ordinals[options.bounds[anchor] : options.bounds[anchor + 1]]] = True
        unmarked = self._unmarked[base + rows]
        places, sections, _ = scanning.find_phrase(
            fwd, begins, lengths, options.bounds, options.ordinals, options.restricted, unmarked, anchor, anchors
        )
        tf = scanning.phrase_frequencies(places, sections, len(rows))
        kept = np.flatnonzero(tf)
        return _frozen(rows[kept].astype(np.uint32), tf[kept], base)

    # -- keeping -------------------------------------------------------------------------------------------------------

    def _remembered(self, key: Hashable, make: Callable[[], Found]) -> Found:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = found
                self._bytes += found.nbytes + _ENTRY
                while self._bytes > self._limit and len(self._kept) > 1:
                    self._bytes -= self._kept.popitem(last=False)[1].nbytes + _ENTRY
        return found


def _followers(
    segment: ArraySegment, first: int, behind: Sequence[tuple[int, bool]]
) -> list[tuple[SegmentPostings, bool]]:
    seconds = np.array([second for second, _ in behind], np.uint32)
    return [(postings, behind[place][1]) for place, postings in segment.pairs_with(first, seconds)]


def _merged(parts: Sequence[tuple[Part, int]], segment: ArraySegment, base: int) -> tuple[Part, int] | None:
    """Return the union of parts of one segment with the bits of its frequencies; None for nothing."""
    if len(parts) < 2:
        return parts[0] if parts else None
    counts = np.zeros(segment.rows, np.uint16)
    for part, bits in parts:
        kernels.accumulate(counts, part.docs, part.tf, bits)
    return _frozen(*kernels.gathered(counts), base), WHOLE


def _found(parts: Sequence[tuple[Part, int]]) -> Found:
    """Return parts of several segments as one value; where they differ in their bits, those of pairs are widened."""
    if not parts:
        return NOWHERE
    bits = max(bits for _, bits in parts)
    even = [part if own == bits else _widened(part) for part, own in parts]
    made = sum(part.docs.nbytes + part.tf.nbytes for part in even if part.is_made)
    return Found(even, bits, made)


def _widened(part: Part) -> Part:
    tf = part.tf.astype(np.uint16)
    return _frozen(part.docs, (tf & 127) | (tf >> 7 << 8), part.base)


def _frozen(docs: npt.NDArray[Any], tf: npt.NDArray[Any], base: int) -> Part:
    """Return arrays that were made as files give them, so that kernels are compiled once."""
    docs.setflags(write=False)
    tf.setflags(write=False)
    return Part(docs, tf, base, is_made=True)
