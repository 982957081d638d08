"""The terms of rows against the same in plain Python."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.pipeline import shared_analyzer
from indexer.embedded.arrays.row_terms import TermsOfTexts
from indexer.embedded.arrays.rows import Ragged
from indexer.kernels.gathering import counted, gathered, renumbered

TEXTS = st.lists(st.lists(st.integers(0, 5), max_size=6), min_size=1, max_size=5)
ROWS = st.lists(st.tuples(*[st.integers(0, 4)] * 3), max_size=5)


@settings(deadline=None)  # the first call compiles
@given(TEXTS, ROWS)
def test_rows_have_the_terms_of_their_texts(texts: list[list[int]], rows: list[tuple[int, ...]]) -> None:
    ragged = Ragged.of(texts)
    parts = [[number % len(texts) for number in row] for row in rows]
    starts, terms, frequencies, headings = counted(
        ragged.ids, ragged.starts, np.array(parts, np.int64).reshape(-1, 3), 6
    )
    for row, (heading, text, context) in enumerate([[texts[number] for number in row] for row in parts]):
        own = slice(starts[row], starts[row + 1])
        body, beside = Counter(heading + text), Counter(context)
        expected = {term: (body[term], beside[term], heading.count(term)) for term in body | beside}
        found = zip(terms[own].tolist(), frequencies[own].tolist(), headings[own].tolist(), strict=True)
        assert {term: (tf & 255, tf >> 8, in_heading) for term, tf, in_heading in found} == expected
    flat = [number for row in parts for number in row]
    joined = gathered(ragged.ids, ragged.starts, np.array(flat, np.int64))
    assert joined.tolist() == [term for number in flat for term in texts[number]]


def test_counts_stop_at_what_fits() -> None:
    ragged = Ragged.of([[3] * 300])
    _, terms, frequencies, headings = counted(ragged.ids, ragged.starts, np.zeros((1, 3), np.int64), 4)
    assert (terms.tolist(), frequencies.tolist(), headings.tolist()) == ([3], [0xFFFF], [255])


@settings(deadline=None)
@given(st.lists(st.integers(0, 9)))
def test_numbers_are_given_in_the_order_of_coming(ids: list[int]) -> None:
    distinct, places = renumbered(np.array(ids, np.int64), 10)
    assert distinct.tolist() == list(dict.fromkeys(ids))
    assert distinct[places].tolist() == ids


def test_a_text_more_is_empty_and_texts_without_marks_are_told() -> None:
    texts = ["Giao Sở Y tế", "giao so y te trien khai", "số 48-TTr/BCSD", ""]
    terms = TermsOfTexts(shared_analyzer().columns(texts))
    assert terms.unmarked.tolist() == [False, True, False, False, False]
    assert terms.lengths(np.arange(5)).tolist() == [4, 6, 4, 0, 0]
    syllables = list(terms.syllables)
    assert [syllables[number] for number in terms.tokens(np.array([2, 4, 0]))] == [
        *("số", "48", "ttr", "bcsd"),
        *("giao", "sở", "y", "tế"),
    ]
    rows, _, _ = terms.numbers_of(np.array([[4, 2, 4]]))
    assert [list(terms.numbers)[number] for number in rows.ids] == ["48 bcsd ttr"]
