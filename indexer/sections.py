"""The sections of an item that are searched and shown: its own heading, the text below it, and what it inherits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import ConclusionItem, Document, ItemPath
from corpus.orthography import lower

_AFTER_HEADING = re.compile(r"[\s:.–-]*")


@dataclass(frozen=True, slots=True)
class Sections:
    """What an item is searched by: its own heading, the text below it, and the lines that it inherits."""

    heading: str
    text: str
    context: str


def sections_of(document: Document) -> Iterator[Sections]:
    """Yield the sections of each item in print order.

    An item whose heading is that of its parent has none of its own, and inherits it. Where an item has no heading at
    all, nothing else says what it is about than its document's title. All inherit title, number and province.
    """
    headings: dict[ItemPath, str] = {}
    for item in document.items:
        headings.setdefault(item.path, item.heading)
    known = (document.number, document.province)
    inherited: tuple[str | None, ...]
    for item in document.items:
        if not item.heading:
            own, inherited = document.title, known
        elif item.path.parent is not None and headings.get(item.path.parent) == item.heading:
            own, inherited = "", (item.heading, document.title, *known)
        else:
            own, inherited = item.heading, (document.title, *known)
        yield Sections(own, text_below(item), "\n".join(part for part in inherited if part))


def text_below(item: ConclusionItem) -> str:
    """Return the text of an item without a run-in heading: `Về kinh phí: Giao Sở Tài chính` begins at `Giao`."""
    heading, text = item.heading, item.text
    if not heading or lower(text[: len(heading)]) != lower(heading):
        return text
    gap = _AFTER_HEADING.match(text, len(heading))
    return text[gap.end() if gap else len(heading) :]
