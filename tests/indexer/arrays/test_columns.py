"""The columns of several segments with deleted rows, against the documents that are left."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from analyzers.pipeline import shared_analyzer
from corpus.jsonl import from_json
from corpus.model import By, ConclusionItem, Document, Meeting
from corpus.orthography import fold_diacritics
from indexer.embedded.arrays.analysing import analyse
from indexer.embedded.arrays.columns import Columns
from indexer.embedded.arrays.gathering import write_columns
from indexer.embedded.arrays.segment import ArraySegment
from indexer.embedded.arrays.writing import write_segment
from indexer.facets import deadline_dates, facet_values, named_agencies, number_identity, value_identity
from indexer.request import Facet
from indexer.sections import sections_of
from tests.factories import bare_directive, forest_session, make_document, make_item, road_meeting

MEETING = Meeting("Kỳ họp thứ 21 Ban Thường vụ Tỉnh ủy", "Ban Thường vụ Tỉnh ủy", 21, "2020-2025", dt.date(2022, 5, 12))
GONE = make_document("bỏ", [make_item("1", "Về đất đai", "Thu hồi đất lâm trường.", assigned=["Sở Nội vụ"])])
LATER = make_document(
    "nhắc lại",
    [
        make_item("1", "", "Nhắc lại Tờ trình số 91/TTr-BCSĐ.", citations=["91/TTr-BCSĐ", "91-TTr/BCSD"]),
        make_item("2", "", "Xã Tân Thanh trồng rừng.", assigned=["Ủy ban nhân dân xã Tân Thanh"]),
        make_item(
            "3",
            "",
            "Xã Tân Thành trồng rừng.",
            assigned=["Ủy ban nhân dân xã Tân Thành"],
            deadlines=[By(dt.date(2024, 3, 1), "x"), By(dt.date(2023, 3, 1), "y")],
        ),
    ],
    date=dt.date(2022, 6, 1),
    number="212/KL-TU",
    meeting=MEETING,
)
EMPTY = Document("khong-muc", "x.txt", "Không có mục nào", number="9-TB/TU")
SEGMENTS = ((forest_session(), GONE, EMPTY), (LATER,), (GONE, bare_directive(), road_meeting()))
KEPT = ({0, 2}, {0}, {1, 2})


class Built:
    def __init__(self, folder: Path) -> None:
        self.rows: list[tuple[Document, ConclusionItem | None] | None] = []
        segments = []
        for number, (documents, kept) in enumerate(zip(SEGMENTS, KEPT, strict=True)):
            write_segment(folder / f"{number}.arr", analyse(documents, shared_analyzer()))
            there: list[bool] = []
            for place, document in enumerate(documents):
                rows = [(document, item) for item in (*document.items, None)]
                self.rows += rows if place in kept else [None] * len(rows)
                there += [place in kept] * len(rows)
            segments.append((ArraySegment(folder / f"{number}.arr"), np.array(there)))
        write_columns(folder / "columns.arr", segments)
        self.columns = Columns(folder / "columns.arr")
        self.documents = sorted(
            (d for ds, ks in zip(SEGMENTS, KEPT, strict=True) for k in ks for d in [ds[k]]), key=key
        )

    @property
    def items(self) -> list[tuple[int, Document, ConclusionItem]]:
        """The live items with their rows."""
        return [(row, own[0], own[1]) for row, own in enumerate(self.rows) if own and own[1]]


def key(document: Document) -> str:
    return document.id


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(tmp_path_factory.mktemp("columns"))


def test_live_are_the_items_that_are_left(built: Built) -> None:
    columns = built.columns
    assert np.flatnonzero(columns.live).tolist() == [row for row, _, _ in built.items]
    assert columns.size == len(built.rows)
    assert columns.bases.tolist() == [0, 8, 12, len(built.rows)]


def test_dates_and_deadlines(built: Built) -> None:
    columns = built.columns
    for row, document, item in built.items:
        assert columns.date[row] == (document.date.toordinal() if document.date else 0)
        due = [date.toordinal() for date in deadline_dates(item)]
        assert columns.due_dates[columns.due_rows == row].tolist() == due
        assert columns.due[row] == min(due, default=0)
    assert set(columns.due_rows.tolist()) <= set(np.flatnonzero(columns.live).tolist())


def test_rank_is_by_document_and_print_order(built: Built) -> None:
    ordered = sorted(built.items, key=lambda own: (own[1].id, own[1].items.index(own[2])))
    assert [int(built.columns.rank[row]) for row, _, _ in ordered] == list(range(len(ordered)))


def test_documents_are_found_by_id_row_and_number(built: Built) -> None:
    columns = built.columns
    assert list(columns.document_ids) == [document.id for document in built.documents]
    for number, document in enumerate(built.documents):
        first, items = int(columns.document_first[number]), int(columns.document_items[number])
        assert [built.rows[row] for row in range(first, first + items)] == [(document, item) for item in document.items]
        assert built.rows[first + items] == (document, None)
        assert set(columns.row_documents[first : first + items + 1].tolist()) == {number}
        dated = document.date.toordinal() if document.date and document.items else 0
        assert columns.document_date[number] == dated
    assert [row for row, own in enumerate(built.rows) if own is None] == np.flatnonzero(
        columns.row_documents < 0
    ).tolist()
    assert [columns.document_ids[n] for n in columns.documents_numbered("212 kl tu")] == [forest_session().id, LATER.id]
    assert [columns.document_ids[n] for n in columns.documents_numbered("9-TB/TU")] == [EMPTY.id]
    assert columns.documents_numbered("") == columns.documents_numbered("10-TB/TU") == []


def test_items_are_found_by_their_ids(built: Built) -> None:
    for row, document, item in built.items:
        assert built.columns.rows_hashed(document.item_id(item)) == [row]
    assert built.columns.rows_hashed("bỏ#1") == []


@pytest.mark.parametrize("name", [*(facet.value for facet in Facet), "any-role"])
def test_facets_group_spellings_and_keep_namesakes_apart(built: Built, name: str) -> None:
    facet = Facet.AGENCY if name == "any-role" else Facet(name)
    column = built.columns.facets[name]
    identities: dict[str, int] = {}
    for row, document, item in built.items:
        values = named_agencies(item) if name == "any-role" else facet_values(document, item, facet)
        wanted = {value_identity(facet, value) for value in values}
        ordinals = column.ordinals[column.starts[row] : column.starts[row + 1]].tolist()
        assert {column.identities[o] for o in ordinals} == wanted
        assert ordinals == sorted(set(ordinals))
        identities |= {column.identities[o]: o for o in ordinals}
        if column.single is not None:
            assert column.single[row] == (ordinals[0] if ordinals else -1)
        for value in values:
            assert identities[value_identity(facet, value)] in column.resolve(facet, value.value)
    assert sorted(identities) == list(column.identities)
    dead = np.flatnonzero(~built.columns.live)
    assert not (column.starts[dead + 1] - column.starts[dead]).any()
    assert column.resolve(facet, "không có") == []


def test_values_have_the_most_frequent_spelling_and_namesakes_a_digest(built: Built) -> None:
    numbers, agencies = built.columns.facets["number"], built.columns.facets["agency"]
    (cited,) = numbers.resolve(Facet.NUMBER, "91 ttr bcsd")
    assert (numbers.values[cited], numbers.labels[cited]) == ("91-ttr/bcsd", "91-TTr/BCSD")
    both = agencies.resolve(Facet.AGENCY, "uy-ban-nhan-dan-xa-tan-thanh")
    assert {agencies.labels[o] for o in both} == {"Ủy ban nhân dân xã Tân Thanh", "Ủy ban nhân dân xã Tân Thành"}
    assert all(agencies.values[o].startswith("uy-ban-nhan-dan-xa-tan-thanh-") for o in both)
    assert [agencies.resolve(Facet.AGENCY, agencies.values[o]) for o in both] == [[o] for o in both]


def test_meetings_know_their_documents_and_what_the_earliest_calls_them(built: Built) -> None:
    columns = built.columns
    values = list(columns.facets["meeting"].values)
    holding = {facet_values(d, d.items[0], Facet.MEETING)[0].value: d for d in built.documents if d.meeting}
    assert sorted(values) == sorted(holding)
    forest = values.index(facet_values(LATER, LATER.items[0], Facet.MEETING)[0].value)
    assert (columns.meeting_documents[forest], columns.meeting_items[forest]) == (2, 7)
    called = from_json(json.loads(columns.meetings[forest]))
    assert (called.meeting, called.province) == (forest_session().meeting, "Lạng Sơn")
    meeting_of = {built.documents[n].id: int(columns.document_meeting[n]) for n in range(len(built.documents))}
    assert meeting_of[LATER.id] == meeting_of[forest_session().id] == forest
    assert meeting_of[EMPTY.id] == meeting_of[bare_directive().id] == -1


def test_the_vocabulary_counts_live_items_alone(built: Built) -> None:
    counts, marked, rows = Counter[str](), Counter[str](), Counter[str]()
    for row, document, item in built.items:
        found = list(sections_of(document))[document.items.index(item)]
        analyses = shared_analyzer().analyses([found.heading, found.text, found.context])
        syllables = [syllable for analysis in analyses for syllable in analysis.syllables]
        counts.update(syllables)
        rows.update(set(syllables))
        if not built.columns.unmarked[row]:
            marked.update(syllables)
    vocabulary = built.columns.vocabulary
    assert list(vocabulary.terms) == sorted(counts)
    for place, term in enumerate(vocabulary.terms):
        assert vocabulary.occurrences[place] == counts[term]
        assert vocabulary.marked[place] == marked[term]
        assert vocabulary.rows[place] == rows[term]
    alike = [term for term in sorted(counts) if fold_diacritics(term) == "rung"]
    assert [vocabulary.terms[n] for n in vocabulary.spelled_like("rung")] == alike
    beginning = [term for term in sorted(counts) if fold_diacritics(term).startswith("th")]
    assert sorted(vocabulary.terms[n] for n in vocabulary.bare_beginning_with("th")) == beginning
    assert "lâm" not in counts
    assert vocabulary.spelled_like("lam").size == 0


def test_lengths_are_summed_over_live_items(built: Built) -> None:
    columns = built.columns
    for place, name in enumerate(("heading", "text", "context")):
        assert columns.sizes[place] == getattr(columns, name)[columns.live].sum()


def test_near_duplicates_share_the_first_row(built: Built) -> None:
    group = built.columns.group
    alone = np.flatnonzero(~built.columns.live)
    assert group[alone].tolist() == alone.tolist()
    assert number_identity("x") == "x"


def test_nothing_at_all(tmp_path: Path) -> None:
    write_columns(tmp_path / "columns.arr", [])
    columns = Columns(tmp_path / "columns.arr")
    assert (columns.size, len(columns.document_ids), len(columns.facets["agency"].values)) == (0, 0, 0)
    assert columns.rows_hashed("a#1") == []
    assert columns.vocabulary.bare_beginning_with("").size == 0
