"""Where a label goes in the tree of items, and whether to believe that it is one.

A label is believed by where it stands (after the end of a sentence, not in the middle of one) and by what it follows.
The next number of an open level needs little else; one that leaves a gap, repeats or counts from the start again must
stand where a new paragraph does, and is a doubt to report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from corpus.flow import Flow, PlacedLine
from corpus.numbering import INNER_RANK, Label, Style, rank, read_labels
from corpus.sentences import awaits_number, ends_sentence, hangs

_LONGEST_GAP = 5
_DEEPEST = 12
_INLINE_REACH = 20  # lines of the current paragraph in which the number before a label is looked for
_SLIPS = frozenset({Style.ARABIC, Style.ARABIC_PAREN})  # `3)` between `2.` and `4.` is a slip of the pen


class Footing(IntEnum):
    """How well a line stands at the start of something new."""

    NONE = 0  # in the middle of a sentence
    WEAK = 1  # after a full line that ends no sentence
    FAIR = 2  # after a line that might be the end of a paragraph
    FIRM = 3  # after the end of a sentence or a heading


@dataclass(slots=True)
class Level:
    """An open item as placing sees it: its label, and the number of the last compound label (`5.1.`) inside it."""

    label: Label | None = None
    compounds: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """A label put below the open item at `depth - 1` under `names`, with a doubt about its number or without."""

    label: Label
    depth: int
    names: tuple[str, ...]
    doubt: str | None = None


class Placement:
    """Decides line by line; it knows all lines, and what was opened so far."""

    def __init__(self, lines: Sequence[PlacedLine], flow: Flow) -> None:
        self._lines = lines
        self._flow = flow
        self._labels = [read_labels(placed.line.text) for placed in lines]
        self._next = _next_labelled(self._labels)
        self._last: dict[tuple[int, Style], int] = {}
        self._open: list[Label] = []
        self._recent: Sequence[PlacedLine] = ()

    def move(self, index: int, levels: Sequence[Level], recent: Sequence[PlacedLine]) -> Move | None:
        """Return where the label of a line goes, or None where the line begins no item.

        `levels` are the open items from the top down, `recent` the lines of the paragraph before.
        """
        if not self._labels[index]:
            return None
        footing = self._footing(index)
        if footing is Footing.NONE:
            return None
        self._open = [level.label for level in levels if level.label]
        self._recent = recent
        compounds = [level.compounds for level in levels]
        for find in (self._next_number, self._first_number, self._doubtful_number):
            for label in self._labels[index]:
                found = self._inside_named(label, compounds) if label.compound else find(label, index)
                if found and self._believes(found, footing, index):
                    return found
        return None

    def opened(self, move: Move) -> None:
        """Remember the number that a level has come to."""
        self._last[move.depth, move.label.style] = move.label.value

    def forget(self) -> None:
        """Forget all levels."""
        self._last.clear()

    # -- where the line stands --------------------------------------------------------------------------------------

    def _footing(self, index: int) -> Footing:
        placed = self._lines[index]
        if index == 0:
            return Footing.FIRM
        before = self._lines[index - 1].line
        if ends_sentence(before.text):
            wrapped = not placed.apart and self._flow.fills(before, placed.line) and not self._flow.indents(placed.line)
            return Footing.FAIR if wrapped and not before.text.endswith((":", ";")) else Footing.FIRM
        if before.bold or before.heading:
            return Footing.FIRM
        if hangs(before.text):
            listed = before.text.endswith(",") and (placed.apart or self._flow.full is None)
            return Footing.WEAK if listed else Footing.NONE
        if placed.apart:
            return Footing.FAIR if placed.page else Footing.FIRM
        if awaits_number(before.text):
            return Footing.NONE
        return Footing.WEAK if self._flow.fills(before, placed.line) else Footing.FAIR

    def _believes(self, move: Move, footing: Footing, index: int) -> bool:
        label = move.label
        words = self._lines[index].line.text[label.end :]
        small = words[:1].islower()
        if label.first and _inline(label, 2, words):
            return False  # gồm: (1) …; (2) … on one line
        if move.doubt:
            return footing is Footing.FIRM and not small
        if not label.closed and (small or not words or footing < Footing.FAIR):
            return False  # 1.5 triệu đồng
        if footing is Footing.WEAK:
            return not small and label.style not in (Style.ARABIC, Style.ROMAN, Style.PART)
        return footing is Footing.FIRM or not (small and label.style in (Style.ARABIC, Style.BRACKET))

    # -- what the label continues -----------------------------------------------------------------------------------

    def _next_number(self, label: Label, _: int) -> Move | None:
        """Find the innermost open level that this label is the next number of."""
        for same in (_same_style, _slip):
            for depth in range(len(self._open) - 1, -1, -1):
                other = self._open[depth]
                if same(other.style, label.style) and not other.compound and label.follows(other.value):
                    return Move(label, depth, (label.name,))
        return None

    def _first_number(self, label: Label, _: int) -> Move | None:
        """Open a new level inside what is open, where the label is the first of its kind there."""
        depth = self._inside(label.style)
        if not label.first or depth >= _DEEPEST:
            return None
        if label.style in (other.style for other in self._open[:depth]) and not self._introduced():
            return None
        return Move(label, depth, (label.name,))

    def _inside(self, style: Style) -> int:
        """Return the depth at which a new level of `style` would stand."""
        if rank(style) == INNER_RANK:
            return len(self._open)
        outer = (depth for depth, other in enumerate(self._open) if rank(other.style) >= rank(style))
        return next(outer, len(self._open))

    def _introduced(self) -> bool:
        return bool(self._recent) and self._recent[-1].line.text.endswith(":")

    def _doubtful_number(self, label: Label, index: int) -> Move | None:
        """Find a place for a label that leaves a gap, repeats, or counts on from nothing."""
        for depth in range(len(self._open) - 1, -1, -1):
            other = self._open[depth]
            if other.style is label.style:
                return self._gap_or_repeat(label, depth, other, index)
        return self._unopened(label, index)

    def _gap_or_repeat(self, label: Label, depth: int, other: Label, index: int) -> Move | None:
        if label.value > other.value + _LONGEST_GAP and not self._goes_on(label, index):
            return None
        return Move(label, depth, (label.name,), _doubt(other.value, label.value))

    def _unopened(self, label: Label, index: int) -> Move | None:
        depth = self._inside(label.style)
        last = self._last.get((depth, label.style))
        if depth >= _DEEPEST or label.style in (Style.SMALL_ROMAN, Style.PART) or self._counted_inline(label):
            return None
        if last is not None and label.follows(last):
            return Move(label, depth, (label.name,))  # II. goes on with 4. where I. ended with 3.
        likely = label.value <= 3 or self._goes_on(label, index)
        return Move(label, depth, (label.name,), "numbering-gap") if likely else None

    def _goes_on(self, label: Label, index: int) -> bool:
        """True where the next labelled line is the number after this one."""
        after = self._next[index]
        return after is not None and any(
            other.style is label.style and other.follows(label.value) for other in self._labels[after]
        )

    def _counted_inline(self, label: Label) -> bool:
        """True where the number before this one stands inside the current paragraph: `gồm: (1) …; ⏎ (2) …`."""
        recent = self._recent[-_INLINE_REACH:]
        return any(_inline(label, label.value - 1, placed.line.text) for placed in recent)

    # -- labels that name their parent ------------------------------------------------------------------------------

    def _inside_named(self, label: Label, compounds: Sequence[int]) -> Move | None:
        """Place `5.1.` below the open item 5, `a.1)` below a); `3.1.` without an item 3 stands for itself."""
        for depth in range(len(self._open), 0, -1):
            parent = self._open[depth - 1]
            named = parent.lettered is (label.style is Style.LETTER_COMPOUND)
            if named and parent.values == label.values[:-1]:
                return Move(label, depth, (label.name,), _doubt(compounds[depth - 1], label.value, restarts=False))
        return self._orphan(label) if label.style is Style.COMPOUND else None

    def _orphan(self, label: Label) -> Move | None:
        inner = (depth for depth, other in enumerate(self._open) if rank(other.style) == INNER_RANK)
        depth = next(inner, len(self._open))
        beside = self._open[depth] if depth < len(self._open) else None
        names = tuple(str(value) for value in label.values)
        if beside and beside.compound and beside.values[:-1] == label.values[:-1]:
            return Move(label, depth, names, _doubt(beside.value, label.value, restarts=False))
        last = beside.values[0] if beside and not beside.lettered else 0
        near = last <= label.values[0] <= last + _LONGEST_GAP
        return Move(label, depth, names, "numbering-gap") if near and len(names) == 2 else None


def _same_style(style: Style, other: Style) -> bool:
    return style is other


def _slip(style: Style, other: Style) -> bool:
    return {style, other} == _SLIPS


def _doubt(last: int, value: int, *, restarts: bool = True) -> str | None:
    """Return what is odd about `value` after `last` on one level, or None."""
    if value == last + 1:
        return None
    if value > last:
        return "numbering-gap"
    return "numbering-restart" if value == 1 and restarts else "numbering-repeat"


def _next_labelled(labels: Sequence[Sequence[Label]]) -> list[int | None]:
    """Return for each line the next line after it that begins with a label."""
    after: list[int | None] = [None] * len(labels)
    for index in range(len(labels) - 2, -1, -1):
        after[index] = index + 1 if labels[index + 1] else after[index + 1]
    return after


def _inline(label: Label, value: int, text: str) -> bool:
    """True where `text` has the number `value` of the label's list inside it."""
    printed = label.printed(value)
    return printed is not None and re.search(rf"(?<![^\s;,:]){re.escape(printed)}", text) is not None
