"""Cleaning keeps its alignment: every character of the cleaned text knows the source characters it stands for."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.alignment import align
from corpus.orthography import clean

MESSY = st.text(
    st.one_of(
        st.sampled_from("aăâđeêioôơuưyAĐ ,.-/1\n\t\r_"),
        st.sampled_from("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323\u0338\u0344\u0f73"),
        st.sampled_from("\u00ad\u200b\ufeff\u00d0\u00f0\u00a0\u2028\x00\x85가ᄀ\u1161\u11a8\u0995\u09c7\u09be\u0958"),
        st.characters(codec=None),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("source", "cleaned"),
    [
        ("Tỉnh ủy họp phiên thường kỳ", "Tỉnh ủy họp phiên thường kỳ"),
        (unicodedata.normalize("NFD", "Thống nhất chủ trương"), "Thống nhất chủ trương"),
        ("Ðảng bộ huyện Ðức Cơ", "Đảng bộ huyện Đức Cơ"),
        ("nghiệm\u00ad thu công\u200b trình", "nghiệm thu công trình"),
        ("\ufeffBáo cáo\r\nsố 12", "Báo cáo\nsố 12"),
        ("", ""),
        ("\u0301", "\u0301"),
        ("a\ud800b", "ab"),
    ],
)
def test_cleaning(source: str, cleaned: str) -> None:
    assert align(source).text == cleaned == clean(source)


def test_a_decomposed_letter_spans_its_marks() -> None:
    source = unicodedata.normalize("NFD", "hộ nghèo")
    aligned = align(source)
    start = aligned.text.index("nghèo")
    span = aligned.source_span(start, start + 5)
    assert unicodedata.normalize("NFC", span.of(source)) == "nghèo"
    assert aligned.source_span(1, 2).of(source) == "o\u0323\u0302"


def test_clean_text_is_not_copied() -> None:
    source = "Giao Sở Xây dựng thẩm định."
    assert align(source).text is source


@settings(deadline=None)
@given(MESSY)
def test_any_text_is_cleaned_and_stays_aligned(source: str) -> None:
    aligned = align(source)
    assert aligned.text == clean(source)
    spans = [aligned.source_span(i, i + 1) for i in range(len(aligned.text))]
    assert all(0 <= span.start < span.end <= len(source) for span in spans)
    assert [span.start for span in spans] == sorted(span.start for span in spans)
    assert [span.end for span in spans] == sorted(span.end for span in spans)


@settings(deadline=None)
@given(MESSY)
def test_ranges_and_spans_agree(source: str) -> None:
    aligned = align(source)
    ranges = [(i, i + 1) for i in range(len(aligned.text))]
    starts, ends = aligned.in_source([start for start, _ in ranges], [end for _, end in ranges])
    spans = [aligned.source_span(*r) for r in ranges]
    assert (starts, ends) == (tuple(s.start for s in spans), tuple(s.end for s in spans))
