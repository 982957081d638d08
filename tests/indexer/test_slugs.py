"""Names in URLs."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Document, Meeting
from indexer.slugs import agency_id, digest, meeting_id, slugify
from tests.factories import forest_session, make_document, road_meeting


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Sở Y tế", "so-y-te"),
        ("Ủy ban nhân dân tỉnh", "uy-ban-nhan-dan-tinh"),
        ("Uỷ ban nhân dân tỉnh", "uy-ban-nhan-dan-tinh"),
        ("Đảng ủy Công an", "dang-uy-cong-an"),
        ("Sở Giáo dục và Đào tạo (mới)", "so-giao-duc-va-dao-tao-moi"),
        ("so-y-te", "so-y-te"),
    ],
)
def test_slugs_are_bare_letters(name: str, slug: str) -> None:
    assert agency_id(name) == slug


@given(st.text(max_size=300))
def test_any_text_has_a_stable_safe_slug(text: str) -> None:
    slug = slugify(text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= 100
    assert slugify(slug) == slug


def test_long_names_that_differ_at_the_end_stay_apart() -> None:
    base = "ban chỉ đạo " * 20
    assert slugify(base + "a") != slugify(base + "b")


def test_a_digest_tells_tones_apart_but_not_styles() -> None:
    assert digest("Tân Thanh") != digest("Tân Thành")
    assert digest("Uỷ ban") == digest("Ủy ban")


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (forest_session(), "lang-son-ban-thuong-vu-tinh-uy-21-2022-05-12"),
        (road_meeting(), "bac-kan-uy-ban-nhan-dan-tinh-cuoc-hop-ve-tien-do-cac-tuyen-giao-thong-2023-09-25"),
        (make_document(meeting=None), None),
        (make_document(province=None, meeting=Meeting("Phiên họp", ordinal=3), date=None), "3"),
        (
            make_document(province=None, date=dt.date(2024, 1, 2), meeting=Meeting("Phiên họp thứ 3", ordinal=3)),
            "3-2024-01-02",
        ),
    ],
)
def test_meetings_are_named_by_what_they_were(document: Document, expected: str | None) -> None:
    assert meeting_id(document) == expected
