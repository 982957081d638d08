"""The syllables of all segments: how often each stands in live items, and which share their bare letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from corpus.orthography import fold_diacritics
from indexer.embedded.arrays.container import ArrayFileWriter, Longs
from indexer.embedded.arrays.segment import ArraySegment
from indexer.embedded.arrays.strings import Strings, encoded, united
from indexer.embedded.schema import SYLLABLES

Mask = npt.NDArray[np.bool_]


def add_vocabulary(writer: ArrayFileWriter, segments: Sequence[tuple[ArraySegment, Mask]]) -> None:
    """Write the syllables of live items (bool [R] a segment), sorted, with int64 counts of each.

    `vocabulary.occurrences` counts occurrences, `vocabulary.marked` those in items that were written with diacritics,
    and `vocabulary.rows` items.
    """
    terms, places = united([segment.terms(SYLLABLES).strings() for segment, _ in segments])
    counts = np.zeros((3, len(terms)), np.int64)
    for (segment, live), place in zip(segments, places, strict=True):
        counts[:, place] += _counts(segment, live)
    used = terms.take(np.flatnonzero(counts[0]))
    ordered, rank = used.sorted()
    counts = counts[:, counts[0] > 0][:, np.argsort(rank)]
    for section, array in ordered.arrays("vocabulary").items():
        writer.add(section, array)
    for name, own in zip(("occurrences", "marked", "rows"), counts, strict=True):
        writer.add(f"vocabulary.{name}", own)
    _add_bare(writer, ordered)


def _counts(segment: ArraySegment, live: Mask) -> Longs:
    """Return int64 [3, V]: occurrences in live items, those in items with diacritics, and live items of each syllable.

    The totals of the segment are at hand; only rows that do not count are read, and in a sound index they are few.
    """
    bounds = segment.sections["syllables.postings.bounds"].all()
    occurrences, rows = segment.occurrences().astype(np.int64), np.diff(bounds)
    dead = np.flatnonzero(~live)
    tokens, starts = segment.tokens(dead)
    occurrences -= np.bincount(tokens, minlength=len(occurrences))
    owners = np.repeat(np.arange(len(dead)), np.diff(starts))
    cells = np.unique(owners << 32 | tokens)
    rows -= np.bincount(cells & 0xFFFFFFFF, minlength=len(rows))
    bare, _ = segment.tokens(np.flatnonzero(live & segment.column("unmarked")))
    return np.stack([occurrences, occurrences - np.bincount(bare, minlength=len(occurrences)), rows])


def _add_bare(writer: ArrayFileWriter, syllables: Strings) -> None:
    """Write the distinct bare letters, sorted, and the syllables (int32) of each, which are sorted as well."""
    members: defaultdict[str, list[int]] = defaultdict(list)
    for number, syllable in enumerate(syllables):
        members[fold_diacritics(syllable)].append(number)
    bare = sorted(members)
    sizes = [len(members[letters]) for letters in bare]
    for section, array in Strings.of_bytes([encoded(letters) for letters in bare]).arrays("bare").items():
        writer.add(section, array)
    writer.add("bare.starts", np.cumsum([0, *sizes]).astype(np.int64))
    writer.add("bare.members", np.array([number for letters in bare for number in members[letters]], np.int32))
