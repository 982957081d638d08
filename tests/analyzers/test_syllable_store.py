"""Texts read in batches, by the chunks between their white space, give what each gives when read alone."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.chunks import Chunks, ChunkTable, Row
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
    batch = SyllableStore(lexicon()).encode(Row.of(texts))
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
        batch = store.encode(Row.of(texts))
        assert [batch.vocabulary[n] for n in batch.numbers.tolist()] == [f for text in texts for f in text.split()]
        assert len(store) <= 50 + 20


SPACED = st.lists(
    st.text(alphabet="aâ \t\n\r\x1c\x1f\x85\xa0\u1680\u2003\u2028\u202f\u205f\u3000\u200b𝔞", max_size=20), max_size=6
)


@given(SPACED | st.lists(st.text(max_size=20), max_size=6))
def test_chunks_are_cut_where_strings_are_split(texts: list[str]) -> None:
    row = Row.of(texts)
    chunks = Chunks.of(row)
    assert chunks.counts.tolist() == [len(text.split()) for text in texts]
    spans = list(zip(chunks.starts.tolist(), chunks.ends.tolist(), strict=True))
    assert [row.text[start:end] for start, end in spans] == [chunk for text in texts for chunk in text.split()]
    owners = [text for text in texts for _ in text.split()]
    starts = zip(owners, chunks.own_starts.tolist(), spans, strict=True)
    assert all(text[start : start + b - a] == row.text[a:b] for text, start, (a, b) in starts)


def test_a_table_numbers_each_chunk_once_however_many_there_are() -> None:
    read: list[str] = []
    table = ChunkTable(read.append)
    for first in range(0, 9_000, 1_500):
        texts = [" ".join(f"mục{n % 7_000}" for n in range(first, first + 3_000)), "mục1 giao sở"]
        chunks = Chunks.of(Row.of(texts))
        numbers = table.numbers(chunks.row, chunks.starts, chunks.ends)
        assert [read[number] for number in numbers.tolist()] == [chunk for text in texts for chunk in text.split()]
    assert len(read) == len(set(read)) == len(table)


def test_heads_say_what_a_syllable_can_begin() -> None:
    heads = Heads([("ubnd",), ("ủy", "ban", "nhân", "dân"), ("ban", "thường", "vụ")])
    assert [heads.roles(form) for form in ("ubnd", "ủy", "ban", "dân")] == [ALONE, FIRST, FIRST | SECOND, 0]
