"""The scorer of `benchmarks.parsing`, on documents small enough to count by hand."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.parsing import UnreadableInput, main, read_documents, score
from benchmarks.parsing_score import Report, edit_distance, text_similarity

Object = dict[str, Any]

DATA = Path(__file__).resolve().parent.parent / "data"
WORD = re.compile(r"\w+")


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _item(label: str = "1", **fields: object) -> Object:
    return {"path": label, **fields}


def _compare(gold: Object, predicted: Object | None) -> Report:
    return score({} if predicted is None else {"vb": predicted}, {"vb": gold})


def _counts(report: Report, row: str) -> tuple[int, int, int]:
    tally = report.tallies[row]
    return tally.matched, tally.predicted, tally.gold


SO_NOI_VU = {"name": "Sở Nội vụ", "role": "assigned"}
SO_NOI_VU_COORDINATES = {"name": "Sở Nội vụ", "role": "coordinator"}
SO_Y_TE = {"name": "Sở Y tế", "role": "coordinator"}
TO_TRINH = {"number": "12-TTr/BCSĐ", "kind": "Tờ trình", "date": "2024-05-06", "issuer": "Ban cán sự đảng"}
BY = {"kind": "by", "date": "2024-06-30", "text": "trước ngày 30/6/2024"}

LIST_CASES = [
    # row, gold list, predicted list, (matched, predicted, gold)
    ("citations: number", [TO_TRINH], [{"number": "12-TTr/BCSĐ"}], (1, 1, 1)),
    ("citations: number+kind+date+issuer", [TO_TRINH], [{"number": "12-TTr/BCSĐ"}], (0, 1, 1)),
    ("citations: number+kind+date+issuer", [TO_TRINH], [TO_TRINH], (1, 1, 1)),
    ("citations: number", [TO_TRINH], [{"number": "13-TTr/BCSĐ"}], (0, 1, 1)),
    ("agencies: name", [SO_NOI_VU, SO_Y_TE], [SO_NOI_VU], (1, 1, 2)),
    ("agencies: name", [SO_NOI_VU, SO_NOI_VU_COORDINATES], [SO_NOI_VU], (1, 1, 1)),
    ("agencies: name+role", [SO_NOI_VU, SO_NOI_VU_COORDINATES], [SO_NOI_VU], (1, 1, 2)),
    ("agencies: name+role", [SO_NOI_VU], [SO_NOI_VU_COORDINATES], (0, 1, 1)),
    ("agencies: name+role", [], [SO_NOI_VU], (0, 1, 0)),
    ("deadlines: kind+value", [BY], [{**BY, "text": "30/6/2024"}], (1, 1, 1)),
    ("deadlines: kind+value+text", [BY], [{**BY, "text": "30/6/2024"}], (0, 1, 1)),
    ("deadlines: kind+value", [BY], [{**BY, "kind": "within"}], (0, 1, 1)),
    ("deadlines: kind+value", [{"kind": "every", "months": 3}], [{"kind": "every", "months": 1}], (0, 1, 1)),
    ("deadlines: kind+value", [{"kind": "relative", "text": "a"}], [{"kind": "relative", "text": "b"}], (1, 1, 1)),
    ("deadlines: kind+value", [BY, BY], [BY], (1, 1, 2)),
]


@pytest.mark.parametrize(("row", "gold", "predicted", "counts"), LIST_CASES)
def test_lists_of_an_item(row: str, gold: list[Object], predicted: list[Object], counts: tuple[int, int, int]) -> None:
    name = row.partition(":")[0]
    report = _compare({"items": [_item() | {name: gold}]}, {"items": [_item() | {name: predicted}]})
    assert _counts(report, row) == counts


SCALAR_CASES = [
    # row, gold document, predicted document, (matched, predicted, gold), exact
    ("number", {"number": "5-TB/TU"}, {"number": "5-TB/TU"}, (1, 1, 1), 1.0),
    ("number", {"number": "5-TB/TU"}, {"number": None}, (0, 0, 1), 0.0),
    ("number", {"number": None}, {"number": "5-TB/TU"}, (0, 1, 0), 0.0),
    ("number", {"number": None}, {}, (0, 0, 0), 1.0),
    ("title", {"title": "Kết luận  hội nghị"}, {"title": "Kết luận\nhội nghị"}, (1, 1, 1), 1.0),
    ("title", {"title_sha256": _sha("Kết luận hội nghị")}, {"title": "Kết luận hội nghị"}, (1, 1, 1), 1.0),
    ("title", {"title": "KẾT LUẬN Hội nghị"}, {"title": "Kết luận hội nghị"}, (1, 1, 1), 1.0),
    ("title", {"title_sha256": _sha("Kết luận hội nghị")}, {"title": "Kết luận"}, (0, 1, 1), 0.0),
    ("meeting.ordinal", {"meeting": {"ordinal": 12}}, {"meeting": {"ordinal": 12}}, (1, 1, 1), 1.0),
    ("meeting.date", {"meeting": None}, {"meeting": {"date": "2024-05-06"}}, (0, 1, 0), 0.0),
    ("meeting.label", {"meeting": {"label": "Phiên họp"}}, {"meeting": None}, (0, 0, 1), 0.0),
    ("signatory.authority", {"signatory": {"authority": "T/M"}}, {"signatory": {"authority": "TM"}}, (0, 1, 1), 0.0),
    ("recipients", {"recipients": ["Sở Y tế", "Lưu"]}, {"recipients": ["Lưu"]}, (1, 1, 2), 0.0),
]


@pytest.mark.parametrize(("row", "gold", "predicted", "counts", "exact"), SCALAR_CASES)
def test_document_fields(row: str, gold: Object, predicted: Object, counts: tuple[int, int, int], exact: float) -> None:
    report = _compare(gold, predicted)
    assert (_counts(report, row), report.tallies[row].exact) == (counts, exact)


def test_document_fields_together_leave_the_recipients_out() -> None:
    gold = {"number": "5-TB/TU", "date": "2024-05-06", "recipients": ["Sở Y tế"], "meeting": {"ordinal": 3}}
    report = _compare(gold, {"number": "5-TB/TU", "date": "2024-05-07", "meeting": {"ordinal": 3}})
    assert _counts(report, "document fields") == (2, 3, 3)


def test_a_field_absent_from_the_gold_is_not_scored() -> None:
    report = _compare({"items": [_item()]}, {"number": "5-TB/TU", "items": [_item(agencies=[SO_Y_TE], text="Giao")]})
    assert set(report.tallies) == {"item paths"}
    assert report.similarity is None


def test_paths_missing_and_surplus_items() -> None:
    gold = {"items": [_item("1", citations=[]), _item("2", citations=[TO_TRINH])]}
    predicted = {"items": [_item("1"), _item("1.1", citations=[TO_TRINH])]}
    report = _compare(gold, predicted)
    assert _counts(report, "item paths") == (1, 2, 2)
    assert _counts(report, "citations: number") == (0, 1, 1)


def test_a_document_that_was_not_predicted_loses_every_gold_value() -> None:
    report = _compare({"number": "5-TB/TU", "items": [_item(text="Giao Sở Y tế.", agencies=[SO_Y_TE])]}, None)
    assert report.missing == ["vb"]
    assert report.similarity == 0.0
    assert [_counts(report, row) for row in ("number", "item paths", "agencies: name")] == [(0, 0, 1)] * 3


TEXT_CASES = [
    # gold item, predicted item, similarity, exact
    ({"text": "Giao Sở Y tế"}, {"text": "Giao Sở Y tế"}, 1.0, 1.0),
    ({"text": "Giao\nSở Y tế"}, {"text": "Giao Sở  Y tế "}, 1.0, 1.0),
    ({"text": "abcd"}, {"text": "abxd"}, 0.75, 0.0),
    ({"text": ""}, {"text": ""}, 1.0, 1.0),
    ({"text": ""}, {"text": "Giao"}, 0.0, 0.0),
    ({"text_sha256": _sha("Giao\nSở Y tế")}, {"text": "Giao\nSở Y tế"}, 1.0, 1.0),
    ({"text_sha256": _sha("Giao Sở Y tế")}, {"text": "Giao\nSở Y tế"}, 1.0, 1.0),
    ({"text_sha256": _sha("Giao Sở Y tế")}, {"text": "Giao Sở"}, 0.0, 0.0),
]


@pytest.mark.parametrize(("gold", "predicted", "similarity", "exact"), TEXT_CASES)
def test_item_text(gold: Object, predicted: Object, similarity: float, exact: float) -> None:
    report = _compare({"items": [_item(**gold)]}, {"items": [_item(**predicted)]})
    assert report.similarity == similarity
    assert report.tallies["item text"].exact == exact


def test_rates_of_a_tally() -> None:
    gold = {"items": [_item(agencies=[SO_NOI_VU, SO_Y_TE])]}
    predicted = {"items": [_item(agencies=[SO_NOI_VU, {"name": "Sở Tài chính"}, {"name": "Sở Xây dựng"}])]}
    tally = _compare(gold, predicted).tallies["agencies: name"]
    assert (tally.precision, tally.recall, tally.f1) == (1 / 3, 1 / 2, 2 / 5)


def _slow_distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (x != y))
    return row[-1]


@given(st.text("abcđ", max_size=40), st.text("abcđ", max_size=40))
def test_edit_distance_is_that_of_the_textbook(a: str, b: str) -> None:
    assert edit_distance(a, b) == _slow_distance(a, b)


@given(st.text(max_size=30), st.text(max_size=30))
def test_similarity_lies_between_0_and_1_and_is_1_only_of_equals(a: str, b: str) -> None:
    similarity = text_similarity(a, b)
    assert 0.0 <= similarity <= 1.0
    assert (similarity == 1.0) == (a == b)


@pytest.mark.parametrize("folder", ["directives", "directives/heldout"])
def test_the_gold_of_the_directives_agrees_with_itself_and_with_the_papers(folder: str) -> None:
    place = DATA / folder
    gold = read_documents(place)
    report = score(gold, gold)
    assert report.disagreements == []
    assert report.similarity == 1.0
    for name, document in gold.items():
        paper = (place / document["source"]).read_text("utf-8")
        assert unicodedata.is_normalized("NFC", paper), name
        lines = {line.strip() for item in document["items"] for line in item["text"].splitlines()}
        words = set(WORD.findall(paper.replace("*", "")))
        assert [line for line in lines if not words.issuperset(WORD.findall(line))] == [], name


def test_documents_meet_by_source_stem_then_id_then_file(tmp_path: Path) -> None:
    parsed = tmp_path / "parsed.jsonl"
    parsed.write_text('{"source": "a/mot.md", "id": "x"}\n\n{"id": "hai"}\n', "utf-8")
    (tmp_path / "ba.json").write_text("{}", "utf-8")
    assert list(read_documents(parsed)) == ["mot", "hai"]
    assert list(read_documents(tmp_path)) == ["ba"]


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"id": "a"}\n{"id": "a"}'])
def test_an_unreadable_input_is_one_line_and_status_2(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text(content, "utf-8")
    with pytest.raises(UnreadableInput):
        read_documents(bad)
    assert main([str(bad), str(bad)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_command_prints_a_table_the_errors_and_writes_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold, predicted, out = tmp_path / "gold.jsonl", tmp_path / "predicted.jsonl", tmp_path / "out.json"
    gold.write_text(json.dumps({"id": "vb", "kind": "Kết luận", "items": [_item("1"), _item("2")]}), "utf-8")
    predicted.write_text(json.dumps({"id": "vb", "kind": "Thông báo", "items": [_item("1")]}), "utf-8")
    assert main([str(predicted), str(gold), "--errors", "--json", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "vb\t-\tkind\n  gold:      Kết luận\n  predicted: Thông báo\n" in printed
    assert "vb\t-\titem paths\n  gold:      2\n  predicted: None\n" in printed
    fields = json.loads(out.read_text("utf-8"))["fields"]
    assert fields["item paths"]["recall"] == 0.5
    assert fields["item paths"]["f1"] == pytest.approx(2 / 3)
