"""Rich Text Format: characters in the code page of their font, tables, field results and text boxes.

Not read are hidden and deleted text, notes, comments, headers, footers and pictures. A number that Word wrote beside an
automatic list (`\\listtext`) is read as printed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from corpus.loaders.encodings import western
from corpus.loaders.legacy import encoding_of_font
from corpus.loaders.reasons import Reason, Unloadable
from corpus.loaders.rtf_tokens import Bytes, Close, Control, Open, tokens
from corpus.loaders.runs import OPTIONAL_HYPHEN, PAGE_BREAK, Cell, Line, Row, Run, lay_out, split_lines

_DEEPEST = 2_000
_FONT_NAME = 64  # characters; Windows allows 31
_CODE_PAGES = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_SYMBOL_CHARSET = 2
_WORDS = {"tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " ",
          "qmspace": " ", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
          "page": PAGE_BREAK, "softpage": ""}  # fmt: skip
_SYMBOLS = {
    "~": " ",
    "_": "-",
    "-": OPTIONAL_HYPHEN,
    "{": "{",
    "}": "}",
    "\\": "\\",
    "\n": "\n",
    "\r": "\n",
    "\t": "\t",
}
_SKIPPED = {
    "colortbl", "stylesheet", "info", "pict", "nonshppict", "shprslt", "header", "headerl", "headerr", "headerf",
    "footer", "footerl", "footerr", "footerf", "footnote", "ftnsep", "ftnsepc", "annotation", "xe", "tc", "rxe",
    "bkmkstart", "bkmkend", "fldinst", "objdata", "nesttableprops", "nonesttables", "revtbl", "listtable",
}  # fmt: skip
_MUTED = {"shpinst", "do", "upr"}  # not printed themselves, but something inside may be
_BOXES = {"shptxt", "dptxbxtext"}


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits from the one around it."""

    font: int = -1
    bold: bool = False
    caps: bool = False
    hidden: bool = False
    skip_after_unicode: int = 1
    destination: str = "text"  # text, muted, skipped or fonts


@dataclass(slots=True)
class _Font:
    name: str = ""
    charset: int = 0


@dataclass(slots=True)
class _Story:
    """The text of the body or of one text box, as its paragraphs and rows end."""

    lines: list[Line] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    cell: Cell = field(default_factory=list)
    row: Row = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    boxes: list[Line] = field(default_factory=list)
    in_table: bool = False

    def end_paragraph(self) -> None:
        lines = split_lines(self.runs) + self.boxes
        self.runs, self.boxes = [], []
        if self.in_table or self.row:
            self.cell += lines
        else:
            self.end_table()
            self.lines += lines

    def end_cell(self) -> None:
        self.cell += split_lines(self.runs) + self.boxes
        self.runs, self.boxes = [], []
        self.row.append(self.cell)
        self.cell = []

    def end_row(self) -> None:
        self.rows.append(self.row)
        self.row = []

    def end_table(self) -> None:
        self.lines += lay_out(self.rows)
        self.rows = []

    def finish(self) -> list[Line]:
        if self.cell:
            self.end_cell()
        if self.row:
            self.end_row()
        self.in_table = False
        if self.runs or self.boxes:
            self.end_paragraph()
        self.end_table()
        return self.lines


def read(data: bytes) -> list[Line]:
    """Return the lines of an RTF document; raises `Unloadable` (`damaged`)."""
    reader = _Reader()
    for token in tokens(data):
        match token:
            case Open():
                reader.open()
            case Close():
                reader.close()
            case Control(word, number):
                reader.control(word, number)
            case Bytes(characters):
                reader.characters(characters)
    return reader.finish()


