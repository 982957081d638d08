"""The tree of items: every label is placed by what it continues, opens or repeats.

A label is believed by where it stands (after the end of a sentence, not in the middle of one) and by what it follows.
The next number of an open level needs little else; one that opens a gap or counts from the start again must stand
where a new paragraph does, and is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from corpus.flow import Flow, PlacedLine
from corpus.lines import Line
from corpus.model import ItemPath, ParseWarning
from corpus.numbering import Label, Style, rank, read_labels
from corpus.sentences import awaits_number, ends_sentence, hangs

_LONGEST_GAP = 5
_DEEPEST = 12
_INLINE_REACH = 20
_PAIRS = ({Style.ARABIC, Style.ARABIC_PAREN},)  # `3)` between `2.` and `4.` is a slip of the pen


class Footing(IntEnum):
    """How well a line stands at the start of something new."""

    NONE = 0  # in the middle of a sentence
    WEAK = 1  # after a full line that ends no sentence
    FAIR = 2  # after a line that might be the end of a paragraph
    FIRM = 3  # after the end of a sentence or a heading


@dataclass(slots=True)
class Paragraph:
    """Lines that are one paragraph. `cut` leading characters of the first line are its label."""

    lines: list[PlacedLine]
    cut: int = 0

    @property
    def text(self) -> str:
        """The words of the paragraph on one line."""
        first, *rest = (placed.line.text for placed in self.lines)
        return " ".join(" ".join([first[self.cut :], *rest]).split())

    @property
    def bold(self) -> bool:
        """True where every word is bold."""
        return all(placed.line.bold or _bold_after(placed.line, self.cut) for placed in self.lines)

    @property
    def heading(self) -> bool:
        """True for a heading of Markdown."""
        return self.lines[0].line.heading > 0


def _bold_after(line: Line, cut: int) -> bool:
    return not line.text[cut:].strip()


@dataclass(slots=True)
class Node:
    """An item before its words are read: its label, its paragraphs, and the items inside it."""

    label: Label
    path: ItemPath
    line: int
    paragraphs: list[Paragraph] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """Return this node and all below it, in the order of print."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class Outline:
    """What was made of a body: paragraphs before the first item, the items, and doubts about their numbers."""

    lead: list[Paragraph] = field(default_factory=list)
    roots: list[Node] = field(default_factory=list)
    warnings: list[ParseWarning] = field(default_factory=list)

    def nodes(self) -> Iterator[Node]:
        """Return all items in the order of print."""
        for root in self.roots:
            yield from root.walk()


def build_outline(lines: Sequence[PlacedLine], flow: Flow) -> Outline:
    """Return the outline of the lines of a body; time is linear in their length."""
    builder = _Builder(lines, flow)
    for index in range(len(lines)):
        builder.take(index)
    return builder.outline


@dataclass(frozen=True, slots=True)
class _Move:
    """Where a label goes: below the open node at `depth - 1`, with a doubt about its number or without."""

    label: Label
    depth: int
    names: tuple[str, ...]
    doubt: str | None = None


