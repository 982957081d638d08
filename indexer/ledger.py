"""What the sources gave before and what they give in this run: who has a document first, what stays, what vanished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from indexer.sources import SourceRecord


class Ledger:
    """The records of one run over those of the generation before; `present` are the documents that one holds.

    `roots` are the folders that the run has looked through, `unseen` those that it could not list.
    """

    def __init__(self, before: Sequence[SourceRecord], present: frozenset[str]) -> None:
        self.roots: list[Path] = []
        self.unseen: list[Path] = []
        self._present = present
        self._before = {record.path: record for record in before}
        self._files = {record.sha256: record for record in before if record.sha256}
        # A changed .jsonl holds mostly unchanged documents.
        self._digests = dict(pair for record in before for pair in record.documents)
        self._lines = {
            line: pair for record in before for pair, line in zip(record.documents, record.lines, strict=False)
        }
        self._now: dict[str, SourceRecord] = {}
        self._taken: dict[str, Path] = {}  # document id -> the file that gave it in this run

    # -- what is known -------------------------------------------------------------------------------------------------

    def before(self, path: Path) -> SourceRecord | None:
        """Return what a file gave before."""
        return self._before.get(str(path))

    def file(self, sha256: str, reader: str) -> SourceRecord | None:
        """Return what the same bytes gave the same reader before, if the index still has all of it."""
        known = self._files.get(sha256)
        if known is None or known.reader not in ("", reader):
            return None
        return known if all(name in self._present for name, _ in known.documents) else None

    def line(self, digest: str) -> tuple[str, str] | None:
        """Return id and digest of the document that the same line gave before, if the index still has it."""
        known = self._lines.get(digest)
        return known if known and known[0] in self._present else None

    def has(self, document_id: str, digest: str) -> bool:
        """Say whether the index has the very same document."""
        return document_id in self._present and self._digests.get(document_id) == digest

    def below(self, root: Path) -> set[str]:
        """Return the documents that the index has from below a folder."""
        records = (record for record in self._before.values() if Path(record.path).is_relative_to(root))
        return {name for record in records for name, _ in record.documents}

    # -- what is given -------------------------------------------------------------------------------------------------

    def claim(self, document_id: str, path: Path) -> Path | None:
        """Take a document for a file; where it was taken before, return the file that has it."""
        first = self._taken.get(document_id)
        if first is None:
            self._taken[document_id] = path
        return first

    def record(self, record: SourceRecord) -> None:
        """Note what a file gave; one whose `sha256` is empty is read again by the next run."""
        self._now[record.path] = record

    # -- what is left --------------------------------------------------------------------------------------------------

    def had(self) -> set[str]:
        """Return the documents that the index has from what this run looked at."""
        return {name for record in self._before.values() if self._is_looked_at(record) for name, _ in record.documents}

    def lost(self) -> set[str]:
        """Return those of them that nothing gives any more."""
        others = (record for record in self._before.values() if not self._is_looked_at(record))
        return self.had() - set(self._taken) - {name for record in others for name, _ in record.documents}

    def records(self, *, keep: bool) -> tuple[SourceRecord, ...]:
        """Return the sources of the new generation; with `keep`, what vanished stays where it came from."""
        untouched = (record for path, record in self._before.items() if path not in self._now)
        others = [record for record in untouched if keep or not self._is_looked_at(record)]
        given = [self._with_lost(record) if keep else record for record in self._now.values()]
        return tuple(sorted((*given, *others), key=lambda record: record.path))

    def _with_lost(self, record: SourceRecord) -> SourceRecord:
        """Leave with a changed file what it gave before and no longer gives."""
        before = self._before.get(record.path)
        lost = tuple(pair for pair in before.documents if pair[0] not in self._taken) if before else ()
        return replace(record, sha256="", documents=record.documents + lost) if lost else record

    def _is_looked_at(self, record: SourceRecord) -> bool:
        """Say whether this run met the file, or would have if it were still there."""
        if record.path in self._now:
            return True
        path = Path(record.path)
        return any(map(path.is_relative_to, self.roots)) and not any(map(path.is_relative_to, self.unseen))
