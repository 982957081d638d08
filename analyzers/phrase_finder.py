"""Finding phrases in the syllables of many texts at once, by number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyzers.int_hash import KEY_BITS, IntArray, IntHash
from analyzers.phrases import Phrase
from analyzers.ragged import bounds_of

_SPACES = " \t"
_SOFT = ",.-–&/"  # between the parts of `Văn hóa, Thể thao`, `kinh tế - xã hội`, `T.Ư`
# What stands between two syllables: spaces, some punctuation, or what no phrase reaches across.
SPACE, SOFT, HARD = 0, 1, 2


def gaps(characters: npt.NDArray[np.uint32], starts: IntArray, ends: IntArray) -> IntArray:
    """Return int64 [S]: what stands behind each syllable, SPACE, SOFT or HARD.

    characters: uint32 [C], texts, each with a line end behind it; `starts` and `ends` are those of their syllables.
    """
    kinds = _KINDS[np.minimum(characters, _KINDS.size - 1)]
    result = np.full(starts.size, HARD, np.int64)
    begin, end = ends[:-1], starts[1:]
    not_spaces, hard = bounds_of(kinds > SPACE), bounds_of(kinds > SOFT)
    # One for a gap that holds anything but spaces, and one more for what no phrase reaches across.
    result[:-1] = (not_spaces[end] > not_spaces[begin]).astype(np.int64) + (hard[end] > hard[begin])
    return result


def _kinds() -> npt.NDArray[np.uint8]:
    """Return uint8 [K]: what each character is between two syllables; the last stands for all behind it."""
    kinds = np.full(max(map(ord, _SPACES + _SOFT)) + 2, HARD, np.uint8)
    kinds[[ord(character) for character in _SOFT]] = SOFT
    kinds[[ord(character) for character in _SPACES]] = SPACE
    return kinds


_KINDS = _kinds()


def _node(nodes: dict[int, int], numbers: Sequence[int]) -> int:
    """Return the node of a row of syllables, made where it is new; they are numbered from 1, 0 is the root."""
    node = 0
    for number in numbers:
        node = nodes.setdefault(node << KEY_BITS | number, len(nodes) + 1)
    return node


@dataclass(frozen=True, slots=True)
class Rows:
    """Ranges of syllables within each phrase: those of phrase p from `bounds[p]` on, first syllable and size."""

    bounds: IntArray
    first: IntArray
    size: IntArray

    @classmethod
    def of(cls, rows: Sequence[Sequence[tuple[int, int]]]) -> Rows:
        """Lay out (first, size) pairs that are listed by phrase."""
        flat = np.array([pair for row in rows for pair in row], np.int64).reshape(-1, 2)
        return cls(bounds_of(np.array([len(row) for row in rows], np.int64)), flat[:, 0], flat[:, 1])


@dataclass(frozen=True, slots=True)
class Found:
    """The phrases of a row of syllables, by position, without overlaps: `numbers` and first syllables (int64 each)."""

    numbers: IntArray
    positions: IntArray


class PhraseFinder:
    """Finds P phrases by the numbers of their syllables: leftmost, then longest.

    `lengths` int64 [P] are their syllables. The words that phrase p gives are `units`, what the segmenter has yet to
    read inside it `loose`.
    """

    def __init__(self, phrases: Sequence[Phrase], numbers: Mapping[str, int]) -> None:
        self.lengths = np.array([len(phrase.key) for phrase in phrases], np.int64)
        self.units = Rows.of([[(unit.offset, unit.length) for unit in phrase.units] for phrase in phrases])
        self.loose = Rows.of([[(first, last - first) for first, last in phrase.loose] for phrase in phrases])
        self._office = np.array([phrase.office for phrase in phrases], np.bool_)
        self._joins = np.array([phrase.joins for phrase in phrases], np.bool_)
        nodes: dict[int, int] = {}
        ends: dict[int, tuple[int, int]] = {}  # of the node that ends a phrase, its number and where it is soft
        for number, phrase in enumerate(phrases):
            soft = sum(soft << i for i, soft in enumerate(phrase.soft))
            ends[_node(nodes, [numbers[form] for form in phrase.key])] = number, soft
        self._nodes = IntHash(list(nodes))
        self._ends, self._soft = np.full(len(nodes) + 1, -1, np.int64), np.zeros(len(nodes) + 1, np.int64)
        for node, (number, soft) in ends.items():
            self._ends[node], self._soft[node] = number, soft

    def find(self, syllables: npt.NDArray[np.int32], heads: IntArray, between: IntArray) -> Found:
        """Return the phrases of a row of syllables (their numbers, 0 for none).

        heads: the positions at which alone a phrase can begin, ascending; between: what stands behind each syllable.
        """
        from analyzers.phrase_loops import find

        return Found(*find(syllables, heads, between, self._nodes.table, self._ends, self._soft, self.lengths))

    def chains(self, found: Found, between: IntArray) -> list[range]:
        """Return the runs of phrases that are one name together, each office completing the one before it."""
        if not self._joins[found.numbers].any():
            return []
        ends = found.positions + self.lengths[found.numbers]
        linked = self._joins[found.numbers[:-1]] & self._office[found.numbers[1:]]
        linked &= (ends[:-1] == found.positions[1:]) & (between[ends[:-1] - 1] == SPACE)
        edges = np.flatnonzero(np.diff(linked, prepend=False, append=False)).reshape(-1, 2)
        return [range(first, last + 1) for first, last in edges.tolist()]
