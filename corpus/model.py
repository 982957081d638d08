"""The values that flow through ketluan: a document, its conclusion items, and what was found in them.

Every value is frozen. A position in the source (`span`) never takes part in equality, so two readings of one
sentence are equal wherever they stand.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters, in code points of the text it was found in."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of `text` that this span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class SourceText:
    """What a loader read: the words of one file as Unicode text, one printed line a line.

    `name` is the file name as given, `media` the format that was recognised (`txt`, `docx`, ...), `sha256` the
    hexadecimal digest of the file's bytes, `pages` the number of pages where the format has any.
    `warnings` are doubts of the loader itself (for instance a legacy font that was converted).
    """

    name: str
    text: str
    media: str = "txt"
    sha256: str = ""
    pages: int | None = None
    warnings: tuple[ParseWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class ParseWarning:
    """A doubt that a reader should know of: a stable code, the 1-based line in the text, a Vietnamese sentence."""

    code: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class ItemPath:
    """Where an item stands in its document: the labels from the top down, without punctuation (`5`, `1`)."""

    labels: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> ItemPath:
        """Read a dotted path as `str` writes it."""
        return cls(tuple(text.split(".")))

    @property
    def parent(self) -> ItemPath | None:
        """The path one level up, or None at the top."""
        return ItemPath(self.labels[:-1]) if len(self.labels) > 1 else None

    @property
    def depth(self) -> int:
        """1 for a top-level item."""
        return len(self.labels)

    def __str__(self) -> str:
        return ".".join(self.labels)


class Decision(StrEnum):
    """What the meeting did about an item. The values are the public ones of the contract."""

    APPROVE = "approve"
    AGREE_IN_PRINCIPLE = "agree-in-principle"
    ASSIGN = "assign"
    REQUEST_COMMENTS = "request-comments"
    ADOPT = "adopt"
    NOTE = "note"
    SEPARATE_DOCUMENT = "separate-document"


class Role(StrEnum):
    """The part an agency plays in an item."""

    ASSIGNED = "assigned"
    SUBMITTER = "submitter"
    COORDINATOR = "coordinator"
    SUPERVISOR = "supervisor"
    MENTIONED = "mentioned"


@dataclass(frozen=True, slots=True)
class Assignment:
    """An agency, by its canonical full name, and its role in an item."""

    name: str
    role: Role
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Citation:
    """A cited document: its number as printed (dashes unified), and what the sentence says of it.

    `kind` is the printed type (`Tờ trình`), `issuer` the full agency name. Spans point into the text that the
    extractor was given.
    """

    number: str
    kind: str | None = None
    date: dt.date | None = None
    issuer: str | None = None
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class By:
    """A last day: `trước ngày 22 tháng 12 năm 2023`."""

    date: dt.date
    text: str
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class WithinMonth:
    """A calendar month: `trong tháng 6/2022`."""

    year: int
    month: int
    text: str
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class WithinQuarter:
    """A quarter of a year: `trong quý III/2024`."""

    year: int
    quarter: int
    text: str
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class WithinYear:
    """A calendar year: `trong năm 2025`."""

    year: int
    text: str
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Every:
    """A rhythm in months: `định kỳ 6 tháng` is 6, `hằng quý` is 3."""

    months: int
    text: str
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Relative:
    """A limit counted from an event that the text alone does not date: `trong 15 ngày kể từ ngày ban hành`."""

    text: str
    span: Span | None = field(default=None, compare=False)


Deadline = By | WithinMonth | WithinQuarter | WithinYear | Every | Relative


@dataclass(frozen=True, slots=True)
class Meeting:
    """The meeting that a document concludes."""

    label: str
    body: str | None = None
    ordinal: int | None = None
    term: str | None = None
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signed, with which office and on whose authority (`T/M`, `T/L`, `K/T`, as printed without dots)."""

    name: str
    title: str | None = None
    authority: str | None = None


@dataclass(frozen=True, slots=True)
class ConclusionItem:
    """One numbered conclusion: a row of the index.

    `heading` is its own or the inherited heading, one line or empty; `text` the item's own words as printed. `id` is
    set only where another system gave the item one that is not `<document id>#<path>`.
    """

    path: ItemPath
    heading: str
    text: str
    decision: Decision | None = None
    agencies: tuple[Assignment, ...] = ()
    citations: tuple[Citation, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed directive. `id` comes from what the document says, never from where the file lay."""

    id: str
    source: str
    title: str
    number: str | None = None
    kind: str | None = None
    issuer: str | None = None
    province: str | None = None
    date: dt.date | None = None
    meeting: Meeting | None = None
    chair: str | None = None
    signatory: Signatory | None = None
    recipients: tuple[str, ...] = ()
    items: tuple[ConclusionItem, ...] = ()
    warnings: tuple[ParseWarning, ...] = ()

    def item_id(self, item: ConclusionItem) -> str:
        """Return the public id of one of this document's items: `<document id>#<path>`, or the one it came with."""
        return item.id or f"{self.id}#{item.path}"
