"""Where terms stand, read from Whoosh once and kept as arrays."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import OrderedDict, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from whoosh.reading import TermNotFound

from corpus.orthography import fold_diacritics
from indexer.embedded.schema import SYLLABLES
from indexer.kernels.occurrences import NOWHERE, Occurrences, Slots, union

CACHE_BYTES = 128 * 1024 * 1024


class Postings:
    """The occurrences of terms in one open generation. Safe to use from several threads.

    Whoosh decodes a posting at a time in Python; here a term is decoded when it is first asked for and kept, the
    least recently used leaving when the kept arrays exceed `cache_bytes`. `reading` is held while Whoosh is asked:
    its matchers share the positions of open files.
    """

    def __init__(
        self, reader: Any, base: Slots, reading: threading.Lock | None = None, cache_bytes: int = CACHE_BYTES
    ) -> None:
        self._reader = reader
        self._reading = reading or threading.Lock()
        self._base = base
        self._limit = cache_bytes
        self._kept: OrderedDict[tuple[str, str], Occurrences] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    @property
    def kept_bytes(self) -> int:
        """The size of the arrays that are kept."""
        return self._bytes

    def of(self, field: str, term: str) -> Occurrences:
        """Return where a term stands; nowhere for an unknown term."""
        key = (field, term)
        kept = self._recall(key)
        if kept is None:
            with self._reading:
                kept = self._recall(key)  # another thread may have decoded it while this one waited
                if kept is None:
                    kept = self._decode(field, term)
                    self._keep(key, kept)
        return kept

    def any_of(self, field: str, terms: Sequence[str]) -> Occurrences:
        """Return where any of the terms stands."""
        return union([self.of(field, term) for term in terms])

    def _recall(self, key: tuple[str, str]) -> Occurrences | None:
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key]

    def _keep(self, key: tuple[str, str], occurrences: Occurrences) -> None:
        with self._lock:
            self._kept[key] = occurrences
            self._bytes += occurrences.nbytes
            while self._bytes > self._limit and len(self._kept) > 1:
                self._bytes -= self._kept.popitem(last=False)[1].nbytes

    def _decode(self, field: str, term: str) -> Occurrences:
        rows: list[int] = []
        counts: list[int] = []
        positions: list[int] = []
        for row, places in self._read(field, term):
            rows.append(row)
            counts.append(len(places))
            positions += places
        if not rows:
            return NOWHERE
        owners = np.repeat(np.array(rows, np.int32), counts)
        return Occurrences(self._base[owners] + np.array(positions, np.int64), owners)

    def _read(self, field: str, term: str) -> Iterator[tuple[int, list[int]]]:
        """Yield the live rows of a term, ascending, with its positions there."""
        try:
            matcher = self._reader.postings(field, term.encode("utf-8", "replace"))
        except TermNotFound:
            return
        decode = self._reader.schema[field].format.decode_positions
        while matcher.is_active():
            yield matcher.id(), decode(matcher.value())
            matcher.next()


class Vocabulary:
    """The syllables of a generation, and those that share their bare letters."""

    def __init__(self, reader: Any) -> None:
        self._counts = {term.decode("utf-8", "replace"): info.weight() for term, info in _syllables(reader)}
        self.syllables: tuple[str, ...] = tuple(sorted(self._counts))

    @cached_property
    def _by_bare(self) -> Mapping[str, tuple[str, ...]]:
        classes: defaultdict[str, list[str]] = defaultdict(list)
        for syllable in self.syllables:
            classes[fold_diacritics(syllable)].append(syllable)
        return {bare: tuple(members) for bare, members in classes.items()}

    @cached_property
    def _bare_sorted(self) -> Sequence[str]:
        return sorted(self._by_bare)

    @cached_property
    def total(self) -> int:
        """How many syllables the items have together."""
        return int(sum(self._counts.values()))

    def occurrences(self, syllable: str) -> int:
        """Return how often a syllable stands in the index, 0 for an unknown one."""
        return int(self._counts.get(syllable, 0))

    def spelled_like(self, bare: str) -> tuple[str, ...]:
        """Return the syllables whose bare letters are `bare`."""
        return self._by_bare.get(bare, ())

    def beginning_with(self, prefix: str) -> tuple[str, ...]:
        """Return the syllables that begin with `prefix`; one without diacritics stands for any."""
        if prefix != fold_diacritics(prefix):
            return tuple(_between(self.syllables, prefix))
        return tuple(member for bare in _between(self._bare_sorted, prefix) for member in self._by_bare[bare])


def _syllables(reader: Any) -> Iterator[tuple[bytes, Any]]:
    """Yield the terms of the syllable field with what Whoosh knows of each."""
    for (field, term), info in reader.iter_from(SYLLABLES, ""):
        if field != SYLLABLES:
            return
        yield term, info


def _between(ordered: Sequence[str], prefix: str) -> Sequence[str]:
    return ordered[bisect_left(ordered, prefix) : bisect_left(ordered, prefix + "\U0010ffff")]
