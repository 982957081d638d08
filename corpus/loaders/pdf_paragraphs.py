"""From printed lines to paragraphs, where the page shows that a line was broken only because the next word did not fit.

What the page does not show is left as it is printed: a parser knows more of sentences than a page does.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.loaders.pdf_lines import Printed
from corpus.loaders.runs import Line, Run

_INDENT = 0.8  # in units of the font size: what sets a line in from the margin
_BLANK = 1.7  # in units of the usual distance between lines: what leaves a line blank
_WIDE = 0.7  # of a page's width: where its text must reach to show a right margin
_FEW = 4  # lines below which a page shows no margins
_ITEM = re.compile(
    r"""
      [(*]{0,3} (?: [0-9]{1,3} (?: \. [0-9]{1,2} ){0,3} | [IVXLC]{1,7} | [A-ZĐa-zđ] ) [.):/]{1,2}   # 1.  a)  (2)  5.1.
    | [0-9]{1,2} (?: \. [0-9]{1,2} ){1,3}                                                           # 5.1
    | [-+*•–]
    """,
    re.VERBOSE,
)  # of a whole word: 39.897 and 30/6/2024 are none
_BROKEN_NUMBER = re.compile(r"\w[-/]$")  # 987- | TB/TU
_SENTENCE_END = re.compile(r"[.;:!?…”\"]$")


@dataclass(frozen=True, slots=True)
class _Margins:
    """Where the lines of a page begin and end, the usual step between them, and by how much paragraphs are set in."""

    left: float
    right: float
    step: float
    inset: int | None = None


def paragraphs_of(lines: list[Printed], width: float) -> list[Line]:
    """Return the lines of a page with broken paragraphs joined; `width` is the page's, in points.

    A blank line stands where the page leaves one.
    """
    margins = _margins(lines, width)
    paragraphs: list[Line] = []
    for before, line in zip([None, *lines], lines, strict=False):
        if before and margins and before.base - line.base > _BLANK * margins.step:
            paragraphs.append(Line())
        elif before and margins and _goes_on(before, line, margins):
            last = paragraphs.pop()
            gap = "" if _BROKEN_NUMBER.search(_last(before)) else " "
            paragraphs.append(Line((*last.runs, Run(gap, line.words[0].runs[0].font), *line.line(width).runs)))
            continue
        paragraphs.append(line.line(width))
    return paragraphs


def _margins(lines: list[Printed], width: float) -> _Margins | None:
    if len(lines) < 2:
        return None
    step = median(upper.base - lower.base for upper, lower in pairwise(lines))
    plain = [line for line in lines if not line.columns]
    if len(plain) < _FEW:
        return _Margins(0, float("inf"), step)  # nothing is ever joined
    left = sorted(line.left for line in plain)[len(plain) // 10]
    right = sorted(line.right for line in plain)[-1 - len(plain) // 10]
    if right < _WIDE * width:
        right = float("inf")  # short lines only
    insets = Counter(
        round(line.left - left) for line in plain if _INDENT * line.size < line.left - left < 6 * line.size
    )
    inset, times = max(insets.items(), key=lambda item: item[1], default=(0, 0))
    return _Margins(left, right, step, inset if times > 1 else None)


def _goes_on(before: Printed, line: Printed, margins: _Margins) -> bool:
    """Tell whether `line` is more of the paragraph that `before` is in."""
    if before.columns or line.columns or before.bold != line.bold:
        return False
    if abs(before.size - line.size) > 0.15 * line.size or _ITEM.fullmatch(_first(line)):
        return False
    if not _was_full(before, line, margins):
        return False
    if _is_in(line, margins) and not _hangs(before, line, margins):
        return False
    return margins.inset is not None or not (_SENTENCE_END.search(_last(before)) and _first(line)[:1].isupper())


def _was_full(before: Printed, line: Printed, margins: _Margins) -> bool:
    """Tell whether the first word of a line would not have fitted on the one before."""
    first = line.words[0]
    space = 0.2 * line.size
    return before.right + space + (first.right - first.left) > margins.right + 0.1 * line.size


def _is_in(line: Printed, margins: _Margins) -> bool:
    return line.left > margins.left + _INDENT * line.size


def _hangs(before: Printed, line: Printed, margins: _Margins) -> bool:
    """Tell whether a line set in stands under the text of the one before: a block, or an item's under its number.

    Two lines set in as the first lines of paragraphs are do not make a block.
    """
    near = 0.4 * line.size
    first = margins.inset is not None and abs(line.left - margins.left - margins.inset) < near
    starts = [] if first else [before.left]
    if _ITEM.fullmatch(_first(before)) and len(before.words) > 1:
        starts.append(before.words[1].left)
    return any(abs(line.left - start) < near for start in starts)


def _first(line: Printed) -> str:
    return "".join(run.text for run in line.words[0].runs)


def _last(line: Printed) -> str:
    return "".join(run.text for run in line.words[-1].runs)
