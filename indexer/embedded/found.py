"""Where terms and features stand: postings of every segment, as one value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.kernels import postings as kernels
from indexer.kernels.postings import Docs, Mask, Rows

WHOLE, HALF = 8, 7  # bits of a frequency that count the body: of terms, and of pairs in 8 bits


@dataclass(frozen=True, slots=True)
class Spelled:
    """What counts as one syllable: any of some spellings, and in items typed without diacritics a bare one as well."""

    spellings: tuple[str, ...]
    bare: str | None = None

    def options(self, *, marked_only: bool = False) -> Iterator[tuple[str, bool]]:
        """Yield each spelling, and whether it counts only in items typed without diacritics."""
        for spelling in self.spellings:
            yield spelling, False
        if self.bare is not None and not marked_only:
            yield self.bare, True


@dataclass(frozen=True, slots=True)
class Part:
    """Postings of one segment: docs (uint32[n], ascending) and tf (uint16 or uint8), whose rows begin at `base`.

    `is_made` says that the arrays are of their own, not views into files.
    """

    docs: Docs
    tf: npt.NDArray[Any]
    base: int
    is_made: bool = False


class Found:
    """Postings whose parts share no row, by ascending base."""

    __slots__ = ("_document_frequencies", "bits", "nbytes", "parts", "size")

    def __init__(self, parts: Sequence[Part], bits: int = WHOLE, nbytes: int = 0) -> None:
        self.parts = tuple(parts)
        self.bits = bits
        self.nbytes = nbytes  # of arrays that are not views into files
        self.size = sum(len(part.docs) for part in parts)
        self._document_frequencies: tuple[int, int] | None = None

    def rows(self) -> Rows:
        """Return every row, int64 ascending."""
        if not self.parts:
            return np.empty(0, np.int64)
        return np.concatenate([part.docs.astype(np.int64) + part.base for part in self.parts])

    def document_frequencies(self, live: Mask) -> tuple[int, int]:
        """Return in how many live rows the body has it, and in how many the context; counted once."""
        if self._document_frequencies is None:
            counted = [
                kernels.document_frequencies(part.docs, part.tf, part.base, live, self.bits) for part in self.parts
            ]
            self._document_frequencies = (sum(body for body, _ in counted), sum(context for _, context in counted))
        return self._document_frequencies


NOWHERE = Found(())


def all_of(choices: Sequence[Sequence[Found]], size: int) -> Mask:
    """Return bool[size]: the rows that have something of each of one or more choices; the rarest is looked at first."""
    ordered = sorted(choices, key=_weight)
    others = sum(map(_weight, ordered[1:]))
    if _weight(ordered[0]) * _GALLOP * (len(ordered) - 1) < others:
        return _narrowed(ordered, size)
    if len(ordered) == 1:
        return any_of(ordered[0], size)
    counts = np.zeros(size, np.uint16)
    for step, choice in enumerate(ordered):
        for found in choice:
            for part in found.parts:
                kernels.advance(counts, part.docs, part.base, step)
    mask: Mask = counts == len(ordered)
    return mask


def any_of(choice: Sequence[Found], size: int) -> Mask:
    """Return bool[size]: the rows that have anything of a choice."""
    mask = np.zeros(size, np.bool_)
    for found in choice:
        for part in found.parts:
            kernels.mark(mask, part.docs, part.base)
    return mask


def many_of(choices: Sequence[Sequence[Found]], size: int, needed: int) -> Mask:
    """Return bool[size]: the rows that have something of at least `needed` choices."""
    counts = np.zeros(size, np.uint16)
    for choice in choices:
        if len(choice) == 1:
            for part in choice[0].parts:
                kernels.tally(counts, part.docs, part.base)
        else:
            counts += any_of(choice, size)
    mask: Mask = counts >= needed
    return mask


_GALLOP = 10  # looking one row up in a choice costs as much as reading so many of its rows


def _weight(choice: Sequence[Found]) -> int:
    return sum(found.size for found in choice)


def _narrowed(ordered: Sequence[Sequence[Found]], size: int) -> Mask:
    first, *rest = ordered
    rows = first[0].rows() if len(first) == 1 else np.unique(np.concatenate([found.rows() for found in first]))
    for choice in rest:
        if not len(rows):
            break
        kept = np.zeros(len(rows), np.bool_)
        for found in choice:
            for part in found.parts:
                kernels.note_members(kept, rows, part.docs, part.base)
        rows = rows[kept]
    mask = np.zeros(size, np.bool_)
    mask[rows] = True
    return mask
