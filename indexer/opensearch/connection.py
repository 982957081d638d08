"""The way to a cluster: one client for all of its nodes, and patience with what passes."""

from __future__ import annotations

import logging
import random
import re
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

from indexer.errors import AddressUnreadable, ClusterUnreachable, ExtraMissing

try:
    from opensearchpy import OpenSearch
    from opensearchpy.exceptions import ConnectionError as NoConnection
    from opensearchpy.exceptions import NotFoundError, TransportError
except ImportError as error:
    raise ExtraMissing("opensearch", "opensearch-py") from error

__all__ = ["Address", "Connection", "NotFoundError", "TransportError"]

_PASSING = frozenset({429, 502, 503, 504})
_LOST = ("disconnected", "not_connected", "not connected")  # what a node says of another
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]*")
# What fails once is tried again here, and what fails for good is raised: its log would tell both as they happen.
logging.getLogger("opensearch").setLevel(logging.ERROR)
Answer = dict[str, Any]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Address:
    """Where an index is: the nodes to ask, the alias of its live generation, and how a new one is laid out."""

    hosts: tuple[str, ...]
    name: str = "ketluan"
    shards: int = 3
    replicas: int = 1

    @classmethod
    def parse(cls, url: str) -> Address:
        """Read `http://a:9200,http://b:9200/ketluan?shards=3&replicas=1`; raises AddressUnreadable."""
        *firsts, last = url.split(",")
        parts = urlsplit(last)
        hosts = [*firsts, f"{parts.scheme}://{parts.netloc}"]
        if not all(re.fullmatch(r"https?://[^/\s]+", host) for host in hosts):
            raise AddressUnreadable(f"địa chỉ cụm {url} không đúng dạng http://máy:9200,http://máy:9200/tên")
        name = parts.path.strip("/") or "ketluan"
        if not _NAME.fullmatch(name):
            raise AddressUnreadable(f"tên chỉ mục {name} chỉ được gồm chữ thường không dấu, số và dấu . _ -")
        given = {key: values[0] for key, values in parse_qs(parts.query).items() if key in ("shards", "replicas")}
        if not all(value.isdecimal() for value in given.values()):
            raise AddressUnreadable(f"số shards và replicas trong {url} phải là số nguyên")
        return cls(tuple(hosts), name, **{key: int(value) for key, value in given.items()})

    def __str__(self) -> str:
        shown = [re.sub(r"//[^@/]*@", "//", host) for host in self.hosts]  # without the password
        return f"{','.join(shown)}/{self.name}"


class Connection:
    """Sends requests to any node that answers. What passes (no connection, 429, 503 …) is tried again, with pauses that
    double and vary, for at most `patience` seconds; then ClusterUnreachable. Safe to use from several threads.
    """

    def __init__(self, address: Address, *, timeout: float = 10.0, patience: float = 60.0) -> None:
        self.address = address
        self._patience = patience
        self.client: Any = OpenSearch(
            list(address.hosts),
            timeout=timeout,
            max_retries=len(address.hosts),
            retry_on_timeout=True,
            pool_maxsize=16,
        )
        self._closed = threading.Event()

    def close(self) -> None:
        """Close the connections."""
        self._closed.set()
        self.client.close()

    def patiently(self, action: Callable[[], Result]) -> Result:
        """Return what an idempotent action gives, trying again while what stops it may pass."""
        end, pause = time.monotonic() + self._patience, _FIRST_PAUSE
        while True:
            try:
                return action()
            except TransportError as problem:
                if not _passes(problem):
                    raise
                if time.monotonic() > end:
                    raise ClusterUnreachable(str(self.address), str(problem.error)) from problem
            self._closed.wait(random.uniform(pause / 2, pause))  # noqa: S311  spreads clients, hides nothing
            pause = min(2 * pause, _LONGEST_PAUSE)

    def search(self, index: str | None, body: Mapping[str, Any], **parameters: Any) -> Answer:
        """Run one search; never answers from a part of the shards."""
        wanted = {**parameters, "allow_partial_search_results": "false"}
        found: Answer = self.patiently(lambda: self.client.search(body=body, index=index, params=wanted))
        return found

    def counts(self, index: str, queries: Sequence[Mapping[str, Any]]) -> list[int]:
        """Return how many rows fit each query, exactly."""
        if not queries:
            return []
        lines: list[Mapping[str, Any]] = []
        for query in queries:
            lines += [{"index": index}, {"size": 0, "track_total_hits": True, "query": query}]

        def ask() -> list[int]:
            answers = self.client.msearch(body=lines)["responses"]
            for answer in answers:
                if "error" in answer or answer["_shards"]["failed"]:
                    raise TransportError(answer.get("status", 503), "count", answer.get("error"))
            return [answer["hits"]["total"]["value"] for answer in answers]

        return self.patiently(ask)

    def rows(self, index: str, ids: Sequence[str], fields: Sequence[str] | None = None) -> dict[str, Answer]:
        """Return the sources of rows by id, those that there are; they are read as they were last written."""
        wanted = list(dict.fromkeys(ids))
        found: dict[str, Answer] = {}
        for first in range(0, len(wanted), 1000):
            body = {"ids": wanted[first : first + 1000]}
            parameters = {"_source_includes": ",".join(fields)} if fields else {}
            answer = self.patiently(lambda b=body, p=parameters: self.client.mget(body=b, index=index, params=p))  # type: ignore[misc]
            found |= {row["_id"]: row["_source"] for row in answer["docs"] if row.get("found")}
        return found

    def bulk(self, index: str, actions: Iterable[Mapping[str, Any]]) -> dict[str, str]:
        """Write rows; return the ids that the cluster refused for good, each with its reason.

        `actions` are {"id", "source"}, without a source to delete. What is refused for the moment is sent again.
        """
        waiting = {action["id"]: action for action in actions}
        refused: dict[str, str] = {}

        def send() -> None:
            lines: list[Mapping[str, Any]] = []
            for action in waiting.values():
                source = action.get("source")
                lines.append({"delete" if source is None else "index": {"_id": action["id"]}})
                lines += [source] if source is not None else []
            busy: Any = None
            for result in self.client.bulk(body=lines, index=index)["items"]:
                ((kind, said),) = result.items()
                if said["status"] in _PASSING:
                    busy = said
                    continue
                if said["status"] >= 400 and not (kind == "delete" and said["status"] == 404):
                    refused[said["_id"]] = _reason(said["error"])
                waiting.pop(said["_id"], None)
            if busy is not None:
                raise TransportError(busy["status"], "bulk", busy["error"])

        if waiting:
            self.patiently(send)
        return refused


def _passes(problem: TransportError) -> bool:
    """Say whether the same request may succeed later; a node lost in the midst of a search is told as a 500."""
    if isinstance(problem, NoConnection) or problem.status_code in _PASSING:
        return True
    return problem.status_code == 500 and any(lost in str(problem.info) for lost in _LOST)


def _reason(error: Any) -> str:
    """Return the innermost reason of a refusal."""
    while isinstance(error.get("caused_by"), dict):
        error = error["caused_by"]
    return str(error.get("reason") or error.get("type"))[:300]
