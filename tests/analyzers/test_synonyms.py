"""A search for an abbreviation finds its full form, and the reverse, at the same place of the phrase."""

from __future__ import annotations

import pytest

from analyzers.pipeline import Analyzer


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("UBND tỉnh", {(0, 1): ["ủy ban nhân dân"]}),
        ("ubnd tinh", {(0, 1): ["ủy ban nhân dân"]}),
        ("uỷ ban nhân dân tỉnh", {(0, 4): ["ubnd"]}),
        ("uy ban nhan dan tinh", {(0, 4): ["ubnd"]}),
        ("tờ trình 48", {(0, 2): ["ttr"]}),
        ("to trinh 48", {(0, 2): ["ttr"]}),
        ("48 ttr bcsd", {(1, 1): ["tờ trình"], (2, 1): ["ban cán sự đảng"]}),
        ("chương trình NTM", {(0, 2): ["ctr"], (2, 1): ["nông thôn mới"]}),
        ("chuyen doi so", {(0, 3): ["cđs"]}),
        ("BTC", {(0, 1): ["ban tổ chức", "bộ tài chính"]}),
        ("Kết luận của TU", {(0, 2): ["kl"], (3, 1): ["tỉnh ủy"]}),
        ("tu sửa", {}),
        ("tỉnh ủy", {}),
        ("kinh tế - xã hội", {(0, 4): ["kt xh", "ktxh"]}),
        ("T.Ư", {(0, 2): ["trung ương"]}),
        ("rừng phòng hộ", {}),
        ("", {}),
    ],
)
def test_synonyms(query: str, expected: dict[tuple[int, int], list[str]]) -> None:
    found = Analyzer().synonyms(query)
    assert {(s.position, s.length): [" ".join(form) for form in s.forms] for s in found} == expected


def test_one_may_lie_within_another() -> None:
    found = Analyzer().synonyms("Ban Thường vụ Tỉnh ủy")
    assert [(s.position, s.length) for s in found] == [(0, 5), (0, 3)]


def test_spellings_of_an_office_are_synonyms() -> None:
    (whole, *_) = Analyzer().synonyms("sở KHĐT")
    assert ("sở", "kế", "hoạch", "và", "đầu", "tư") in whole.forms
    assert ("sở", "khđt") not in whole.forms
