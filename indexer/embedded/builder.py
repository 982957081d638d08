"""Builds one generation: fresh, or from a copy of the live one with some documents replaced."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from analyzers.pipeline import Analyzer, shared_analyzer
from corpus.model import Document
from indexer.embedded.checking import unanswered
from indexer.embedded.columns import build_columns
from indexer.embedded.engine import describe_generation, open_snapshot
from indexer.embedded.generations import KEPT, Generations
from indexer.embedded.manifest import Manifest, read_checked, record_files, require_files, write_manifest
from indexer.embedded.origin import SOURCES, sources_from, write_origin
from indexer.embedded.packing import pack_document
from indexer.embedded.rows import ItemRow, indexable_items
from indexer.embedded.schema import BODY, DOCUMENT, FORMAT, ROW
from indexer.embedded.snapshot import WHOOSH, Snapshot, create_whoosh, open_whoosh
from indexer.errors import IndexDamaged
from indexer.page import IndexInfo, IngestReport
from indexer.sources import SourceRecord

_WRITER_MEGABYTES = 256
_PACKAGES = ("ketluan", "whoosh3", "numpy", "numba", "underthesea")


class EmbeddedBuilder:
    """Writes one generation below `root`. Holds the builder's lock until `commit` or `abort`.

    A fresh builder starts from nothing; another takes over the live generation, which must be of this format and
    analyser. `keep` generations are left when it goes live. Waits for another builder for `wait` seconds, and tells
    `waiting` for whom. Raises IndexLocked, and without `fresh` whatever opening the live generation raises.
    """

    def __init__(
        self,
        root: Path,
        *,
        fresh: bool,
        analyzer: Analyzer | None = None,
        keep: int = KEPT,
        wait: float = 0.0,
        waiting: Callable[[str], None] | None = None,
    ) -> None:
        self._analyzer = analyzer or shared_analyzer()
        self._generations = Generations(root)
        self._keep = keep
        self._finished = False
        self._held = ExitStack()
        self.interrupted = self._held.enter_context(self._generations.lock(wait=wait, waiting=waiting))
        try:
            self._open(fresh)
        except BaseException:
            self._generations.sweep()
            self._held.close()
            raise

    def _open(self, fresh: bool) -> None:
        live = None
        self._before: tuple[Path, Manifest] | None = None
        self.sources: tuple[SourceRecord, ...] = ()
        self._documents: dict[str, int] = {}  # id -> items
        self._unflushed: set[str] = set()
        if not fresh:
            snapshot = open_snapshot(self._generations, self._analyzer.fingerprint)
            live = self._generations.live()
            self._before = live, snapshot.manifest
            self.sources = sources_from(read_checked(self._generations.root, *self._before, SOURCES))
            self._documents = {entry.id: len(entry.items) for entry in snapshot.columns.documents}
            snapshot.close()
        self._number, self._partial = self._generations.start(copy=live)
        self._writer = self._open_writer(fresh)

    def _open_writer(self, fresh: bool) -> Any:
        index = create_whoosh(self._partial) if fresh else open_whoosh(self._partial)
        return index.writer(limitmb=_WRITER_MEGABYTES)

    @property
    def document_ids(self) -> frozenset[str]:
        """The ids of the documents that the generation holds so far."""
        return frozenset(self._documents)

    def upsert(self, documents: Iterable[Document]) -> IngestReport:
        """Add documents, each replacing an earlier one of the same id."""
        added = replaced = items = 0
        for document in documents:
            if document.id in self._documents:
                self._delete(document.id)
                replaced += 1
            else:
                added += 1
            self._add(document)
            items += len(document.items)
        return IngestReport(added=added, replaced=replaced, items=items)

    def remove(self, document_ids: Iterable[str]) -> int:
        """Remove documents by id and return how many were there."""
        present = [identifier for identifier in dict.fromkeys(document_ids) if identifier in self._documents]
        for identifier in present:
            self._delete(identifier)
            del self._documents[identifier]
        return len(present)

    def commit(self, *, sources: Sequence[SourceRecord] | None = None, report: IngestReport | None = None) -> IndexInfo:
        """Make the generation durable and live, in one step; on any failure it is dropped and the old one stays.

        `sources` and `report` go into the manifest; without sources those of the generation before are kept.
        """
        self._finished = True
        try:
            return self._commit(self.sources if sources is None else tuple(sources), report or IngestReport())
        except BaseException:
            self._generations.discard(self._partial)
            raise
        finally:
            self._held.close()

    def abort(self) -> None:
        """Drop everything written; the live index stays as it was. Does nothing after `commit` or `abort`."""
        if self._finished:
            return
        self._finished = True
        try:
            self._writer.cancel()
        finally:
            self._generations.discard(self._partial)
            self._held.close()

    def _delete(self, document_id: str) -> None:
        if document_id in self._unflushed:
            # Whoosh deletes from finished segments only, not from what its writer still holds.
            self._writer.commit(merge=False)
            self._writer = open_whoosh(self._partial).writer(limitmb=_WRITER_MEGABYTES)
            self._unflushed.clear()
        self._writer.delete_by_term(DOCUMENT, document_id)

    def _add(self, document: Document) -> None:
        for indexable in indexable_items(document, self._analyzer):
            terms = {name: [values] for name, values in indexable.terms.items()}
            self._writer.add_document(**terms, document=document.id, row=indexable.row.stored())
        self._writer.add_document(document=document.id, body=[document.id, pack_document(document)])
        self._documents[document.id] = len(document.items)
        self._unflushed.add(document.id)

    def _commit(self, sources: tuple[SourceRecord, ...], report: IngestReport) -> IndexInfo:
        self._writer.commit()
        self._write_columns()
        # Whoosh leaves its write lock behind, an empty file that the next writer may or may not make anew.
        for lock in (self._partial / WHOOSH).glob("*LOCK"):
            lock.unlink()
        write_origin(self._partial, sources, report)
        manifest = self._manifest()
        write_manifest(self._partial, manifest)
        self._check(manifest)
        self._generations.publish(self._partial, keep=self._keep)
        return describe_generation(manifest)

    def _write_columns(self) -> None:
        reader = open_whoosh(self._partial).reader()
        try:
            rows, bodies = _stored(reader)
            build_columns(reader.doc_count_all(), rows, bodies).save(self._partial)
        finally:
            reader.close()

    def _manifest(self) -> Manifest:
        return Manifest(
            format=FORMAT,
            generation=self._number,
            analyser=self._analyzer.fingerprint,
            built=datetime.now(UTC).isoformat(timespec="seconds"),
            documents=len(self._documents),
            items=sum(self._documents.values()),
            packages={"python": platform.python_version(), **{name: metadata.version(name) for name in _PACKAGES}},
            files=record_files(self._partial, like=self._before),
        )

    def _check(self, manifest: Manifest) -> None:
        """Open what was written as a reader would, and ask it, before anyone else can; raises IndexDamaged."""
        require_files(self._generations.root, self._partial, manifest)
        snapshot = Snapshot(self._partial, manifest)
        try:
            written = {entry.id: len(entry.items) for entry in snapshot.columns.documents}
            if written != self._documents or unanswered(snapshot, self._analyzer, list(written)):
                raise IndexDamaged(self._generations.root, (self._partial.name,))
        finally:
            snapshot.close()


def _stored(reader: Any) -> tuple[list[tuple[int, ItemRow]], dict[str, int]]:
    """Return the item rows by Whoosh number, and the number of each document's own row."""
    rows: list[tuple[int, ItemRow]] = []
    bodies: dict[str, int] = {}
    for number, stored in _live_rows(reader):
        if ROW in stored:
            rows.append((number, ItemRow.from_stored(stored[ROW])))
        else:
            bodies[stored[BODY][0]] = number
    return rows, bodies


def _live_rows(reader: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    for number in range(reader.doc_count_all()):
        if not reader.is_deleted(number):
            yield number, reader.stored_fields(number)
