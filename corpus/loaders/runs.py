"""What every reader of a formatted document yields: lines of runs, each run in one font."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

CELL_GAP = "    "  # between cells of a row; `orthography.clean` keeps runs of spaces and no tab
PAGE_BREAK = "\f"
OPTIONAL_HYPHEN = "\x1f"  # Word's own code: a place to break a word, or what a program made of ư in TCVN3
RIGHT_COLUMN = "\t\t\t"  # at the head of a line: it stands in the right column alone
_LAYOUT_COLUMNS, _LAYOUT_ROWS, _LAYOUT_LINES = 3, 4, 40


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one line that share a font.

    `font` is its name as the file gives it, empty where unknown. `caps` says that the letters are printed as capitals
    whatever they are stored as.
    """

    text: str
    font: str = ""
    bold: bool = False
    caps: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line or paragraph; `row` marks a row of a table, or a line with columns."""

    runs: tuple[Run, ...] = ()
    row: bool = False

    @property
    def text(self) -> str:
        """The line's characters as the file stores them."""
        return "".join(run.text for run in self.runs)


def split_lines(runs: list[Run]) -> list[Line]:
    """Cut the runs of one paragraph at the line ends inside them; at least one line comes out."""
    if not any("\n" in run.text for run in runs):
        return [Line(tuple(runs))]
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *rest = run.text.split("\n")
        for index, piece in enumerate([first, *rest]):
            if index:
                lines.append([])
            if piece:
                lines[-1].append(replace(run, text=piece))
    return [Line(tuple(line)) for line in lines]


Cell = list[Line]
Row = list[Cell]


def lay_out(rows: list[Row]) -> list[Line]:
    """Print a table: one row a line, cells set apart by `CELL_GAP`.

    A small table is there to set columns side by side, as a letterhead or a signature block does: the k-th lines of
    its cells make the k-th line of the row. One of a single column, or with whole pages in a cell, is a frame around
    paragraphs, which stay as they are. Rows of another width begin another table: some formats join neighbours.
    """
    return [line for _, group in groupby(rows, key=len) for line in _lay_out(list(group))]


def _lay_out(rows: list[Row]) -> list[Line]:
    width = max(map(len, rows), default=0)
    if width <= 1 or any(len(cell) > _LAYOUT_LINES for row in rows for cell in row):
        return [line for row in rows for cell in row for line in cell]
    if width <= _LAYOUT_COLUMNS and len(rows) <= _LAYOUT_ROWS:
        return [line for row in rows for line in _side_by_side(row)]
    return [_row([_joined(cell) for cell in row]) for row in rows]


def _joined(cell: Cell) -> Line:
    runs: list[Run] = []
    for line in cell:
        if line.text.strip():
            runs += ([Run(" ")] if runs else []) + list(line.runs)
    return Line(tuple(runs))


def _side_by_side(cells: Row) -> list[Line]:
    """Empty cells at the right are left out; one at the left leaves its gap, so that the right column shows."""
    height = max(map(len, cells), default=0)
    return [_row([cell[index] if index < len(cell) else Line() for cell in cells]) for index in range(height)]


def _row(cells: list[Line]) -> Line:
    printed = [index for index, cell in enumerate(cells) if cell.text.strip()]
    width = printed[-1] + 1 if printed else 0
    runs: list[Run] = []
    for index, cell in enumerate(cells[:width]):
        runs += ([Run(CELL_GAP)] if index else []) + list(cell.runs)
    return Line(tuple(runs), row=width > 1)