class _Builder:
    """Places one line after another; `_open` are the nodes from the top down that the next line may belong to."""

    def __init__(self, lines: Sequence[PlacedLine], flow: Flow) -> None:
        self._lines = lines
        self._flow = flow
        self._labels = [read_labels(placed.line.text) for placed in lines]
        self._next = _next_labelled(self._labels)
        self._open: list[Node] = []
        self._used: set[ItemPath] = set()
        self._last: dict[tuple[int, Style], int] = {}
        self.outline = Outline()

    def take(self, index: int) -> None:
        """Start an item at a line, or add the line to what is open."""
        placed = self._lines[index]
        move = self._move(index) if self._labels[index] else None
        if move is None:
            self._add(placed)
            return
        self._start(move, placed)
        self._start_inner(placed, move.label.end)

    # -- text -------------------------------------------------------------------------------------------------------

    def _paragraphs(self) -> list[Paragraph]:
        return self._open[-1].paragraphs if self._open else self.outline.lead

    def _add(self, placed: PlacedLine) -> None:
        paragraphs = self._paragraphs()
        if paragraphs and self._flow.joins(paragraphs[-1].lines[-1].line, placed):
            paragraphs[-1].lines.append(placed)
        else:
            paragraphs.append(Paragraph([placed]))

    # -- items ------------------------------------------------------------------------------------------------------

    def _start(self, move: _Move, placed: PlacedLine, cut: int = 0) -> None:
        parent = self._open[move.depth - 1] if move.depth else None
        path = self._path(parent, move)
        node = Node(move.label, path, placed.line.number, [Paragraph([placed], cut + move.label.end)])
        self._warn(move, parent, path, placed)
        (parent.children if parent else self.outline.roots).append(node)
        del self._open[move.depth :]
        self._open.append(node)
        self._last[move.depth, move.label.style] = move.label.value

    def _start_inner(self, placed: PlacedLine, cut: int) -> None:
        """Start the item that opens on the same line: `2. a) Giao Sở Y tế …`, `Điều 1. 1. Phê duyệt …`."""
        for label in read_labels(placed.line.text[cut:]):
            outer = self._open[-1].label.style
            inner = label.style in (Style.LETTER, Style.BRACKET) or rank(outer) < rank(Style.ARABIC)
            if label.first and inner and label.style is not outer and len(placed.line.text) > cut + label.end:
                self._open[-1].paragraphs.clear()
                self._start(_Move(label, len(self._open), (label.name,)), placed, cut)
                return

    def _path(self, parent: Node | None, move: _Move) -> ItemPath:
        labels = (*(parent.path.labels if parent else ()), *move.names)
        path = ItemPath(labels)
        copy = 1
        while path in self._used:
            copy += 1
            path = ItemPath((*labels[:-1], f"{labels[-1]}~{copy}"))
        self._used.add(path)
        return path

    def _warn(self, move: _Move, parent: Node | None, path: ItemPath, placed: PlacedLine) -> None:
        """Report a number that does not follow the one before it."""
        if move.doubt is None and "~" not in path.labels[-1]:
            return
        siblings = parent.children if parent else self.outline.roots
        before = f"mục {siblings[-1].path}" if siblings else "đầu danh sách"
        code = move.doubt or "numbering-repeat"
        self.outline.warnings.append(ParseWarning(code, placed.line.number, f"{before} → mục {path}"))

    # -- where a label goes -----------------------------------------------------------------------------------------

    def _move(self, index: int) -> _Move | None:
        footing = self._footing(index)
        if footing is Footing.NONE:
            return None
        labels = self._labels[index]
        words = self._lines[index].line.text[labels[0].end :]
        for find in (self._sibling, self._opening, self._doubtful):
            for label in labels:
                move = self._compound(label) if label.style is Style.COMPOUND else find(label, index)
                if move and self._believes(move, footing, words, index):
                    return move
        return None

    def _footing(self, index: int) -> Footing:
        placed = self._lines[index]
        if index == 0:
            return Footing.FIRM
        before = self._lines[index - 1].line
        if ends_sentence(before.text):
            wrapped = not placed.apart and self._flow.fills(before, placed.line)
            return Footing.FAIR if wrapped and not before.text.endswith((":", ";")) else Footing.FIRM
        alone = before.bold or before.heading > 0
        if hangs(before.text) and not alone:
            listed = before.text.endswith(",") and (placed.apart or self._flow.full is None)
            return Footing.WEAK if listed else Footing.NONE
        if awaits_number(before.text) and not placed.apart:
            return Footing.NONE
        if placed.apart or alone:
            return Footing.FIRM if alone or not placed.page else Footing.FAIR
        return Footing.WEAK if self._flow.fills(before, placed.line) else Footing.FAIR

    def _believes(self, move: _Move, footing: Footing, words: str, index: int) -> bool:
        small = words[:1].islower()
        if move.label.first and self._runs_on(move.label, words):
            return False
        if move.doubt:
            return footing is Footing.FIRM and not small
        bare_compound = move.label.style is Style.COMPOUND and not self._punctuated(index, move.label)
        if bare_compound and (small or not words or footing < Footing.FAIR):
            return False
        if footing is Footing.WEAK:
            return not small and move.label.style not in (Style.ARABIC, Style.ROMAN, Style.PART)
        return footing is Footing.FIRM or not (small and move.label.style in (Style.ARABIC, Style.BRACKET))

    def _punctuated(self, index: int, label: Label) -> bool:
        return self._lines[index].line.text[: label.end].rstrip()[-1] in ".):/"

    def _sibling(self, label: Label, _: int) -> _Move | None:
        """Find the innermost open level that this label is the next number of."""
        for same in (lambda style: style is label.style, lambda style: {style, label.style} in _PAIRS):
            for depth in range(len(self._open) - 1, -1, -1):
                other = self._open[depth].label
                if same(other.style) and label.follows(other.value):
                    return _Move(label, depth, (label.name,))
        return None

    def _opening(self, label: Label, _: int) -> _Move | None:
        """Open a new level inside what is open, where the label is the first of its kind there."""
        depth = self._inside(label)
        if not label.first or depth >= _DEEPEST:
            return None
        styles = [node.label.style for node in self._open[:depth]]
        nested = self._introduced() if label.style in styles else True
        return _Move(label, depth, (label.name,)) if nested else None

    def _inside(self, label: Label) -> int:
        """Return the depth at which a new level of the label's style would stand."""
        if rank(label.style) >= rank(Style.ARABIC):
            return len(self._open)
        return next(
            (d for d, node in enumerate(self._open) if rank(node.label.style) >= rank(label.style)), len(self._open)
        )

    def _introduced(self) -> bool:
        paragraphs = self._paragraphs()
        return bool(paragraphs) and paragraphs[-1].lines[-1].line.text.endswith(":")

    def _doubtful(self, label: Label, index: int) -> _Move | None:
        """Find a place for a label that leaves a gap, repeats, or counts on from nothing."""
        for depth in range(len(self._open) - 1, -1, -1):
            other = self._open[depth].label
            if other.style is label.style:
                return self._gap_or_repeat(label, depth, other, index)
        return self._unopened(label, index)

    def _gap_or_repeat(self, label: Label, depth: int, other: Label, index: int) -> _Move | None:
        if label.value > other.value + _LONGEST_GAP and not self._goes_on(label, index):
            return None
        doubt = "numbering-gap"
        if label.value <= other.value:
            doubt = "numbering-restart" if label.first else "numbering-repeat"
        return _Move(label, depth, (label.name,), doubt)

    def _unopened(self, label: Label, index: int) -> _Move | None:
        depth = self._inside(label)
        last = self._last.get((depth, label.style))
        if depth >= _DEEPEST or label.style in (Style.SMALL_ROMAN, Style.PART) or self._counted_inline(label):
            return None
        if last is not None and label.follows(last):
            return _Move(label, depth, (label.name,))
        likely = label.value <= 3 or self._goes_on(label, index)
        return _Move(label, depth, (label.name,), "numbering-gap") if likely else None

    def _goes_on(self, label: Label, index: int) -> bool:
        """True where the next labelled line is the number after this one."""
        after = self._next[index]
        return after is not None and any(
            other.style is label.style and other.follows(label.value) for other in self._labels[after]
        )

    def _counted_inline(self, label: Label) -> bool:
        """True where the number before this one stands inside the current paragraph: `gồm: (1) …; ⏎ (2) …`."""
        paragraphs = self._paragraphs()
        recent = paragraphs[-1].lines[-_INLINE_REACH:] if paragraphs else ()
        return any(_inline(label, label.value - 1, placed.line.text) for placed in recent)

    def _runs_on(self, label: Label, words: str) -> bool:
        """True where the second number of a list follows on the same line as its first."""
        return _inline(label, 2, words)

    def _compound(self, label: Label) -> _Move | None:
        """Place `5.1.` below the open item 5; `3.1.` without an item 3 stands for itself."""
        for depth in range(len(self._open), 0, -1):
            parent = self._open[depth - 1].label
            if parent.values == label.values[:-1] and not parent.lettered:
                siblings = [c for c in self._open[depth - 1].children if c.label.style is Style.COMPOUND]
                last = siblings[-1].label.value if siblings else 0
                return _Move(label, depth, (label.name,), _doubt(last, label.value))
        return self._orphan(label)

    def _orphan(self, label: Label) -> _Move | None:
        depth = self._inside_parts()
        beside = self._open[depth].label if depth < len(self._open) else None
        names = tuple(str(value) for value in label.values)
        if beside and beside.values[:-1] == label.values[:-1]:
            return _Move(label, depth, names, _doubt(beside.value, label.value))
        last = beside.values[0] if beside else 0
        near = last <= label.values[0] <= last + _LONGEST_GAP
        return _Move(label, depth, names, "numbering-gap") if near else None

    def _inside_parts(self) -> int:
        """Return the depth at which the items of a part (`I.`, `Điều 1.`) stand, or 0 where there are no parts."""
        inner = (d for d, node in enumerate(self._open) if rank(node.label.style) >= rank(Style.ARABIC))
        return next(inner, len(self._open))


def _doubt(last: int, value: int) -> str | None:
    """Return what is odd about `value` after `last` on one level, or None."""
    if value == last + 1:
        return None
    return "numbering-gap" if value > last else "numbering-repeat"


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


def paragraphs_of(nodes: Iterable[Node]) -> Iterator[Paragraph]:
    """Return the paragraphs of `nodes` in the order of print."""
    for node in nodes:
        yield from node.paragraphs
