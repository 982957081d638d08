"""Where terms and features stand: postings of every segment, as one value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.embedded.rowset import RowSet
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
        rows = [_in_all(part) for part in self.parts]
        return rows[0] if len(rows) == 1 else np.concatenate([np.empty(0, np.int64), *rows])

    def document_frequencies(self, live: Mask) -> tuple[int, int]:
        """Return in how many live rows the body has it, and in how many the context; counted once."""
        if self._document_frequencies is None:
            counted = [
                kernels.document_frequencies(part.docs, part.tf, part.base, live, self.bits) for part in self.parts
            ]
            self._document_frequencies = (sum(body for body, _ in counted), sum(context for _, context in counted))
        return self._document_frequencies


NOWHERE = Found(())


def _in_all(part: Part) -> Rows:
    """Return the rows of a part as those of the whole index."""
    rows = part.docs.astype(np.int64)
    if part.base:
        rows += part.base
    return rows


def all_of(choices: Sequence[Sequence[Found]], size: int) -> RowSet:
    """Return the rows, of `size`, that have something of each of one or more choices; the rarest is looked at first."""
    first, *others = sorted(choices, key=_weight)
    found = any_of(first, size)
    for choice in others:
        if not found.count:
            break
        if found.is_sparse and found.count * _LOOK_UP < _weight(choice):
            found = _looked_up(found.rows, choice, size)
        else:
            found = found.within(_mask_of(choice, size))
    return found


def any_of(choice: Sequence[Found], size: int) -> RowSet:
    """Return the rows, of `size`, that have anything of a choice."""
    return _RowsOf(choice[0], size) if len(choice) == 1 else RowSet.of_mask(_mask_of(choice, size))


class _RowsOf(RowSet):
    """The rows of postings."""

    def __init__(self, found: Found, size: int) -> None:
        super().__init__(size)
        self._found = found

    @cached_property
    def rows(self) -> Rows:
        """The rows, int64 ascending."""
        return self._found.rows()

    @cached_property
    def mask(self) -> Mask:
        """Bool [R]: which rows are there."""
        return _mask_of([self._found], self.size)

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return self._found.size


def many_of(choices: Sequence[Sequence[Found]], size: int, needed: int) -> RowSet:
    """Return the rows, of `size`, that have something of at least `needed` choices."""
    counts = np.zeros(size, np.uint16)
    for choice in choices:
        if len(choice) == 1:
            for part in choice[0].parts:
                kernels.tally(counts, part.docs, part.base)
        else:
            counts += _mask_of(choice, size)
    return RowSet.of_mask(counts >= needed)


_LOOK_UP = 24  # looking one row up in a choice costs as much as marking so many of its rows


def _weight(choice: Sequence[Found]) -> int:
    return sum(found.size for found in choice)


def _mask_of(choice: Sequence[Found], size: int) -> Mask:
    mask = np.zeros(size, np.bool_)
    for found in choice:
        for part in found.parts:
            kernels.mark(mask, part.docs, part.base)
    return mask


def _looked_up(rows: Rows, choice: Sequence[Found], size: int) -> RowSet:
    kept = np.zeros(len(rows), np.bool_)
    for found in choice:
        for part in found.parts:
            kernels.note_members(kept, rows, part.docs, part.base)
    return RowSet(size, rows[kept])
