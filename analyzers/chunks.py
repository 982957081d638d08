"""Chunks, what stands between white space: the unit that is read once and remembered."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from analyzers.int_hash import IntArray
from analyzers.ragged import bounds_of

_FEWEST_BITS = 12

_Key = TypeVar("_Key", bound=Hashable)


class Memo(dict[_Key, int]):
    """Numbers of anything; what is new is read when it is first asked for."""

    def __init__(self, read: Callable[[_Key], int]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, key: _Key) -> int:
        self[key] = number = self._read(key)
        return number


@dataclass(frozen=True, slots=True)
class Row:
    """Texts in one row of characters, each with a line end behind it; text n begins at `bounds[n]` (int64 [N+1]).

    `characters` uint32 [C] are the code points of `text`.
    """

    text: str
    characters: npt.NDArray[np.uint32]
    bounds: IntArray

    @classmethod
    def of(cls, texts: Sequence[str]) -> Row:
        """Lay out texts."""
        text = "\n".join([*texts, ""])
        characters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        return cls(text, characters, bounds_of(np.fromiter(map(len, texts), np.int64, len(texts)) + 1))


@dataclass(frozen=True, slots=True)
class Chunks:
    """The chunks of the texts of a row: their characters in it, int64 [K] each, and how many each text has."""

    row: Row
    starts: IntArray
    ends: IntArray
    counts: IntArray

    @classmethod
    def of(cls, row: Row) -> Chunks:
        """Cut the texts of a row at white space, as `str.split` does."""
        from analyzers.chunk_kernels import split

        return cls(row, *split(row.characters, row.bounds))

    @property
    def own_starts(self) -> IntArray:
        """Int64 [K]: where each chunk begins in its own text."""
        starts: IntArray = self.starts - np.repeat(self.row.bounds[:-1], self.counts)
        return starts


class ChunkTable:
    """Numbers chunks from 0 as they come and has each that is new read, in this order. Not safe for threads."""

    def __init__(self, read: Callable[[str], object]) -> None:
        self._read = read
        self._bits = _FEWEST_BITS
        self._table = np.full(1 << self._bits, -1, np.int32)
        self._pool = np.zeros(1 << self._bits, np.uint32)
        self._bounds = np.zeros((1 << self._bits) + 1, np.int64)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def numbers(self, row: Row, starts: IntArray, ends: IntArray) -> IntArray:
        """Return the numbers of some chunks of a row, int64."""
        from analyzers.chunk_kernels import numbered

        self._make_room(len(starts), int((ends - starts).sum()))
        known = (self._table, self._bits, self._pool, self._bounds, self._count)
        numbers, fresh = numbered(row.characters, starts, ends, *known)
        self._count += len(fresh)
        for start, end in zip(starts[fresh].tolist(), ends[fresh].tolist(), strict=True):
            self._read(row.text[start:end])
        return numbers

    def _make_room(self, chunks: int, characters: int) -> None:
        from analyzers.chunk_kernels import rehashed

        count, size = self._count + chunks, int(self._bounds[self._count]) + characters
        if count >= len(self._bounds):
            self._bounds = np.concatenate([self._bounds, np.zeros(count, np.int64)])
        if size > len(self._pool):
            self._pool = np.concatenate([self._pool, np.zeros(size, np.uint32)])
        if 2 * count > len(self._table):
            self._bits = (2 * count).bit_length()
            self._table = rehashed(self._pool, self._bounds, self._count, self._bits)


class KeyTable:
    """Numbers non-negative keys from 0 as they come. Not safe for threads."""

    def __init__(self) -> None:
        self._bits = _FEWEST_BITS
        self._table = np.full(1 << self._bits, -1, np.int32)
        self._known = np.zeros(1 << self._bits, np.int64)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def numbers(self, keys: IntArray) -> tuple[IntArray, IntArray]:
        """Return the numbers of keys, and the places of those that are new."""
        from analyzers.chunk_kernels import numbered_keys

        self._make_room(len(keys))
        numbers, fresh = numbered_keys(keys, self._table, self._bits, self._known, self._count)
        self._count += len(fresh)
        return numbers, fresh

    def _make_room(self, keys: int) -> None:
        from analyzers.chunk_kernels import numbered_keys

        count = self._count + keys
        if count > len(self._known):
            self._known = np.concatenate([self._known, np.zeros(count, np.int64)])
        if 2 * count > len(self._table):
            self._bits = (2 * count).bit_length()
            self._table = np.full(1 << self._bits, -1, np.int32)
            numbered_keys(self._known[: self._count].copy(), self._table, self._bits, self._known, 0)
