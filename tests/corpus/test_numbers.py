"""How document numbers are found, written and compared."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numbers import DocumentNumber, find_numbers, parse_number

FOUND: list[tuple[str, list[str]]] = [
    # party
    ("Tờ trình số 31-TTr/BCSD", ["31-TTr/BCSD"]),
    ("Thông báo số 707-TB/TU và 12-NQ/TU", ["707-TB/TU", "12-NQ/TU"]),
    ("Quy định số 66-QĐ/TW; Quy định 29-QĐi/TU", ["66-QĐ/TW", "29-QĐi/TU"]),
    ("05-NQ/ĐUK, 128-TTr/VPTU, 35-HD/BTCTW", ["05-NQ/ĐUK", "128-TTr/VPTU", "35-HD/BTCTW"]),
    ("số 66-QĐ/TƯ", ["66-QĐ/TƯ"]),
    # state
    ("Nghị quyết số 16/2020/HĐND; 16/2020/NQ-HĐND", ["16/2020/HĐND", "16/2020/NQ-HĐND"]),
    ("số 112/2004/QĐ-TTg, số 81/TTg-CN, số 173/CV-TGĐ", ["112/2004/QĐ-TTg", "81/TTg-CN", "173/CV-TGĐ"]),
    ("Công văn số 1234/UBND-KT", ["1234/UBND-KT"]),
    ("số 47/2009/TTLT-BTC-BLĐTBXH", ["47/2009/TTLT-BTC-BLĐTBXH"]),
    ("Luật số 59/2020/QH14", ["59/2020/QH14"]),
    ("Tờ trình 12a/TTr-SNV", ["12a/TTr-SNV"]),
    ("số 90/SNN&PTNT-KH", ["90/SNN&PTNT-KH"]),
    # careless ways
    ("số 48 - TTr / BCSD", ["48-TTr/BCSD"]),
    ("số 48–TTr/BCSĐ và số 49—TTr/BCSĐ", ["48-TTr/BCSĐ", "49-TTr/BCSĐ"]),
    ("Nghị quyết số 08 -NQ/TU", ["08-NQ/TU"]),
    ("số 48-TTr/\nBCSD của", ["48-TTr/BCSD"]),
    ("tờ trình số 48-ttr/bcsđ", ["48-TTr/BCSĐ"]),
    ("quyết định số 20/2021/qđ-ubnd", ["20/2021/QĐ-UBND"]),
    ("Thông báo số 707-TB/TU - UBND tỉnh thực hiện", ["707-TB/TU"]),
    ("Nghị quyết số 16/2020/HĐND - Giao Sở Y tế", ["16/2020/HĐND"]),
    ("Quyết định số 503/QĐ-UB.", ["503/QĐ-UB"]),
    # not numbers
    ("tỷ lệ 1/2, trực 24/7, tăng 50-60%, giai đoạn 2020-2025", []),
    ("3/4 số đại biểu; 80 km/h; 12 tấn/ha; 20 tỷ đồng/năm", []),
    ("ngày 26/02/2022; điện thoại 0912-345-678", []),
    ("dịch Covid-19, SARS-CoV-2 và/hoặc cúm A/H5N1", []),
    ("nuôi 2-3 HTX; 5-7 UBND xã; 12/12 xã", []),
    ("giai đoạn 2021 - 2025 UBND tỉnh; số 5 - Hà Nội", []),
]

TYPED: list[tuple[str, str | None]] = [
    ("48 ttr bcsd", "48-TTr/BCSD"),
    ("48-ttr/bcsd", "48-TTr/BCSD"),
    ("số 48 - TTr / BCSĐ", "48-TTr/BCSĐ"),
    ("48TTr/BCSD", "48-TTr/BCSD"),
    ("16/2020/hđnd", "16/2020/HĐND"),
    ("30 2020 nđ-cp", "30/2020/NĐ-CP"),
    ("1234 ubnd kt", "1234/UBND-KT"),
    ("Số: 1719/QĐ-TTg", "1719/QĐ-TTg"),
    ("59/2020/qh14", "59/2020/QH14"),
    ("số 16 năm 2020", None),
    ("48", None),
    ("2024 kế hoạch", None),
    ("chuyển đổi số", None),
    ("", None),
]


@pytest.mark.parametrize(("sentence", "numbers"), FOUND)
def test_numbers_of_a_sentence(sentence: str, numbers: list[str]) -> None:
    assert [mention.number.printed for mention in find_numbers(sentence)] == numbers


@pytest.mark.parametrize(("text", "printed"), TYPED)
def test_a_number_as_a_person_types_it(text: str, printed: str | None) -> None:
    number = parse_number(text)
    assert (number.printed if number else None) == printed


def test_parts_of_a_number() -> None:
    assert parse_number("05/2023/NQ-HĐND") == DocumentNumber("05/2023/NQ-HĐND", "05", 2023, ("NQ", "HĐND"))


@pytest.mark.parametrize("other", ["48-TTr/BCSĐ", "48 – ttr / bcsd", "048-TTr/BCSD"])
def test_one_key_for_one_number(other: str) -> None:
    first, second = parse_number("48-TTr/BCSD"), parse_number(other)
    assert first is not None
    assert second is not None
    assert first.key == second.key == "48-ttr/bcsd"


def test_the_loose_key_forgets_marks_and_order() -> None:
    keys = {
        number.loose_key for text in ("48-TTr/BCSD", "48/TTr-BCSĐ", "48 bcsd ttr") if (number := parse_number(text))
    }
    assert keys == {"48 bcsd ttr"}


@given(
    st.integers(1, 9999),
    st.sampled_from(["TTr", "NQ", "QĐ", "KL", "TB", "CTr"]),
    st.sampled_from(["TU", "BCSĐ", "VPTU", "HU"]),
    st.sampled_from(["-", " - ", "–", "- ", " —"]),
)
def test_every_way_to_write_a_party_number_reads_the_same(ordinal: int, kind: str, office: str, dash: str) -> None:
    mentions = find_numbers(f"theo văn bản số {ordinal}{dash}{kind}/{office}, ngày 02/3/2022")
    assert [m.number.printed for m in mentions] == [f"{ordinal}-{kind}/{office}"]


@given(st.text(alphabet="0123456789/-–— \nTrBCSĐUNDtưqh&số.,", max_size=120))
def test_any_text_gives_ordered_numbers_that_read_back(text: str) -> None:
    mentions = find_numbers(text)
    assert all(a.span.end <= b.span.start for a, b in pairwise(mentions))
    for mention in mentions:
        again = find_numbers(f"số {mention.number.printed}")
        assert [m.number for m in again] == [mention.number]
