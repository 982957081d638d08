"""What the other engines index of an item: the very terms and facet values that ours makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from analyzers.alignment import align
from analyzers.fold import fold_syllable, syllables
from corpus.model import ConclusionItem, Document
from indexer.facets import facet_values
from indexer.request import Facet
from indexer.sections import sections_of

# Stands between the sections of an item, so that no phrase runs from one into the next. No query asks for it.
GAP = "¶"
FACETS = (Facet.AGENCY, Facet.MEETING, Facet.NUMBER)


@dataclass(frozen=True, slots=True)
class Row:
    """One item: `body` its syllables and `folded` the same in bare letters, parted by spaces; `date` a day's ordinal.

    `values` are those of the three facets, in the order of FACETS.
    """

    id: str
    body: str
    folded: str
    date: int
    values: tuple[tuple[str, ...], ...]


def rows_of(document: Document) -> Iterator[Row]:
    """Yield the rows of a document's items in print order."""
    date = document.date.toordinal() if document.date else 0
    for item, sections in zip(document.items, sections_of(document), strict=True):
        parts = [terms(text) for text in (sections.heading, sections.text, sections.context)]
        body, folded = (f" {GAP} ".join(" ".join(part[side]) for part in parts if part[side]) for side in (0, 1))
        values = tuple(tuple(_values(document, item, facet)) for facet in FACETS)
        yield Row(document.item_id(item), body, folded, date, values)


def terms(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the syllables of a text as the analyser makes them, and the same folded, without segmenting words."""
    chunks = [_chunk(chunk) for chunk in text.split()]
    return tuple(form for forms, _ in chunks for form in forms), tuple(bare for _, bares in chunks for bare in bares)


@lru_cache(maxsize=1 << 17)
def _chunk(chunk: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    clean = align(chunk).text
    folds = [fold_syllable(clean[start:end]) for start, end in syllables(clean)]
    return tuple(form for form, _ in folds), tuple(bare for _, bare in folds)


def _values(document: Document, item: ConclusionItem, facet: Facet) -> list[str]:
    found = facet_values(document, item, facet)
    # Agencies go by their names: two that differ by diacritics alone share the id, and the engine tells them apart.
    return [value.label if facet is Facet.AGENCY else value.value for value in found]