class _Reader:
    def __init__(self) -> None:
        self._state = _State()
        self._stack: list[_State] = []
        self._stories = [_Story()]
        self._box_depths: list[int] = []
        self._fonts: dict[int, _Font] = {}
        self._open_font = _Font()
        self._code_page = "cp1252"
        self._bytes = bytearray()
        self._starred = False
        self._to_skip = 0

    def open(self) -> None:
        self._flush()
        if len(self._stack) >= _DEEPEST:
            raise Unloadable(Reason.DAMAGED)
        self._stack.append(self._state)
        self._to_skip = 0

    def close(self) -> None:
        self._flush()
        self._to_skip, self._starred = 0, False
        if self._box_depths and self._box_depths[-1] == len(self._stack):
            self._box_depths.pop()
            box = self._stories.pop()
            self._stories[-1].boxes += box.finish()
        if self._stack:
            self._state = self._stack.pop()

    def finish(self) -> list[Line]:
        self._flush()
        while len(self._stories) > 1:
            box = self._stories.pop()
            self._stories[-1].boxes += box.finish()
        return self._stories[0].finish()

    def characters(self, data: bytes) -> None:
        skipped = min(self._to_skip, len(data))
        self._to_skip -= skipped
        self._bytes += data[skipped:]
        self._starred = False

    def control(self, word: str, number: int | None) -> None:
        if word in _SYMBOLS and self._to_skip:
            self._to_skip -= 1
            return
        self._flush()
        starred, self._starred = self._starred, word == "*"
        self._to_skip = 0
        if self._enter(word, starred=starred):
            return
        if self._state.destination == "fonts":
            self._font_table(word, number or 0)
        elif self._state.destination == "text":
            self._text(word, number)

    def _enter(self, word: str, *, starred: bool) -> bool:
        """Take `word` as the name of a destination; tell whether it is one."""
        destination = self._state.destination
        if destination == "skipped":
            return True
        if word == "fonttbl":
            destination = "fonts"
        elif word in _BOXES:
            destination = "text"
            self._box_depths.append(len(self._stack))
            self._stories.append(_Story())
        elif word == "ud":
            destination = "text"
        elif word in _MUTED:
            destination = "muted"
        elif word in _SKIPPED or (starred and word not in {"listtext", "pntext"}):
            destination = "skipped"
        else:
            return False
        self._state = replace(self._state, destination=destination)
        return True

    def _font_table(self, word: str, number: int) -> None:
        if word == "f":
            self._open_font = self._fonts.setdefault(number, _Font())
        elif word == "fcharset":
            self._open_font.charset = number

    def _text(self, word: str, number: int | None) -> None:
        story, on = self._stories[-1], number != 0
        match word:
            case "par" | "sect":
                story.end_paragraph()
            case "cell":
                story.end_cell()
            case "row":
                story.end_row()
            case "nestcell":
                story.cell += split_lines(story.runs)
                story.runs = []
            case "intbl":
                story.in_table = True
            case "pard":
                story.in_table = False
            case "plain":
                self._state = replace(self._state, bold=False, caps=False, hidden=False)
            case "b":
                self._state = replace(self._state, bold=on)
            case "caps":
                self._state = replace(self._state, caps=on)
            case "v" | "deleted":
                self._state = replace(self._state, hidden=on)
            case "f":
                self._state = replace(self._state, font=number or 0)
            case "uc":
                self._state = replace(self._state, skip_after_unicode=max(0, number or 0))
            case "u":
                self._print(chr((number or 0) % 0x10000))
                self._to_skip = self._state.skip_after_unicode
            case "ansicpg" if number in {874, *range(1250, 1259)}:
                self._code_page = f"cp{number}"
            case "mac":
                self._code_page = "mac_roman"
            case _:
                self._print(_WORDS.get(word) or _SYMBOLS.get(word, ""))

    def _flush(self) -> None:
        """Decode the bytes that were collected in one font."""
        if not self._bytes:
            return
        data, self._bytes = bytes(self._bytes), bytearray()
        if self._state.destination == "fonts":
            self._open_font.name = (self._open_font.name + data.decode("latin-1"))[:_FONT_NAME].rstrip("; ")
        elif self._state.destination == "text":
            self._print(self._decode(data))

    def _decode(self, data: bytes) -> str:
        font = self._fonts.get(self._state.font, _Font())
        if encoding_of_font(font.name):
            return western(data)
        if font.charset == _SYMBOL_CHARSET:
            return "".join(chr(0xF000 + byte) if byte > 0x20 else chr(byte) for byte in data)
        page = _CODE_PAGES.get(font.charset, self._code_page)
        return western(data) if page == "cp1252" else data.decode(page, "replace")

    def _print(self, text: str) -> None:
        if text and not self._state.hidden:
            font = self._fonts.get(self._state.font, _Font())
            self._stories[-1].runs.append(Run(text, font.name, self._state.bold, self._state.caps))
