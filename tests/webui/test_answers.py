"""Answers that are not pages: errors, headers, liveness; and that nothing a URL holds is an error of ours."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.errors import IndexMissing
from indexer.page import SearchPage
from indexer.request import SearchRequest
from tests.factories import sample_corpus
from tests.webui.fake_engine import FakeEngine
from webui.app import create_app

BROKEN = [
    "/search?page=-1",
    "/search?page=99999999999999999999",
    "/search?page=hai&size=-5&sort=&match=&role=",
    "/search?q=%00%ff%fe",
    "/search?q=" + "%22" * 399,
    "/search?q=" + "(" * 900,
    "/search?" + "&".join(f"agency=so-{n}" for n in range(500)),
    "/search?year=20222&year=&year=%F0%9F%98%80",
    "/search?expand=nothing&agency_find=%00&number_find=" + "9" * 2000,
    "/agencies?page=-4&find=%00",
    "/agencies/so-tai-chinh?on=2023-02-31&page=77&role=boss",
    "/deadlines?on=0000-00-00&show=everything&page=x",
    "/meetings?year=abc",
]


@pytest.mark.parametrize("url", BROKEN)
def test_broken_parameters_are_no_errors(client: FlaskClient, url: str) -> None:
    assert client.get(url).status_code == 200


@pytest.mark.parametrize(
    "url", ["/nothing", "/items/x", "/items/%23", "/meetings/x", "/agencies/x", "/documents/x", "/items/a/b/c"]
)
def test_what_is_not_there_is_a_page_with_a_way_on(client: FlaskClient, url: str) -> None:
    response = client.get(url)
    assert response.status_code == 404
    assert "Đi tiếp" in response.text
    assert 'name="q"' in response.text


def test_only_reading_is_allowed(client: FlaskClient) -> None:
    response = client.post("/search", data={"q": "x"})
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert "Đi tiếp" in response.text


@pytest.mark.parametrize("url", ["/", "/search?q=x", "/nothing", "/healthz", "/static/ui.css"])
def test_every_answer_has_security_headers(client: FlaskClient, url: str) -> None:
    with client.get(url) as response:
        headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_static_files_are_kept_by_their_digest(client: FlaskClient) -> None:
    page = client.get("/").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "?v=" in address
    with client.get(address) as kept, client.get("/static/ui.css") as plain:
        assert "immutable" in kept.headers["Cache-Control"]
        assert "immutable" not in plain.headers["Cache-Control"]


def test_liveness_tells_the_generation(client: FlaskClient) -> None:
    response = client.get("/healthz")
    assert response.get_json() == {"status": "ok", "generation": 1, "documents": 5, "items": 15}
    assert response.headers["Cache-Control"] == "no-store"


class BrokenEngine(FakeEngine):
    """An engine whose searches raise."""

    def __init__(self, error: Exception) -> None:
        super().__init__(sample_corpus())
        self.error = error

    def search(self, _: SearchRequest) -> SearchPage:
        raise self.error


def broken(error: Exception) -> Flask:
    return create_app(engine=BrokenEngine(error))


def test_an_unreadable_index_is_503(tmp_path_factory: pytest.TempPathFactory) -> None:
    client = broken(IndexMissing(tmp_path_factory.mktemp("none"))).test_client()
    response = client.get("/search?q=x")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert "Chưa tìm được lúc này" in response.text


def test_an_unexpected_error_is_a_page_without_its_inside() -> None:
    client = broken(RuntimeError("mật khẩu")).test_client()
    response = client.get("/search?q=x")
    assert response.status_code == 500
    assert "mật khẩu" not in response.text
    assert "RuntimeError" not in response.text


def test_errors_of_the_api_are_problem_documents(client: FlaskClient) -> None:
    for url, status in [("/api/items/x", 404), ("/api/nothing", 404)]:
        response = client.get(url)
        assert response.status_code == status
        assert response.mimetype == "application/problem+json"
        problem = json.loads(response.text)
        assert problem["status"] == status
        assert {"type", "title", "detail", "instance"} <= set(problem)


def test_computed_values_last_one_generation(engine: FakeEngine, client: FlaskClient) -> None:
    client.get("/")
    first = len(engine.searches)
    client.get("/")
    assert len(engine.searches) == first
    engine.generation = 2
    client.get("/")
    assert len(engine.searches) == 2 * first


def test_the_api_answers_in_the_shape_of_the_contract(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=rung&year=2022&size=2").get_json()
    contract = {"query", "total", "match", "notice", "page", "took_ms", "hits", "facets"}
    assert set(answer) == contract | {"entries", "correction"}
    assert (answer["query"], answer["total"], answer["match"], answer["page"]) == ("rung", 2, "all", 1)
    assert set(answer["facets"]) == {"year", "agency", "meeting", "number", "decision", "due", "province", "kind"}
    assert {"value": "2022", "label": "2022", "count": 2, "selected": True} in answer["facets"]["year"]
    first = answer["hits"][0]
    assert set(first) == {
        *(
            "id",
            "score",
            "title",
            "heading",
            "snippet",
            "meeting",
            "date",
            "agencies",
            "numbers",
            "deadlines",
            "url",
            "similar",
        ),
    }
    assert any(part["hit"] for part in first["snippet"])
    assert client.get(first["url"]).status_code == 200


def test_the_api_answers_an_item_with_its_document(client: FlaskClient) -> None:
    answer = client.get("/api/items/tb-tu-412-20230314%235.2").get_json()
    assert (answer["id"], answer["path"], answer["url"]) == (
        "tb-tu-412-20230314#5.2",
        "5.2",
        "/items/tb-tu-412-20230314%235.2",
    )
    assert [deadline["kind"] for deadline in answer["deadlines"]] == ["by", "within"]
    assert answer["document"]["number"] == "412-TB/TU"
    assert "items" not in answer["document"]
    assert client.get(answer["meeting_url"]).status_code == 200


def test_the_api_clamps_as_the_pages_do(client: FlaskClient) -> None:
    answer = client.get("/api/search?page=900&size=5&due=maybe").get_json()
    assert (answer["page"], len(answer["hits"]), answer["total"]) == (3, 5, 15)
