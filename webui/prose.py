"""An item's text cut into paragraphs and runs: plain words, cited documents, agencies and deadlines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.model import Span


class RunKind(StrEnum):
    """What a run of text is; the page tells them apart by line and weight."""

    PLAIN = "plain"
    AGENCY = "agency"
    DOCUMENT = "document"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Marking:
    """A stretch of the whole text with what it is, the page it leads to, and its machine-readable date."""

    span: Span
    kind: RunKind
    url: str | None = None
    iso: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A run of one paragraph, word for word as printed."""

    text: str
    kind: RunKind = RunKind.PLAIN
    url: str | None = None
    iso: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One printed paragraph; `listed` says that it begins with a dash, a plus or a bullet and hangs from it."""

    runs: tuple[Run, ...]
    listed: bool


_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"[-–—+•*]\s")


def paragraphs(text: str, markings: Sequence[Marking]) -> tuple[Paragraph, ...]:
    """Cut `text` at its line ends; `markings` are in order and do not overlap, and may run over a line end.

    The runs of all paragraphs joined are the text without its line ends.
    """
    lines = (Span(*match.span()) for match in _LINE.finditer(text))
    return tuple(
        Paragraph(tuple(_runs(text, line, markings)), listed=_BULLET.match(line.of(text)) is not None)
        for line in lines
        if line.of(text).strip()
    )


def _runs(text: str, line: Span, markings: Sequence[Marking]) -> Iterator[Run]:
    at = line.start
    for marking in markings:
        start, end = max(marking.span.start, at), min(marking.span.end, line.end)
        if start >= end:
            continue
        if start > at:
            yield Run(text[at:start])
        yield Run(text[start:end], marking.kind, marking.url, marking.iso)
        at = end
    if at < line.end:
        yield Run(text[at : line.end])
