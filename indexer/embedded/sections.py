"""The sections of an item that are searched and shown: its own heading, the text below it, and what it inherits."""

from __future__ import annotations

import re

from corpus.model import ConclusionItem, Document
from corpus.orthography import lower

_AFTER_HEADING = re.compile(r"[\s:.–-]*")


def own_heading(document: Document, item: ConclusionItem) -> str:
    """Return the heading of an item, or nothing where it is that of its parent.

    Where an item has none at all, nothing else says what it is about than its document's title.
    """
    if not item.heading:
        return document.title
    parent = item.path.parent
    inherited = next((other.heading for other in document.items if other.path == parent), None)
    return "" if inherited == item.heading else item.heading


def context(document: Document, item: ConclusionItem) -> str:
    """Return what an item inherits, a line each: its parent's heading, its document's title, number and province."""
    lent = "" if own_heading(document, item) else item.heading
    title = document.title if item.heading else ""
    return "\n".join(part for part in (lent, title, document.number, document.province) if part)


def text_below(item: ConclusionItem) -> str:
    """Return the text of an item without a run-in heading: `Về kinh phí: Giao Sở Tài chính` begins at `Giao`."""
    heading, text = item.heading, item.text
    if not heading or not lower(text).startswith(lower(heading)):
        return text
    gap = _AFTER_HEADING.match(text, len(heading))
    return text[gap.end() if gap else len(heading) :]
