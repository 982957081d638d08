"""Whoosh's own searcher over array segments against the same over segments that it wrote itself."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from whoosh import query
from whoosh.filedb.filestore import FileStorage
from whoosh.writing import IndexWriter

from analyzers.pipeline import shared_analyzer
from corpus.model import Document
from indexer.embedded.arrays.analysing import analyse
from indexer.embedded.arrays.codec import ArrayWhooshSegment
from indexer.embedded.arrays.directory import DirectoryWriter, open_segments, open_whoosh
from indexer.embedded.arrays.fields import make_schema
from indexer.embedded.arrays.writer import ArrayWriter
from indexer.embedded.schema import SECTION_GAP
from indexer.facets import number_identity
from indexer.sections import sections_of
from tests.factories import make_document, make_item

whoosh_query: Any = query  # not every name is typed, and 2.7.4 has no types at all
POOL = ["rừng", "hồ", "đập", "số", "đổi", "chuyển", "giao", "sở"]


def documents(count: int, seed: int, prefix: str = "d") -> list[Document]:
    chance = random.Random(seed)  # noqa: S311
    return [
        make_document(
            f"{prefix}{number}",
            [
                make_item(str(n), " ".join(chance.choices(POOL, k=2)), " ".join(chance.choices(POOL, k=9)))
                for n in range(chance.randrange(1, 6))
            ],
            title=" ".join(chance.choices(POOL, k=2)),
            number=f"{chance.randrange(5)}-TB/TU",
        )
        for number in range(count)
    ]


def write_stock(folder: Path, batches: list[list[Document]], removed: list[str]) -> Any:
    """Write documents as Whoosh does by itself: a segment a batch, then the removals."""
    folder.mkdir()
    storage: Any = FileStorage
    index = storage(str(folder)).create_index(make_schema())
    for batch in batches:
        writer = index.writer()
        for document in batch:
            for item, sections in zip(document.items, sections_of(document), strict=True):
                texts = [sections.heading, sections.text, sections.context]
                terms = stock_terms(shared_analyzer().analyses(texts))
                writer.add_document(**terms, document=document.id, item=document.item_id(item))
            writer.add_document(document=document.id)
        writer.commit(merge=False)
    writer = index.writer()
    for name in removed:
        writer.delete_by_term("document", name)
    writer.commit(merge=False)
    return index


def stock_terms(analyses: Any) -> dict[str, Any]:
    positions: defaultdict[str, list[int]] = defaultdict(list)
    words, numbers, base = Counter[str](), Counter[str](), 0
    for analysis in analyses:
        for place, syllable in enumerate(analysis.syllables):
            positions[syllable].append(base + place)
        words.update(word.text for word in analysis.words)
        numbers.update(number_identity(number.text) for number in analysis.numbers)
        base += len(analysis.syllables) + SECTION_GAP
    fields: dict[str, Any] = {"syllables": positions, "words": words, "numbers": numbers}
    return {name: [dict(terms)] for name, terms in fields.items() if terms}


def write_arrays(folder: Path, batches: list[list[Document]], removed: list[str]) -> Any:
    folder.mkdir()
    writer = DirectoryWriter(folder, fresh=True)
    writer.finish()
    index = open_whoosh(folder)
    for batch in batches:
        own = ArrayWriter(index)
        own.add_batch(analyse(batch, shared_analyzer()))
        own.commit(merge=False)
    own = ArrayWriter(index)
    for name in removed:
        assert IndexWriter.delete_by_term(own, "document", name) > 1
    own.commit(merge=False)
    return index


def some_query(chance: random.Random) -> Any:
    term = lambda: whoosh_query.Term("syllables", chance.choice(POOL))  # noqa: E731
    match chance.randrange(9):
        case 0:
            return term()
        case 1:
            return whoosh_query.And([term() for _ in range(3)])
        case 2:
            return whoosh_query.Or([term() for _ in range(3)])
        case 3:
            return whoosh_query.And([term(), whoosh_query.Not(term())])
        case 4:
            return whoosh_query.Phrase("syllables", chance.choices(POOL, k=2))
        case 5:
            return whoosh_query.Phrase("syllables", chance.choices(POOL, k=3), slop=2)
        case 6:
            return whoosh_query.Prefix("syllables", chance.choice(POOL)[:1])
        case 7:
            return whoosh_query.Term("numbers", number_identity(f"{chance.randrange(5)}-TB/TU"))
    return whoosh_query.Term("document", f"d{chance.randrange(12)}")


def answers(index: Any, asked: Any) -> list[tuple[float, str, str]]:
    with index.searcher() as searcher:
        hits = searcher.search(asked, limit=None)
        stored = [(score, searcher.stored_fields(number)) for score, number in hits.top_n]
        return sorted((round(score, 4), fields["document"], fields.get("item", "")) for score, fields in stored)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    folder = tmp_path_factory.mktemp("both")
    batches = [documents(12, 1), documents(9, 2, "e"), documents(5, 3, "f")]
    removed = ["d3", "d7", "e0", "f4"]
    return write_stock(folder / "stock", batches, removed), write_arrays(folder / "arrays", batches, removed)


def test_the_same_answers_and_scores(both: tuple[Any, Any]) -> None:
    stock, arrays = both
    chance = random.Random(5)  # noqa: S311
    for _ in range(150):
        asked = some_query(chance).normalize()
        assert answers(arrays, asked) == answers(stock, asked), asked


def test_the_best_ten_with_blocks_passed_over(both: tuple[Any, Any]) -> None:
    stock, arrays = both
    asked = whoosh_query.Or([whoosh_query.Term("syllables", "rừng"), whoosh_query.Term("syllables", "hồ")])
    with stock.searcher() as expected, arrays.searcher() as found:
        scores = [[round(hit.score, 4) for hit in s.search(asked, limit=5)] for s in (expected, found)]
    assert scores[0] == scores[1]


def test_the_same_terms_and_statistics(both: tuple[Any, Any]) -> None:
    with both[0].reader() as stock, both[1].reader() as arrays:
        assert list(arrays.all_terms()) == list(stock.all_terms())
        assert arrays.doc_count() == stock.doc_count()
        assert arrays.doc_count_all() == stock.doc_count_all()
        for field, term in stock.all_terms():
            assert arrays.doc_frequency(field, term) == stock.doc_frequency(field, term)
            assert arrays.frequency(field, term) == stock.frequency(field, term)
            info, expected = arrays.term_info(field, term), stock.term_info(field, term)
            assert (info.max_weight(), info.min_id(), info.max_id()) == (
                expected.max_weight(),
                expected.min_id(),
                expected.max_id(),
            )
        assert list(arrays.expand_prefix("syllables", "s")) == list(stock.expand_prefix("syllables", "s"))
        assert list(arrays.terms_within("syllables", "rừg", 1)) == list(stock.terms_within("syllables", "rừg", 1))
        assert arrays.doc_frequency("syllables", "không có") == 0
        assert ("syllables", "rừng") in arrays
        assert ("syllables", "không") not in arrays


def test_postings_with_positions(both: tuple[Any, Any]) -> None:
    with both[0].reader() as stock, both[1].reader() as arrays:
        for term in POOL:
            expected, found = stock.postings("syllables", term), arrays.postings("syllables", term)
            while expected.is_active():
                assert found.is_active()
                assert (found.id(), found.weight()) == (expected.id(), expected.weight())
                assert found.value_as("positions") == expected.value_as("positions")
                expected.next()
                found.next()
            assert not found.is_active()


def test_skipping(both: tuple[Any, Any]) -> None:
    with both[1].reader() as reader:
        rows = list(reader.postings("syllables", "giao").all_ids())
        for wanted in range(reader.doc_count_all() + 1):
            matcher = reader.postings("syllables", "giao")
            matcher.skip_to(wanted)
            behind = [row for row in rows if row >= wanted]
            assert (matcher.id() if matcher.is_active() else None) == (behind[0] if behind else None)


def test_an_optimised_index_answers_the_same(both: tuple[Any, Any], tmp_path: Path) -> None:
    batches = [documents(12, 1), documents(9, 2, "e"), documents(5, 3, "f")]
    removed = ["d3", "d7", "e0", "f4"]
    stock, arrays = write_stock(tmp_path / "s", batches, removed), write_arrays(tmp_path / "a", batches, removed)
    for writer in (stock.writer(), ArrayWriter(arrays)):
        writer.commit(optimize=True)
    chance = random.Random(6)  # noqa: S311
    for _ in range(80):
        asked = some_query(chance).normalize()
        assert answers(arrays, asked) == answers(stock, asked), asked
    assert len(open_segments(tmp_path / "a")) == 1


def test_a_document_is_deleted_and_brought_back_with_all_its_rows(tmp_path: Path) -> None:
    index = write_arrays(tmp_path / "a", [documents(3, 4)], [])
    rows = len(documents(3, 4)[0].items) + 1
    writer = ArrayWriter(index)
    writer.delete_document(1)
    writer.commit(merge=False)
    with index.reader() as reader:
        assert reader.doc_count() == reader.doc_count_all() - rows
    writer = ArrayWriter(index)
    writer.delete_document(0, delete=False)
    writer.commit(merge=False)
    with index.reader() as reader:
        assert not reader.has_deletions()


def test_rows_come_in_batches_alone(tmp_path: Path) -> None:
    writer = ArrayWriter(write_arrays(tmp_path / "a", [], []))
    with pytest.raises(TypeError, match="batches"):
        writer.add_document(document="x")
    writer.cancel()


def test_a_small_memory_makes_several_segments_which_a_fresh_directory_merges(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    every = documents(6, 9)
    writer = DirectoryWriter(tmp_path / "a", fresh=True, megabytes=0)
    for document in every[:3]:
        writer.add(analyse([document], shared_analyzer()))
    writer.finish()
    assert [segment.documents for segment, _ in open_segments(tmp_path / "a")] == [3]
    writer = DirectoryWriter(tmp_path / "a", fresh=False, megabytes=0)
    for document in every[3:]:
        writer.add(analyse([document], shared_analyzer()))
    writer.finish()
    assert [segment.documents for segment, _ in open_segments(tmp_path / "a")] == [3, 1, 1, 1]
    assert all(type(segment) is ArrayWhooshSegment for segment in open_whoosh(tmp_path / "a")._segments())


class Histories(RuleBasedStateMachine):
    """Documents added, replaced, removed, merged and committed, against a plain dict of them."""

    folder: Path
    number = 0

    @initialize()
    def start(self) -> None:
        type(self).number += 1
        self.directory = self.folder / str(self.number)
        self.directory.mkdir()
        self.expected: dict[str, Document] = {}
        self.writer = DirectoryWriter(self.directory, fresh=True, megabytes=self.number % 2)
        self.committed: dict[str, Document] | None = None

    @rule(numbers=st.lists(st.integers(0, 9), min_size=1, max_size=3, unique=True), seed=st.integers(0, 99))
    def add(self, numbers: list[int], seed: int) -> None:
        new = [make_document(f"d{n}", documents(1, seed + n)[0].items, number=f"{n}-TB/TU") for n in numbers]
        self.writer.add(analyse(new, shared_analyzer()))
        self.expected |= {document.id: document for document in new}
        assert self.writer.documents == {name: len(d.items) for name, d in self.expected.items()}

    @rule(numbers=st.lists(st.integers(0, 9), max_size=3))
    def remove(self, numbers: list[int]) -> None:
        names = {f"d{n}" for n in numbers}
        assert self.writer.remove(sorted(names)) == len(names & set(self.expected))
        self.expected = {name: document for name, document in self.expected.items() if name not in names}

    @rule()
    def commit(self) -> None:
        self.writer.finish()
        self.committed = dict(self.expected)
        self.check()
        self.writer = DirectoryWriter(self.directory, fresh=False, megabytes=1)
        assert self.writer.documents == {name: len(d.items) for name, d in self.expected.items()}

    @rule()
    def merge_all(self) -> None:
        self.commit()
        self.writer.cancel()
        ArrayWriter(open_whoosh(self.directory)).commit(optimize=True)
        assert len(open_segments(self.directory)) <= 1
        self.writer = DirectoryWriter(self.directory, fresh=False)

    def check(self) -> None:
        found: dict[str, Document] = {}
        for segment, present in open_segments(self.directory):
            for number in range(segment.documents):
                first, end = segment.document_rows(number)
                assert len(set(present[first:end].tolist())) == 1
                if present[first]:
                    name = segment.term("document", number)
                    assert name not in found
                    items = segment.items(number)
                    found[name] = make_document(name, items, number=segment.header(number).number)
                    assert segment.header(number).id == name
        assert found == self.expected

    @invariant()
    def answers(self) -> None:
        if not self.committed:
            return
        with open_whoosh(self.directory).searcher() as searcher:
            for name in ("d0", "d5"):
                hits = list(searcher.docs_for_query(whoosh_query.Term("document", name)))
                document = self.committed.get(name)
                assert len(hits) == (len(document.items) + 1 if document else 0)

    def teardown(self) -> None:
        if hasattr(self, "writer"):
            self.writer.cancel()


def test_histories(tmp_path: Path) -> None:
    machine = type("Here", (Histories,), {"folder": tmp_path})
    few = settings(max_examples=10, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine, settings=few)
