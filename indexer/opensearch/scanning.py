"""Reading many rows of a generation in order, a page at a time, from one point in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from indexer.opensearch.connection import Connection, TransportError

_PAGE = 2000
_KEEP_ALIVE = "2m"
Hit = dict[str, Any]


def scan(
    connection: Connection, index: str, query: Mapping[str, Any], sort: Sequence[str], fields: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Yield the sources of all rows that fit, ascending by the sort fields, which must tell them apart."""
    body = {"query": query, "sort": [{name: "asc"} for name in sort], "_source": list(fields)}
    for hit in hits_after(connection, index, body):
        yield hit["_source"]


def hits_after(
    connection: Connection, index: str, body: Mapping[str, Any], *, page: int = _PAGE, **parameters: Any
) -> Iterator[Hit]:
    """Yield every hit of a sorted search by search_after over a point in time.

    Where a node takes the point in time with it, another is opened and reading goes on behind the last hit: nobody
    writes a finished generation, so it is the same.
    """
    point = _Point(connection, index)
    try:
        after: list[Any] | None = None
        while True:
            asked = {**body, "size": page, "track_total_hits": False, **({"search_after": after} if after else {})}
            found = point.search(asked, parameters)
            yield from found
            if len(found) < page:
                return
            after = found[-1]["sort"]
    finally:
        point.close()


class _Point:
    """A point in time of an index, opened anew when it is lost."""

    def __init__(self, connection: Connection, index: str) -> None:
        self._connection = connection
        self._index = index
        self._id = self._open()

    def search(self, body: Mapping[str, Any], parameters: Mapping[str, Any]) -> list[Hit]:
        for attempt in range(3):
            pit = {"pit": {"id": self._id, "keep_alive": _KEEP_ALIVE}}
            try:
                answer = self._connection.search(None, {**body, **pit}, **parameters)
            except TransportError as problem:
                if problem.status_code != 404 or attempt == 2:
                    raise
            else:
                self._id = answer.get("pit_id", self._id)
                if not answer["_shards"]["failed"]:
                    hits: list[Hit] = answer["hits"]["hits"]
                    return hits
            self._id = self._open()
        raise TransportError(503, "point_in_time_lost", self._index)

    def close(self) -> None:
        with suppress(TransportError):
            self._connection.client.delete_pit(body={"pit_id": [self._id]})

    def _open(self) -> str:
        client = self._connection.client
        parameters = {"keep_alive": _KEEP_ALIVE, "allow_partial_pit_creation": "false"}
        made = self._connection.patiently(lambda: client.create_pit(index=self._index, params=parameters))
        return str(made["pit_id"])


def composite(
    connection: Connection, index: str, query: Mapping[str, Any], field: str, *, page: int = 10_000
) -> Iterator[tuple[str, int]]:
    """Yield every value of a field among the rows that fit, ascending, with exact counts."""
    after: dict[str, str] = {}
    while True:
        values: dict[str, Any] = {"size": page, "sources": [{"value": {"terms": {"field": field}}}]}
        if after:
            values["after"] = after
        body = {"size": 0, "query": query, "aggs": {"values": {"composite": values}}}
        found = connection.search(index, body)["aggregations"]["values"]
        for bucket in found["buckets"]:
            yield bucket["key"]["value"], bucket["doc_count"]
        if len(found["buckets"]) < page:
            return
        after = found["after_key"]
