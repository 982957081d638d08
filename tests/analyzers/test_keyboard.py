"""Syllables as the keys that were struck, where the Vietnamese keyboard was off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.keyboard import keyed, telex, vni


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("uyr", "ủy"),
        ("nhaan", "nhân"),
        ("nhana", "nhân"),
        ("ddaats", "đất"),
        ("dangd", "đang"),
        ("ddoongf", "đồng"),
        ("dduwowngf", "đường"),
        ("ddwowngf", "đường"),
        ("dduongwf", "đường"),
        ("đuowngf", "đường"),  # half of it was converted
        ("trwowngf", "trường"),
        ("quyeets", "quyết"),
        ("quyetes", "quyết"),
        ("nuowcs", "nước"),
        ("wr", "ử"),
        ("tuw", "tư"),
        ("khoong", "không"),
        ("hoaf", "hòa"),
        ("cawn", "căn"),
        ("luxw", "lữ"),
        ("thuowr", "thuở"),
        ("UYR", "ủy"),
    ],
)
def test_telex(typed: str, meant: str) -> None:
    assert telex(typed) == keyed(meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("uy3", "ủy"),
        ("nhan6", "nhân"),
        ("nha6n", "nhân"),
        ("dat961", "đất"),
        ("d9at61", "đất"),
        ("d9u7o7ng2", "đường"),
        ("duong972", "đường"),
        ("quyet61", "quyết"),
        ("can8", "căn"),
        ("mua7", "mưa"),
        ("đo6ng2", "đồng"),
    ],
)
def test_vni(typed: str, meant: str) -> None:
    assert vni(typed) == keyed(meant)


@pytest.mark.parametrize("typed", ["ban", "hoa", "rung", "dan", "2022", "48", "tt", "q1", "4a", "ubnd", "xyz", "", "ế"])
def test_what_asks_for_no_mark_is_not_keys(typed: str) -> None:
    assert telex(typed) is None
    assert vni(typed) is None


@given(st.text(max_size=12))
def test_any_text_can_be_asked(text: str) -> None:
    for read in (telex, vni):
        meant = read(text)
        assert meant is None or (meant.marks and meant.bare.isascii())
