"""What a page can mark in a text."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpus.agencies import AgencyMention
from corpus.annotate import annotate
from corpus.model import By, Citation

TEXT = (
    "Thống nhất Tờ trình số 31-TTr/BCSĐ, ngày 05/01/2024 của Ban cán sự đảng UBND tỉnh. Giao Sở Nội vụ hoàn thiện "
    "nội dung tại Tờ trình số 31–TTr/BCSD trước ngày 15/3/2024."
)


def test_documents_offices_and_deadlines_in_order() -> None:
    found = [(a.span.of(TEXT), type(a.target)) for a in annotate(TEXT)]
    assert found == [
        ("31-TTr/BCSĐ", Citation),
        ("Ban cán sự đảng UBND tỉnh", AgencyMention),
        ("Sở Nội vụ", AgencyMention),
        ("31–TTr/BCSD", Citation),
        ("trước ngày 15/3/2024", By),
    ]


def test_a_later_mention_points_to_the_same_document() -> None:
    targets = [a.target for a in annotate(TEXT) if isinstance(a.target, Citation)]
    assert targets[0] == targets[1]
    assert targets[1].date == dt.date(2024, 1, 5)


_PIECES = [
    "Giao Sở Y tế",
    "trước ngày 15/3/2024",
    "Tờ trình số 3-TTr/TU",
    "hằng quý báo cáo",
    "UBND tỉnh",
    ",",
    ".",
    "\n",
    "và",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=30).map(" ".join))
def test_annotations_never_overlap(text: str) -> None:
    spans = [a.span for a in annotate(text, reference=dt.date(2024, 1, 1))]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))
