"""The syllables of a generation from those of the one before."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict

import numpy as np
import numpy.typing as npt

from corpus.orthography import fold_diacritics
from indexer.embedded.arrays.columns import VocabularyColumns
from indexer.embedded.arrays.container import Longs
from indexer.embedded.arrays.layers import Edits
from indexer.embedded.arrays.moves import Moves
from indexer.embedded.arrays.segment import ArraySegment
from indexer.embedded.arrays.strings import Strings, decoded, encoded
from indexer.embedded.schema import SYLLABLES

_COUNTS = ("occurrences", "marked", "rows")


def vocabulary_edits(columns: VocabularyColumns, moves: Moves) -> Edits:
    """Return what becomes of the syllables: how often each stands in live items, and which share their bare letters."""
    changes = _changes(moves)
    terms = columns.terms.strings().all_raw()
    counts = np.stack([columns.occurrences, columns.marked, columns.rows])
    fresh: dict[bytes, Longs] = {}
    for term, change in sorted(changes.items()):
        place = bisect_left(terms, term)
        if place < len(terms) and terms[place] == term:
            counts[:, place] += change
        else:
            fresh[term] = change
    stays = counts[0] > 0
    if not fresh and stays.all():
        return {f"vocabulary.{name}": own for name, own in zip(_COUNTS, counts, strict=True)}
    kept = columns.terms.strings().kept(stays)
    places = np.array([kept.lower_bound(term) for term in fresh], np.int64)
    new = np.array(list(fresh.values()), np.int64).reshape(-1, len(_COUNTS)).T
    counts = np.insert(counts[:, stays], places, new, axis=1)
    edits: Edits = {f"vocabulary.{name}": own for name, own in zip(_COUNTS, counts, strict=True)}
    terms_then = kept.inserted(places, Strings.of_bytes(list(fresh)))
    return {**edits, **terms_then.arrays("vocabulary"), **_bare_edits(columns, stays, places, list(fresh))}


def _bare_edits(columns: VocabularyColumns, stays: npt.NDArray[np.bool_], places: Longs, fresh: list[bytes]) -> Edits:
    """Return the distinct bare letters and the syllables of each; only those of fresh syllables are worked out."""
    bare, starts, members = (
        columns.bare.strings().all_raw(),
        columns.array("bare.starts"),
        columns.array("bare.members"),
    )
    of = np.empty(len(stays), np.int64)
    of[members] = np.repeat(np.arange(len(bare)), np.diff(starts))
    letters = [encoded(fold_diacritics(decoded(term))) for term in fresh]
    number = {own: place for place, own in enumerate(bare)}
    for own in letters:
        number.setdefault(own, len(number))
    of = np.insert(of[stays], places, [number[own] for own in letters])
    used = np.unique(of)
    names = list(number)
    ordered = sorted(used.tolist(), key=names.__getitem__)
    rank = np.zeros(len(names), np.int64)
    rank[ordered] = np.arange(len(ordered))
    of = rank[of]
    return {
        **Strings.of_bytes([names[place] for place in ordered]).arrays("bare"),
        "bare.starts": np.concatenate(([0], np.cumsum(np.bincount(of, minlength=len(ordered))))).astype(np.int64),
        "bare.members": np.argsort(of, kind="stable").astype(np.int32),
    }


def _changes(moves: Moves) -> dict[bytes, Longs]:
    """Return by syllable how often it stands more or less: in items, in those with diacritics, and in how many."""
    changes: defaultdict[bytes, Longs] = defaultdict(lambda: np.zeros(3, np.int64))
    for part, first, end in moves.gone_runs():
        _count(changes, part.segment, np.arange(first, end), -1)
    for part in moves.added:
        _count(changes, part.segment, np.flatnonzero(part.items), 1)
    return changes


def _count(changes: defaultdict[bytes, Longs], segment: ArraySegment, rows: Longs, sign: int) -> None:
    """Count the syllables of some rows, ascending."""
    if not len(rows):
        return
    tokens, starts = segment.tokens(rows)
    owners = np.repeat(np.arange(len(rows)), np.diff(starts))
    marked = ~segment.sections["unmarked"].slice(int(rows[0]), int(rows[-1]) + 1)[rows - rows[0]]
    distinct, of = np.unique(tokens, return_inverse=True)
    found = np.bincount(of, minlength=len(distinct)), np.bincount(of, marked[owners], len(distinct))
    cells = np.unique(owners << 32 | of)
    held = np.bincount(cells & 0xFFFFFFFF, minlength=len(distinct))
    table = segment.terms(SYLLABLES)
    for number, ordinal in enumerate(distinct.tolist()):
        own = (found[0][number], found[1][number], held[number])
        changes[table.raw(ordinal)] += sign * np.array(own, np.int64)
