from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import Refusal
from corpus.json_fields import InvalidDocument
from corpus.jsonl import MAX_DEPTH, from_json, read_jsonl, to_json
from corpus.model import (
    Assignment,
    By,
    Citation,
    ConclusionItem,
    Decision,
    Document,
    Every,
    ItemPath,
    Meeting,
    ParseWarning,
    Relative,
    Role,
    Signatory,
    WithinMonth,
    WithinQuarter,
    WithinYear,
)

names = st.text(min_size=1, max_size=12).filter(lambda text: text.strip() != "")
maybe = st.none() | names
days = st.none() | st.dates(dt.date(1945, 9, 2), dt.date(2099, 12, 31))
years = st.integers(1945, 2099)
deadlines = st.one_of(
    st.builds(By, st.dates(), names),
    st.builds(WithinMonth, years, st.integers(1, 12), names),
    st.builds(WithinQuarter, years, st.integers(1, 4), names),
    st.builds(WithinYear, years, names),
    st.builds(Every, st.integers(1, 120), names),
    st.builds(Relative, names),
)
paths = st.lists(st.sampled_from(["1", "2", "a", "đ", "I", "6~2"]), min_size=1, max_size=4).map(
    lambda labels: ItemPath(tuple(labels))
)
items = st.builds(
    ConclusionItem,
    path=paths,
    heading=st.text(max_size=20),
    text=st.text(max_size=40),
    decision=st.none() | st.sampled_from(Decision),
    agencies=st.lists(st.builds(Assignment, names, st.sampled_from(Role)), max_size=2).map(tuple),
    citations=st.lists(st.builds(Citation, names, maybe, days, maybe), max_size=2).map(tuple),
    deadlines=st.lists(deadlines, max_size=3).map(tuple),
    id=st.none() | st.uuids().map(str),
)
documents = st.builds(
    Document,
    id=names,
    source=st.text(max_size=20),
    title=st.text(max_size=40),
    number=maybe,
    kind=maybe,
    issuer=maybe,
    province=maybe,
    date=days,
    meeting=st.none() | st.builds(Meeting, names, maybe, st.none() | st.integers(1, 99), maybe, days),
    chair=maybe,
    signatory=st.none() | st.builds(Signatory, names, maybe, maybe),
    recipients=st.lists(names, max_size=3).map(tuple),
    items=st.lists(items, max_size=4, unique_by=lambda item: item.id or str(item.path)).map(tuple),
    warnings=st.lists(st.builds(ParseWarning, names, st.integers(0, 10_000), names), max_size=2).map(tuple),
)


@given(documents)
def test_a_document_comes_back_as_it_went(document: Document) -> None:
    assert from_json(json.loads(json.dumps(to_json(document)))) == document


