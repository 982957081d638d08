"""Builds one generation on a cluster: a new index, or a copy of the live one with some documents replaced."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np

from analyzers.pipeline import Analyzer, shared_analyzer
from corpus.errors import Refusal
from corpus.model import Document
from indexer.errors import IndexDamaged
from indexer.kernels.signatures import groups
from indexer.opensearch.checking import content_digest, damaged_documents, require_compatible
from indexer.opensearch.connection import Address, Connection
from indexer.opensearch.generations import KEPT, Generations
from indexer.opensearch.mapping import FORMAT, Kind
from indexer.opensearch.rows import Source, document_key, item_key, rows_of, size_of
from indexer.opensearch.scanning import composite, scan
from indexer.opensearch.tallies import Tallies, name_key
from indexer.page import IndexInfo, IngestReport
from indexer.request import Facet
from indexer.sources import SourceRecord

_BATCH_BYTES = 4 << 20
_SAMPLES = 20
_SOURCES_A_ROW = 500
_LOG = logging.getLogger(__name__)


class OpenSearchBuilder:
    """Writes one generation on a cluster. Holds the builder's row there until `commit` or `abort`.

    Every row has an id of its own, so whatever is sent twice is there once. A document of which the cluster refuses a
    row is taken back whole and reported.
    """

    def __init__(
        self,
        url: str,
        *,
        fresh: bool,
        analyzer: Analyzer | None = None,
        keep: int = KEPT,
        wait: float = 0.0,
        waiting: Callable[[str], None] | None = None,
    ) -> None:
        self._analyzer = analyzer or shared_analyzer()
        self._connection = Connection(Address.parse(url), timeout=60.0, patience=180.0)
        self._generations = Generations(self._connection)
        self._keep = keep
        self._finished = False
        self._held = ExitStack()
        self._held.callback(self._connection.close)
        try:
            self._held.enter_context(self._generations.lock(wait=wait, waiting=waiting))
            self._open(fresh)
        except BaseException:
            self._held.close()
            raise

    def _open(self, fresh: bool) -> None:
        self.sources: tuple[SourceRecord, ...] = ()
        self._documents: dict[str, int] = {}  # id -> items
        self._tallies = Tallies()
        self._waiting: dict[str, list[tuple[str, Source]]] = {}  # document id -> its rows
        self._bytes = 0
        live = None
        if not fresh:
            live = self._generations.require()
            require_compatible(self._connection.address, self._generations.meta(live), self._analyzer.fingerprint)
            self._read(live)
        self._index = self._generations.start(copy=live)

    def _read(self, live: str) -> None:
        for row in scan(self._connection, live, {"term": {"kind": Kind.DOCUMENT}}, ["document"], ["document", "items"]):
            self._documents[row["document"]] = row["items"]
        kept = scan(self._connection, live, {"term": {"kind": Kind.SOURCES}}, ["position"], ["kept"])
        self.sources = tuple(SourceRecord.from_json(record) for row in kept for record in row["kept"]["sources"])

    @property
    def document_ids(self) -> frozenset[str]:
        """The ids of the documents that the generation holds so far."""
        return frozenset(self._documents)

    def upsert(self, documents: Iterable[Document]) -> IngestReport:
        """Add documents, each replacing an earlier one of the same id; `refused` are those the cluster did not take."""
        before, items = set(self._documents), 0
        sent: dict[str, int] = {}
        refused: tuple[Refusal, ...] = ()
        for document in documents:
            if document.id in self._documents:
                self._take_away(document.id)
            refused += self._add(document)
            sent[document.id] = sent.get(document.id, 0) + 1
            items += len(document.items)
        refused += self._send()
        taken = [name for name in sent if name in self._documents]
        added = sum(name not in before for name in taken)
        replaced = sum(sent[name] for name in taken) - added
        return IngestReport(added=added, replaced=replaced, items=items, refused=refused)

    def remove(self, document_ids: Iterable[str]) -> int:
        """Remove documents by id and return how many were there."""
        present = [name for name in dict.fromkeys(document_ids) if name in self._documents]
        for name in present:
            self._take_away(name)
        return len(present)

    def commit(self, *, sources: Sequence[SourceRecord] | None = None, report: IngestReport | None = None) -> IndexInfo:
        """Check the generation and make it live, in one step; on any failure it is dropped and the old one stays."""
        self._finished = True
        try:
            return self._commit(self.sources if sources is None else tuple(sources), report or IngestReport())
        except BaseException:
            self._generations.drop(self._index)
            raise
        finally:
            self._held.close()

    def abort(self) -> None:
        """Drop everything written; the live index stays as it was. Does nothing after `commit` or `abort`."""
        if self._finished:
            return
        self._finished = True
        try:
            self._generations.drop(self._index)
        finally:
            self._held.close()

    def _add(self, document: Document) -> tuple[Refusal, ...]:
        rows = list(rows_of(document, content_digest(document), self._analyzer))
        self._waiting[document.id] = rows
        self._documents[document.id] = len(document.items)
        self._count(rows, 1)
        self._bytes += sum(size_of(source) for _, source in rows)
        return self._send() if self._bytes >= _BATCH_BYTES else ()

    def _take_away(self, document_id: str) -> None:
        """Take a document out of what is waiting, or off the cluster."""
        waiting = self._waiting.pop(document_id, None)
        if waiting is not None:
            self._count(waiting, -1)
            del self._documents[document_id]
            return
        keys = [item_key(document_id, position) for position in range(self._documents.pop(document_id))]
        rows = list(self._connection.rows(self._index, keys).items())
        self._count(rows, -1)
        days = [f"{key}:{day}" for key, source in rows for day in source["due"]]
        gone = [document_key(document_id), *keys, *days]
        self._connection.bulk(self._index, [{"id": key} for key in gone])

    def _count(self, rows: Iterable[tuple[str, Source]], sign: int) -> None:
        for _, source in rows:
            if source["kind"] == Kind.ITEM:
                self._tallies.add(source, sign)

    def _send(self) -> tuple[Refusal, ...]:
        """Send what waits; take documents back whole of which a row is refused, and report them by id."""
        waiting, self._waiting, self._bytes = self._waiting, {}, 0
        actions = [{"id": key, "source": source} for rows in waiting.values() for key, source in rows]
        refused = self._connection.bulk(self._index, actions)
        reports = []
        for document_id, rows in waiting.items():
            reason = next((refused[key] for key, _ in rows if key in refused), None)
            if reason is not None:
                self._count(rows, -1)
                del self._documents[document_id]
                self._connection.bulk(self._index, [{"id": key} for key, _ in rows])
                _LOG.warning("the cluster refused document %s: %s", document_id, reason)
                reports.append(Refusal(document_id, "cluster-refused", f"cụm không nhận văn bản này: {reason}"))
        return tuple(reports)

    def _commit(self, sources: tuple[SourceRecord, ...], report: IngestReport) -> IndexInfo:
        self._write_kept(self._statistics())
        self._write_kept(self._names())
        self._rewrite(Kind.SOURCES, _source_rows(sources))
        self._rewrite(Kind.REFUSALS, _refusal_rows(report))
        self._generations.refresh(self._index)
        self._regroup()
        self._generations.refresh(self._index)
        meta = self._meta(report)
        self._check(meta)
        self._generations.wait_for(self._index, "green")
        self._generations.seal(self._index, meta)
        self._generations.publish(self._index, keep=self._keep)
        return describe_generation(self._index, meta, self._generations)

    def _rewrite(self, kind: Kind, rows: Iterable[tuple[str, Source]]) -> None:
        """Write the rows of a list in the place of those that an earlier generation had."""
        written = dict(rows)
        kept = scan(self._connection, self._index, {"term": {"kind": kind}}, ["position"], ["position"])
        gone = [f"{kind[0]}{row['position']}" for row in kept if f"{kind[0]}{row['position']}" not in written]
        self._write_kept([*written.items(), *((key, None) for key in gone)])

    def _write_kept(self, rows: Iterable[tuple[str, Source | None]]) -> None:
        """Write rows of our own making; the cluster has no reason to refuse any. Without a source a row goes."""
        batch: list[dict[str, Any]] = []
        size = 0
        for key, source in rows:
            batch.append({"id": key} if source is None else {"id": key, "source": source})
            size += size_of(source or {})
            if size > _BATCH_BYTES:
                self._write_all(batch)
                batch, size = [], 0
        self._write_all(batch)

    def _write_all(self, batch: list[dict[str, Any]]) -> None:
        refused = self._connection.bulk(self._index, batch)
        if refused:
            raise IndexDamaged(str(self._connection.address), tuple(f"{key} ({why})" for key, why in refused.items()))

    def _statistics(self) -> Iterator[tuple[str, Source]]:
        changed = list(self._tallies.statistics())
        for first in range(0, len(changed), 200):
            part = changed[first : first + 200]
            kept = self._connection.rows(self._index, [row for row, _ in part])
            for row, spellings in part:
                yield row, self._tallies.merged_statistics(row, spellings, kept[row]["kept"] if row in kept else {})

    def _names(self) -> Iterator[tuple[str, Source | None]]:
        changed = self._tallies.names()
        for first in range(0, len(changed), 1000):
            part = {name_key(key): key for key in changed[first : first + 1000]}
            kept = self._connection.rows(self._index, list(part))
            for row, key in part.items():
                yield row, self._tallies.merged_name(key, kept.get(row))

    def _regroup(self) -> None:
        """Find the near-duplicates among all items, and correct the group of each row that has another now."""
        query = {"term": {"kind": Kind.ITEM}}
        rows = list(
            scan(
                self._connection,
                self._index,
                query,
                ["document", "position"],
                ["document", "position", "signature", "group"],
            )
        )
        signed = np.frombuffer(bytes.fromhex("".join(row["signature"] for row in rows)), np.uint32).reshape(-1, 16)
        found = groups(signed, np.ones(len(rows), np.bool_)).tolist() if rows else []
        keys = [item_key(row["document"], row["position"]) for row in rows]
        changed = [(keys[n], keys[g]) for n, g in enumerate(found) if rows[n]["group"] != keys[g]]
        for first in range(0, len(changed), 500):
            part = dict(changed[first : first + 500])
            sources = self._connection.rows(self._index, list(part))
            self._write_all([{"id": key, "source": {**sources[key], "group": group}} for key, group in part.items()])

    def _meta(self, report: IngestReport) -> dict[str, Any]:
        sums = {name: {"sum": {"field": f"lengths_{name}"}} for name in ("heading", "body", "context")}
        body = {"size": 0, "query": {"term": {"kind": Kind.ITEM}}, "aggs": sums}
        found = self._connection.search(self._index, body)["aggregations"]
        return {
            "format": FORMAT,
            "analyser": self._analyzer.fingerprint,
            "built": datetime.now(UTC).isoformat(timespec="seconds"),
            "documents": len(self._documents),
            "items": sum(self._documents.values()),
            "lengths": {name: int(found[name]["value"]) for name in sums},
            "shared": {name: self._shared(name) for name in _SHARING},
            "report": _report_json(report),
        }

    def _shared(self, name: str) -> list[str]:
        """Return the values of a column that several names would have."""
        query = {"bool": {"filter": [{"term": {"kind": Kind.NAME}}, {"term": {"column": name}}]}}
        return [value for value, count in composite(self._connection, self._index, query, "value") if count > 1]

    def _check(self, meta: dict[str, Any]) -> None:
        """Count what arrived and read some documents back; raises IndexDamaged."""
        kinds: list[dict[str, Any]] = [{"term": {"kind": Kind.DOCUMENT}}, {"term": {"kind": Kind.ITEM}}]
        counted = self._connection.counts(self._index, kinds)
        if counted != [meta["documents"], meta["items"]]:
            raise IndexDamaged(str(self._connection.address), (f"{self._index} ({counted})",))
        names = list(self._documents)
        damaged = damaged_documents(self._connection, self._index, names[:: max(1, len(names) // _SAMPLES)])
        if damaged:
            raise IndexDamaged(str(self._connection.address), damaged)


_SHARING = (Facet.AGENCY.value, Facet.PROVINCE.value, Facet.KIND.value, "any-role")


def describe_generation(index: str, meta: dict[str, Any], generations: Generations) -> IndexInfo:
    """Return the state of a generation."""
    return IndexInfo(
        generation=generations.number(index),
        documents=meta["documents"],
        items=meta["items"],
        bytes=generations.bytes(index),
        fields=("syllables", "words", "numbers", *(facet.value for facet in Facet)),
        analyser=meta["analyser"],
        engine="opensearch",
        built=meta["built"],
    )


def _report_json(report: IngestReport) -> dict[str, Any]:
    """Return a report without its inputs: it is kept where every node holds it in memory."""
    return asdict(replace(report, refused=(), doubtful=()))


def _refusal_rows(report: IngestReport) -> Iterator[tuple[str, Source]]:
    """Yield rows that hold the inputs of a report; the first is there without any, in the place of an earlier one."""
    inputs = {name: [asdict(refusal) for refusal in getattr(report, name)] for name in ("refused", "doubtful")}
    for number, first in enumerate(range(0, max(1, *map(len, inputs.values())), _SOURCES_A_ROW)):
        part = {name: values[first : first + _SOURCES_A_ROW] for name, values in inputs.items()}
        yield f"r{number}", {"kind": Kind.REFUSALS, "position": number, "kept": part}


def _source_rows(sources: Sequence[SourceRecord]) -> Iterator[tuple[str, Source]]:
    for number, first in enumerate(range(0, len(sources), _SOURCES_A_ROW)):
        part = [asdict(record) for record in sources[first : first + _SOURCES_A_ROW]]
        yield f"s{number}", {"kind": Kind.SOURCES, "position": number, "kept": {"sources": part}}
