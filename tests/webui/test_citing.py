"""How an item goes into a list of references."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.factories import make_document, make_item
from tests.webui.documents import SCRIPT
from tests.webui.fake_engine import FakeEngine
from webui.app import create_app
from webui.citing import bibtex, citation_text, metadata, ris, source

URL = "http://localhost/items/tb-tu-412-20230314%235.1"
TITLE = "Thông báo số 412-TB/TU ngày 14/3/2023 nội dung hội nghị lần thứ 41"


def test_a_citation_as_vietnamese_papers_write_it(engine: FakeEngine) -> None:
    record = engine.item("tb-tu-412-20230314#5.1")
    assert record is not None
    plain = f"Ban Thường vụ Tỉnh ủy Thái Nguyên (2023), {TITLE}, mục 5.1, Thái Nguyên"
    assert citation_text(record) == f"{plain}."
    assert citation_text(record, URL, dt.date(2024, 2, 5)) == f"{plain}, truy cập ngày 05/02/2024 tại {URL}."


def test_a_citation_of_what_is_hardly_known() -> None:
    document = make_document(number=None, kind=None, date=None, issuer=None, province=None, title="Giấy ghi nội dung")
    (record,) = FakeEngine([document]).all_records
    assert citation_text(record) == "Văn bản Giấy ghi nội dung, mục 1."
    cited = source(record, "http://localhost/items/x")
    assert "author" not in bibtex(cited)
    assert "AU  -" not in ris(cited)


def test_an_item_as_bibtex(client: FlaskClient) -> None:
    answer = client.get("/items/tb-tu-412-20230314%235.1.bib")
    assert answer.headers["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert answer.text.startswith("@techreport{tb-tu-412-20230314-5-1,\n")
    fields = dict(re.findall(r"^  (\w+) = \{(.*)\},$", answer.text, re.MULTILINE))
    assert fields == {
        "author": "{Ban Thường vụ Tỉnh ủy Thái Nguyên}",
        "title": f"{{{TITLE}}}",
        "year": "2023",
        "month": "3",
        "date": "2023-03-14",
        "type": "Thông báo",
        "number": "412-TB/TU",
        "institution": "{Ban Thường vụ Tỉnh ủy Thái Nguyên}",
        "address": "Thái Nguyên",
        "note": "mục 5.1: Bố trí dân cư vùng sạt lở",
        "url": URL,
        "langid": "vietnamese",
    }


def test_an_item_as_ris(client: FlaskClient) -> None:
    answer = client.get("/items/tb-tu-412-20230314%235.1.ris")
    assert answer.headers["Content-Type"] == "application/x-research-info-systems; charset=utf-8"
    lines = answer.text.split("\r\n")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines if line)
    assert (lines[0], lines[-2:]) == ("TY  - GOVDOC", ["ER  - ", ""])
    assert "AU  - Ban Thường vụ Tỉnh ủy Thái Nguyên," in lines
    assert "DA  - 2023/03/14/" in lines
    assert f"UR  - {URL}" in lines


def test_braces_of_bibtex_are_balanced_whatever_the_words() -> None:
    item = make_item("1", "Về 50% vốn & {dự án} #3_a^b~c \\end}", "x")
    document = make_document("kl", [item], title="T{{", number="1{KL", issuer="Ban }A", province="$B")
    (record,) = FakeEngine([document]).all_records
    written = bibtex(source(record, "http://localhost/items/{x}"))
    bare = re.sub(r"\\[{}]|\\text\w+\{\}", "", written)
    depths = [bare[:at].count("{") - bare[:at].count("}") for at in range(1, len(bare) + 1)]
    assert min(depths) == depths[-1] == 0
    assert r"note = {mục 1: Về 50\% vốn \& \{dự án\} \#3\_a" in written


@pytest.mark.parametrize("form", ["bib", "ris"])
def test_what_is_not_there_cannot_be_cited(client: FlaskClient, form: str) -> None:
    assert client.get(f"/items/khong-co%231.{form}").status_code == 404


def test_zotero_reads_the_page_of_an_item(client: FlaskClient, engine: FakeEngine) -> None:
    page = client.get("/items/tb-tu-412-20230314%235.1").text
    found = [
        (name, unescape(content)) for name, content in re.findall(r'<meta name="([^"]+)" content="([^"]*)">', page)
    ]
    record = engine.item("tb-tu-412-20230314#5.1")
    assert record is not None
    pairs = metadata(source(record, URL)).pairs
    assert [pair for pair in found if pair[0].startswith(("citation_", "DC."))] == list(pairs)
    named = dict(pairs)
    assert named["citation_title"] == f"{TITLE}, mục 5.1"
    assert named["citation_author"] == named["citation_technical_report_institution"]
    assert named["citation_publication_date"] == "2023/03/14"
    assert named["citation_technical_report_number"] == "412-TB/TU"
    for media in ("application/x-bibtex", "application/x-research-info-systems"):
        (path,) = re.findall(f'<link rel="alternate" type="{media}" href="([^"]+)">', page)
        assert client.get(path).mimetype == media


def test_mark_up_in_a_document_stays_text_in_the_metadata() -> None:
    document = make_document("kl", [make_item("1", SCRIPT)], title=f'"{SCRIPT}', issuer='"><x>')
    page = create_app(engine=FakeEngine([document])).test_client().get("/items/kl%231").text
    assert SCRIPT not in page
    assert "<x>" not in page
