"""Texts read in batches, by the chunks between their white space, give what each gives when read alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.chunks import chunk_starts
from analyzers.fold import fold_syllable, syllables
from analyzers.heads import ALONE, FIRST, SECOND, Heads
from analyzers.lexicon import lexicon
from analyzers.pipeline import shared_analyzer
from analyzers.protect import protect, signs_of
from analyzers.syllable_store import SyllableStore
from tests.analyzers.texts import SENTENCES

TEXTS = st.lists(st.text(alphabet="aăâđẩũ Ủy\n\t_-/.,12ÐUBND", max_size=40), max_size=6)


@settings(deadline=None)
@given(TEXTS)
def test_a_batch_holds_the_syllables_of_its_texts(texts: list[str]) -> None:
    batch = SyllableStore(lexicon()).encode(texts)
    for number, text in enumerate(texts):
        begin, end = batch.bounds[number], batch.bounds[number + 1]
        ranges = list(zip(batch.starts[begin:end].tolist(), batch.ends[begin:end].tolist(), strict=True))
        assert ranges == syllables(text)
        folds = [(batch.vocabulary[n], batch.bare[n]) for n in batch.numbers[begin:end].tolist()]
        assert folds == [fold_syllable(text[a:b]) for a, b in ranges]


@settings(deadline=None)
@given(TEXTS)
def test_analyses_do_not_depend_on_their_batch(texts: list[str]) -> None:
    analyzer = shared_analyzer()
    alone = [tuple(analyzer.analyses([text])[0].terms()) for text in texts]
    assert [tuple(analysis.terms()) for analysis in analyzer.analyses(texts)] == alone


@settings(deadline=None)
@given(TEXTS)
def test_no_sign_hides_what_is_protected(texts: list[str]) -> None:
    for text in [*texts, *SENTENCES]:
        signs = 0
        for chunk in text.split():
            signs |= signs_of(chunk)
        assert protect(text, signs) == protect(text)


def test_a_store_forgets_when_it_has_grown() -> None:
    store = SyllableStore(lexicon(), limit=50)
    for n in range(40):
        texts = [f"mục {n} giao sở {n * 7} thực hiện", "việc còn lại"]
        batch = store.encode(texts)
        assert [batch.vocabulary[n] for n in batch.numbers.tolist()] == [f for text in texts for f in text.split()]
        assert len(store) <= 50 + 20


@pytest.mark.parametrize(
    ("texts", "starts"),
    [
        (["giao sở", "x"], [0, 5, 0]),
        (["", "  giao  sở ", ""], [2, 8]),
        (["giao sở\n"], [0, 5]),
        ([], []),
    ],
)
def test_chunks_are_placed_in_their_texts(texts: list[str], starts: list[int]) -> None:
    import numpy as np

    chunks = [text.split() for text in texts]
    lengths = np.array([len(chunk) for each in chunks for chunk in each], np.int64)
    counts = np.array([len(each) for each in chunks], np.int64)
    assert chunk_starts(texts, lengths, counts).tolist() == starts


def test_heads_say_what_a_syllable_can_begin() -> None:
    heads = Heads([("ubnd",), ("ủy", "ban", "nhân", "dân"), ("ban", "thường", "vụ")])
    assert [heads.roles(form) for form in ("ubnd", "ủy", "ban", "dân")] == [ALONE, FIRST, FIRST | SECOND, 0]
