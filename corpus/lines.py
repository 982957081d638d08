"""The printed lines of a text, free of mark-up, with what the mark-up said kept beside them.

Markdown and the residue of HTML are read here and nowhere else: emphasis, headings, table rows and escapes. What is
left of a line are its words. Its number stays that of the source, so a doubt can name it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Three spaces, a tab (a space once cleaned) or a pipe stand between the columns of a letterhead or a signature.
_COLUMN_GAP = re.compile(r"\ {3,}|\t+|\ *\|\ *")

_TAG = re.compile(
    r"""
    < (?P<break> br ) \s* /? >                                                       # TỈNH ỦY BẮC KẠN<br>*
    | </? (?: a|b|big|center|div|em|font|h[1-6]|hr|i|li|ol|p|s|small|span|strong|sub|sup|table|tbody|td|th|thead
      |tr|u|ul ) (?: \s [^<>]{0,300} )? /? >                                          # <p align="center">
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HEADING = re.compile(
    r"""
    (?P<marks> \#{1,6} ) (?: \s+ | (?<=\#\#) (?=[^\s\#]) )    # ## 5. Về chuyển đổi số   ##5. Về …
    (?P<words> .* ) \Z
    """,
    re.VERBOSE,
)
_TOKEN = re.compile(
    r"""
    \\ (?P<escaped> [!-/:-@\[-`{-~] )    # 1\. Về công tác cán bộ
    | (?P<stars> \*+ )                   # **đậm**  *nghiêng*
    | (?P<scores> _+ )                   # __đậm__  _nghiêng_
    | (?P<words> [^\\*_]+ | \\ )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line.

    `number` counts the source's lines from 1 (a line that a `<br>` or a form feed cuts gives several of one number).
    `text` has no mark-up and no outer spaces; runs of inner spaces stay, because columns are told apart by them.
    `indent` counts leading spaces. `bold` says that all words are, `bold_to` how many leading characters of `text`
    are. `heading` is the level of a Markdown heading or 0. `page_start` says that a form feed stands before it.
    """

    number: int
    text: str
    indent: int = 0
    bold: bool = False
    bold_to: int = 0
    heading: int = 0
    page_start: bool = False

    @property
    def blank(self) -> bool:
        """True where nothing is printed."""
        return not self.text

    @property
    def width(self) -> int:
        """The columns that the line reaches to, in characters."""
        return self.indent + len(self.text)

    def cells(self) -> tuple[str, ...]:
        """Return the columns of the line, without those that are empty."""
        return tuple(cell for part in _COLUMN_GAP.split(self.text) if (cell := part.strip()))


@dataclass(slots=True)
class _Raw:
    """A line before its emphasis is read."""

    number: int
    text: str
    indent: int
    heading: int
    page_start: bool


def read_lines(text: str) -> tuple[Line, ...]:
    """Return the printed lines of `text`, blank ones too; time is linear in its length."""
    lines: list[Line] = []
    block: list[_Raw] = []
    for raw in _raw_lines(text):
        if raw.text:
            block.append(raw)
            continue
        lines += _without_emphasis(block)
        block = []
        lines.append(Line(raw.number, "", page_start=raw.page_start))
    lines += _without_emphasis(block)
    return tuple(lines)


def _raw_lines(text: str) -> Iterator[_Raw]:
    for number, printed in enumerate(text.split("\n"), 1):
        for index, part in enumerate(printed.split("\f")):
            for words in _without_tags(part):
                yield _raw(number, words, page_start=index > 0)


def _without_tags(line: str) -> Iterator[str]:
    if "<" in line:
        line = _TAG.sub(lambda match: "\f" if match["break"] else "", line)
    if "&" in line:
        line = html.unescape(line)
    for piece in line.split("\f"):
        yield piece.replace("\n", " ").replace("\r", " ")


def _raw(number: int, line: str, *, page_start: bool) -> _Raw:
    words = line.strip()
    while words.startswith("> ") or words == ">":
        words = words[1:].lstrip()
    match = _HEADING.match(words)
    level = len(match["marks"]) if match else 0
    if match:
        words = match["words"].rstrip("#").strip() if match["words"].endswith("#") else match["words"].strip()
    indent = len(line) - len(line.lstrip())
    return _Raw(number, words, indent, level, page_start)


def _without_emphasis(block: Iterable[_Raw]) -> list[Line]:
    """Read the emphasis of lines that stand together: `**` may open on one and close on another."""
    state = _Emphasis()
    return [state.read(raw) for raw in block]


class _Emphasis:
    """Which emphasis is open while the lines of one block are read."""

    def __init__(self) -> None:
        self._open = {"*": False, "**": False, "_": False, "__": False}

    def read(self, raw: _Raw) -> Line:
        """Return `raw` without its emphasis marks, or as it stands where it is only a rule of stars."""
        if not ("*" in raw.text or "_" in raw.text or "\\" in raw.text):
            whole = len(raw.text) if self._bold else 0
            return self._line(raw, [(raw.text, self._bold)], whole)
        pieces: list[tuple[str, bool]] = []
        for match in _TOKEN.finditer(raw.text):
            run = match["stars"] or match["scores"]
            if run and self._marks(raw.text, match, run):
                continue
            pieces.append((match["escaped"] or match[0], self._bold))
        return self._line(raw, pieces, _leading_bold(pieces))

    @property
    def _bold(self) -> bool:
        return self._open["**"] or self._open["__"]

    def _marks(self, text: str, match: re.Match[str], run: str) -> bool:
        """Open or close emphasis where `run` does; False where the run is words of its own (`* *`, `___`)."""
        if run == "****" and any(c.isalnum() for c in text):
            return True  # ****5.** Công tác cán bộ**: bold that is closed as it opens
        if len(run) > 3 or not any(c.isalnum() for c in text):
            return False
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        opens, closes = bool(after.strip()), bool(before.strip())
        if (before, after) == ("(", ")") or (before.isdigit() and after.isdigit()):
            return False  # (*) is a note's own mark, 2*3 a product
        if run[0] == "_" and (opens and closes) and before.isalnum() and after.isalnum():
            return False
        parts = [run[0] * 2, run[0]] if len(run) == 3 else [run]
        if not any((closes and self._open[part]) or opens for part in parts):
            return len(run) == 2 and run[0] == "*"
        for part in parts:
            self._open[part] = not self._open[part] if closes else opens
        return True

    @staticmethod
    def _line(raw: _Raw, pieces: list[tuple[str, bool]], bold_to: int) -> Line:
        whole = "".join(words for words, _ in pieces)
        text = whole.strip()
        bold_to = min(max(0, bold_to - (len(whole) - len(whole.lstrip()))), len(text))
        bold = any(b for _, b in pieces) and not any(c.isalnum() for words, b in pieces if not b for c in words)
        bold = bold and any(c.isalnum() for c in text)
        return Line(raw.number, text, raw.indent, bold, bold_to if not bold else len(text), raw.heading, raw.page_start)


def _leading_bold(pieces: list[tuple[str, bool]]) -> int:
    length = 0
    for words, bold in pieces:
        if not bold and words.strip():
            break
        length += len(words)
    return length
