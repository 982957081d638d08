"""From the text of a file to a parsed document: composition of the rooms that each read one part of it.

`parse` is total: any text gives a document, and what is doubtful in it is a warning. `analyse` says besides what each
printed line was taken for. A document that prints no date of its own has that of its meeting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.closing import split_closing
from corpus.flow import Flow, PlacedLine, place_lines
from corpus.furniture import mark_furniture
from corpus.identity import document_id
from corpus.items import read_items, take_sections
from corpus.lines import Line, read_lines
from corpus.masthead import Masthead, read_masthead
from corpus.model import Document, ParseWarning, SourceText
from corpus.outline import Outline, Paragraph, build_outline
from corpus.preamble import Preamble, read_preamble
from corpus.provenance import Evidence, find_issuer, is_central
from corpus.provinces import find_province
from corpus.roles import Role
from corpus.signoff import Signoff, find_signoff


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A printed line, what it was taken for, and the path of the item it belongs to."""

    line: Line
    role: Role
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A document and what each printed line of its source was taken for."""

    document: Document
    lines: tuple[ReadLine, ...]


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of one paper, each read by its own room."""

    head: Masthead
    foot: Signoff
    outline: Outline
    sections: tuple[Paragraph, ...]
    closing: tuple[Paragraph, ...]

    @property
    def opening(self) -> list[str]:
        """The paragraphs before the first item."""
        return [paragraph.text for paragraph in self.outline.lead if paragraph.text]


def parse(source: SourceText) -> Document:
    """Read one document. Never raises for what the text holds; time is linear in its length."""
    return analyse(source).document


def analyse(source: SourceText) -> Reading:
    """Read one document and say of every printed line what it is."""
    lines = read_lines(source.text)
    roles = mark_furniture(lines)
    parts = _divide(lines, roles)
    document = _document(source, parts)
    return Reading(document, tuple(_classified(lines, roles, parts)))


def _divide(lines: Sequence[Line], roles: dict[int, Role]) -> _Parts:
    content = place_lines(lines, roles, 0, len(lines))
    head = read_masthead(content, roles)
    below = [placed for placed in content if placed.place >= head.stop]
    foot = find_signoff(below)
    body = below[: foot.start]
    outline = build_outline(body, Flow.measure(body))
    last = list(outline.nodes())[-1:]
    closing = [paragraph for node in last for paragraph in split_closing(node)]
    return _Parts(head, foot, outline, tuple(take_sections(outline)), tuple(closing))


def _document(source: SourceText, parts: _Parts) -> Document:
    head, foot, opening = parts.head, parts.foot, parts.opening
    closing = [paragraph.text for paragraph in parts.closing]
    issuer = find_issuer(Evidence(head.offices, head.title, foot.behalf, opening, closing))
    preamble = read_preamble(head.title, opening, issuer, head.date)
    date = head.date or (preamble.meeting.date if preamble.meeting else None)
    province = None if is_central(issuer) else _province(parts, date)
    items, warnings = read_items(parts.outline, date)
    title = head.title or _untitled(preamble, opening)
    identity = document_id(
        number=head.number, kind=head.kind, issuer=issuer, province=province, date=date, title=title, items=items
    )
    return Document(
        id=identity,
        source=source.name,
        title=title,
        number=head.number,
        kind=head.kind,
        issuer=issuer,
        province=province,
        date=date,
        meeting=preamble.meeting,
        chair=preamble.chair,
        signatory=foot.signatory,
        recipients=foot.recipients,
        items=items,
        warnings=(*source.warnings, *warnings),
    )


def _untitled(preamble: Preamble, opening: Sequence[str]) -> str:
    """Name a paper that prints no title by its meeting, else by its first words."""
    if preamble.meeting:
        return preamble.meeting.label
    first = opening[0] if opening else ""
    return first if len(first) <= 200 else first[:200].rsplit(" ", 1)[0] + "…"


def _province(parts: _Parts, date: dt.date | None) -> str | None:
    head = parts.head
    printed = [*reversed(head.offices), *([head.place] if head.place else []), head.title]
    words = "\n".join([*parts.opening, *(p.text for node in parts.outline.nodes() for p in node.paragraphs)])
    return find_province(printed, words, date)


# -- what each line is ---------------------------------------------------------------------------------------------------


def _classified(lines: Sequence[Line], furniture: dict[int, Role], parts: _Parts) -> Iterable[ReadLine]:
    roles = {**furniture, **parts.head.roles, **parts.foot.roles}
    paths: dict[int, str] = {}
    _assign(roles, parts.outline.lead, Role.OPENING)
    _assign(roles, parts.sections, Role.SECTION)
    _assign(roles, parts.closing, Role.CLOSING)
    for node in parts.outline.nodes():
        for paragraph in node.paragraphs:
            for placed in paragraph.lines:
                first = placed.line.number == node.line
                roles[placed.place] = Role.ITEM if first else Role.TEXT
                paths[placed.place] = str(node.path)
    for place, line in enumerate(lines):
        yield ReadLine(line, roles[place], paths.get(place))


def _assign(roles: dict[int, Role], paragraphs: Iterable[Paragraph], role: Role) -> None:
    for paragraph in paragraphs:
        for placed in paragraph.lines:
            roles[placed.place] = role


__all__ = ["ParseWarning", "PlacedLine", "ReadLine", "Reading", "analyse", "parse"]
