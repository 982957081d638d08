"""Whole results as files: CSV that an office opens in Excel, and JSON lines of the contract's items."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from corpus.jsonl import from_json
from corpus.model import By
from indexer.errors import IndexMissing, SearchTimedOut
from indexer.page import ItemRecord
from indexer.request import SearchRequest, Sort
from tests.factories import make_document, make_item
from tests.webui.fake_engine import FakeEngine
from webui.app import create_app
from webui.settings import WebSettings
from webui.spreadsheet import harmless

DAY = dt.date(2023, 5, 4)


def rows(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=delimiter))


def test_the_table_holds_what_an_office_asks_for(client: FlaskClient) -> None:
    answer = client.get("/export.csv?q=kinh+ph%C3%AD+di")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ketluan-kinh-phi-di.csv"'
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.data.count(b"\r\n") == answer.data.count(b"\n")
    (row,) = rows(answer.text)
    assert row == {
        "Mã mục": "tb-tu-412-20230314#5.2",
        "Văn bản": "Thông báo 412-TB/TU",
        "Số": "412-TB/TU",
        "Ngày": "2023-03-14",
        "Cơ quan ban hành": "Ban Thường vụ Tỉnh ủy",
        "Tỉnh": "Thái Nguyên",
        "Hội nghị": "Thái Nguyên, hội nghị lần thứ 41 (14/3/2023)",
        "Mục": "mục 5.2",
        "Tiêu đề": "Kinh phí di dời",
        "Nội dung": "Sở Tài chính cân đối nguồn, báo cáo trước ngày 05/12/2023 và quyết toán trong năm 2024.",
        "Kết luận": "",
        "Giao cho": "Sở Tài chính",
        "Phối hợp": "",
        "Giám sát": "",
        "Trình": "",
        "Có nhắc đến": "",
        "Văn bản dẫn": "",
        "Thời hạn": "trước 05/12/2023; trong năm 2024",
        "Ngày cuối": "2023-12-05; 2024-12-31",
        "Địa chỉ": "http://localhost/items/tb-tu-412-20230314%235.2",
        "Tệp nguồn": "hoi-nghi-41.txt",
    }


@pytest.mark.parametrize(("name", "delimiter"), [("semicolon", ";"), ("tab", "\t"), ("comma", ","), ("x", ",")])
def test_the_separator_can_be_chosen(client: FlaskClient, name: str, delimiter: str) -> None:
    assert len(rows(client.get(f"/export.csv?separator={name}").text, delimiter)) == 15


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+84 24 3823", "'+84 24 3823"),
        ("- Giao Sở Y tế rà soát", "'- Giao Sở Y tế rà soát"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "'  =1+1"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1", "'＝1"),
        ("\0=1", "'=1"),
        ("Giao Sở Y tế = đầu mối", "Giao Sở Y tế = đầu mối"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(cell: str, safe: str) -> None:
    assert harmless(cell) == safe


@given(st.text(max_size=30))
def test_every_cell_is_harmless_and_keeps_its_words(cell: str) -> None:
    safe = harmless(cell)
    assert safe.lstrip()[:1] not in {"=", "+", "-", "@", "＝", "＋", "－", "＠"}
    assert safe.removeprefix("'") == cell.replace("\0", "").removeprefix("'" if safe == cell.replace("\0", "") else "")


def test_a_hostile_document_stays_text() -> None:
    item = make_item("1", "=cmd|' /C calc'!A0", '@x";\n=1', assigned=["+Sở", "-Ban"], deadlines=[By(DAY, "-")])
    client = create_app(engine=FakeEngine([make_document("=kl", [item], issuer="\t=x", number="-1")])).test_client()
    (row,) = rows(client.get("/export.csv").text)
    assert all(value[:1] not in "=+-@\t\r" for value in row.values() if value)
    assert row["Nội dung"] == "'@x\";\n=1"


def test_lines_are_the_items_of_the_contract(client: FlaskClient, engine: FakeEngine) -> None:
    answer = client.get("/export.jsonl?q=rung&sort=oldest")
    assert answer.mimetype == "application/jsonl"
    lines = [json.loads(line) for line in answer.text.splitlines()]
    expected = [record.id for record in engine.records(SearchRequest("rung", sort=Sort.OLDEST))]
    assert [line["id"] for line in lines] == expected
    for line in lines:
        item = {key: value for key, value in line.items() if key not in {"url", "meeting_url", "document"}}
        read = from_json({**line["document"], "items": [item]})
        record = engine.item(line["id"])
        assert record is not None
        assert read.items == (record.item,)


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_every_hit_comes_whatever_the_page(client: FlaskClient, form: str) -> None:
    whole = client.get(f"/export.{form}?role=any").text
    assert client.get(f"/export.{form}?role=any&page=3&size=1").text == whole
    assert whole.count("tb-tu-412-20230314#") == 5


def test_nothing_found_is_a_file_too(client: FlaskClient) -> None:
    assert rows(client.get("/export.csv?q=zzz").text) == []
    assert client.get("/export.jsonl?q=zzz").text == ""


def test_without_words_the_newest_come_first_as_on_the_page(client: FlaskClient) -> None:
    days = [row["Ngày"] for row in rows(client.get("/export.csv").text)]
    assert days == sorted(days, reverse=True)


class Failing(FakeEngine):
    """An engine that fails before the first item of an export."""

    def __init__(self, error: Exception) -> None:
        super().__init__([make_document()])
        self.error = error

    def records(self, _: SearchRequest) -> Iterator[ItemRecord]:
        yield from ()
        raise self.error


def test_what_fails_is_a_page_not_half_a_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("none")
    for error in (IndexMissing(root), SearchTimedOut(root, 2.0)):
        client = create_app(engine=Failing(error), web=WebSettings(exports_at_once=1)).test_client()
        for _ in range(3):  # a download that failed gives its place back
            answer = client.get("/export.csv")
            assert (answer.status_code, answer.mimetype) == (503, "text/html")


def held(app: Flask) -> int:
    """How many downloads may begin at the moment."""
    limits = app.extensions["ketluan-limits"]
    taken = 0
    while limits.running.acquire(blocking=False):
        taken += 1
    for _ in range(taken):
        limits.running.release()
    return taken


def test_downloads_at_once_are_limited_and_give_their_place_back(engine: FakeEngine) -> None:
    app = create_app(engine=engine, web=WebSettings(exports_at_once=1))
    client = app.test_client()
    running = client.get("/export.csv", buffered=False)
    refused = client.get("/export.jsonl")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "10")
    assert "Đang tải về quá nhiều kết quả" in refused.text
    running.close()
    assert held(app) == 1
    client.head("/export.csv").close()
    assert held(app) == 1
    assert client.get("/export.jsonl").status_code == 200
