"""A document as rows of the index: terms in their sections, and what the columns are made of."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from analyzers.pipeline import Analysis, Analyzer
from corpus.model import ConclusionItem, Document
from indexer.embedded.schema import NUMBERS, SECTION_GAP, SYLLABLES, WORDS, TermPositions
from indexer.facets import FacetValue, deadline_dates, facet_values, named_agencies, number_identity
from indexer.kernels.signatures import signatures
from indexer.request import Facet
from indexer.sections import sections_of

# A text in which fewer of its syllables carry a diacritic was typed without them (real prose has two thirds).
_MARKED_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item as the index keeps it beside its terms: one stored value, from which all columns can be rebuilt.

    `lengths` are the syllables of heading, text and context, as `indexer.sections` has them. `unmarked` says
    that the item was typed without diacritics. Dates are proleptic ordinals, 0 for none. `signature` are the 64
    bytes of that of heading, own or inherited, and text (`indexer.kernels.signatures`).
    """

    document_id: str
    item_id: str
    position: int
    lengths: tuple[int, int, int]
    unmarked: bool
    date: int
    due: tuple[int, ...]
    agencies: tuple[FacetValue, ...]
    facets: tuple[tuple[Facet, tuple[FacetValue, ...]], ...]
    signature: bytes

    def stored(self) -> list[Any]:
        """Return plain values that Whoosh can store."""
        pairs = [[facet.value, [[v.value, v.label] for v in values]] for facet, values in self.facets]
        named = [[v.value, v.label] for v in self.agencies]
        return [
            self.document_id,
            self.item_id,
            self.position,
            list(self.lengths),
            self.unmarked,
            self.date,
            list(self.due),
            named,
            pairs,
            self.signature,
        ]

    @classmethod
    def from_stored(cls, value: Sequence[Any]) -> ItemRow:
        """Read what `stored` wrote."""
        document_id, item_id, position, sizes, unmarked, date, due, named, pairs, signature = value
        heading, text, inherited = sizes
        facets = tuple((Facet(name), tuple(FacetValue(*v) for v in values)) for name, values in pairs)
        agencies = tuple(FacetValue(*v) for v in named)
        lengths = (heading, text, inherited)
        return cls(document_id, item_id, position, lengths, unmarked, date, tuple(due), agencies, facets, signature)


@dataclass(frozen=True, slots=True)
class IndexableItem:
    """An item's row and its terms, a mapping a field."""

    row: ItemRow
    terms: dict[str, TermPositions]


def indexable_items(document: Document, analyzer: Analyzer) -> Iterator[IndexableItem]:
    """Yield the items of a document in print order, analysed in one batch."""
    sections = [(s.heading, s.text, s.context) for s in sections_of(document)]
    headings = (item.heading for item in document.items)
    texts = list(dict.fromkeys((*(text for group in sections for text in group), *headings)))
    analyses = dict(zip(texts, analyzer.analyses(texts), strict=True))
    signed = signatures(
        [
            (*analyses[item.heading].folded, *analyses[text].folded)
            for item, (_, text, _) in zip(document.items, sections, strict=True)
        ]
    )
    for position, (item, group) in enumerate(zip(document.items, sections, strict=True)):
        yield _indexable(document, item, position, [analyses[text] for text in group], signed[position].tobytes())


def _indexable(
    document: Document, item: ConclusionItem, position: int, analyses: Sequence[Analysis], signature: bytes
) -> IndexableItem:
    lengths = [len(analysis.syllables) for analysis in analyses]
    row = ItemRow(
        document_id=document.id,
        item_id=document.item_id(item),
        position=position,
        lengths=(lengths[0], lengths[1], lengths[2]),
        unmarked=_is_unmarked(analyses[1] if lengths[1] else analyses[0]),
        date=(document.date or dt.date.min).toordinal() if document.date else 0,
        due=tuple(date.toordinal() for date in deadline_dates(item)),
        agencies=named_agencies(item),
        facets=tuple((facet, facet_values(document, item, facet)) for facet in Facet),
        signature=signature,
    )
    return IndexableItem(row, _terms(analyses))


def _is_unmarked(analysis: Analysis) -> bool:
    marked = sum(a != b for a, b in zip(analysis.syllables, analysis.folded, strict=True))
    return marked < _MARKED_SHARE * len(analysis.syllables)


def _terms(analyses: Sequence[Analysis]) -> dict[str, TermPositions]:
    """Lay the sections behind each other, a gap between them, and collect the positions of each term."""
    fields: dict[str, defaultdict[str, list[int]]] = {name: defaultdict(list) for name in (SYLLABLES, WORDS, NUMBERS)}
    base = 0
    for analysis in analyses:
        for position, syllable in enumerate(analysis.syllables, base):
            fields[SYLLABLES][syllable].append(position)
        for word in analysis.words:
            fields[WORDS][word.text].append(base + word.position)
        for number in analysis.numbers:
            fields[NUMBERS][number_identity(number.text)].append(base + number.position)
        base += len(analysis.syllables) + SECTION_GAP
    return {name: dict(terms) for name, terms in fields.items() if terms}
