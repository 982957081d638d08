"""HTML: block elements as lines, tables as rows, lists with numbers; scripts, styles, site furniture dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree
from lxml import html as lxml_html

from corpus.loaders.docx_numbering import print_number
from corpus.loaders.encodings import decode, is_binary
from corpus.loaders.html_styles import Look, Sheet
from corpus.loaders.reasons import Reason, Unloadable
from corpus.loaders.runs import Line, Run, lay_out, split_lines

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_DROPPED = {
    "script", "style", "head", "nav", "aside", "footer", "noscript", "template", "svg", "math", "iframe", "object",
    "button", "select", "input", "textarea", "audio", "video", "canvas", "map", "del",
}  # fmt: skip
_BLOCKS = {
    "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend",
    "li", "main", "menu", "ol", "p", "pre", "section", "summary", "ul", "tbody", "thead", "tfoot", "tr", "td", "th",
}  # fmt: skip
_LISTS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_ERROR_PAGE = re.compile(
    r"""
      \b (?: 40[0-9] | 50[0-9] ) \b
    | not\ found | forbidden | access\ denied | unauthorized | sign\ in | log\ in | session\ expired | server\ error
    | không\ tìm\ thấy | không\ tồn\ tại | từ\ chối\ truy\ cập | đăng\ nhập | hết\ phiên | lỗi\ máy\ chủ
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ERROR_PAGE_WORDS = 150


def read(data: bytes) -> list[Line]:
    """Return the lines of a web page; raises `Unloadable` (`undecodable`, `empty`)."""
    declared = _DECLARED.search(data[:2048])
    text = decode(data, declared[1].decode("ascii") if declared else "").text
    if is_binary(text):
        raise Unloadable(Reason.UNDECODABLE)
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "ignore"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        raise Unloadable(Reason.EMPTY) from None
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        raise Unloadable(Reason.DAMAGED)  # nested deeper than any page: what follows was not parsed
    reader = _Reader(Sheet.of(root))
    return reader.story(_content(root), Look())


def is_error_page(text: str) -> bool:
    """Tell whether a page is a server's answer in place of a document: it is short and says so."""
    return len(text.split()) < _ERROR_PAGE_WORDS and bool(_ERROR_PAGE.search(text))


def _content(root: etree._Element) -> etree._Element:
    """The part of a page that it says is its content, if it says so once."""
    for name in ("main", "article"):
        found = list(root.iter(name))
        if len(found) == 1:
            return found[0]
    return root


@dataclass(slots=True)
class _Story:
    """The lines of the page, or of one cell."""

    lines: list[Line] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    def end_line(self) -> None:
        for line in split_lines(self.runs):
            if trimmed := _trimmed(line.runs):
                self.lines.append(Line(trimmed))
        self.runs = []

    def add(self, text: str, look: Look) -> None:
        if not look.preformatted:
            text = _SPACE.sub(" ", text)
            if not self.runs or self.runs[-1].text.endswith((" ", "\n")):
                text = text.lstrip(" ")
        if text:
            self.runs.append(Run(text, look.font, look.bold, look.caps))


def _trimmed(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    kept = list(runs)
    while kept and not kept[-1].text.strip():
        kept.pop()
    while kept and not kept[0].text.strip():
        kept.pop(0)
    return tuple(kept)


class _Reader:
    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def story(self, element: etree._Element, look: Look) -> list[Line]:
        """Read the inside of an element on lines of its own."""
        story = _Story()
        self._inside(element, self._sheet.look(element, look), story)
        story.end_line()
        return story.lines

    def _inside(self, element: etree._Element, look: Look, story: _Story) -> None:
        story.add(element.text or "", look)
        labels = _labels(element)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child, look, story, next(labels, "") if child.tag == "li" else "")
            story.add(child.tail or "", look)

    def _element(self, element: etree._Element, outer: Look, story: _Story, label: str) -> None:
        name = str(element.tag).lower()
        look = self._sheet.look(element, outer)
        if name in _DROPPED or look.hidden:
            return
        if name == "br":
            story.runs.append(Run("\n"))
        elif name == "table":
            story.end_line()
            story.lines += lay_out([[self.story(cell, look) for cell in cells] for cells in _rows(element)])
        elif name in _BLOCKS:
            story.end_line()
            story.add(label, replace(look, preformatted=True))
            self._inside(element, look, story)
            story.end_line()
        else:
            self._inside(element, look, story)


def _rows(table: etree._Element) -> Iterator[list[etree._Element]]:
    for element in table:
        if element.tag in {"tbody", "thead", "tfoot"}:
            yield from _rows(element)
        elif element.tag == "tr":
            yield [cell for cell in element if cell.tag in {"td", "th"}]
        elif element.tag == "caption":
            yield [element]


def _labels(element: etree._Element) -> Iterator[str]:
    """Yield what a browser prints before each item of a list."""
    if element.tag == "ul":
        yield from ("- " for _ in element)
    elif element.tag == "ol":
        number, style = _integer(element.get("start"), 1), _LISTS.get(element.get("type", "1"), "decimal")
        for item in element.iterchildren("li"):
            number = _integer(item.get("value"), number)
            yield f"{print_number(number, style)}. "
            number += 1


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,9}", text.strip()) else default
