"""The doors over a real index: what the engine in memory answers, and more than one file or page can hold at once."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import fromstring

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.engine import SearchEngine
from indexer.registry import open_builder, open_engine
from indexer.request import SearchRequest
from indexer.settings import Settings
from tests.factories import sample_corpus
from tests.webui.conftest import TODAY
from tests.webui.documents import nested_notice, shouting_document
from tests.webui.fake_engine import FakeEngine
from webui.app import create_app

DOCUMENTS = [*sample_corpus(), nested_notice(), shouting_document()]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("index")


@pytest.fixture(scope="module")
def engine(root: Path) -> Iterator[SearchEngine]:
    builder = open_builder(Settings(index=root), fresh=True)
    builder.upsert(DOCUMENTS)
    builder.commit()
    opened = open_engine(Settings(index=root))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def app(engine: SearchEngine) -> Flask:
    return create_app(engine=engine, today=lambda: TODAY)


@pytest.fixture(scope="module")
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_downloads_hold_every_item(client: FlaskClient) -> None:
    lines = [json.loads(line) for line in client.get("/export.jsonl?sort=oldest").text.splitlines()]
    known = {record.id for record in FakeEngine(DOCUMENTS).all_records}
    assert {line["id"] for line in lines} == known
    rows = list(csv.DictReader(io.StringIO(client.get("/export.csv?sort=oldest").text[1:], newline="")))
    assert [row["Mã mục"].removeprefix("'") for row in rows] == [line["id"] for line in lines]


def test_a_download_is_of_one_generation(client: FlaskClient, root: Path, engine: SearchEngine) -> None:
    running = client.get("/export.jsonl", buffered=False)
    before = engine.info().generation
    builder = open_builder(Settings(index=root), fresh=False)
    removed = builder.remove([document.id for document in DOCUMENTS[1:]])
    builder.commit()
    assert (removed, engine.info().generation) == (len(DOCUMENTS) - 1, before + 1)
    with running:
        assert len(running.get_data(as_text=True).splitlines()) == 15
    assert len(client.get("/export.jsonl").text.splitlines()) == len(DOCUMENTS[0].items)
    builder = open_builder(Settings(index=root), fresh=False)
    builder.upsert(DOCUMENTS)
    builder.commit()
    assert len(client.get("/export.jsonl").text.splitlines()) == 15


def test_deadlines_are_those_of_the_engine_in_memory(client: FlaskClient) -> None:
    other = create_app(engine=FakeEngine(DOCUMENTS), today=lambda: TODAY).test_client()
    for url in (
        "/agencies/so-tai-chinh/deadlines.ics",
        "/agencies/van-phong-tinh-uy/deadlines.ics?role=any&on=2022-01-01",
    ):
        ours, theirs = (
            {str(e["UID"]) for e in icalendar.Calendar.from_ical(c.get(url).data).walk("VEVENT")}
            for c in (client, other)
        )
        assert ours == theirs
        assert ours


def test_a_feed_is_of_what_is_found(client: FlaskClient, engine: SearchEngine) -> None:
    root = fromstring(client.get("/feed.atom?q=rung").data)  # noqa: S314
    entries = root.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == engine.search(SearchRequest("rung")).total > 0


def test_suggestions_lead_to_pages_that_are_there(client: FlaskClient) -> None:
    for typed in ("so tai", "91", "hoi nghi", "rừng"):
        for suggestion in client.get("/api/suggest", query_string={"q": typed}).get_json()["suggestions"]:
            assert client.get(suggestion["url"]).status_code == 200, suggestion


def test_a_page_past_the_last_is_empty_for_programs(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=rung&page=40").get_json()
    assert (answer["hits"], answer["page"]) == ([], 40)
    assert answer["total"] > 0


def test_every_agency_has_a_calendar(client: FlaskClient, engine: SearchEngine) -> None:
    for agency in engine.agencies():
        answer = client.get(f"/agencies/{agency.id}/deadlines.ics?role=any")
        assert answer.status_code == 200
        assert answer.data.startswith(b"BEGIN:VCALENDAR\r\n")
