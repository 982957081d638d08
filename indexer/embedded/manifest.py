"""The manifest of a generation: what it is, and what every file of it must look like."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.errors import Refusal
from indexer.page import IngestReport
from indexer.sources import SourceRecord

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file of a generation: its path below the generation, bytes, and hexadecimal SHA-256."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation says of itself. `built` is an ISO time in UTC; `packages` maps names to versions."""

    format: int
    generation: int
    analyser: str
    built: str
    documents: int
    items: int
    packages: Mapping[str, str]
    files: tuple[FileRecord, ...]
    sources: tuple[SourceRecord, ...]
    report: IngestReport

    def to_json(self) -> str:
        """Return the manifest as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Read what `to_json` wrote; raises ValueError, KeyError or TypeError for anything else."""
        value: dict[str, Any] = json.loads(text)
        report = value["report"]
        return cls(
            **{
                **value,
                "files": tuple(FileRecord(**f) for f in value["files"]),
                "sources": tuple(SourceRecord.from_json(s) for s in value["sources"]),
                "report": IngestReport(**{**report, "refused": tuple(Refusal(**r) for r in report["refused"])}),
            }
        )

    @property
    def bytes(self) -> int:
        """The size of all files but the manifest."""
        return sum(file.size for file in self.files)


def record_files(directory: Path) -> tuple[FileRecord, ...]:
    """Describe every file below `directory` but the manifest, by path."""
    return tuple(record_file(directory, path) for path in _files(directory))


def record_file(directory: Path, path: Path) -> FileRecord:
    """Describe one file by reading it once."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileRecord(path.relative_to(directory).as_posix(), path.stat().st_size, digest)


def damaged_files(directory: Path, manifest: Manifest) -> tuple[str, ...]:
    """Return the paths of files that are missing, strange or changed, by path; empty for a sound generation."""
    expected = {file.path: file for file in manifest.files}
    present = {path.relative_to(directory).as_posix(): path for path in _files(directory)}
    strange = set(expected) ^ set(present)
    changed = {name for name in set(expected) & set(present) if _differs(directory, present[name], expected[name])}
    return tuple(sorted(strange | changed))


def _differs(directory: Path, path: Path, expected: FileRecord) -> bool:
    return path.stat().st_size != expected.size or record_file(directory, path) != expected


def _files(directory: Path) -> Iterable[Path]:
    return sorted(path for path in directory.rglob("*") if path.is_file() and path != directory / NAME)