FULL_ITEM = ConclusionItem(
    ItemPath.parse("5.1"),
    "Về đất đai",
    "Giao Sở Y tế.",
    Decision.ASSIGN,
    (Assignment("Sở Y tế", Role.ASSIGNED),),
    (Citation("48-TTr/BCSD", "Tờ trình", dt.date(2022, 2, 26), "Ban cán sự đảng Ủy ban nhân dân tỉnh"),),
    (
        By(dt.date(2023, 12, 22), "trước ngày 22 tháng 12 năm 2023"),
        WithinMonth(2022, 6, "trong tháng 6/2022"),
        WithinQuarter(2024, 3, "trong quý III/2024"),
        WithinYear(2025, "trong năm 2025"),
        Every(6, "Định kỳ 6 tháng"),
        Relative("trong 15 ngày kể từ ngày ban hành"),
    ),
)
FULL = Document(
    id="tb-tu-707-20221013-0a1b2c3d",
    source="tb.txt",
    title="Thông báo",
    number="707-TB/TU",
    kind="Thông báo",
    issuer="Ban Thường vụ Tỉnh ủy",
    province="Bắc Kạn",
    date=dt.date(2022, 10, 13),
    meeting=Meeting("Kỳ họp thứ 17", "Ban Thường vụ Tỉnh ủy", 17, "2020-2025", dt.date(2022, 10, 11)),
    chair="Nông Thế Chung",
    signatory=Signatory("Lý Văn Sầm", "Chánh Văn phòng", "T/L"),
    recipients=("Ban Tổ chức",),
    items=(FULL_ITEM,),
    warnings=(ParseWarning("numbering-gap", 41, "mục 7 → mục 9"),),
)
PRINTED: dict[str, Any] = {
    "id": "tb-tu-707-20221013-0a1b2c3d",
    "source": "tb.txt",
    "number": "707-TB/TU",
    "kind": "Thông báo",
    "title": "Thông báo",
    "issuer": "Ban Thường vụ Tỉnh ủy",
    "province": "Bắc Kạn",
    "date": "2022-10-13",
    "meeting": {
        "label": "Kỳ họp thứ 17",
        "body": "Ban Thường vụ Tỉnh ủy",
        "ordinal": 17,
        "term": "2020-2025",
        "date": "2022-10-11",
    },
    "chair": "Nông Thế Chung",
    "signatory": {"name": "Lý Văn Sầm", "title": "Chánh Văn phòng", "authority": "T/L"},
    "recipients": ["Ban Tổ chức"],
    "items": [
        {
            "id": "tb-tu-707-20221013-0a1b2c3d#5.1",
            "path": "5.1",
            "heading": "Về đất đai",
            "text": "Giao Sở Y tế.",
            "decision": "assign",
            "agencies": [{"name": "Sở Y tế", "role": "assigned"}],
            "citations": [
                {
                    "number": "48-TTr/BCSD",
                    "kind": "Tờ trình",
                    "date": "2022-02-26",
                    "issuer": "Ban cán sự đảng Ủy ban nhân dân tỉnh",
                }
            ],
            "deadlines": [
                {"kind": "by", "date": "2023-12-22", "text": "trước ngày 22 tháng 12 năm 2023"},
                {"kind": "within", "month": "2022-06", "text": "trong tháng 6/2022"},
                {"kind": "within", "quarter": "2024-Q3", "text": "trong quý III/2024"},
                {"kind": "within", "year": 2025, "text": "trong năm 2025"},
                {"kind": "every", "months": 6, "text": "Định kỳ 6 tháng"},
                {"kind": "relative", "text": "trong 15 ngày kể từ ngày ban hành"},
            ],
        }
    ],
    "warnings": [{"code": "numbering-gap", "line": 41, "message": "mục 7 → mục 9"}],
}


def test_keys_and_their_order_are_those_of_the_contract() -> None:
    assert json.dumps(to_json(FULL), ensure_ascii=False) == json.dumps(PRINTED, ensure_ascii=False)


LEAST: dict[str, Any] = {"id": "vb-1", "title": "", "items": [{"path": "1", "text": "Giao Sở Y tế."}]}


def test_little_is_required() -> None:
    document = from_json(LEAST)
    assert document.items == (ConclusionItem(ItemPath(("1",)), "", "Giao Sở Y tế."),)
    assert document.item_id(document.items[0]) == "vb-1#1"


def test_an_item_keeps_an_id_of_its_own() -> None:
    document = from_json({**LEAST, "items": [{"id": "khoan-17", "path": "1", "text": ""}]})
    assert document.item_id(document.items[0]) == "khoan-17"
    assert to_json(document)["items"][0]["id"] == "khoan-17"


def item_with(**fields: Any) -> dict[str, Any]:
    return {**LEAST, "items": [{"path": "1", "text": "Giao.", **fields}]}


