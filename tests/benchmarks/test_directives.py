"""The generated papers: the same for a seed, made one by one, and in true proportions."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise

import pytest

from analyzers.pipeline import shared_analyzer
from benchmarks.directive_words import deck, toned, words
from benchmarks.directives import Directives, main
from corpus.jsonl import from_json, to_json
from corpus.model import Document, Role
from corpus.numbers import parse_number
from indexer.slugs import meeting_id


@pytest.fixture(scope="module")
def papers() -> list[Document]:
    return list(Directives(3000))


def test_a_paper_is_the_same_alone_as_among_others(papers: list[Document]) -> None:
    again = Directives(3000)
    assert [again[number] for number in (150, 3, 77)] == [papers[number] for number in (150, 3, 77)]
    assert again[5:9] == papers[5:9]
    assert again[-1] == papers[-1]


def test_another_seed_gives_other_papers(papers: list[Document]) -> None:
    assert Directives(3000, seed=8)[0].items != papers[0].items


def test_more_items_leave_the_earlier_papers_as_they_were(papers: list[Document]) -> None:
    assert Directives(500_000)[100] == papers[100]


@pytest.mark.parametrize("items", [1, 4, 5, 480, 481, 1000])
def test_there_are_as_many_items_as_asked_for(items: int) -> None:
    papers = Directives(items)
    assert sum(len(document.items) for document in papers) == items
    assert len(list(papers)) == len(papers)


def test_an_index_beyond_the_end_is_an_error() -> None:
    papers = Directives(100)
    with pytest.raises(IndexError):
        papers[len(papers)]


def test_ids_are_distinct(papers: list[Document]) -> None:
    ids = [document.item_id(item) for document in papers for item in document.items]
    assert len(set(ids)) == len(ids)


def test_a_meeting_may_have_several_papers(papers: list[Document]) -> None:
    meetings = Counter(meeting_id(document) for document in papers)
    assert set(meetings.values()) == {1, 2}


def test_items_are_about_150_syllables_long_and_of_many_lengths(papers: list[Document]) -> None:
    lengths = sorted(len(f"{i.heading} {i.text}".split()) for d in papers for i in d.items)
    assert 140 < sum(lengths) / len(lengths) < 165
    assert lengths[len(lengths) // 20] < 80
    assert lengths[-len(lengths) // 20] > 250


def test_papers_cited_are_mostly_cited_once(papers: list[Document]) -> None:
    numbers = [citation.number for document in papers for item in document.items for citation in item.citations]
    assert 0.8 < len(numbers) / 3000 < 1.6
    assert len(set(numbers)) > 0.6 * 3000
    assert all(parse_number(number) is not None for number in numbers)


def test_what_an_item_is_said_to_hold_stands_in_its_words(papers: list[Document]) -> None:
    for document in papers[:40]:
        for item in document.items:
            words_of_item = f"{item.heading}\n{item.text}"
            held = [
                *(a.name for a in item.agencies),
                *(c.number for c in item.citations),
                *(d.text for d in item.deadlines),
            ]
            assert item.path.depth > 1 or [part for part in held if part not in words_of_item] == []


def test_an_item_below_another_has_its_heading(papers: list[Document]) -> None:
    for document in papers[:60]:
        headings = {item.path: item.heading for item in document.items}
        for item in document.items:
            if item.path.parent is not None:
                assert headings[item.path.parent] == item.heading


def test_values_of_facets_are_skewed(papers: list[Document]) -> None:
    assigned = Counter(a.name for d in papers for i in d.items for a in i.agencies if a.role is Role.ASSIGNED)
    counts = sorted(assigned.values(), reverse=True)
    assert len(counts) > 150
    assert counts[0] > 20 * counts[len(counts) // 2]
    assert len({document.province for document in papers}) > 40


def test_a_few_syllables_are_everywhere_and_most_are_rare(papers: list[Document]) -> None:
    analyses = shared_analyzer().analyses([item.text for document in papers for item in document.items])
    found = Counter(s for analysis in analyses for s in set(analysis.syllables))
    ranked = [count for _, count in found.most_common()]
    assert ranked[0] > 0.8 * 3000
    assert len(ranked) > 4000
    assert sum(count <= 3 for count in ranked) > 0.4 * len(ranked)
    pairs = {pair for analysis in analyses for pair in pairwise(analysis.syllables)}
    assert len(pairs) > 25_000


def test_real_paragraphs_take_the_place_of_remarks() -> None:
    texts = [f"Đoạn văn thứ {n} nói về một việc riêng, dài vừa đủ để nhận ra khi đọc lại. " * 3 for n in range(9)]
    item = next(i for d in Directives(30, texts=texts) for i in d.items if i.decision is not None)
    assert any(text in item.text for text in texts)


@pytest.mark.parametrize(
    ("bare", "tone", "written"),
    [
        ("tuyên", "\u0323", "tuyện"),
        ("hoa", "\u0300", "hoà"),
        ("khai", "\u0301", "khái"),
        ("thương", "\u0309", "thưởng"),
    ],
)
def test_a_tone_stands_on_the_vowel_that_carries_it(bare: str, tone: str, written: str) -> None:
    assert toned(bare, tone) == written


def test_a_deck_holds_every_entry_and_the_first_oftenest() -> None:
    cards = Counter(deck(tuple(map(str, range(50)))))
    assert len(cards) == 50
    assert sum(cards.values()) == 1024
    assert cards["0"] > 5 * cards["30"] > 0


def test_slots_of_sentences_are_all_known() -> None:
    assert {name for document in Directives(2000) for name in (document.kind,)} <= {kind for kind, _ in words().kinds}
    assert not any("{" in item.text or "%s" in item.text for document in Directives(2000) for item in document.items)


def test_the_command_prints_documents_that_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--items", "40"]) == 0
    documents = [from_json(json.loads(line)) for line in capsys.readouterr().out.splitlines()]
    assert [to_json(document) for document in documents] == [to_json(document) for document in Directives(40)]
