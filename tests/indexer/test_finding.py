from __future__ import annotations

import pytest

from indexer.finding import fits

FITTING = [
    ("Sở Tài chính", None),
    ("Sở Tài chính", ""),
    ("Sở Tài chính", "  "),
    ("Sở Tài chính", "tai chinh"),
    ("Sở Tài chính", "CHÍNH sở"),
    ("Ủy ban nhân dân huyện Định Hóa", "dinh hoa"),
    ("Ủy ban nhân dân huyện Định Hóa", "Hoá"),
    ("Đảng ủy Công an tỉnh", "đảng uỷ"),
]
OTHER = [
    ("Sở Tài chính", "y tế"),
    ("Sở Tài chính", "sở y tế"),
    ("", "sở"),
]


@pytest.mark.parametrize(("name", "find"), FITTING)
def test_a_name_that_holds_every_word_fits(name: str, find: str | None) -> None:
    assert fits(name, find)


@pytest.mark.parametrize(("name", "find"), OTHER)
def test_a_name_without_one_of_the_words_does_not(name: str, find: str) -> None:
    assert not fits(name, find)
