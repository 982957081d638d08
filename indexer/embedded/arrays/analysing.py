"""From documents to the columns of a batch: the part of indexing that processes share out."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count

import numpy as np

from analyzers.pipeline import Analyzer
from corpus.jsonl import to_json
from corpus.model import ConclusionItem, Document
from indexer.embedded.arrays.batch import RowBatch
from indexer.embedded.arrays.container import Longs
from indexer.embedded.arrays.row_terms import Numbers, TermsOfTexts
from indexer.embedded.arrays.rows import ANY_ROLE, FACETS, FacetRows, Ragged, RowColumns
from indexer.embedded.arrays.stored import pack
from indexer.embedded.arrays.strings import Strings
from indexer.facets import (
    FacetValue,
    deadline_dates,
    facet_values,
    item_words,
    number_identity,
    value_identity,
    value_of,
)
from indexer.request import Facet
from indexer.sections import sections_of

# Facets that all items of a document share.
_OF_DOCUMENTS = (Facet.YEAR, Facet.MEETING, Facet.PROVINCE, Facet.KIND)
_OF_ITEMS = tuple(facet for facet in Facet if facet not in _OF_DOCUMENTS)


def analyse(documents: Sequence[Document], analyzer: Analyzer) -> RowBatch:
    """Return the rows of whole documents; their texts are analysed in one call."""
    texts: dict[str, int] = {}
    rows = np.array([row for document in documents for row in _text_rows(document, texts)], np.int64).reshape(-1, 4)
    rows[rows < 0] = len(texts)
    terms = TermsOfTexts(analyzer.columns(list(texts)))
    batch = _Batch()
    for document in documents:
        batch.add(document)
    return _row_batch(terms, rows, batch)


def _text_rows(document: Document, texts: dict[str, int]) -> Iterator[tuple[int, ...]]:
    """Yield, of each item and then of the document itself, the texts of its row, numbering those that are new.

    They are the sections of an item, and its heading, be it its own or inherited; a document's own row has none: -1.
    """
    for item, section in zip(document.items, sections_of(document), strict=True):
        own = (section.heading, section.text, section.context, item.heading)
        yield tuple([texts.setdefault(text, len(texts)) for text in own])
    yield (-1,) * 4


class _Rows:
    """Rows of numbers as they come; kept flat, since a list a row would be looked through by the garbage collector."""

    def __init__(self) -> None:
        self._sizes: list[int] = []
        self._ids: list[int] = []

    def add(self, numbers: Sequence[int]) -> None:
        """Add a row."""
        self._sizes.append(len(numbers))
        self._ids += numbers

    def ragged(self) -> Ragged:
        """Return all rows."""
        starts = np.zeros(len(self._sizes) + 1, np.int64)
        np.cumsum(np.array(self._sizes, np.int64), out=starts[1:])
        return Ragged(starts, np.array(self._ids, np.int32))


class _Facet(dict[str, int]):
    """The values of one facet, and those of each row; by word (`item_words`) the number of its value."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.facet = Facet.AGENCY if name == ANY_ROLE else Facet(name)
        self._numbers: defaultdict[FacetValue, int] = defaultdict(count().__next__)
        self._rows = _Rows()

    def __missing__(self, word: str) -> int:
        self[word] = number = self._numbers[value_of(self.facet, word)]
        return number

    def add(self, values: Sequence[FacetValue], rows: int) -> None:
        """Add so many rows that have these values."""
        numbers = [self._numbers[value] for value in values]
        for _ in range(rows):
            self._rows.add(numbers)

    def add_words(self, words: Sequence[str]) -> None:
        """Add a row that has the values of these words, each once."""
        numbers = [self[word] for word in words]
        self._rows.add(numbers if len(numbers) < 2 else list(dict.fromkeys(numbers)))

    def finish(self) -> FacetRows:
        known = list(self._numbers)
        return FacetRows(
            Strings.of([value.value for value in known]),
            Strings.of([value.label for value in known]),
            Strings.of([value_identity(self.facet, value) for value in known]),
            self._rows.ragged(),
        )


class _Batch:
    """Collects what is known of rows beside their terms."""

    def __init__(self) -> None:
        self._rows = 0
        self._dates: list[int] = []
        self._due = _Rows()
        self._facets = {name: _Facet(name) for name in FACETS}
        self._of_documents = [(facet, self._facets[facet.value]) for facet in _OF_DOCUMENTS]
        self._of_items = [self._facets[facet.value] for facet in _OF_ITEMS]
        self._item_ids: list[str] = []
        self._documents: list[str] = []
        self._document_rows = [0]
        self._document_numbers: list[str] = []
        self._meetings = Numbers()
        self._document_meetings: list[int] = []
        self._blocks: list[bytes] = []
        self._block_rows: list[int] = []

    def add(self, document: Document) -> None:
        """Add the items of a document and the document itself."""
        for position, block in pack(document):
            self._block_rows.append(self._rows + position)
            self._blocks.append(block)
        self._dates += [document.date.toordinal() if document.date else 0] * len(document.items)
        if document.items:
            for facet, column in self._of_documents:
                column.add(facet_values(document, document.items[0], facet), len(document.items))
        for item in document.items:
            self._add_item(document, item)
        self._add_own_row(document)

    def _add_item(self, document: Document, item: ConclusionItem) -> None:
        self._due.add([date.toordinal() for date in deadline_dates(item)] if item.deadlines else ())
        self._item_ids.append(document.item_id(item))
        for column in self._of_items:
            column.add_words(item_words(item, column.facet))
        self._facets[ANY_ROLE].add_words([agency.name for agency in item.agencies])

    def _add_own_row(self, document: Document) -> None:
        self._rows += len(document.items) + 1
        self._dates.append(0)
        self._due.add(())
        self._item_ids.append("")
        for column in self._facets.values():
            column.add_words(())
        self._documents.append(document.id)
        self._document_rows.append(self._rows)
        self._document_numbers.append(number_identity(document.number) if document.number else "")
        self._document_meetings.append(self._meetings[_meeting(document)] if document.meeting else -1)

    def columns(self, terms: TermsOfTexts, rows: Longs) -> RowColumns:
        """Return the columns, with what the terms of rows (`_text_rows`) say."""
        heading, text, said = rows[:, 0], rows[:, 1], rows[:, [3, 1]]
        return RowColumns(
            lengths=terms.lengths(rows[:, :3]),
            unmarked=terms.unmarked[np.where(terms.lengths(text) > 0, text, heading)],
            dates=np.array(self._dates, np.int32),
            signatures=terms.signatures(said),
            due=self._due.ragged(),
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


def _row_batch(terms: TermsOfTexts, rows: Longs, batch: _Batch) -> RowBatch:
    sections = np.ascontiguousarray(rows[:, :3])
    word_rows, word_tf, _ = terms.words_of(sections)
    number_rows, number_tf, headings = terms.numbers_of(sections)
    return RowBatch(
        columns=batch.columns(terms, rows),
        syllables=terms.syllables.strings(),
        tokens=terms.tokens(sections.ravel()),
        words=terms.words.strings(),
        word_rows=word_rows,
        word_tf=word_tf,
        numbers=terms.numbers.strings(),
        number_rows=number_rows,
        number_tf=number_tf,
        number_heading=headings,
    )


def _meeting(document: Document) -> str:
    """Return what lists of meetings need to know of a document, as the JSON of a document that has nothing else."""
    bare = Document("-", "", "-", province=document.province, date=document.date, meeting=document.meeting)
    return json.dumps(to_json(bare), ensure_ascii=False)
