"""How a cluster and an index on it are named, and what is said where that fails."""

from __future__ import annotations

import builtins
import importlib
import sys
from typing import Any

import pytest
from click.testing import CliRunner

from indexer.cli import main
from indexer.errors import AddressUnreadable, ClusterUnreachable, ExtraMissing
from indexer.opensearch.connection import Address, Connection, TransportError
from indexer.opensearch.mapping import term


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://may1:9200", Address(("http://may1:9200",))),
        ("http://may1:9200/", Address(("http://may1:9200",))),
        ("https://may1/ban-bi-thu", Address(("https://may1",), "ban-bi-thu")),
        ("http://a:9200,http://b:9201/thu", Address(("http://a:9200", "http://b:9201"), "thu")),
        ("http://a:1,http://b:2/thu?shards=6&replicas=2", Address(("http://a:1", "http://b:2"), "thu", 6, 2)),
        ("http://nguoi:mat-khau@a:1/thu", Address(("http://nguoi:mat-khau@a:1",), "thu")),
    ],
)
def test_addresses(url: str, expected: Address) -> None:
    assert Address.parse(url) == expected


@pytest.mark.parametrize(
    "url", ["", "may1:9200", "ftp://may1/x", "http://a/Hoa", "http://a/x?shards=ba", "http://a/_an", "http://a,b/x"]
)
def test_addresses_that_cannot_be_read(url: str) -> None:
    with pytest.raises(AddressUnreadable, match="KETLUAN_URL"):
        Address.parse(url)


def test_a_password_is_not_shown() -> None:
    assert "mat-khau" not in str(Address.parse("http://nguoi:mat-khau@a:1/thu"))


def test_a_cluster_that_does_not_answer_is_named() -> None:
    connection = Connection(Address.parse("http://127.0.0.1:9/x"), timeout=1, patience=0.2)
    with pytest.raises(ClusterUnreachable, match=r"127\.0\.0\.1:9"):
        connection.patiently(connection.client.info)
    connection.close()


def refusal(reason: str, kind: str) -> TransportError:
    """What the client raises for a search that shards have failed."""
    cause = {"type": kind, "reason": reason}
    return TransportError(500, "search_phase_execution_exception", {"error": {"root_cause": [cause]}, "status": 500})


def test_a_node_lost_in_the_midst_of_a_search_is_asked_around() -> None:
    connection = Connection(Address.parse("http://127.0.0.1:9/x"), patience=5)
    answers: list[object] = [
        refusal("[node-2][127.0.0.1:9301][indices:data/read/search[phase/query/id]] disconnected", "node_disconnected"),
        refusal("[node-2][127.0.0.1:9301] Node not connected", "node_not_connected_exception"),
        {"hits": {}},
    ]

    def ask() -> object:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert connection.patiently(ask) == {"hits": {}}
    connection.close()


def test_a_search_that_cannot_be_run_is_not_tried_again() -> None:
    connection = Connection(Address.parse("http://127.0.0.1:9/x"), patience=5)
    asked: list[int] = []

    def ask() -> None:
        asked.append(1)
        raise refusal("script error", "script_exception")

    with pytest.raises(TransportError):
        connection.patiently(ask)
    assert len(asked) == 1
    connection.close()


def test_the_command_line_takes_an_engine_and_an_address() -> None:
    result = CliRunner().invoke(main, ["search", "rừng", "--engine", "opensearch", "--url", "khong-phai"])
    assert result.exit_code == 2
    assert "--url" in result.output


def test_the_extra_is_named_where_its_package_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def absent(name: str, *rest: Any, **named: Any) -> Any:
        if name.startswith("opensearchpy"):
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.delitem(sys.modules, "indexer.opensearch.connection")
    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(ExtraMissing, match=r"pip install 'ketluan\[opensearch\]'"):
        importlib.import_module("indexer.opensearch.connection")


@pytest.mark.parametrize(
    ("text", "sent"),
    [("chuyển đổi", "chuyển_đổi"), ("48-ttr/bcsd", "48-ttr/bcsd"), ("", "_"), ("a\u00a0b", "a_b")],
)
def test_a_term_is_sent_in_one_piece(text: str, sent: str) -> None:
    assert term(text) == sent


def test_long_terms_stay_apart() -> None:
    first, second = term("x" * 4000), term("x" * 4000 + "y")
    assert first != second
    assert max(len(first), len(second)) < 300
