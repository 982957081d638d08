"""From sources on disk to a new generation: what to read, what to leave alone, and what has vanished."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import InputRefused, Refusal
from corpus.jsonl import read_jsonl, to_json
from corpus.loaders import load
from corpus.model import Document, SourceText
from corpus.parser import parse
from indexer.engine import IndexBuilder
from indexer.errors import NothingToIndex, SourceEmptied
from indexer.page import IngestReport
from indexer.sources import SourceRecord

SUFFIXES = frozenset({".txt", ".md", ".html", ".htm", ".docx", ".doc", ".rtf", ".pdf", ".jsonl"})

_LOG = logging.getLogger(__name__)

Progress = Callable[[int, int, str], None]  # files done, files in all, the file just done


def ingest(builder: IndexBuilder, sources: Sequence[Path], progress: Progress | None = None) -> IngestReport:
    """Bring a generation up to date with `sources` (files and folders) and commit it; return what became of them.

    Files whose bytes were indexed before are not read again, wherever they lay. A document that an earlier index had
    from below one of the folders, and whose file is gone, is removed. What cannot be read is refused by name and
    stops nothing else. Raises SourceEmptied or NothingToIndex, or whatever the builder raises, after dropping the
    partial generation.
    """
    try:
        run = _Ingestion(builder, progress or _silent)
        run.read(sources)
        run.remove_vanished()
        report = run.report()
        builder.commit(sources=run.records(), report=_worth_committing(builder, report))
    except BaseException:
        builder.abort()
        raise
    return report


def parse_files(paths: Iterable[Path]) -> Iterator[Document | Refusal]:
    """Yield the documents of files and folders, and a refusal for each that cannot be taken."""
    for path in paths:
        unlisted: list[Refusal] = []
        for file in _files(path, lambda folder, error: unlisted.append(_unlisted(folder, error))):  # noqa: B023
            yield from read_documents(file)
        yield from unlisted


def read_documents(path: Path) -> Iterator[Document | Refusal]:
    """Yield the document of one file, or those of a `.jsonl`, or refusals."""
    try:
        if path.suffix.lower() == ".jsonl":
            yield from read_jsonl(path)
        else:
            yield _parsed(load(path))
    except InputRefused as refused:
        yield refused.refusal
    except OSError as error:
        yield _unreadable(path, error)


def _parsed(source: SourceText) -> Document | Refusal:
    """Parse one text; a fault of the parser refuses that text alone, and the log says where it lies."""
    try:
        return parse(source)
    except MemoryError:
        raise  # of the machine, not of this text
    except Exception as fault:  # noqa: BLE001  whatever it is, the other files go on
        _LOG.warning("the parser failed on %s: %r", source.name, fault)
        _LOG.debug("where it failed", exc_info=True)
        message = "chương trình gặp lỗi khi đọc cấu trúc tệp này; hãy gửi tệp cho người phụ trách kèm nhật ký"
        return Refusal(source.name, "parser-fault", message)


@dataclass(frozen=True, slots=True)
class _File:
    """A file of this run: its absolute path and the digest of its bytes."""

    path: Path
    sha256: str


class _Ingestion:
    """One run: the sources as they were, as they are, and the documents that each gave."""

    def __init__(self, builder: IndexBuilder, progress: Progress) -> None:
        self._builder = builder
        self._progress = progress
        self._before = {record.path: record for record in builder.sources}
        self._known = {record.sha256: record for record in builder.sources if record.sha256}
        # A changed .jsonl holds mostly unchanged documents.
        self._digests = dict(pair for record in builder.sources for pair in record.documents)
        self._present = builder.document_ids
        self._now: dict[str, SourceRecord] = {}
        self._roots: list[Path] = []
        self._unseen: list[Path] = []  # folders that could not be listed
        self._taken: dict[str, Path] = {}  # document id -> the file that gave it in this run
        self._refused: list[Refusal] = []
        self._report = IngestReport()

    def read(self, sources: Sequence[Path]) -> None:
        """Read every file of the sources that is new or changed."""
        files = list(dict.fromkeys(file for source in sources for file in self._walk(source)))
        for done, path in enumerate(files, 1):
            self._read_file(path)
            self._progress(done, len(files), path.name)

    def remove_vanished(self) -> None:
        """Remove what the sources gave before and no longer give."""
        gone = [r for path, r in self._before.items() if path not in self._now and self._is_ours(Path(path))]
        replaced = [r for path, r in self._before.items() if path in self._now and r != self._now[path]]
        kept = {name for record in self.records() for name, _ in record.documents}
        ids = {name for record in (*gone, *replaced) for name, _ in record.documents} - kept
        removed = self._builder.remove(sorted(ids))
        self._report = replace(self._report, removed=removed)

    def records(self) -> tuple[SourceRecord, ...]:
        """Return the sources of the new generation: those of this run, and earlier ones that it did not concern."""
        others = [r for path, r in self._before.items() if path not in self._now and not self._is_ours(Path(path))]
        return tuple(sorted((*self._now.values(), *others), key=lambda record: record.path))

    def report(self) -> IngestReport:
        """Return what became of the inputs."""
        return replace(self._report, refused=tuple(self._refused))

    def _walk(self, source: Path) -> list[Path]:
        root = source.absolute()
        if not root.exists():
            message = "không có tệp hoặc thư mục này: hãy kiểm tra lại đường dẫn"
            self._refused.append(Refusal(str(source), "not-found", message))
            return []
        files = _files(root, self._leave_unseen)
        if root.is_dir():
            self._refuse_emptied(source, root, files)
            self._roots.append(root)
        return files

    def _leave_unseen(self, folder: Path, error: OSError) -> None:
        """Report a folder that cannot be listed; what the index has from it stays."""
        self._refused.append(_unlisted(folder, error))
        self._unseen.append(folder)

    def _refuse_emptied(self, source: Path, root: Path, files: Sequence[Path]) -> None:
        before = [r for r in self._before.values() if Path(r.path).is_relative_to(root)]
        lost = {name for record in before for name, _ in record.documents}
        if lost and not files and not self._unseen:
            raise SourceEmptied(source, len(lost))

    def _is_ours(self, path: Path) -> bool:
        """Say whether this run would have met a file at `path`."""
        if any(path.is_relative_to(folder) for folder in self._unseen):
            return False
        return any(path.is_relative_to(root) for root in self._roots)

    def _read_file(self, path: Path) -> None:
        try:
            with path.open("rb") as opened:
                digest = hashlib.file_digest(opened, "sha256").hexdigest()
        except OSError as error:
            self._refused.append(_unreadable(path, error))
            self._retain(path)
            return
        known = self._known.get(digest)
        if known is not None and all(name in self._present for name, _ in known.documents):
            self._keep(_File(path, digest), known)
        else:
            self._take(_File(path, digest))

    def _keep(self, file: _File, known: SourceRecord) -> None:
        """Take over what the same bytes gave before."""
        names = [(name, digest) for name, digest in known.documents if self._claim(name, file.path)]
        self._record(file, names, complete=len(names) == len(known.documents))
        self._report = replace(self._report, unchanged=self._report.unchanged + len(names))

    def _retain(self, path: Path) -> None:
        """Leave in the index what an earlier run had from a file that is still there but cannot be taken now."""
        record = self._before.get(str(path))
        if record is not None:
            names = [(name, digest) for name, digest in dict(record.documents).items() if self._claim(name, path)]
            self._record(_File(path, ""), names, complete=False)

    def _take(self, file: _File) -> None:
        documents: list[tuple[str, str]] = []
        results = list(read_documents(file.path))
        lines = _lines_if_repeating(file.path, results)
        for place, result in enumerate(results):
            if isinstance(result, Refusal):
                self._refused.append(result)
            elif self._claim(result.id, file.path, lines[place] if place < len(lines) else None):
                documents.append((result.id, self._index(result)))
        if documents or len(results) != sum(isinstance(result, Refusal) for result in results):
            self._record(file, documents, complete=len(documents) == len(results))
        else:
            self._retain(file.path)

    def _index(self, document: Document) -> str:
        """Add or replace a document unless the index holds the very same; return its digest."""
        digest = document_digest(document)
        if self._digests.get(document.id) == digest and document.id in self._present:
            self._report = replace(self._report, unchanged=self._report.unchanged + 1)
            return digest
        part = self._builder.upsert([document])
        self._report = replace(
            self._report,
            added=self._report.added + part.added,
            replaced=self._report.replaced + part.replaced,
            items=self._report.items + part.items,
        )
        return digest

    def _record(self, file: _File, documents: Sequence[tuple[str, str]], *, complete: bool) -> None:
        """Remember what a file gave; one that gave less than it holds is read again by the next run."""
        sha256 = file.sha256 if complete else ""
        self._now[str(file.path)] = SourceRecord(str(file.path), sha256, tuple(documents))

    def _claim(self, document_id: str, path: Path, line: int | None = None) -> bool:
        """Say whether nothing gave the document before in this run; refuse what gives it again, by its line if known.

        The first stays, be it of another file or of the same: a file is claimed for once, as read or as retained.
        """
        first = self._taken.get(document_id)
        if first is None:
            self._taken[document_id] = path
            return True
        where = f"dòng {line}: " if line else ""
        earlier = "ở trên trong cùng tệp" if first == path else f"từ {first.name}"
        message = f"{where}trùng văn bản {document_id} đã đọc {earlier}: chỉ giữ bản đọc trước"
        self._refused.append(Refusal(path.name, "duplicate", message, line))
        return False


def _lines_if_repeating(path: Path, results: Sequence[Document | Refusal]) -> list[int]:
    """Return the line of each result where ids repeat, as only those of a `.jsonl` can: one a filled line."""
    ids = [result.id for result in results if isinstance(result, Document)]
    if len(set(ids)) == len(ids):
        return []
    try:
        with path.open("rb") as file:
            return [number for number, line in enumerate(file, 1) if line.strip()]
    except OSError:  # gone since it was read: the repeats are refused without their lines
        return []


def _worth_committing(builder: IndexBuilder, report: IngestReport) -> IngestReport:
    if not builder.document_ids:
        raise NothingToIndex(report.refused)
    return report


def _unreadable(path: Path, error: OSError) -> Refusal:
    return Refusal(path.name, "unreadable", f"không đọc được tệp ({error.strerror}): hãy kiểm tra quyền truy cập")


def document_digest(document: Document) -> str:
    """Return a digest of everything a document says, wherever it was read."""
    content = {**to_json(document), "source": "", "warnings": []}
    return hashlib.sha256(
        json.dumps(content, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
    ).hexdigest()


def _files(path: Path, unseen: Callable[[Path, OSError], None]) -> list[Path]:
    """Return the files of a folder, at any depth, by path; a file that is named is taken whatever its name.

    `unseen` is told of each folder that cannot be listed. A link that leads nowhere is a file that cannot be read.
    """
    if not path.is_dir():
        return [path]

    def tell(error: OSError) -> None:
        unseen(Path(error.filename or path), error)

    found = (Path(folder, name) for folder, _, names in os.walk(path, onerror=tell) for name in names)
    wanted = (file for file in found if file.suffix.lower() in SUFFIXES)
    return sorted(file for file in wanted if not file.name.startswith((".", "~$")))  # ~$ is Word's mark of an open file


def _unlisted(folder: Path, error: OSError) -> Refusal:
    message = f"không mở được thư mục ({error.strerror}): hãy kiểm tra quyền truy cập"
    return Refusal(str(folder), "unreadable", message)


def _silent(done: int, total: int, name: str) -> None:
    del done, total, name
