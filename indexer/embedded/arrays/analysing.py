"""From documents to the columns of a batch: the part of indexing that processes share out."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
import numpy.typing as npt

from analyzers.pipeline import Analysis, Analyzer
from corpus.jsonl import to_json
from corpus.model import ConclusionItem, Document
from corpus.orthography import fold_diacritics
from indexer.embedded.arrays.batch import RowBatch
from indexer.embedded.arrays.rows import ANY_ROLE, FACETS, FacetRows, Ragged, RowColumns
from indexer.embedded.arrays.section_terms import SectionTerms
from indexer.embedded.arrays.stored import pack
from indexer.embedded.arrays.strings import Strings
from indexer.facets import FacetValue, deadline_dates, facet_values, named_agencies, number_identity, value_identity
from indexer.kernels.signatures import hashed_signatures, syllable_hash
from indexer.request import Facet
from indexer.sections import sections_of

# A text in which fewer of its syllables carry a diacritic was typed without them (real prose has two thirds).
_MARKED_SHARE = 0.15

# Facets that all items of a document share.
_OF_DOCUMENTS = (Facet.YEAR, Facet.MEETING, Facet.PROVINCE, Facet.KIND)


def analyse(documents: Sequence[Document], analyzer: Analyzer) -> RowBatch:
    """Return the rows of whole documents; their texts are analysed in one call."""
    sections = [[(s.heading, s.text, s.context) for s in sections_of(document)] for document in documents]
    headings = (item.heading for document in documents for item in document.items)
    texts = list(dict.fromkeys((*(text for rows in sections for row in rows for text in row), *headings)))
    analyses = analyzer.analyses(texts)
    batch = _Batch()
    numbered = {text: batch.terms.read(analysis) for text, analysis in zip(texts, analyses, strict=True)}
    for document, rows in zip(documents, sections, strict=True):
        items = zip(document.items, rows, strict=True)
        batch.add(document, [_Row(*(numbered[text] for text in (*row, item.heading))) for item, row in items])
    return batch.finish()


class _Numbers(defaultdict[str, int]):
    """Numbers strings as they come."""

    def __init__(self) -> None:
        super().__init__(count().__next__)

    def strings(self) -> Strings:
        return Strings.of(list(self))


@dataclass(frozen=True, slots=True)
class _Text:
    """The terms of one text by number, as often as they stand there."""

    tokens: list[int]
    words: list[int]
    numbers: list[int]
    is_unmarked: bool


class _Terms:
    """The vocabularies of a batch."""

    def __init__(self) -> None:
        self.syllables, self.words, self.numbers = _Numbers(), _Numbers(), _Numbers()

    def read(self, analysis: Analysis) -> _Text:
        marked = sum(map(str.__ne__, analysis.syllables, analysis.folded))
        return _Text(
            list(map(self.syllables.__getitem__, analysis.syllables)),
            list(map(self.words.__getitem__, analysis.words.texts)),
            [self.numbers[number_identity(number.text)] for number in analysis.numbers],
            marked < _MARKED_SHARE * len(analysis.syllables),
        )


class _Facet:
    """The values of one facet, and those of each row."""

    def __init__(self, name: str) -> None:
        self._facet = Facet.AGENCY if name == ANY_ROLE else Facet(name)
        self._numbers: defaultdict[FacetValue, int] = defaultdict(count().__next__)
        self._rows: list[list[int]] = []

    def numbered(self, values: Sequence[FacetValue]) -> list[int]:
        return [self._numbers[value] for value in values]

    def add(self, numbers: list[int]) -> None:
        self._rows.append(numbers)

    def finish(self) -> FacetRows:
        known = list(self._numbers)
        return FacetRows(
            Strings.of([value.value for value in known]),
            Strings.of([value.label for value in known]),
            Strings.of([value_identity(self._facet, value) for value in known]),
            Ragged.of(self._rows),
        )


_NOTHING = _Text([], [], [], is_unmarked=False)


@dataclass(frozen=True, slots=True)
class _Row:
    """The sections of an item, and its heading, be it its own or inherited."""

    heading: _Text = _NOTHING
    text: _Text = _NOTHING
    context: _Text = _NOTHING
    said: _Text = _NOTHING


class _Batch:
    """Collects rows."""

    def __init__(self) -> None:
        self.terms = _Terms()
        self._tokens: list[int] = []
        self._signed: list[list[int]] = []
        self._lengths: list[tuple[int, ...]] = []
        self._words, self._numbers = SectionTerms(), SectionTerms()
        self._unmarked: list[bool] = []
        self._dates: list[int] = []
        self._due: list[list[int]] = []
        self._facets = {name: _Facet(name) for name in FACETS}
        self._item_ids: list[str] = []
        self._documents: list[str] = []
        self._document_rows = [0]
        self._document_numbers: list[str] = []
        self._meetings = _Numbers()
        self._document_meetings: list[int] = []
        self._blocks: list[bytes] = []
        self._block_rows: list[int] = []

    def add(self, document: Document, rows: Sequence[_Row]) -> None:
        """Add the items of a document and the document itself."""
        first = len(self._lengths)
        for position, block in pack(document):
            self._block_rows.append(first + position)
            self._blocks.append(block)
        shared = self._shared(document)
        for item, row in zip(document.items, rows, strict=True):
            self._add_terms(row)
            self._add_item(document, item, row, shared)
        self._add_own_row(document)

    def _shared(self, document: Document) -> dict[str, list[int]]:
        """Return the values that all items of a document have in the facets of documents."""
        if not document.items:
            return {}
        values = {facet: facet_values(document, document.items[0], facet) for facet in _OF_DOCUMENTS}
        return {facet.value: self._facets[facet.value].numbered(found) for facet, found in values.items()}

    def _add_terms(self, row: _Row) -> None:
        heading, text, context = row.heading, row.text, row.context
        for part in (heading, text, context):
            self._tokens += part.tokens
        self._lengths.append((len(heading.tokens), len(text.tokens), len(context.tokens)))
        self._signed.append(row.said.tokens + text.tokens)
        self._words.add(heading.words, text.words, context.words)
        self._numbers.add(heading.numbers, text.numbers, context.numbers)

    def _add_item(self, document: Document, item: ConclusionItem, row: _Row, shared: dict[str, list[int]]) -> None:
        self._unmarked.append(row.text.is_unmarked if row.text.tokens else row.heading.is_unmarked)
        self._dates.append(document.date.toordinal() if document.date else 0)
        self._due.append([date.toordinal() for date in deadline_dates(item)])
        self._item_ids.append(document.item_id(item))
        for facet in Facet:
            column = self._facets[facet.value]
            column.add(
                shared[facet.value] if facet in _OF_DOCUMENTS else column.numbered(facet_values(document, item, facet))
            )
        column = self._facets[ANY_ROLE]
        column.add(column.numbered(named_agencies(item)))

    def _add_own_row(self, document: Document) -> None:
        self._add_terms(_Row())
        self._unmarked.append(False)
        self._dates.append(0)
        self._due.append([])
        self._item_ids.append("")
        for column in self._facets.values():
            column.add([])
        self._documents.append(document.id)
        self._document_rows.append(len(self._lengths))
        self._document_numbers.append(number_identity(document.number) if document.number else "")
        self._document_meetings.append(self._meetings[_meeting(document)] if document.meeting else -1)

    def finish(self) -> RowBatch:
        """Return the columns."""
        words, (_, word_tf) = self._words.counted()
        numbers, (headings, number_tf) = self._numbers.counted()
        return RowBatch(
            columns=self._columns(),
            syllables=self.terms.syllables.strings(),
            tokens=np.array(self._tokens, np.int32),
            words=self.terms.words.strings(),
            word_rows=words,
            word_tf=word_tf,
            numbers=self.terms.numbers.strings(),
            number_rows=numbers,
            number_tf=number_tf,
            number_heading=headings.astype(np.uint8),
        )

    def _columns(self) -> RowColumns:
        return RowColumns(
            lengths=np.array(self._lengths, np.int32).reshape(-1, 3),
            unmarked=np.array(self._unmarked, np.bool_),
            dates=np.array(self._dates, np.int32),
            signatures=self._signatures(),
            due=Ragged.of(self._due),
            facets={name: column.finish() for name, column in self._facets.items()},
            item_ids=Strings.of(self._item_ids),
            document_ids=Strings.of(self._documents),
            document_rows=np.array(self._document_rows, np.int64),
            document_numbers=Strings.of(self._document_numbers),
            document_meetings=np.array(self._document_meetings, np.int32),
            meetings=self._meetings.strings(),
            blocks=Strings.of_bytes(self._blocks),
            block_rows=np.array(self._block_rows, np.int64),
        )

    def _signatures(self) -> npt.NDArray[np.uint32]:
        """Return uint32 [R, 16]: the near-duplicate signature of heading and text; zero for a document's own row."""
        hashes = np.array([syllable_hash(fold_diacritics(syllable)) for syllable in self.terms.syllables], np.uint32)
        signed = Ragged.of(self._signed)
        return hashed_signatures(hashes[signed.ids], signed.starts)


def _meeting(document: Document) -> str:
    """Return what lists of meetings need to know of a document, as the JSON of a document that has nothing else."""
    bare = Document("-", "", "-", province=document.province, date=document.date, meeting=document.meeting)
    bare = Document("-", "", "-", province=document.province, date=document.date, meeting=document.meeting)
    return json.dumps(to_json(bare), ensure_ascii=False)
