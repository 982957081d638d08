"""From the outline to items: headings told from text, headings handed down, and what each item says drawn out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from corpus.assignments import find_assignments
from corpus.citations import find_citations
from corpus.deadlines import find_deadlines
from corpus.decisions import find_decision
from corpus.headings import OwnWords, read_heading
from corpus.model import ConclusionItem, ParseWarning
from corpus.numbering import read_labels
from corpus.outline import Node, Outline, Paragraph
from corpus.sentences import ends_sentence

_PROSE = 0.6  # where more than this share of a paper's paragraphs is bold, bold marks no headings
_LONGEST_SECTION = 200
_CHAPTER = re.compile(r"(?:Chương|Phần|Mục)\s+(?:thứ\s+\w+|[IVXL]+|\d{1,2})\b")  # Chương II


def read_items(
    outline: Outline, reference: dt.date | None
) -> tuple[tuple[ConclusionItem, ...], tuple[ParseWarning, ...]]:
    """Return the items of an outline in the order of print, and the warnings about them.

    `reference` is the paper's date; it gives a year to a limit that is printed without one.
    """
    bold_prose = _is_bold_prose(outline)
    items = [item for root in outline.roots for item in _items(root, "", reference, bold_prose=bold_prose)]
    warnings = list(outline.warnings)
    if not items:
        warnings.append(ParseWarning("no-items", 1, "không tìm thấy mục kết luận nào được đánh số"))
    return tuple(items), tuple(warnings)


def _is_bold_prose(outline: Outline) -> bool:
    paragraphs = [p for node in outline.nodes() for p in node.paragraphs if p.text]
    lengths = [(len(p.text), p.bold) for p in paragraphs]
    total = sum(length for length, _ in lengths)
    return total > 0 and sum(length for length, bold in lengths if bold) > _PROSE * total and len(paragraphs) > 1


def _items(node: Node, inherited: str, reference: dt.date | None, *, bold_prose: bool) -> Iterator[ConclusionItem]:
    words = read_heading(node, bold_prose=bold_prose)
    heading = words.heading or inherited
    yield _item(node, words, heading, reference)
    for child in node.children:
        yield from _items(child, heading, reference, bold_prose=bold_prose)


def _item(node: Node, words: OwnWords, heading: str, reference: dt.date | None) -> ConclusionItem:
    """Draw out what the item's own words say: its text, and its heading where that is not in the text already."""
    own = "" if words.run_in else words.heading
    said = f"{own}\n{words.text}" if own else words.text
    agencies = find_assignments(words.heading, words.text)
    return ConclusionItem(
        path=node.path,
        heading=heading,
        text=words.text,
        decision=find_decision(words.heading, words.text, assignments=agencies),
        agencies=agencies,
        citations=find_citations(said, reference=reference),
        deadlines=find_deadlines(said, reference=reference),
    )


def take_sections(outline: Outline) -> Iterator[Paragraph]:
    """Take unnumbered titles that stand before an item off the item printed above them, and return them."""
    nodes = list(outline.nodes())
    for node in nodes[:-1]:
        while len(node.paragraphs) > 1 and _is_section(node.paragraphs[-1]):
            yield node.paragraphs.pop()


def _is_section(paragraph: Paragraph) -> bool:
    text = paragraph.text
    if len(text) > _LONGEST_SECTION or ends_sentence(text.rstrip(":")) or read_labels(text):
        return False
    return paragraph.bold or paragraph.heading or text.isupper() or _CHAPTER.match(text) is not None
