"""The syllables of many texts at once, each distinct chunk between white space read a single time.

Few chunks are distinct (80,000 in 13 million of Vietnamese law), so regular expressions and folding meet each of them
once; a batch of texts is a look-up a chunk, in compiled loops.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analyzers.chunks import Chunks, ChunkTable, Memo, Row
from analyzers.fold import fold_syllable, syllables
from analyzers.heads import ALONE, FIRST, SECOND
from analyzers.int_hash import IntArray
from analyzers.lexicon import Lexicon
from analyzers.protect import signs_of
from analyzers.ragged import bounds_of
from analyzers.word_store import WordStore
from corpus.orthography import fold_tone_marks

_STYLED = 1 << 8  # beside the signs of a chunk
_STORE_LIMIT = 1 << 18  # chunks, syllables and words kept, about 100 MB


@dataclass(frozen=True, slots=True)
class SyllableBatch:
    """The syllables of a batch of texts in one row: search form, bare form, and characters in the own text of each.

    `numbers` (int32) number the search forms in `vocabulary` and the bare ones in `bare`; what is known by number only
    grows, so a batch stays valid. The syllables of text t are those from `bounds[t]` to `bounds[t + 1]`. `known` has
    the number of each in the lexicon, 0 for none (int32); `heads` are the positions in the row at which a phrase may
    begin, ascending. `styled[t]` says that text t has tone marks in another style, `signs[t]` what its chunks have
    together (`analyzers.protect`).
    """

    numbers: npt.NDArray[np.int32]
    vocabulary: Sequence[str]
    bare: Sequence[str]
    words: WordStore
    starts: IntArray
    ends: IntArray
    bounds: IntArray
    known: npt.NDArray[np.int32]
    heads: IntArray
    styled: npt.NDArray[np.bool_]
    signs: IntArray


class SyllableStore:
    """Reads texts, remembering chunks. Memory is bounded: what is kept is dropped when it grows past a limit.

    Safe to use from several threads, which take turns.
    """

    def __init__(self, lexicon: Lexicon, limit: int = _STORE_LIMIT) -> None:
        self._lexicon = lexicon
        self._limit = limit
        self._lock = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        self._forms: list[str] = []
        self._bare: list[str] = []
        self._words = WordStore(self._forms, self._lexicon.unit_texts)
        self._roles = _Grown(np.uint8)
        self._known = _Grown(np.int32)
        self._begins = _Grown(np.int64)  # of each chunk, where its syllables begin in the three columns below
        self._sizes = _Grown(np.int64)  # of each chunk, how many they are
        self._signs = _Grown(np.int64)  # of each chunk, and whether folding tone marks changes it
        self._syllables = _Grown(np.int32)
        self._starts = _Grown(np.int32)
        self._ends = _Grown(np.int32)
        self._numbers = Memo[tuple[str, str]](self._number)
        self._chunks = ChunkTable(self._read)
        self._unread: list[tuple[int, list[int], list[tuple[int, int]]]] = []  # of chunks that are in no column yet

    def __len__(self) -> int:
        """The number of chunks, syllables and words kept, which is what memory grows with."""
        return len(self._chunks) + len(self._forms) + len(self._words)

    def encode(self, row: Row) -> SyllableBatch:
        """Return the syllables of a row of NFC texts."""
        with self._lock:
            if len(self) > self._limit:
                self._forget()
            try:
                return self._encode(Chunks.of(row))
            except BaseException:
                self._forget()  # chunks may have numbers that were never read
                raise

    def _read(self, chunk: str) -> None:
        ranges = syllables(chunk)
        signs = signs_of(chunk) | (fold_tone_marks(chunk) != chunk) * _STYLED
        numbers = [self._numbers[fold_syllable(chunk[start:end])] for start, end in ranges]
        self._unread.append((signs, numbers, ranges))

    def _flush(self) -> None:
        """Move what was read since the last batch into the columns."""
        if not self._unread:
            return
        sizes = [len(numbers) for _, numbers, _ in self._unread]
        self._begins.append(len(self._syllables) + bounds_of(np.array(sizes, np.int64))[:-1])
        self._sizes.append(sizes)
        self._signs.append([signs for signs, _, _ in self._unread])
        self._syllables.append([number for _, numbers, _ in self._unread for number in numbers])
        self._starts.append([start for _, _, ranges in self._unread for start, _ in ranges])
        self._ends.append([end for _, _, ranges in self._unread for _, end in ranges])
        self._unread = []

    def _number(self, folded: tuple[str, str]) -> int:
        form, bare = folded
        self._forms.append(form)
        self._bare.append(bare)
        self._roles.append([self._lexicon.heads.roles(form)])
        self._known.append([self._lexicon.heads.number(form)])
        return len(self._forms) - 1

    def _encode(self, chunks: Chunks) -> SyllableBatch:
        from analyzers.chunk_kernels import expanded

        chunk = self._chunks.numbers(chunks.row, chunks.starts, chunks.ends)
        self._flush()
        begins, sizes = self._begins.view(), self._sizes.view()
        columns = (self._syllables.view(), self._starts.view(), self._ends.view())
        numbers, starts, ends = expanded(chunk, chunks.own_starts, begins, sizes, *columns)
        signs = _joined(self._signs.view()[chunk], chunks.counts)
        return SyllableBatch(
            numbers=numbers,
            vocabulary=self._forms,
            bare=self._bare,
            words=self._words,
            starts=starts,
            ends=ends,
            bounds=bounds_of(sizes[chunk])[bounds_of(chunks.counts)],
            known=self._known.view()[numbers],
            heads=self._possible_heads(numbers),
            styled=signs & _STYLED > 0,
            signs=signs & ~_STYLED,
        )

    def _possible_heads(self, numbers: npt.NDArray[np.int32]) -> IntArray:
        roles = self._roles.view()[numbers]
        pair = np.zeros(roles.size, np.bool_)
        pair[:-1] = (roles[:-1] & FIRST > 0) & (roles[1:] & SECOND > 0)
        return np.flatnonzero(pair | (roles & ALONE > 0))


def _joined(signs: IntArray, counts: IntArray) -> IntArray:
    """Return what the chunks of each text have together."""
    joined = np.zeros(counts.size, np.int64)
    filled = np.flatnonzero(counts)
    if filled.size:
        joined[filled] = np.bitwise_or.reduceat(signs, (np.cumsum(counts) - counts)[filled])
    return joined


class _Grown:
    """A growing array of numbers. A view stays valid while more is appended: it is never written again."""

    def __init__(self, dtype: npt.DTypeLike) -> None:
        self._array = np.zeros(1 << 10, dtype)
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def append(self, values: Sequence[int] | IntArray) -> None:
        size = self._size + len(values)
        if size > self._array.size:
            self._array = np.concatenate([self._array, np.zeros(max(size, self._array.size), self._array.dtype)])
        self._array[self._size : size] = values
        self._size = size

    def view(self) -> npt.NDArray[Any]:
        return self._array[: self._size]
