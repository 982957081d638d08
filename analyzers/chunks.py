"""Chunks, what stands between white space: the unit that is read once and remembered."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import numpy as np

from analyzers.int_hash import IntArray

_CHUNK = re.compile(r"\S+")

_Key = TypeVar("_Key", bound=Hashable)


class Memo(dict[_Key, int]):
    """Numbers of chunks, or of anything else; what is new is read when it is first asked for."""

    def __init__(self, read: Callable[[_Key], int]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, key: _Key) -> int:
        self[key] = number = self._read(key)
        return number


def chunk_starts(texts: Sequence[str], lengths: IntArray, counts: IntArray) -> IntArray:
    """Return where each chunk begins in its text, given the characters of all chunks and how many each text has.

    Chunks parted by single characters are placed by their lengths; a text with wider gaps, or with space before its
    first chunk, is scanned again.
    """
    ends = np.cumsum(lengths + 1)
    starts = ends - lengths - 1
    heads = np.cumsum(counts) - counts
    filled = np.flatnonzero(counts)
    starts -= np.repeat(starts[heads[filled]], counts[filled])
    tails = (heads + counts - 1)[filled]
    widths = np.fromiter(map(len, map(str.rstrip, texts)), np.int64, len(texts))[filled]
    for i in filled[starts[tails] + lengths[tails] != widths].tolist():
        starts[heads[i] : heads[i] + counts[i]] = [match.start() for match in _CHUNK.finditer(texts[i])]
    return starts
