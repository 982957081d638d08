"""From sources on disk to a new generation: what to read, what to leave alone, and what has vanished."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.errors import Refusal
from corpus.jsonl import read_line
from corpus.model import Document
from indexer.cache import Cache
from indexer.engine import IndexBuilder
from indexer.errors import InputsRefused, NothingToIndex, SourceEmptied, SourcesShrunk
from indexer.intake import (
    JSON_LINES,
    document_digest,
    duplicate,
    file_size,
    files_below,
    not_found,
    unlisted,
    unreadable,
    without_items,
)
from indexer.ledger import Ledger
from indexer.page import IngestReport
from indexer.remembering import parser_digest, read_remembered
from indexer.sources import SourceRecord
from indexer.steps import REMOVED, Progress, Step, Vanished

_LINES_A_STEP = 1000  # of a `.jsonl`, between two words of progress
_HANDFUL = 5  # documents that may vanish without anybody's word, whatever the share


def ingest(
    builder: IndexBuilder,
    sources: Sequence[Path],
    progress: Progress | None = None,
    *,
    vanished: Vanished = REMOVED,
    strict: bool = False,
    cache: Cache | None = None,
) -> IngestReport:
    """Bring a generation up to date with `sources` (files and folders) and commit it; return what became of them.

    Files whose bytes were indexed before are not read again, wherever they lay, and what `cache` remembers is not
    parsed again. A document that an earlier index had from below one of the folders, and whose file is gone, is
    removed. What cannot be read is refused by name and stops nothing else, unless `strict`.

    Raises SourceEmptied, SourcesShrunk, InputsRefused or NothingToIndex, or whatever the builder raises, after
    dropping the partial generation.
    """
    try:
        run = _Ingestion(builder, progress or _silent, vanished, cache)
        run.read(sources)
        run.remove_vanished()
        report = _worth_committing(builder, run.report(), strict=strict)
        run.tell_writing()
        builder.commit(sources=run.records(), report=report)
    except BaseException:
        builder.abort()
        raise
    return report


def _worth_committing(builder: IndexBuilder, report: IngestReport, *, strict: bool) -> IngestReport:
    if strict and report.refused:
        raise InputsRefused(report.refused)
    if not builder.document_ids:
        raise NothingToIndex(report.refused)
    return report


@dataclass(frozen=True, slots=True)
class _File:
    """A file of this run: its absolute path, what a person calls it, and the digest of its bytes."""

    path: Path
    shown: str
    sha256: str = ""


@dataclass(slots=True)
class _Lines:
    """What the lines of a `.jsonl` gave so far: filled ones, refused ones, and those that need no second look."""

    filled: int = 0
    refused: int = 0
    whole: int = 0
    documents: list[tuple[str, str]] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)

    def add(self, document: tuple[str, str], line: str, *, whole: bool) -> None:
        """Note a document and the digest of its line."""
        self.documents.append(document)
        self.digests.append(line)
        self.whole += whole


class _Ingestion:
    """One run: reads the sources, hands the builder what is new, and notes the rest in the ledger."""

    def __init__(self, builder: IndexBuilder, progress: Progress, vanished: Vanished, cache: Cache | None) -> None:
        self._builder = builder
        self._progress = progress
        self._vanished = vanished
        self._cache = cache
        self._ledger = Ledger(builder.sources, builder.document_ids)
        self._refused: list[Refusal] = []
        self._doubtful: list[Refusal] = []
        self._report = IngestReport()
        self._unchanged = self._parsed_before = 0
        self._step = Step(0, 0, 0, 0, 0, "")

    def read(self, sources: Sequence[Path]) -> None:
        """Read every file of the sources that is new or changed; the builder takes the documents as they come."""
        folders = sum(source.is_dir() for source in sources)
        found = [file for source in sources for file in self._walk(source, in_full=folders > 1)]
        files: dict[Path, _File] = {}
        for file in found:
            files.setdefault(file.path, file)
        self._report = self._builder.upsert(self._documents(list(files.values())))

    def tell_writing(self) -> None:
        """Say that the reading is done."""
        self._progress(replace(self._step, writing=True))

    def remove_vanished(self) -> None:
        """Remove what the sources gave before and no longer give; raises SourcesShrunk."""
        if self._vanished.keep:
            return
        had, lost = self._ledger.had(), self._ledger.lost()
        if len(lost) > _HANDFUL and 3 * len(lost) > len(had) and not self._vanished.prune:
            raise SourcesShrunk(len(lost), len(had))
        self._report = replace(self._report, removed=self._builder.remove(sorted(lost)))

    def records(self) -> tuple[SourceRecord, ...]:
        """Return the sources of the new generation: those of this run, and earlier ones that it did not concern."""
        return self._ledger.records(keep=self._vanished.keep)

    def report(self) -> IngestReport:
        """Return what became of the inputs."""
        refused, doubtful = (*self._refused, *self._report.refused), tuple(self._doubtful)
        remembered = max(self._report.remembered, self._parsed_before)
        report = replace(self._report, unchanged=self._unchanged, remembered=remembered)
        return replace(report, refused=refused, doubtful=doubtful)

    # -- what is there -------------------------------------------------------------------------------------------------

    def _walk(self, source: Path, *, in_full: bool) -> list[_File]:
        """Return the files of a source; a person calls those below a folder by their path there."""
        root = source.absolute()
        if not root.exists():
            self._refused.append(not_found(source))
            return []
        files = files_below(root, self._leave_unseen)
        if not root.is_dir():
            return [_File(root, root.name)]
        self._refuse_emptied(source, root, files)
        self._ledger.roots.append(root)
        below = [path.relative_to(root) for path in files]
        return [_File(root / path, str(source / path if in_full else path)) for path in below]

    def _leave_unseen(self, folder: Path, error: OSError) -> None:
        """Report a folder that cannot be listed; what the index has from it stays."""
        self._refused.append(unlisted(folder, error))
        self._ledger.unseen.append(folder)

    def _refuse_emptied(self, source: Path, root: Path, files: Sequence[Path]) -> None:
        lost = len(self._ledger.below(root))
        if lost and not (files or self._ledger.unseen or self._vanished.keep or self._vanished.prune):
            raise SourceEmptied(source, lost)

    # -- what is read --------------------------------------------------------------------------------------------------

    def _documents(self, files: Sequence[_File]) -> Iterator[Document]:
        """Yield the documents that are not in the index as they are now; everything else is noted on the way."""
        sizes = [file_size(file.path) for file in files]
        self._step = replace(self._step, of_files=len(files), of_bytes=sum(sizes))
        for number, (file, size) in enumerate(zip(files, sizes, strict=True), 1):
            self._step = replace(self._step, name=file.shown)
            yield from self._read_file(file)
            self._step = replace(self._step, files=number, bytes=self._step.bytes + size)
            self._progress(self._step)

    def _read_file(self, file: _File) -> Iterator[Document]:
        try:
            with file.path.open("rb") as opened:
                file = replace(file, sha256=hashlib.file_digest(opened, "sha256").hexdigest())
        except OSError as error:
            self._refuse(file, unreadable(file.path, error))
            self._retain(file)
            return
        known = self._ledger.file(file.sha256, parser_digest())
        if known is not None:
            self._keep(file, known)
        elif file.path.suffix.lower() == JSON_LINES:
            yield from self._take_lines(file)
        else:
            yield from self._take(file)

    def _keep(self, file: _File, known: SourceRecord) -> None:
        """Take over what the same bytes gave before."""
        claimed = [self._claim(name, file) for name, _ in known.documents]
        pairs = [pair for pair, is_ours in zip(known.documents, claimed, strict=True) if is_ours]
        lines = [line for line, is_ours in zip(known.lines, claimed, strict=False) if is_ours]
        self._record(file, pairs, lines, complete=all(claimed))
        self._count_unchanged(len(pairs))

    def _retain(self, file: _File) -> None:
        """Leave in the index what an earlier run had from a file that is still there but cannot be taken now."""
        record = self._ledger.before(file.path)
        if record is not None:
            pairs = [(name, digest) for name, digest in dict(record.documents).items() if self._claim(name, file)]
            self._record(file, pairs, complete=False)

    def _take(self, file: _File) -> Iterator[Document]:
        """Read a file that holds one document."""
        hits = self._cache.hits if self._cache else 0
        result, sha256 = read_remembered(self._cache, file.path, file.sha256)
        self._parsed_before += (self._cache.hits if self._cache else 0) - hits
        if isinstance(result, Refusal):
            self._refuse(file, result)
            self._retain(file)
        elif self._claim(result.id, file):
            digest = document_digest(result)
            # A file that was written to between two looks is read again by the next run.
            complete = self._is_whole(result, file) and sha256 == file.sha256
            self._record(file, [(result.id, digest)], complete=complete)
            yield from self._changed(result, digest)
        else:
            self._record(file, [], complete=False)

    def _take_lines(self, file: _File) -> Iterator[Document]:
        """Read a `.jsonl`; a line that the index knows is not even parsed."""
        taken = _Lines()
        try:
            for number, line in self._filled_lines(file):
                taken.filled += 1
                yield from self._take_line(file, number, line, taken)
        except OSError as error:
            taken.filled += 1  # so that the next run reads it again
            self._refuse(file, unreadable(file.path, error))
        if taken.filled > taken.refused:
            self._record(file, taken.documents, taken.digests, complete=taken.whole == taken.filled)
        else:
            self._retain(file)

    def _filled_lines(self, file: _File) -> Iterator[tuple[int, bytes]]:
        """Yield the lines that are not blank, with their numbers, and tell the progress now and then."""
        with file.path.open("rb") as opened:
            for number, line in enumerate(opened, 1):
                if line.strip():
                    yield number, line
                if number % _LINES_A_STEP == 0:
                    self._progress(replace(self._step, bytes=self._step.bytes + opened.tell()))

    def _take_line(self, file: _File, number: int, line: bytes, taken: _Lines) -> Iterator[Document]:
        line_digest = hashlib.sha256(line.strip()).hexdigest()[:32]
        known = self._ledger.line(line_digest)
        if known is not None:
            if self._claim(known[0], file, number):
                taken.add(known, line_digest, whole=True)
                self._count_unchanged(1)
            return
        result = read_line(file.path.name, number, line)
        if isinstance(result, Refusal):
            taken.refused += 1
            self._refuse(file, result)
        elif self._claim(result.id, file, number):
            digest = document_digest(result)
            whole = self._is_whole(result, file, number)
            taken.add((result.id, digest), line_digest if whole else "", whole=whole)
            yield from self._changed(result, digest)

    def _changed(self, document: Document, digest: str) -> Iterator[Document]:
        """Yield a document unless the index holds the very same."""
        if self._ledger.has(document.id, digest):
            self._count_unchanged(1)
        else:
            self._step = replace(self._step, documents=self._step.documents + 1)
            yield document

    def _is_whole(self, document: Document, file: _File, line: int | None = None) -> bool:
        """Say whether a document has items; one without is taken, reported, and looked at again by the next run."""
        if not document.items:
            self._doubtful.append(replace(without_items(document, line), source=file.shown))
        return bool(document.items)

    # -- what is noted -------------------------------------------------------------------------------------------------

    def _count_unchanged(self, documents: int) -> None:
        self._unchanged += documents
        self._step = replace(self._step, documents=self._step.documents + documents)

    def _record(
        self, file: _File, documents: Sequence[tuple[str, str]], lines: Sequence[str] = (), *, complete: bool
    ) -> None:
        """Remember what a file gave; one that gave less than it holds is read again by the next run."""
        sha256 = file.sha256 if complete else ""
        reader = "" if lines else parser_digest()
        self._ledger.record(SourceRecord(str(file.path), sha256, tuple(documents), tuple(lines), reader))

    def _claim(self, document_id: str, file: _File, line: int | None = None) -> bool:
        """Say whether nothing gave the document before in this run; refuse what gives it again, by its line if known.

        The first stays, be it of another file or of the same: a file is claimed for once, as read or as retained.
        """
        first = self._ledger.claim(document_id, file.path)
        if first is not None:
            self._refuse(file, duplicate(document_id, file.path, first, line))
        return first is None

    def _refuse(self, file: _File, refusal: Refusal) -> None:
        self._refused.append(replace(refusal, source=file.shown))


def _silent(_: Step) -> None:
    """Say nothing."""
