"""A matcher over the postings of one term, for Whoosh's own searcher."""

from __future__ import annotations

from typing import Any

import numpy as np
from whoosh.formats import Frequency
from whoosh.matching.mcore import LeafMatcher, ReadTooFar
from whoosh.system import pack_uint

from indexer.embedded.arrays.segment import ArraySegment
from indexer.embedded.schema import SECTION_GAP, SYLLABLES

_BLOCK = 128  # postings that are turned into Python numbers at a time


class ArrayMatcher(LeafMatcher):
    """Walks the rows of a term. Positions are looked up in the forward array, a gap between two sections of a row."""

    def __init__(
        self, segment: ArraySegment, field: str, ordinal: int, format_: Any, term: tuple[str, bytes], scorer: Any
    ) -> None:
        self._segment, self._ordinal = segment, ordinal
        self._has_positions = field == SYLLABLES
        self.format, self.scorer, self._term = format_, scorer, term
        postings = segment.postings(field, ordinal)
        self._docs = postings.docs
        self._weights = (postings.tf & 0xFF) + (postings.tf >> 8)
        self.reset()

    def copy(self) -> ArrayMatcher:
        """Return a matcher of the same term at the same row."""
        other: ArrayMatcher = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        return other

    def reset(self) -> None:
        """Go to the first row."""
        self._go(0)

    def _go(self, place: int) -> None:
        """Go to a posting, and read the block that begins with it."""
        self._begin, self._at = place, 0
        self._ids: list[int] = self._docs[place : place + _BLOCK].tolist()
        self._block = self._weights[place : place + _BLOCK]

    def is_active(self) -> bool:
        """Say whether the matcher is at a row."""
        return self._at < len(self._ids)

    def id(self) -> int:
        """Return the row."""
        if not self.is_active():
            raise ReadTooFar
        return self._ids[self._at]

    def all_ids(self) -> Any:
        """Yield this row and all behind it."""
        while self.is_active():
            yield self.id()
            self.next()

    def next(self) -> Any:  # Whoosh declares none, and relies on it
        """Go to the next row; say whether another block was begun."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        if self._at == len(self._ids):
            self._go(self._begin + self._at)
            return True
        return False

    def skip_to(self, id: int) -> None:  # noqa: A002  Whoosh's own name
        """Go to the first row that is not before another."""
        if id > self.id():
            place = self._begin + self._at
            self._go(place + int(np.searchsorted(self._docs[place:], id)))

    def weight(self) -> float:
        """Return the frequency in heading, text and context."""
        return float(self._block[self._at])

    def value(self) -> bytes:
        """Return the positions or the frequency in the field's own format."""
        if self._has_positions:
            return bytes(self.format.encode(self._positions()))
        return bytes(pack_uint(int(self.weight()))) if isinstance(self.format, Frequency) else b""

    def value_as(self, astype: str) -> Any:
        """Return positions or frequency without encoding them."""
        match astype:
            case "positions" if self._has_positions:
                return self._positions()
            case "frequency":
                return int(self.weight())
            case "weight":
                return self.weight()
        return super().value_as(astype)

    def _positions(self) -> list[int]:
        row = np.array([self.id()])
        tokens, _ = self._segment.tokens(row)
        heading, text, _ = self._segment.sections["lengths"].slice(self.id(), self.id() + 1)[0].tolist()
        places = np.flatnonzero(tokens == self._ordinal)
        sections = (places >= heading).astype(np.int64) + (places >= heading + text)
        positions: list[int] = (places + sections * SECTION_GAP).tolist()
        return positions

    # -- what a block may still score ----------------------------------------------------------------------------------

    def supports_block_quality(self) -> bool:
        """Say whether the scorer can bound a block."""
        return bool(self.scorer and self.scorer.supports_block_quality())

    def block_min_id(self) -> int:
        """Return the first row of the block."""
        return self._ids[0]

    def block_max_id(self) -> int:
        """Return the last row of the block."""
        return self._ids[-1]

    def block_min_length(self) -> int:
        """Return 0: no field is scored by its length."""
        return 0

    def block_max_length(self) -> int:
        """Return 0: no field is scored by its length."""
        return 0

    def block_max_weight(self) -> float:
        """Return the highest frequency in the block."""
        return float(self._block.max(initial=0))

    def skip_to_quality(self, minquality: float) -> int:
        """Go to the first block that may score higher; return how many were passed over."""
        passed = 0
        while self.is_active() and self.block_quality() <= minquality:
            self._go(self._begin + len(self._ids))
            passed += 1
        return passed
