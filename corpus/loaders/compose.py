"""From the lines of a formatted document to its text: one letter case, one alphabet, columns told apart.

A paragraph that is bold from end to end is written `**…**`, as Markdown writes it, so that a parser can see a title
or a run-in heading whatever the format was; rows with columns, and documents that are mostly bold, are not marked.
"""

from __future__ import annotations

import re

from corpus.loaders.legacy import Legacy, to_unicode
from corpus.loaders.runs import CELL_GAP, OPTIONAL_HYPHEN, PAGE_BREAK, RIGHT_COLUMN, Line, Run
from corpus.model import ParseWarning
from corpus.orthography import clean

_NAMES = {Legacy.TCVN3: "TCVN3 (ABC)", Legacy.VNI: "VNI", Legacy.VPS: "VPS", Legacy.VISCII: "VISCII"}

# A tab after the number of an item is one space of print; any other tab inside a line sets a column apart.
_AFTER_LABEL = re.compile(
    r"""
    ^ (?P<label>
        [(*]{0,3} (?: (?: [0-9]{1,3} | [IVXLC]{1,7} | [A-ZĐa-zđ] ) [.):/]{1,2} ){1,4}   # 1.  a)  (1)  I.1.  **2.
      | [0-9]{1,3} (?: \. [0-9]{1,3} ){1,3}                                             # 5.1
      | [-+•–]                                      # -   but * stands under a party's name
      )
    \t+
    """,
    re.VERBOSE,
)
_TABS = re.compile(r"[ ]*\t[\t ]*")
_GAPS = re.compile(r"[ ]{5,}")
_BULLETS = {0xF0B7: "•", 0xF0A7: "•", 0xF0D8: "•", 0xF0FC: "•", 0xF02D: "-", 0xF020: " "}
_SYMBOLS: dict[int, str | None] = {**dict.fromkeys([ord(OPTIONAL_HYPHEN), *range(0xE000, 0xF900)]), **_BULLETS}
_MOSTLY = 0.6


def compose(lines: list[Line]) -> tuple[str, tuple[ParseWarning, ...]]:
    """Return the text of `lines`, cleaned, and what a reader should know of it."""
    unicode_lines, found = to_unicode(lines)
    mark = not _mostly_bold(unicode_lines)
    text = "\n".join(_print(line, mark=mark) for line in unicode_lines)
    return clean(text), legacy_warnings(found)


def legacy_warnings(found: set[Legacy]) -> tuple[ParseWarning, ...]:
    """Say which encodings from before Unicode a document was converted from."""
    return tuple(
        ParseWarning("legacy-encoding", 1, f"chữ kiểu {_NAMES[legacy]} đã được chuyển sang Unicode")
        for legacy in sorted(found)
    )


def spread_tabs(line: str) -> str:
    """Return `line` with its tabs as spaces: none at the edges, one after an item's number, else a gap of columns."""
    if "\t" not in line:
        return line
    indent = CELL_GAP if line.startswith(RIGHT_COLUMN) else ""
    line = _AFTER_LABEL.sub(r"\g<label> ", line.strip("\t "))
    return indent + _TABS.sub(CELL_GAP, line)


def _print(line: Line, *, mark: bool) -> str:
    text = spread_tabs("".join(map(_printed, line.runs)).translate(_SYMBOLS))
    if line.row:
        return _GAPS.sub(CELL_GAP, text.rstrip())
    if not (mark and _is_bold(line)):
        return text
    core = text.strip(" " + PAGE_BREAK)
    return text.replace(core, f"**{core}**", 1)


def _printed(run: Run) -> str:
    return run.text.upper() if run.caps else run.text


def _is_bold(line: Line) -> bool:
    telling = [run for run in line.runs if any(map(str.isalnum, run.text))]
    return any(any(map(str.isalpha, run.text)) for run in telling) and all(run.bold for run in telling)


def _mostly_bold(lines: list[Line]) -> bool:
    sizes = [(len(run.text), run.bold) for line in lines for run in line.runs]
    return sum(size for size, bold in sizes if bold) > _MOSTLY * sum(size for size, _ in sizes)
