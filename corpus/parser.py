"""From the text of a file to a parsed document: composition of the rooms that each read one part of it.

`parse` is total: any text gives a document, and what is doubtful in it is a warning. `analyse` says besides what each
printed line was taken for. A document that prints no date of its own has that of its meeting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.casing import respelled
from corpus.chair import find_chair
from corpus.closing import split_closing
from corpus.flow import Flow, place_lines
from corpus.furniture import mark_furniture
from corpus.identity import document_id
from corpus.items import read_items, take_sections
from corpus.lines import Line, read_lines
from corpus.masthead import Masthead, read_masthead
from corpus.meetings import find_meeting
from corpus.model import Document, Meeting, SourceText
from corpus.outline import Outline, Paragraph, build_outline
from corpus.people import spoken_names
from corpus.provenance import Evidence, find_issuer, is_central
from corpus.provinces import find_province
from corpus.roles import Role
from corpus.sentences import split_sentences
from corpus.signoff import Signoff, find_signoff

_OPENING = 40  # paragraphs of an opening that are read for its meeting and chair
_PARAGRAPH = 4_000  # and characters of each
_TITLE = 200  # characters of an opening that stand for a title where none is printed


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

    def opening(self) -> list[str]:
        """Return the paragraphs before the first item, as far as they are read."""
        texts = (paragraph.text[:_PARAGRAPH] for paragraph in self.outline.lead[:_OPENING])
        return [text for text in texts if text]


def parse(source: SourceText) -> Document:
    """Read one document. Never raises for what the text holds; time is linear in its length."""
    return analyse(source).document


def analyse(source: SourceText) -> Reading:
    """Read one document and say of every printed line what it is."""
    lines = read_lines(source.text)
    furniture = mark_furniture(lines)
    parts = _divide(lines, furniture)
    return Reading(_document(source, parts), tuple(_classified(lines, furniture, parts)))


def _divide(lines: Sequence[Line], furniture: dict[int, Role]) -> _Parts:
    content = place_lines(lines, furniture)
    head = read_masthead(content, furniture)
    below = [placed for placed in content if placed.place >= head.stop]
    foot = find_signoff(below)
    body = below[: foot.start]
    outline = build_outline(body, Flow.measure(body))
    sections = tuple(take_sections(outline))
    last = list(outline.nodes())[-1:]
    closing = tuple(paragraph for node in last for paragraph in split_closing(node))
    return _Parts(head, foot, outline, sections, closing)


def _document(source: SourceText, parts: _Parts) -> Document:
    head, foot, opening = parts.head, parts.foot, parts.opening()
    printed = head.letterhead
    closing = [paragraph.text for paragraph in parts.closing]
    issuer = find_issuer(Evidence(printed.offices, head.title, foot.behalf, opening, closing))
    sentences = [sentence for paragraph in opening for sentence in split_sentences(paragraph)]
    title = respelled(head.title, spoken_names(sentences)) if head.shouted else head.title
    meeting = find_meeting(title, sentences, issuer, printed.date)
    date = printed.date or (meeting.date if meeting else None)
    province = None if is_central(issuer, printed.place) else _province(parts, opening, date)
    title = title or _untitled(meeting, opening)
    items, warnings = read_items(parts.outline, date)
    return Document(
        id=document_id(
            number=printed.number,
            kind=head.kind,
            issuer=issuer,
            province=province,
            date=date,
            title=title,
            items=items,
        ),
        source=source.name,
        title=title,
        number=printed.number,
        kind=head.kind,
        issuer=issuer,
        province=province,
        date=date,
        meeting=meeting,
        chair=find_chair(title, sentences),
        signatory=foot.signatory,
        recipients=foot.recipients,
        items=items,
        warnings=(*source.warnings, *warnings),
    )


def _untitled(meeting: Meeting | None, opening: Sequence[str]) -> str:
    """Name a paper that prints no title by its meeting, else by its first words."""
    if meeting:
        return meeting.label
    first = opening[0] if opening else ""
    return first if len(first) <= _TITLE else first[:_TITLE].rsplit(" ", 1)[0] + "…"


def _province(parts: _Parts, opening: Sequence[str], date: dt.date | None) -> str | None:
    printed = parts.head.letterhead
    heads = [*reversed(printed.offices), printed.place or "", parts.head.title]
    words = [*opening, *(p.text for node in parts.outline.nodes() for p in node.paragraphs)]
    return find_province(heads, "\n".join(words), date)


# -- what each line is -------------------------------------------------------------------------------------------------


def _classified(lines: Sequence[Line], furniture: dict[int, Role], parts: _Parts) -> Iterator[ReadLine]:
    roles = {**furniture, **parts.head.roles, **parts.foot.roles}
    paths: dict[int, str] = {}
    _assign(roles, parts.outline.lead, Role.OPENING)
    _assign(roles, parts.sections, Role.SECTION)
    _assign(roles, parts.closing, Role.CLOSING)
    for node in parts.outline.nodes():
        _assign(roles, node.paragraphs, Role.TEXT)
        for paragraph in node.paragraphs:
            paths.update((placed.place, str(node.path)) for placed in paragraph.lines)
        if node.paragraphs:
            roles[node.paragraphs[0].lines[0].place] = Role.ITEM
    for place, line in enumerate(lines):
        yield ReadLine(line, roles[place], paths.get(place))


def _assign(roles: dict[int, Role], paragraphs: Iterable[Paragraph], role: Role) -> None:
    for paragraph in paragraphs:
        for placed in paragraph.lines:
            roles[placed.place] = role
