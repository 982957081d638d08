"""The array evaluator against Whoosh's own searcher over the same index: the same items for the same demands."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from whoosh import query
from whoosh.searching import Searcher

from analyzers.pipeline import shared_analyzer
from indexer.embedded.matching import Matcher
from indexer.embedded.schema import SYLLABLES
from indexer.embedded.snapshot import Snapshot
from indexer.request import Match
from indexer.syntax import And, Node, Not, Or, Phrase, Words
from indexer.terms import QueryTerms
from tests.factories import make_document, make_item
from tests.indexer.conftest import BuildSnapshot

whoosh_query: Any = query  # not every name is typed, and 2.7.4 has no types at all
SYLLABLE_POOL = ["rừng", "hồ", "đập", "số", "đổi", "chuyển", "giao", "sở"]  # each with a diacritic: no folding


@pytest.fixture(scope="module")
def generated(build_snapshot: BuildSnapshot) -> Snapshot:
    """Sixty items of a few syllables, so that every pair and triple occurs somewhere."""
    chance = random.Random(63)  # noqa: S311
    items = [
        make_item(str(n), " ".join(chance.choices(SYLLABLE_POOL, k=2)), " ".join(chance.choices(SYLLABLE_POOL, k=9)))
        for n in range(60)
    ]
    return build_snapshot([make_document(f"d{n}", items[n * 10 : n * 10 + 10], title="") for n in range(6)])


def random_tree(chance: random.Random, depth: int = 2) -> Node:
    kind = chance.randrange(6 if depth else 2)
    some = chance.choices(SYLLABLE_POOL, k=chance.randrange(1, 4))
    if kind == 0:
        return Words((" ".join(some),))
    if kind == 1:
        return Phrase(" ".join(some))
    parts = tuple(random_tree(chance, depth - 1) for _ in range(2))
    return And(parts) if kind in (2, 3) else Or(parts) if kind == 4 else Not(parts[0])


def as_whoosh(node: Node) -> Any:
    match node:
        case Words(texts):
            return whoosh_query.And([whoosh_query.Term(SYLLABLES, s) for text in texts for s in text.split()])
        case Phrase(text) if " " in text:
            return whoosh_query.Phrase(SYLLABLES, text.split())
        case Phrase(text):
            return whoosh_query.Term(SYLLABLES, text)
        case Not(part):
            return whoosh_query.AndNot(whoosh_query.Every(SYLLABLES), as_whoosh(part))
        case And(parts):
            return whoosh_query.And([as_whoosh(part) for part in parts])
        case Or(parts):
            return whoosh_query.Or([as_whoosh(part) for part in parts])
    raise AssertionError(node)


def test_the_same_items_match(generated: Snapshot) -> None:
    chance = random.Random(17)  # noqa: S311
    searcher: Any = Searcher(generated.reader)
    for _ in range(300):
        tree = random_tree(chance)
        terms = QueryTerms(shared_analyzer(), generated, tree)
        ours = np.flatnonzero(Matcher(generated, terms).rows(tree, Match.ALL)).tolist()
        theirs = sorted(searcher.docs_for_query(as_whoosh(tree)))
        assert ours == theirs, tree


def test_frequencies_and_document_counts_are_whooshs(generated: Snapshot) -> None:
    for syllable in SYLLABLE_POOL:
        slots = generated.postings.of(SYLLABLES, syllable)
        assert slots.size == generated.reader.frequency(SYLLABLES, syllable.encode())
        rows = Matcher(generated, QueryTerms(shared_analyzer(), generated, Words((syllable,)))).mask(slots)
        assert np.count_nonzero(rows) == generated.reader.doc_frequency(SYLLABLES, syllable.encode())


def test_the_cache_is_bounded(generated: Snapshot) -> None:
    from indexer.embedded.postings import Postings

    small = Postings(generated.reader, generated.columns.base, cache_bytes=100)
    for _ in range(2):
        for syllable in SYLLABLE_POOL:
            expected = generated.postings.of(SYLLABLES, syllable).slots.tolist()
            assert small.of(SYLLABLES, syllable).slots.tolist() == expected
    assert small.kept_bytes <= max(generated.postings.of(SYLLABLES, s).nbytes for s in SYLLABLE_POOL)
