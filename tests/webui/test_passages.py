"""Which words of an item a list shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Span
from indexer.page import SnippetPart
from webui.passages import body_of, clause_around, shown_parts
from webui.prose import Marking, Run, RunKind, paragraphs
from webui.typography import excerpt


@pytest.mark.parametrize(
    ("text", "heading", "expected"),
    [
        ("Về kinh phí: Giao Sở Tài chính.", "Về kinh phí", "Giao Sở Tài chính."),
        ("về kinh phí : Giao Sở Tài chính.", "Về kinh phí", "Giao Sở Tài chính."),
        ("Về kinh phí. Giao Sở Tài chính.", "Về kinh phí", "Giao Sở Tài chính."),
        ("Giao Sở Tài chính.", "Về kinh phí", "Giao Sở Tài chính."),
        ("Về kinh phí", "Về kinh phí", "Về kinh phí"),
        ("Giao việc.", "", "Giao việc."),
    ],
)
def test_a_run_in_heading_is_not_read_twice(text: str, heading: str, expected: str) -> None:
    assert body_of(text, heading) == expected


def test_matched_runs_survive_the_cut() -> None:
    parts = (SnippetPart("Về "), SnippetPart("kinh phí", hit=True), SnippetPart(": Giao "), SnippetPart("Sở", hit=True))
    assert shown_parts(parts, "Về kinh phí") == (SnippetPart("Giao "), SnippetPart("Sở", hit=True))


_TEXT = (
    "Đồng ý chủ trương. Giao Sở Y tế rà soát các trạm y tế xã; hoàn thành trước ngày 30/6/2023 và báo cáo kết quả.\n"
    "- Sở Nội vụ tổng hợp trong quý III/2023."
)


@pytest.mark.parametrize(
    ("phrase", "limit", "expected"),
    [
        ("trước ngày 30/6/2023", 90, "hoàn thành trước ngày 30/6/2023 và báo cáo kết quả"),
        ("trong quý III/2023", 90, "Sở Nội vụ tổng hợp trong quý III/2023"),
        ("Giao Sở Y tế", 90, "Giao Sở Y tế rà soát các trạm y tế xã"),
        ("trước ngày 1/1/2020", 90, ""),
    ],
)
def test_a_deadline_is_shown_with_its_clause(phrase: str, limit: int, expected: str) -> None:
    assert clause_around(_TEXT, phrase, limit) == expected


@given(st.integers(0, 60), st.integers(0, 60), st.integers(50, 200))
def test_a_long_clause_still_holds_the_phrase(before: int, after: int, limit: int) -> None:
    phrase = "trước ngày 30/6/2023"
    text = "rà soát " * before + phrase + " báo cáo" * after
    shown = clause_around(text, phrase, limit)
    assert phrase in shown
    assert len(shown) <= limit + 2


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("Ngắn gọn.", 20, "Ngắn gọn."),
        ("một  dòng\nhai dòng", 40, "một dòng hai dòng"),
        ("Giao Sở Tài chính, Sở Y tế thẩm định", 20, "Giao Sở Tài chính…"),
        ("liềnmộtmạchkhôngcócáchnào", 10, "liềnmộtmạc…"),
    ],
)
def test_an_excerpt_is_cut_between_words(text: str, limit: int, expected: str) -> None:
    assert excerpt(text, limit) == expected


def test_a_text_becomes_paragraphs_of_runs() -> None:
    text = "Giao Sở Y tế:\n- Rà soát trước ngày 30/6/2023."
    markings = (
        Marking(Span(5, 12), RunKind.AGENCY, url="/agencies/so-y-te"),
        Marking(Span(24, 44), RunKind.DEADLINE, iso="2023-06-30"),
    )
    first, second = paragraphs(text, markings)
    assert first.runs == (Run("Giao "), Run("Sở Y tế", RunKind.AGENCY, "/agencies/so-y-te"), Run(":"))
    assert second.runs == (
        Run("- Rà soát "),
        Run("trước ngày 30/6/2023", RunKind.DEADLINE, None, "2023-06-30"),
        Run("."),
    )
    assert (first.listed, second.listed) == (False, True)


@given(
    st.text("ab \n-", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6),
)
def test_no_word_is_lost_whatever_is_marked(text: str, pairs: list[tuple[int, int]]) -> None:
    spans = sorted(Span(min(pair), max(pair)) for pair in pairs)
    apart = [span for i, span in enumerate(spans) if i == 0 or span.start >= max(s.end for s in spans[:i])]
    shown = paragraphs(text, [Marking(span, RunKind.DEADLINE) for span in apart])
    lines = [line for line in text.split("\n") if line.strip()]
    assert ["".join(run.text for run in paragraph.runs) for paragraph in shown] == lines
