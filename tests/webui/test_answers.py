"""Answers that are not pages: errors, headers, liveness; and that nothing a URL holds is an error of ours."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.errors import IndexMissing, SearchTimedOut
from indexer.page import SearchPage, Suggestion, SuggestionKind
from indexer.request import SearchRequest
from tests.factories import sample_corpus
from tests.webui.fake_engine import FakeEngine
from webui.app import create_app
from webui.params import MAX_QUERY
from webui.views.api import suggestion_url

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


def test_a_page_past_the_last_is_the_last_for_people_and_empty_for_programs(client: FlaskClient) -> None:
    answer = client.get("/api/search?page=900&size=5").get_json()
    assert (answer["page"], answer["hits"], answer["total"]) == (900, [], 15)
    page = client.get("/search?page=900&size=5").text
    assert "Kết quả chỉ có 3 trang; đây là trang cuối." in page
    assert 'aria-current="page"><span class="vh">Trang </span>3</span>' in page


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("year=abc", ["year"]),
        ("due=maybe&decision=burn", ["decision", "due"]),
        ("year=2022&year=20222", ["year"]),
        ("sort=random&match=none&role=boss", ["role", "match", "sort"]),
        ("page=0&size=101", ["page", "size"]),
        ("page=hai&sort=", ["sort", "page"]),
        ("&".join(f"agency=so-{n}" for n in range(51)), ["agency"]),
        ("number=" + "9" * 301, ["number"]),
    ],
)
def test_a_program_is_told_which_values_cannot_be(client: FlaskClient, query: str, parameters: list[str]) -> None:
    answer = client.get(f"/api/search?{query}")
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert [error["parameter"] for error in json.loads(answer.text)["errors"]] == parameters


def test_a_reader_is_told_which_values_were_left_out(client: FlaskClient) -> None:
    page = client.get("/search?year=abc&year=2022&due=maybe&page=hai").text
    note = page.split('<p class="note">')[1].split("</p>")[0]
    assert note == (
        "Không dùng được giá trị trong địa chỉ: Năm “abc” (phải là năm có bốn chữ số); "
        "Thời hạn “maybe” (phải là một trong no, yes)."
    )
    assert client.get("/search?q=rung&year=2022&sort=").text.count('class="note"') == 0


class LongResult(FakeEngine):
    """An engine that says it found far more than it has."""

    def search(self, request: SearchRequest) -> SearchPage:
        page = super().search(request)
        return replace(page, total=2_000_000, entries=2_000_000, hits=super().search(replace(request, page=1)).hits)


def test_pages_lead_ten_thousand_hits_deep_and_then_on() -> None:
    client = create_app(engine=LongResult(sample_corpus())).test_client()
    last = client.get("/search?q=rung&page=1000").text
    assert "Chỉ mở được 10.000 mục đầu của kết quả." in last
    assert "/export.csv?q=rung" in last
    assert "page=1001" not in last
    refused = client.get("/search?q=rung&page=1001")
    assert refused.status_code == 400
    assert 'href="/search?q=rung&amp;page=1000"' in refused.text
    assert 'href="/export.csv?q=rung"' in refused.text
    assert client.get("/api/search?q=rung&page=101&size=100").status_code == 400


@pytest.mark.parametrize("url", ["/search?q={}", "/api/search?q={}", "/agencies?q={}"])
def test_a_query_that_is_too_long_is_said_to_be(client: FlaskClient, url: str) -> None:
    longest, longer = client.get(url.format("a" * MAX_QUERY)), client.get(url.format("a" * (MAX_QUERY + 1)))
    assert (longest.status_code, longer.status_code) == (200, 414)
    assert "Câu tìm có 2.001 ký tự; dài nhất là 2.000." in longer.text


def test_an_address_that_is_too_long_is_said_to_be(client: FlaskClient) -> None:
    answer = client.get("/documents/" + "9" * 40_000)
    assert answer.status_code == 414
    assert "Đi tiếp" in answer.text


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("/search/?q=r%C6%B0ng&year=2022", "/search?q=r%C6%B0ng&year=2022"),
        ("/agencies/so-tai-chinh/", "/agencies/so-tai-chinh"),
        ("/items/kl-tu-212-20220512%231/", "/items/kl-tu-212-20220512%231"),
        ("/api/items/x/", "/api/items/x"),
        ("/tinh.example%5C/", "/tinh.example%5C"),
    ],
)
def test_a_slash_too_many_leads_to_the_page(client: FlaskClient, url: str, target: str) -> None:
    answer = client.get(url)
    assert (answer.status_code, answer.headers["Location"]) == (308, target)


def test_slashes_never_lead_to_another_host(client: FlaskClient) -> None:
    for url in ("//tinh.example/", "///tinh.example//", "/%2Ftinh.example/", "//tinh.example"):
        answer = client.get("/search", environ_overrides={"PATH_INFO": url.replace("%2F", "/")})
        target = urlsplit(answer.headers.get("Location", "/"))
        assert target.netloc in {"", "localhost"}
        assert not target.path.startswith("//")


def test_a_search_that_takes_too_long_is_503_with_a_way_on(tmp_path: Path) -> None:
    client = broken(SearchTimedOut(tmp_path, 2.5)).test_client()
    answer = client.get("/search?q=x")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Câu tìm này cần nhiều thời gian hơn mức cho phép (2.5 giây)." in answer.text
    problem = client.get("/api/search?q=x")
    assert (problem.status_code, problem.mimetype) == (503, "application/problem+json")
    assert str(tmp_path) not in answer.text + problem.text
    assert "ketluan_searches_timed_out_total 2" in client.get("/metrics").text


def test_suggestions_lead_to_pages(client: FlaskClient) -> None:
    answer = client.get("/api/suggest?q=tai chinh").get_json()
    assert answer["query"] == "tai chinh"
    (suggestion,) = answer["suggestions"]
    assert suggestion == {
        "kind": "agency",
        "text": "Sở Tài chính",
        "value": "so-tai-chinh",
        "count": 3,
        "url": "/agencies/so-tai-chinh",
    }
    assert client.get("/api/suggest").get_json() == {"query": "", "suggestions": []}


@pytest.mark.parametrize(
    ("kind", "text", "value", "url"),
    [
        (SuggestionKind.MEETING, "Bắc Kạn, hội nghị lần thứ 3", "bac-kan-3", "/meetings/bac-kan-3"),
        (SuggestionKind.NUMBER, "48-TTr/BCSD", "48-ttr/bcsd", "/documents/48-TTr/BCSD"),
        (SuggestionKind.HEADING, "Trồng rừng", "Trồng rừng", "/search?q=Tr%E1%BB%93ng+r%E1%BB%ABng"),
    ],
)
def test_where_a_suggestion_leads(app: Flask, kind: SuggestionKind, text: str, value: str, url: str) -> None:
    with app.test_request_context():
        assert suggestion_url(Suggestion(kind, text, value, 1)) == url
