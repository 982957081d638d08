"""Document numbers and dates stay whole, and nothing can make the segmenter slow."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.protect import protect


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tờ trình số 91-TTr/BCSĐ của Ban", [("91-TTr/BCSĐ", "91-ttr/bcsd")]),
        (
            "Nghị quyết 16/2020/NQ-HĐND, ngày 09/12/2020",
            [("16/2020/NQ-HĐND", "16/2020/nq-hdnd"), ("ngày 09/12/2020", "2020-12-09")],
        ),
        ("xong trước ngày 5 tháng 6 năm 2024.", [("ngày 5 tháng 6 năm 2024", "2024-06-05")]),
        ("họp ngày 31/02/2022, đạt 50-60% trong 2020-2025", []),
        ("48 ttr bcsd", [("48 ttr bcsd", "48-ttr/bcsd")]),
        ("  707 tb tu ", [("707 tb tu", "707-tb/tu")]),
        ("Giao ba sở rà soát", []),
        ("", []),
    ],
)
def test_what_is_kept_whole(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[p.start : p.end], p.text) for p in protect(text)] == expected


def test_a_run_without_spaces_is_kept_from_the_segmenter() -> None:
    text = "xem " + "a." * 400 + " và " + "b" * 300
    assert [(p.start, p.end, p.text) for p in protect(text)] == [(4, 804, None)]


@settings(deadline=None)
@given(st.text(st.sampled_from("48-/TrBCSĐ ngàytháng 0126.,\n"), max_size=60))
def test_ranges_are_ordered_and_apart(text: str) -> None:
    edges = [edge for p in protect(text) for edge in (p.start, p.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)