REFUSED = [
    ([], "tài liệu"),
    ("văn bản", "tài liệu"),
    ({"title": "", "items": []}, "id"),
    ({"id": " ", "title": "", "items": []}, "id"),
    ({"id": 7, "title": "", "items": []}, "id"),
    ({"id": "a", "items": []}, "title"),
    ({"id": "a", "title": "", "items": {}}, "items"),
    ({"id": "a", "title": "", "items": ["x"]}, "items[0]"),
    ({"id": "a", "title": "", "items": [{"text": "x"}]}, "items[0].path"),
    ({"id": "a", "title": "", "items": [{"path": "1"}]}, "items[0].text"),
    ({"id": "a", "title": "", "items": [{"path": "1", "text": ""}] * 2}, "items[1]"),
    ({**LEAST, "date": "31/12/2023"}, "date"),
    ({**LEAST, "date": "2023-02-30"}, "date"),
    ({**LEAST, "recipients": ["a", 1]}, "recipients"),
    ({**LEAST, "meeting": "hội nghị"}, "meeting"),
    ({**LEAST, "meeting": {"label": "a", "ordinal": True}}, "meeting.ordinal"),
    ({**LEAST, "signatory": {}}, "signatory.name"),
    ({**LEAST, "warnings": [{"code": "x", "line": -1, "message": "y"}]}, "warnings[0].line"),
    (item_with(path=".".join("1" * 1199)), "items[0].path"),
    (item_with(path=".".join("1" * (MAX_DEPTH + 1))), "items[0].path"),
    (item_with(decision="maybe"), "items[0].decision"),
    (item_with(agencies=[{"name": "Sở Y tế"}]), "items[0].agencies[0].role"),
    (item_with(agencies=[{"name": "Sở Y tế", "role": "boss"}]), "items[0].agencies[0].role"),
    (item_with(citations=[{}]), "items[0].citations[0].number"),
    (item_with(deadlines=[{"kind": "soon"}]), "items[0].deadlines[0].kind"),
    (item_with(deadlines=[{"kind": "by"}]), "items[0].deadlines[0].date"),
    (item_with(deadlines=[{"kind": "within"}]), "items[0].deadlines[0].kind"),
    (item_with(deadlines=[{"kind": "within", "month": "2022-13"}]), "items[0].deadlines[0].month"),
    (item_with(deadlines=[{"kind": "within", "quarter": "2022-Q5"}]), "items[0].deadlines[0].quarter"),
    (item_with(deadlines=[{"kind": "every", "months": 0}]), "items[0].deadlines[0].months"),
]


@pytest.mark.parametrize(("value", "field"), REFUSED)
def test_a_refusal_names_the_field(value: object, field: str) -> None:
    with pytest.raises(InvalidDocument) as refused:
        from_json(value)
    assert refused.value.field == field
    assert isinstance(refused.value, ValueError)


def test_a_path_too_deep_is_refused_with_what_to_do() -> None:
    with pytest.raises(InvalidDocument, match=r"có 33 cấp, nhiều nhất là 32; hãy rút ngắn đường dẫn"):
        from_json(item_with(path=".".join("1" * 33)))


def test_a_path_as_deep_as_allowed_is_read() -> None:
    labels = ("1",) * MAX_DEPTH
    assert from_json(item_with(path=".".join(labels))).items[0].path == ItemPath(labels)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "title", "items", "path", "text", "meeting", "label", "deadlines", "kind", "date"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(json_values)
def test_any_value_is_a_document_or_refused(value: object) -> None:
    with suppress(InvalidDocument):
        document = from_json(value)
        assert from_json(to_json(document)) == document


def test_reading_goes_on_after_a_bad_line(tmp_path: Path) -> None:
    good = json.dumps(LEAST, ensure_ascii=False)
    lines = [good, "", "{", json.dumps({"title": ""}), "[" * 100_000, good.replace("vb-1", "vb-2")]
    path = tmp_path / "vb.jsonl"
    path.write_bytes("\ufeff".encode() + "\n".join(lines).encode() + b"\n\xff\xfe\n")
    found = list(read_jsonl(path))
    assert [value.id for value in found if isinstance(value, Document)] == ["vb-1", "vb-2"]
    refusals = [value for value in found if isinstance(value, Refusal)]
    assert [(refusal.code, refusal.line) for refusal in refusals] == [
        ("invalid-json", 3),
        ("invalid-document", 4),
        ("invalid-json", 5),
        ("invalid-json", 7),
    ]
    assert all(refusal.source == "vb.jsonl" for refusal in refusals)
    assert "id" in refusals[1].message
