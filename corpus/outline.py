"""The tree of items that a body is: paragraphs under labels, labels under each other.

Where a label goes, and whether it is one, is for `corpus.placement` to say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.flow import Flow, PlacedLine, one_line
from corpus.model import ItemPath, ParseWarning
from corpus.numbering import INNER_RANK, Label, Style, rank, read_labels
from corpus.placement import Level, Move, Placement

# `… Chủ tịch UBND tỉnh kết luận, chỉ đạo như sau:`
_CONCLUDES = re.compile(r"(?<!\w)(?:kết luận|chỉ đạo|thống nhất|quyết nghị|yêu cầu)(?!\w)[^.:]{0,60}:\Z")


@dataclass(slots=True)
class Paragraph:
    """Lines that are one paragraph. `cut` leading characters of the first line are its label."""

    lines: list[PlacedLine]
    cut: int = 0

    @property
    def text(self) -> str:
        """The words of the paragraph on one line."""
        first, *rest = (placed.line.text for placed in self.lines)
        return one_line(" ".join([first[self.cut :], *rest]))

    @property
    def bold(self) -> bool:
        """True where every word is bold."""
        return all(placed.line.bold for placed in self.lines)

    @property
    def heading(self) -> bool:
        """True for a heading of Markdown."""
        return self.lines[0].line.heading > 0

    @property
    def bold_to(self) -> int:
        """How many characters of the first line, behind the label, are bold."""
        return max(0, self.lines[0].line.bold_to - self.cut)


@dataclass(slots=True)
class Node:
    """An item before its words are read: its label, its paragraphs, and the items inside it."""

    label: Label
    path: ItemPath
    line: int
    paragraphs: list[Paragraph] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    level: Level = field(default_factory=Level)

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, in the order of print."""
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
        """Yield all items in the order of print."""
        for root in self.roots:
            yield from root.walk()


def build_outline(lines: Sequence[PlacedLine], flow: Flow) -> Outline:
    """Return the outline of the lines of a body; time is linear in their length."""
    builder = _Builder(lines, flow)
    for index in range(len(lines)):
        builder.take(index)
    return builder.outline


class _Builder:
    """Places one line after another; `_open` are the nodes from the top down that the next line may belong to."""

    def __init__(self, lines: Sequence[PlacedLine], flow: Flow) -> None:
        self._lines = lines
        self._flow = flow
        self._placement = Placement(lines, flow)
        self._open: list[Node] = []
        self._copies: Counter[tuple[str, ...]] = Counter()
        self.outline = Outline()

    def take(self, index: int) -> None:
        """Start an item at a line, or add the line to what is open."""
        placed = self._lines[index]
        move = self._placement.move(index, [node.level for node in self._open], self._recent())
        if move is None:
            self._add(placed)
            return
        if self._concludes_after_list(move):
            self._make_lead()
            move = Move(move.label, 0, (move.label.name,))
        self._start(move, placed)
        self._start_inner(placed, move.label.end)

    def _paragraphs(self) -> list[Paragraph]:
        return self._open[-1].paragraphs if self._open else self.outline.lead

    def _recent(self) -> Sequence[PlacedLine]:
        paragraphs = self._paragraphs()
        return paragraphs[-1].lines if paragraphs else ()

    def _add(self, placed: PlacedLine) -> None:
        paragraphs = self._paragraphs()
        if paragraphs and self._flow.joins(paragraphs[-1].lines[-1].line, placed):
            paragraphs[-1].lines.append(placed)
        else:
            paragraphs.append(Paragraph([placed]))

    def _start(self, move: Move, placed: PlacedLine, cut: int = 0) -> None:
        parent = self._open[move.depth - 1] if move.depth else None
        siblings = parent.children if parent else self.outline.roots
        path = self._path(parent, move)
        self._warn(move, siblings, path, placed)
        node = Node(move.label, path, placed.line.number, [Paragraph([placed], cut + move.label.end)])
        node.level.label = move.label
        if parent and move.label.compound:
            parent.level.compounds = move.label.value
        siblings.append(node)
        del self._open[move.depth :]
        self._open.append(node)
        self._placement.opened(move)

    def _start_inner(self, placed: PlacedLine, cut: int) -> None:
        """Start the item that opens on the same line: `2. a) Giao Sở Y tế …`, `Điều 1. 1. Phê duyệt …`."""
        outer = self._open[-1].label.style
        for label in read_labels(placed.line.text[cut:]):
            inner = label.style in (Style.LETTER, Style.BRACKET) or rank(outer) < INNER_RANK <= rank(label.style)
            if label.first and inner and label.style is not outer and len(placed.line.text) > cut + label.end:
                self._open[-1].paragraphs.clear()
                self._start(Move(label, len(self._open), (label.name,)), placed, cut)
                return

    def _path(self, parent: Node | None, move: Move) -> ItemPath:
        labels = (*(parent.path.labels if parent else ()), *move.names)
        self._copies[labels] += 1
        copies = self._copies[labels]
        return ItemPath(labels if copies == 1 else (*labels[:-1], f"{labels[-1]}~{copies}"))

    def _warn(self, move: Move, siblings: Sequence[Node], path: ItemPath, placed: PlacedLine) -> None:
        """Report a number that does not follow the one before it."""
        if move.doubt is None and "~" not in path.labels[-1]:
            return
        before = f"mục {siblings[-1].path}" if siblings else "đầu danh sách"
        code = move.doubt or "numbering-repeat"
        self.outline.warnings.append(ParseWarning(code, placed.line.number, f"{before} → mục {path}"))

    def _concludes_after_list(self, move: Move) -> bool:
        """True where `… kết luận như sau:` stands between a numbered list (of who came) and the first conclusion."""
        roots = self.outline.roots
        if not (move.label.first and len(self._open) == 1 and roots[0].label.style is move.label.style):
            return False
        paragraphs = self._open[-1].paragraphs
        return len(paragraphs) > 1 and _CONCLUDES.search(paragraphs[-1].text[-200:]) is not None

    def _make_lead(self) -> None:
        """Take what was read as items so far for a part of the opening."""
        for node in self.outline.nodes():
            for paragraph in node.paragraphs:
                paragraph.cut = 0
                self.outline.lead.append(paragraph)
        self.outline.roots.clear()
        self.outline.warnings.clear()
        self._open.clear()
        self._copies.clear()
        self._placement.forget()
