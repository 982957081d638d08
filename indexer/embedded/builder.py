"""Builds one generation: fresh, or from a copy of the live one with some documents replaced."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from functools import cached_property
from importlib import metadata
from pathlib import Path

from analyzers.pipeline import Analyzer, shared_analyzer
from corpus.model import Document
from indexer.cache import Cache
from indexer.embedded.arrays.directory import DirectoryWriter
from indexer.embedded.arrays.growing import NAME as COLUMNS
from indexer.embedded.arrays.memory import RowMemory
from indexer.embedded.arrays.pool import analysed
from indexer.embedded.arrays.writer import MEGABYTES
from indexer.embedded.checking import build_answers, update_answers
from indexer.embedded.durable import link_or_copy
from indexer.embedded.engine import describe_generation, open_snapshot
from indexer.embedded.generations import KEPT, Generations
from indexer.embedded.manifest import Manifest, read_checked, record_files, require_files, write_manifest
from indexer.embedded.origin import SOURCES, sources_from, write_report, write_sources
from indexer.embedded.schema import FORMAT
from indexer.embedded.snapshot import Snapshot
from indexer.errors import IndexDamaged
from indexer.page import IndexInfo, IngestReport
from indexer.sources import SourceRecord

_PACKAGES = ("ketluan", "whoosh3", "numpy", "numba", "underthesea")


class EmbeddedBuilder:
    """Writes one generation below `root`. Holds the builder's lock until `commit` or `abort`.

    A fresh builder starts from nothing; another takes over the live generation, which must be of this format and
    analyser. `keep` generations are left when it goes live. Waits for another builder for `wait` seconds, and tells
    `waiting` for whom. Texts are analysed by `workers` processes unless `cache` has their rows; about `megabytes` of
    rows are held before they are written. Raises IndexLocked, and without `fresh` whatever opening the live one raises.
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
        workers: int = 1,
        megabytes: int = MEGABYTES,
        cache: Cache | None = None,
    ) -> None:
        self._workers, self._megabytes = workers, megabytes
        self._analyzer = analyzer or shared_analyzer()
        self._generations = Generations(root)
        self._keep = keep
        self._finished = False
        self._held = ExitStack()
        self.interrupted = self._held.enter_context(self._generations.lock(wait=wait, waiting=waiting))
        try:
            self._open(fresh, cache)
        except BaseException:
            self._generations.sweep()
            self._held.close()
            raise

    def _open(self, fresh: bool, cache: Cache | None) -> None:
        live = None
        self._before: tuple[Path, Manifest] | None = None
        self._memory = RowMemory(cache, self._analyzer.fingerprint) if cache else None
        if not fresh:
            snapshot = open_snapshot(self._generations, self._analyzer.fingerprint)
            live = self._generations.live()
            self._before = live, snapshot.manifest
            snapshot.close()
        self._number, self._partial = self._generations.start(copy=live)
        columns = None if live is None else live / COLUMNS
        self._writer = DirectoryWriter(self._partial, fresh=fresh, megabytes=self._megabytes, columns=columns)

    @cached_property
    def sources(self) -> tuple[SourceRecord, ...]:
        """Where the documents of the generation before came from; read when it is first asked for."""
        if self._before is None:
            return ()
        return sources_from(read_checked(self._generations.root, *self._before, SOURCES))

    @property
    def document_ids(self) -> frozenset[str]:
        """The ids of the documents that the generation holds so far."""
        return frozenset(self._writer.documents)

    def upsert(self, documents: Iterable[Document]) -> IngestReport:
        """Add documents, each replacing an earlier one of the same id."""
        added = replaced = items = 0
        before = self._memory.documents if self._memory else 0
        batches = analysed(documents, self._analyzer, workers=self._workers, memory=self._memory)
        with closing(batches):  # ends the processes, however this ends
            for batch in batches:
                known = len(self._writer.documents.keys() & batch.document_items.keys())
                added, replaced = added + batch.documents - known, replaced + known
                items += batch.items
                self._writer.add(batch)
        remembered = self._memory.documents - before if self._memory else 0
        return IngestReport(added=added, replaced=replaced, items=items, remembered=remembered)

    def remove(self, document_ids: Iterable[str]) -> int:
        """Remove documents by id and return how many were there."""
        return self._writer.remove(document_ids)

    def commit(self, *, sources: Sequence[SourceRecord] | None = None, report: IngestReport | None = None) -> IndexInfo:
        """Make the generation durable and live, in one step; on any failure it is dropped and the old one stays.

        `sources` and `report` go into the manifest; without sources those of the generation before are kept.
        """
        self._finished = True
        try:
            return self._commit(sources, report or IngestReport())
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

    def _commit(self, sources: Sequence[SourceRecord] | None, report: IngestReport) -> IndexInfo:
        self._writer.finish()
        write_report(self._partial, report)
        if sources is None and self._before is not None:
            link_or_copy(self._before[0] / SOURCES, self._partial / SOURCES)
        else:
            write_sources(self._partial, sources or ())
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
            items=self._writer.documents.items_held,
            packages={"python": platform.python_version(), **{name: metadata.version(name) for name in _PACKAGES}},
            files=record_files(self._partial, like=self._before),
        )

    def _check(self, manifest: Manifest) -> None:
        """Open what was written as a reader would, and ask it, before anyone else can; raises IndexDamaged."""
        require_files(self._generations.root, self._partial, manifest)
        snapshot = Snapshot(self._partial, manifest)
        try:
            answers = build_answers if self._before is None else update_answers
            if not answers(snapshot, self._analyzer, self._writer.documents):
                raise IndexDamaged(self._generations.root, (self._partial.name,))
        finally:
            snapshot.close()
