"""A segment of documents: terms, postings, pairs, tokens, columns and the documents themselves."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from analyzers.pipeline import shared_analyzer
from corpus.model import ConclusionItem, Document
from corpus.orthography import fold_diacritics
from indexer.embedded.arrays.analysing import analyse
from indexer.embedded.arrays.batch import RowBatch, joined
from indexer.embedded.arrays.segment import ArraySegment
from indexer.embedded.arrays.writing import write_segment
from indexer.facets import deadline_dates, facet_values, named_agencies, number_identity
from indexer.kernels.signatures import signatures as signed
from indexer.request import Facet
from indexer.sections import sections_of
from tests.factories import forest_session, make_document, make_item, road_meeting, sample_corpus

DOCUMENTS = (
    *sample_corpus(),
    make_document("dai", [make_item(str(n), "", f"Nội dung thứ {n}. " + "Rà soát quy hoạch. " * 60) for n in range(9)]),
)


@pytest.fixture(scope="module")
def segment(tmp_path_factory: pytest.TempPathFactory) -> ArraySegment:
    path = tmp_path_factory.mktemp("segment") / "x.arr"
    write_segment(path, analyse(DOCUMENTS, shared_analyzer()))
    return ArraySegment(path)


ROWS: list[tuple[Document, ConclusionItem | None]] = [
    (document, item) for document in DOCUMENTS for item in (*document.items, None)
]


def sections(row: int) -> list[tuple[str, ...]]:
    """The syllables of heading, text and context of a row, as the analyser gives them."""
    document, item = ROWS[row]
    if item is None:
        return [(), (), ()]
    found = list(sections_of(document))[document.items.index(item)]
    return [a.syllables for a in shared_analyzer().analyses([found.heading, found.text, found.context])]


def test_rows_are_items_in_print_order_and_then_their_document(segment: ArraySegment) -> None:
    assert segment.rows == len(ROWS)
    expected = ["" if item is None else document.item_id(item) for document, item in ROWS]
    assert [segment.item_id(row) for row in range(segment.rows)] == expected
    assert [segment.term("document", segment.document_of(row)) for row in range(segment.rows)] == [
        document.id for document, _ in ROWS
    ]


def test_tokens_are_the_syllables_of_the_sections(segment: ArraySegment) -> None:
    rows = np.array([3, 0, 4, 7])
    tokens, starts = segment.tokens(rows)
    for place, row in enumerate(rows.tolist()):
        found = [segment.term("syllables", token) for token in tokens[starts[place] : starts[place + 1]].tolist()]
        assert found == [syllable for part in sections(row) for syllable in part]
        assert segment.lengths[row].tolist() == [len(part) for part in sections(row)]


def test_postings_of_every_syllable_and_pair(segment: ArraySegment) -> None:
    analysed = [sections(row) for row in range(segment.rows)]
    for ordinal in range(len(segment.terms("syllables"))):
        term, postings = segment.term("syllables", ordinal), segment.postings("syllables", ordinal)
        counts = [(Counter(h + t)[term], Counter(c)[term]) for h, t, c in analysed]
        assert postings.docs.tolist() == [row for row, (body, context) in enumerate(counts) if body + context]
        assert postings.tf.tolist() == [body | context << 8 for body, context in counts if body + context]
        assert segment.occurrences()[ordinal] == sum(body + context for body, context in counts)
        assert segment.document_frequency("syllables", ordinal) == len(postings.docs)
    pairs = [(Counter([*pairwise(h), *pairwise(t)]), Counter(pairwise(c))) for h, t, c in analysed]
    known = {pair for body, context in pairs for pair in body | context}
    for first, second in known:
        here, behind = segment.ordinal("syllables", first), segment.ordinal("syllables", second)
        assert here is not None
        assert behind is not None
        found = segment.pairs(here, behind)
        assert found is not None
        counts = [(body[first, second], context[first, second]) for body, context in pairs]
        assert found.docs.tolist() == [row for row, both in enumerate(counts) if any(both)]
        assert found.tf.tolist() == [body | (128 if context else 0) for body, context in counts if body + context]


def test_words_and_numbers_keep_their_sections(segment: ArraySegment) -> None:
    word = segment.ordinal("words", "rừng_phòng_hộ")
    assert word is not None
    postings = segment.postings("words", word)
    assert postings.docs.tolist() == [0, 1]
    assert postings.tf.tolist() == [2, 1 << 8]  # a child inherits the heading that its parent has
    number = segment.ordinal("numbers", number_identity("91-TTr/BCSĐ"))
    assert number is not None
    postings = segment.postings("numbers", number)
    assert postings.heading is not None
    assert list(zip(postings.docs.tolist(), postings.tf.tolist(), postings.heading.tolist(), strict=True)) == [
        (0, 1, 1),
        (1, 1 << 8, 0),
        (6, 1, 0),
    ]


def test_unknown_terms_and_pairs_are_nowhere(segment: ArraySegment) -> None:
    assert segment.ordinal("syllables", "xyz") is None
    assert segment.ordinal("words", "") is None
    forest, road = segment.ordinal("syllables", "rừng"), segment.ordinal("syllables", "đường")
    assert forest is not None
    assert road is not None
    assert segment.pairs(road, forest) is None


def test_terms_are_found_by_their_beginning(segment: ArraySegment) -> None:
    found = [segment.term("syllables", ordinal) for ordinal in segment.terms("syllables").beginning_with("r")]
    assert "rừng" in found
    assert "rung" in found
    assert all(term.startswith("r") for term in found)
    assert list(segment.terms("syllables").beginning_with("qqq")) == []


def test_columns_say_what_the_item_says(segment: ArraySegment) -> None:
    due, facets, dates = segment.ragged("due"), segment.facets(), segment.column("dates")
    for row, (document, item) in enumerate(ROWS):
        if item is None:
            assert dates[row] == 0
            continue
        assert dates[row] == (document.date.toordinal() if document.date else 0)
        assert due.ids[due.starts[row] : due.starts[row + 1]].tolist() == [d.toordinal() for d in deadline_dates(item)]
        for facet in Facet:
            column = facets[facet.value]
            ids = column.rows.ids[column.rows.starts[row] : column.rows.starts[row + 1]].tolist()
            expected = [(value.value, value.label) for value in facet_values(document, item, facet)]
            assert [(column.values[i], column.labels[i]) for i in ids] == expected
        column = facets["any-role"]
        ids = column.rows.ids[column.rows.starts[row] : column.rows.starts[row + 1]].tolist()
        assert [column.labels[i] for i in ids] == [value.label for value in named_agencies(item)]
    signatures = segment.column("signatures")
    for row, (_, item) in enumerate(ROWS):
        (text,) = sections(row)[1:2]
        heading = shared_analyzer().analyses([item.heading])[0].syllables if item else ()
        assert np.array_equal(signatures[row], signed([[*map(fold_diacritics, (*heading, *text))]])[0])
    unmarked = [row for row in range(segment.rows) if segment.column("unmarked")[row]]
    assert [ROWS[row][0].id for row in unmarked] == ["ct-12-2021"] * 2


def test_documents_are_read_item_by_item_and_whole(segment: ArraySegment) -> None:
    for row, (document, item) in enumerate(ROWS):
        number = segment.document_of(row)
        if item is None:
            assert segment.header(number) == replace(document, items=())
            assert tuple(segment.items(number)) == document.items
            first, end = segment.document_rows(number)
            assert (end - 1, end - first - 1) == (row, len(document.items))
            assert segment.postings("document", number).docs.tolist() == list(range(first, end))
        else:
            assert segment.item(row) == item


def same(first: RowBatch, second: RowBatch, tmp_path: Path) -> bool:
    for name, batch in (("first", first), ("second", second)):
        write_segment(tmp_path / name, batch)
    return (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_batches_joined_are_the_batch_of_all(tmp_path: Path) -> None:
    analyzer = shared_analyzer()
    parts = [analyse([document], analyzer) for document in DOCUMENTS]
    assert same(joined(parts), analyse(DOCUMENTS, analyzer), tmp_path)


def test_a_batch_travels_as_bytes(tmp_path: Path) -> None:
    batch = analyse([forest_session(), road_meeting()], shared_analyzer())
    data = batch.to_bytes()
    assert same(RowBatch.from_bytes(data), batch, tmp_path)
    assert (batch.rows, batch.documents, batch.items) == (9, 2, 7)
    for place in (70, len(data) // 2, len(data) - 40):
        with pytest.raises(ValueError, match="arrays"):
            RowBatch.from_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])


def test_no_documents_make_an_empty_segment(tmp_path: Path) -> None:
    write_segment(tmp_path / "x.arr", analyse([], shared_analyzer()))
    segment = ArraySegment(tmp_path / "x.arr")
    assert (segment.rows, segment.documents) == (0, 0)
    assert segment.ordinal("syllables", "rừng") is None


def test_half_a_surrogate_pair_survives(tmp_path: Path) -> None:
    document = make_document("a", [make_item("1", "", "Kế \ud800 hoạch")])
    write_segment(tmp_path / "x.arr", analyse([document], shared_analyzer()))
    assert ArraySegment(tmp_path / "x.arr").item(0) == document.items[0]
