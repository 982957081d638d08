"""What stands where in a text, for pages that underline offices, link documents and set deadlines in bold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.agencies import AgencyMention, find_agencies
from corpus.citations import find_citations
from corpus.deadlines import find_deadlines
from corpus.model import Citation, Deadline, Span
from corpus.numbers import find_numbers


@dataclass(frozen=True, slots=True)
class Annotation:
    """A span of a text and what it points to."""

    span: Span
    target: Citation | Deadline | AgencyMention


def annotate(text: str, *, reference: dt.date | None = None) -> tuple[Annotation, ...]:
    """Return the documents, deadlines and offices of `text` as ordered spans that do not overlap.

    Where two meet, the document wins over the deadline, and that over the office. Every mention of a cited document
    is annotated. `reference` is the date of the text's document.
    """
    found = [
        *_cited(text, reference),
        *(Annotation(d.span, d) for d in find_deadlines(text, reference=reference) if d.span),
        *(Annotation(mention.span, mention) for mention in find_agencies(text)),
    ]
    return _without_overlaps(found)


def _cited(text: str, reference: dt.date | None) -> Iterable[Annotation]:
    """Yield each citation at its first mention, and again wherever its number is printed later."""
    citations = {citation.number: citation for citation in find_citations(text, reference=reference)}
    first = [Annotation(c.span, c) for c in citations.values() if c.span]
    by_key = {
        mention.number.key: citations[mention.number.printed]
        for mention in find_numbers(text)
        if mention.number.printed in citations
    }
    again = [
        Annotation(mention.span, by_key[mention.number.key])
        for mention in find_numbers(text)
        if mention.number.key in by_key
    ]
    return [*first, *again]


def _without_overlaps(found: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """Keep annotations in the order given, each only where nothing kept before covers any of it."""
    taken = [False] * (1 + max((a.span.end for a in found), default=0))
    kept: list[Annotation] = []
    for annotation in found:
        span = annotation.span
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = [True] * (span.end - span.start)
            kept.append(annotation)
    return tuple(sorted(kept, key=lambda annotation: annotation.span))
