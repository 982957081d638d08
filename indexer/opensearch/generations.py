"""Generations of an index on a cluster: built under a name of their own, swapped in by one change of an alias.

    ketluan              the alias of the live generation
    ketluan-000007       a generation; no one may write it from the moment it is live
    ketluan-builders     of each name a row that its builder holds while it builds

Among several names `ketluan-000007` the live one is what the alias points at; anything newer is unfinished.
"""

from __future__ import annotations

import os
import re
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from indexer.errors import GenerationMissing, IndexDamaged, IndexLocked, IndexMissing
from indexer.opensearch.connection import Connection, NotFoundError, TransportError
from indexer.opensearch.mapping import index_body

KEPT = 2
_BUILDERS = "ketluan-builders"
_LEASE = 60.0  # seconds that a builder may be silent before another takes its place
_BEAT = 10.0
_POLL = 0.5


class Generations:
    """The generations of one name on a cluster."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._client: Any = connection.client
        self._name = connection.address.name

    def live(self) -> str | None:
        """Return the index of the live generation, None before the first; asked of the node at hand, cheaply."""
        try:
            found = self._connection.patiently(lambda: self._client.indices.get_alias(name=self._name))
        except NotFoundError:
            return None
        return max(found, default=None)

    def require(self) -> str:
        """Return the index of the live generation; raises IndexMissing."""
        live = self.live()
        if live is None:
            raise IndexMissing(str(self._connection.address))
        return live

    def meta(self, index: str) -> dict[str, Any]:
        """Return what a generation says of itself; raises IndexDamaged where it never was finished."""
        found = self._connection.patiently(lambda: self._client.indices.get_mapping(index=index))
        meta = found[index]["mappings"].get("_meta")
        if meta is None:
            raise IndexDamaged(str(self._connection.address), (index,))
        return dict(meta)

    def number(self, index: str) -> int:
        """Return the number of a generation."""
        return int(index.removeprefix(f"{self._name}-"))

    def known(self) -> list[str]:
        """Return the indices of all generations, oldest first, finished or not."""
        found = self._connection.patiently(
            lambda: self._client.indices.get_settings(index=f"{self._name}-*", params={"expand_wildcards": "open"})
        )
        return sorted(index for index in found if re.fullmatch(re.escape(self._name) + r"-\d{6,}", index))

    def start(self, *, copy: str | None) -> str:
        """Make a new generation, empty or a copy of another, and return its index. Needs the lock.

        A copy shares the files of its original until it changes. What a builder that died left behind is removed.
        """
        live = self.live()
        for leftover in self.known():
            if live is None or leftover > live:
                self.drop(leftover)
        number = self.number(max(self.known(), default=f"{self._name}-{0:06}")) + 1
        index = f"{self._name}-{number:06}"
        address = self._connection.address
        if copy is None:
            body = index_body(address.shards, self._copies())
            self._once(lambda: self._client.indices.create(index=index, body=body))
        else:
            copies = {"index.number_of_replicas": self._copies()}
            settings = {"index.blocks.write": None, "index.refresh_interval": "-1", **copies}
            self._once(lambda: self._client.indices.clone(index=copy, target=index, body={"settings": settings}))
        self.wait_for(index, "yellow")
        return index

    def publish(self, index: str, *, keep: int = KEPT) -> None:
        """Make a finished generation the live one, and remove all but the last few. Needs the lock."""
        self._point_at(index)
        self.prune(keep)

    def prune(self, keep: int) -> list[str]:
        """Remove all generations but the live one and the newest before it, `keep` in all; return the removed ones."""
        live = self.require()
        older = [index for index in self.known() if index < live]
        removed = older[: max(0, len(older) + 1 - keep)]
        for index in removed:
            self.drop(index)
        return removed

    def rollback(self, number: int | None = None) -> str:
        """Make an older generation live again, by default the one before; raises GenerationMissing. Needs the lock."""
        live = self.require()
        known = [index for index in self.known() if index <= live]
        older = [index for index in known if index < live]
        wanted = f"{self._name}-{number:06}" if number is not None else max(older, default="")
        if wanted not in known:
            numbers = tuple(self.number(index) for index in known)
            raise GenerationMissing(str(self._connection.address), number, numbers)
        self._point_at(wanted)
        return wanted

    def drop(self, index: str) -> None:
        """Remove a generation, if it is there."""
        with suppress(NotFoundError):
            self._connection.patiently(lambda: self._client.indices.delete(index=index))

    def seal(self, index: str, meta: dict[str, Any]) -> None:
        """Say in a generation what it is, and let no one write it any more."""
        self._connection.patiently(lambda: self._client.indices.put_mapping(index=index, body={"_meta": meta}))
        settings = {"index.blocks.write": True, "index.refresh_interval": "1s"}
        self._connection.patiently(lambda: self._client.indices.put_settings(index=index, body=settings))

    def refresh(self, index: str) -> None:
        """Let what was written be found."""
        self._connection.patiently(lambda: self._client.indices.refresh(index=index))

    def wait_for(self, index: str, status: str, seconds: int = 60) -> bool:
        """Wait until every shard is at least so healthy; say whether it is."""
        parameters = {"wait_for_status": status, "timeout": f"{seconds}s", "request_timeout": seconds + 5}
        try:
            self._connection.patiently(lambda: self._client.cluster.health(index=index, params=parameters))
        except TransportError as problem:
            if problem.status_code != 408:
                raise
            return False
        return True

    def bytes(self, index: str) -> int:
        """Return the size of a generation's primary shards."""
        found = self._connection.patiently(lambda: self._client.indices.stats(index=index, metric="store"))
        return int(found["_all"]["primaries"]["store"]["size_in_bytes"])

    @contextmanager
    def lock(self, *, wait: float = 0.0, waiting: Callable[[str], None] | None = None) -> Iterator[None]:
        """Hold the builder's row; tries for `wait` seconds and tells `waiting` once for whom, then raises IndexLocked.

        A builder that is silent for a minute has lost it.
        """
        claim = {"holder": _signature(), "token": secrets.token_hex(8)}
        if not self._connection.patiently(lambda: self._client.indices.exists(index=_BUILDERS)):
            body = {"settings": {"number_of_shards": 1, "auto_expand_replicas": "0-2"}}
            self._once(lambda: self._client.indices.create(index=_BUILDERS, body=body))
        self._claim(claim, time.monotonic() + wait, waiting)
        ended = threading.Event()
        beat = threading.Thread(target=self._keep_claim, args=(claim, ended), daemon=True)
        beat.start()
        try:
            yield
        finally:
            ended.set()
            beat.join()
            with suppress(TransportError):
                self._client.delete(index=_BUILDERS, id=self._name)

    def _claim(self, claim: dict[str, str], end: float, waiting: Callable[[str], None] | None) -> None:
        while True:
            try:
                self._connection.patiently(lambda: self._write_claim(claim, {"op_type": "create"}))
            except TransportError as conflict:
                if conflict.status_code != 409:
                    raise
            else:
                return
            other = self._holder()
            if other and other["_source"]["token"] == claim["token"]:
                return  # the answer to a first try was lost
            if other and time.time() - other["_source"]["at"] > _LEASE:
                place = {"if_seq_no": other["_seq_no"], "if_primary_term": other["_primary_term"]}
                with suppress(TransportError):
                    self._write_claim(claim, place)
                    return
            holder = other["_source"]["holder"] if other else ""
            if time.monotonic() >= end:
                raise IndexLocked(str(self._connection.address), holder)
            if waiting is not None:
                waiting(holder)
                waiting = None
            time.sleep(_POLL)

    def _holder(self) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = self._connection.patiently(lambda: self._client.get(index=_BUILDERS, id=self._name))
        except NotFoundError:
            return None
        return found

    def _write_claim(self, claim: dict[str, str], parameters: dict[str, Any]) -> None:
        self._client.index(index=_BUILDERS, id=self._name, body={**claim, "at": time.time()}, params=parameters)

    def _keep_claim(self, claim: dict[str, str], ended: threading.Event) -> None:
        while not ended.wait(_BEAT):
            with suppress(TransportError):
                self._write_claim(claim, {})

    def _point_at(self, index: str) -> None:
        others = [{"remove": {"index": f"{self._name}-0*", "alias": self._name}}] if self.live() else []
        actions = {"actions": [*others, {"add": {"index": index, "alias": self._name}}]}
        self._connection.patiently(lambda: self._client.indices.update_aliases(body=actions))

    def _copies(self) -> int:
        """Return how many replicas there can be: with none, a node lost while building would lose its shards."""
        health = self._connection.patiently(self._client.cluster.health)
        return max(0, min(self._connection.address.replicas, int(health["number_of_data_nodes"]) - 1))

    def _once(self, make: Any) -> None:
        """Make an index; where the answer to a first try was lost, the second finds it made."""
        try:
            self._connection.patiently(make)
        except TransportError as problem:
            if problem.error != "resource_already_exists_exception":
                raise


def _signature() -> str:
    return f"tiến trình {os.getpid()} trên máy {socket.gethostname()} từ {datetime.now(UTC):%H:%M:%S %d/%m/%Y} UTC"
