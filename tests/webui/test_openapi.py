"""The description of the machine doors says what the doors do: every answer fits it, and nothing else is answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS
from schemathesis.core.result import Ok

from tests.webui.fake_engine import FakeEngine
from tests.webui.fuzzing import KNOWN, asked_engine, cases, tally
from webui.app import create_app
from webui.openapi import describe
from webui.parameters import SEARCH
from webui.settings import WebSettings

CASES = cases(20)  # for each operation, of values that fit and of values that do not
ANSWERS = [
    ("/api/search", "/api/search"),
    ("/api/search", "/api/search?q=rung&year=2022&sort=deadline&role=any&match=any&size=100"),
    ("/api/search", "/api/search?q=%22kinh+ph%C3%AD%22&due=yes&decision=assign&page=2&size=1"),
    ("/api/search", "/api/search?page=900"),
    ("/api/search", "/api/search?year=abc"),
    ("/api/search", "/api/search?page=1001"),
    ("/api/search", "/api/search?q=" + "a" * 2001),
    ("/api/items/{id}", "/api/items/x"),
    ("/api/suggest", "/api/suggest?q=so"),
    ("/api/suggest", "/api/suggest?q=" + "a" * 301),
    ("/api/openapi.json", "/api/openapi.json"),
    ("/export.csv", "/export.csv?separator=tab"),
    ("/export.jsonl", "/export.jsonl"),
    ("/feed.atom", "/feed.atom"),
    ("/agencies/{id}/deadlines.ics", "/agencies/so-tai-chinh/deadlines.ics"),
    ("/agencies/{id}/deadlines.ics", "/agencies/x/deadlines.ics"),
    ("/healthz", "/healthz"),
    ("/metrics", "/metrics"),
]


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    written: dict[str, Any] = create_app(engine=KNOWN).test_client().get("/api/openapi.json").get_json()
    return written


def validator(description: dict[str, Any], schema: dict[str, Any]) -> Draft202012Validator:
    registry: Registry[Any] = Registry().with_resource("urn:api", DRAFT202012.create_resource(description))
    absolute = json.loads(json.dumps(schema).replace('"#/', '"urn:api#/'))
    return Draft202012Validator(absolute, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER)


def check(description: dict[str, Any], path: str, client: FlaskClient, url: str) -> None:
    answer = client.get(url, buffered=True)
    responses = description["paths"][path]["get"]["responses"]
    assert str(answer.status_code) in responses, url
    content = responses[str(answer.status_code)]["content"]
    assert answer.mimetype in content, url
    if str(answer.mimetype).endswith("json"):
        validator(description, content[answer.mimetype]["schema"]).validate(json.loads(answer.text))


@pytest.mark.parametrize(("path", "url"), ANSWERS)
def test_every_answer_fits_its_description(
    description: dict[str, Any], client: FlaskClient, path: str, url: str
) -> None:
    check(description, path, client, url)


def test_every_item_and_line_of_an_export_fits_its_description(
    description: dict[str, Any], client: FlaskClient, engine: FakeEngine
) -> None:
    for record in engine.all_records:
        check(description, "/api/items/{id}", client, f"/api/items/{record.id.replace('#', '%23')}")
    item = validator(description, {"$ref": "#/components/schemas/Item"})
    lines = client.get("/export.jsonl").text.splitlines()
    assert len(lines) == len(engine.all_records)
    for line in lines:
        item.validate(json.loads(line))


def test_every_schema_is_one(description: dict[str, Any]) -> None:
    for schema in description["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    assert description["openapi"].startswith("3.1.")
    named = set(description["components"]["schemas"])
    used = {part.partition('"')[0] for part in json.dumps(description).split("#/components/schemas/")[1:]}
    assert used <= named


def machine_doors(app: Flask) -> Iterator[str]:
    """Every route that answers programs, as a description writes it."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(("/api/", "/export.", "/feed.", "/healthz", "/metrics")) or rule.rule.endswith(".ics"):
            yield rule.rule.replace("<path:item_id>", "{id}").replace("<path:agency_id>", "{id}")


def test_every_door_is_described(app: Flask, description: dict[str, Any]) -> None:
    assert set(machine_doors(app)) == set(description["paths"])


def test_every_parameter_of_a_search_is_described(description: dict[str, Any]) -> None:
    described = description["paths"]["/api/search"]["get"]["parameters"]
    assert [parameter["name"] for parameter in described] == [parameter.name for parameter in SEARCH]
    assert all(parameter["description"] for parameter in described)


def test_the_description_is_of_the_code_that_answers() -> None:
    assert json.loads(json.dumps(describe())) == create_app(engine=KNOWN).test_client().get("/api/openapi.json").json


APP = create_app(engine=asked_engine(), web=WebSettings(rate=0, exports=0))
DESCRIBED = schemathesis.openapi.from_wsgi("/api/openapi.json", APP)
OPERATIONS = {found.ok().path: found.ok() for found in DESCRIBED.get_all_operations() if isinstance(found, Ok)}
CHECKED = [CHECKS.get_one(name) for name in CHECKS.get_all_names() if name in {
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
}]  # fmt: skip


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("path", sorted(OPERATIONS))
def test_a_stranger_with_the_description_finds_no_gap(path: str, mode: GenerationMode) -> None:
    """Requests that schemathesis makes of the description alone, of values that fit it and of values that do not."""
    operation = OPERATIONS[path]
    if mode is GenerationMode.NEGATIVE and not operation.query:
        pytest.skip("any address is one that fits")

    @settings(
        max_examples=CASES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=CASES < 100,
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case[Any]) -> None:
        # A call without a network does not unpack what it asked to be packed.
        answer = case.call(headers={"Accept-Encoding": "identity"})
        case.validate_response(answer, checks=cast("Any", CHECKED))

    ask()


@pytest.fixture(scope="module", autouse=True)
def _told() -> Iterator[None]:
    yield
    print(tally(APP))  # noqa: T201  read with pytest -s
