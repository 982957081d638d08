"""Word documents since 2007 (.docx): the body as it is printed, with its automatic numbers.

Read are paragraphs, tables, content controls, inserted text, field results and text boxes (once, after the paragraph
they hang on). Not read are deleted and hidden text, foot- and endnotes, comments, headers, footers, tables of contents.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from corpus.loaders.docx_numbering import Numbering
from corpus.loaders.docx_package import Package, W
from corpus.loaders.docx_styles import Format, Styles, format_of, numbering_of
from corpus.loaders.limits import Limits
from corpus.loaders.reasons import Reason, Unloadable
from corpus.loaders.runs import OPTIONAL_HYPHEN, PAGE_BREAK, Line, Run, lay_out, split_lines

_CHARACTERS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": OPTIONAL_HYPHEN}
_DROPPED = {"del", "moveFrom", "pPr", "rPr", "sdtPr", "tblPr", "tblGrid", "sectPr", "rt", "Fallback"}
_BODY = f"{W}body"


def read(data: bytes, limits: Limits) -> list[Line]:
    """Return the lines of a .docx; raises `Unloadable`."""
    package = Package(data, limits)
    main = package.main()
    root, folder = package.part(main), main.rpartition("/")[0]
    body = None if root is None else root.find(_BODY)
    if body is None:
        raise Unloadable(Reason.DAMAGED)
    styles, numbering = Styles(package.part(f"{folder}/styles.xml")), Numbering(package.part(f"{folder}/numbering.xml"))
    return _Reader(styles, numbering).blocks(body)


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


class _Fields:
    """Where a run stands in the fields around it: their instructions are not printed, nor is a table of contents."""

    def __init__(self) -> None:
        self._instructions: list[str] = []
        self._in_result: list[bool] = []

    def character(self, kind: str | None) -> None:
        match kind:
            case "begin":
                self._instructions.append("")
                self._in_result.append(False)
            case "separate" if self._in_result:
                self._in_result[-1] = True
            case "end" if self._in_result:
                self._instructions.pop()
                self._in_result.pop()

    def instruction(self, text: str) -> None:
        if self._instructions:
            self._instructions[-1] += text[:64]

    @property
    def printed(self) -> bool:
        return all(self._in_result) and not any(text.split()[:1] == ["TOC"] for text in self._instructions)


class _Reader:
    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._fields = _Fields()
        self._boxes: list[Line] = []
        self._held: list[Run] = []  # of a paragraph whose end was deleted

    def blocks(self, parent: etree._Element) -> list[Line]:
        lines: list[Line] = []
        for element in parent:
            match _name(element):
                case "p":
                    lines += self._paragraph(element)
                case "tbl":
                    lines += self._table(element)
                case "sdt" if _is_contents(element):
                    continue
                case name if name not in _DROPPED:
                    lines += self.blocks(element)
        return lines

    def _table(self, table: etree._Element) -> list[Line]:
        rows = [row for row in _children(table, "tr") if row.find(f"{W}trPr/{W}del") is None]
        return lay_out([[self.blocks(cell) for cell in _children(row, "tc")] for row in rows])

    def _paragraph(self, paragraph: etree._Element) -> list[Line]:
        properties = paragraph.find(f"{W}pPr")
        style = None if properties is None else _value(properties.find(f"{W}pStyle"))
        base = self._styles.format(style or self._styles.paragraph_default).over(self._styles.defaults)
        label = self._label(properties, style)
        runs = [*self._held, *self._runs(paragraph, base)]
        self._held = []
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self._held = runs
            return []
        boxes, self._boxes = self._boxes, []
        if label and any(run.text.strip() for run in runs):
            runs.insert(0, Run(label, runs[0].font, all(run.bold for run in runs if run.text.strip())))
        return [*split_lines(runs), *boxes]

    def _label(self, properties: etree._Element | None, style: str | None) -> str:
        style = style or self._styles.paragraph_default
        own, inherited = numbering_of(properties), self._styles.numbering(style)
        num_id = own.get("numId", inherited.get("numId", "0"))
        if num_id == "0":
            return ""
        level = own.get("ilvl") or inherited.get("ilvl")
        if "numId" not in own:
            level = level or str(self._numbering.level_of_style(num_id, style))
        return self._numbering.label(num_id, level)

    def _runs(self, parent: etree._Element, base: Format) -> Iterator[Run]:
        for element in parent:
            match _name(element):
                case "r":
                    yield from self._run(element, base)
                case "p" | "tbl":  # a block where only text may stand
                    self._box(parent)
                    return
                case name if name not in _DROPPED:
                    yield from self._runs(element, base)

    def _run(self, run: etree._Element, base: Format) -> Iterator[Run]:
        properties = run.find(f"{W}rPr")
        style = None if properties is None else _value(properties.find(f"{W}rStyle"))
        own = format_of(properties).over(self._styles.format(style)).over(base)
        for element in run:
            text = self._text(element)
            if text and self._fields.printed and not own.hidden:
                yield Run(text, own.font or "", bool(own.bold), bool(own.caps))

    def _text(self, element: etree._Element) -> str:
        match _name(element):
            case "t":
                return element.text or ""
            case "br":
                return PAGE_BREAK if element.get(f"{W}type") == "page" else "\n"
            case "fldChar":
                self._fields.character(element.get(f"{W}fldCharType"))
            case "instrText":
                self._fields.instruction(element.text or "")
            case "AlternateContent" | "drawing" | "pict" | "object":
                self._text_boxes(element)
            case name if name in _CHARACTERS:
                return _CHARACTERS[name]
        return ""

    def _box(self, content: etree._Element) -> None:
        """Read the paragraphs of a text box; those around it, and what hangs on them, wait."""
        held, boxes, fields = self._held, self._boxes, self._fields
        self._held, self._boxes, self._fields = [], [], _Fields()
        lines = self.blocks(content)
        self._held, self._boxes, self._fields = held, [*boxes, *lines], fields

    def _text_boxes(self, element: etree._Element) -> None:
        """Read the text boxes of a drawing; of its alternatives only the first, for they say the same."""
        for child in element:
            match _name(child):
                case "txbxContent":
                    self._box(child)
                case name if name not in _DROPPED:
                    self._text_boxes(child)


def _children(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the rows of a table or the cells of a row, also from inside content controls and revisions."""
    for element in parent:
        found = _name(element)
        if found == name:
            yield element
        elif found in {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"}:
            yield from _children(element, name)


def _is_contents(control: etree._Element) -> bool:
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return _value(gallery) == "Table of Contents"


def _value(element: etree._Element | None) -> str | None:
    return None if element is None else element.get(f"{W}val")
