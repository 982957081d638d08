"""The segments of a generation one behind the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.embedded.arrays.rows import Mask
from indexer.embedded.arrays.segment import ArraySegment

Segments = Sequence[tuple[ArraySegment, Mask]]  # with the rows (bool [R] each) that are not deleted


@dataclass(frozen=True, slots=True)
class Part:
    """A segment, the number of its first row among all, which of its rows are there (bool [R]), and which are items."""

    segment: ArraySegment
    base: int
    present: Mask
    items: Mask

    @property
    def documents(self) -> Mask:
        """Bool [D]: which of its documents are there."""
        present: Mask = self.present[self.segment.column("document_first")]
        return present


def parts_of(segments: Segments) -> list[Part]:
    """Return segments with the rows (bool [R] each) that are not deleted in this form."""
    parts, base = [], 0
    for segment, present in segments:
        items = present.copy()
        items[segment.column("document_end") - 1] = False
        parts.append(Part(segment, base, present, items))
        base += segment.rows
    return parts
