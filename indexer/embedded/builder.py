"""Builds one generation: fresh, or from a copy of the live one with some documents replaced."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from analyzers.pipeline import Analyzer, shared_analyzer
from corpus.model import Document
from indexer.embedded.arrays.analysing import analyse
from indexer.embedded.arrays.directory import DirectoryWriter
from indexer.embedded.checking import unanswered
from indexer.embedded.engine import describe_generation, open_snapshot
from indexer.embedded.generations import KEPT, Generations
from indexer.embedded.manifest import Manifest, read_checked, record_files, require_files, write_manifest
from indexer.embedded.origin import SOURCES, sources_from, write_origin
from indexer.embedded.schema import FORMAT
from indexer.embedded.snapshot import Snapshot
from indexer.errors import IndexDamaged
from indexer.page import IndexInfo, IngestReport
from indexer.sources import SourceRecord

_ANALYSED_TOGETHER = 128  # documents
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
        self._waiting: dict[str, Document] = {}
        if not fresh:
            snapshot = open_snapshot(self._generations, self._analyzer.fingerprint)
            live = self._generations.live()
            self._before = live, snapshot.manifest
            self.sources = sources_from(read_checked(self._generations.root, *self._before, SOURCES))
            snapshot.close()
        self._number, self._partial = self._generations.start(copy=live)
        self._writer = DirectoryWriter(self._partial, fresh=fresh)

    @property
    def document_ids(self) -> frozenset[str]:
        """The ids of the documents that the generation holds so far."""
        return frozenset(self._writer.documents) | self._waiting.keys()

    def upsert(self, documents: Iterable[Document]) -> IngestReport:
        """Add documents, each replacing an earlier one of the same id."""
        added = replaced = items = 0
        for document in documents:
            is_new = document.id not in self._writer.documents and document.id not in self._waiting
            added, replaced = added + is_new, replaced + (not is_new)
            items += len(document.items)
            self._waiting[document.id] = document
            if len(self._waiting) == _ANALYSED_TOGETHER:
                self._write_waiting()
        self._write_waiting()
        return IngestReport(added=added, replaced=replaced, items=items)

    def _write_waiting(self) -> None:
        """Analyse the documents that wait; of two of one id the later is there."""
        if self._waiting:
            self._writer.add(analyse(list(self._waiting.values()), self._analyzer))
            self._waiting.clear()

    def remove(self, document_ids: Iterable[str]) -> int:
        """Remove documents by id and return how many were there."""
        return self._writer.remove(document_ids)

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

    def _commit(self, sources: tuple[SourceRecord, ...], report: IngestReport) -> IndexInfo:
        self._writer.finish()
        write_origin(self._partial, sources, report)
        manifest = self._manifest()
        write_manifest(self._partial, manifest)
        self._check(manifest)
        self._generations.publish(self._partial, keep=self._keep)
        return describe_generation(manifest)

    def _manifest(self) -> Manifest:
        return Manifest(
            format=FORMAT,
            generation=self._number,
            analyser=self._analyzer.fingerprint,
            built=datetime.now(UTC).isoformat(timespec="seconds"),
            documents=len(self._writer.documents),
            items=sum(self._writer.documents.values()),
            packages={"python": platform.python_version(), **{name: metadata.version(name) for name in _PACKAGES}},
            files=record_files(self._partial, like=self._before),
        )

    def _check(self, manifest: Manifest) -> None:
        """Open what was written as a reader would, and ask it, before anyone else can; raises IndexDamaged."""
        require_files(self._generations.root, self._partial, manifest)
        snapshot = Snapshot(self._partial, manifest)
        try:
            written = snapshot.documents()
            if written != self._writer.documents or unanswered(snapshot, self._analyzer, list(written)):
                raise IndexDamaged(self._generations.root, (self._partial.name,))
        finally:
            snapshot.close()
