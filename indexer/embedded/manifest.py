"""The manifest of a generation: what it is, and what every file of it must look like.

manifest.json          this, small: it is read whenever the index is opened
manifest.json.sha256   its checksum, in the form of `sha256sum`
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from indexer.embedded.origin import FILES as ORIGIN
from indexer.embedded.schema import FORMAT
from indexer.errors import IndexDamaged, IndexIncompatible

NAME = "manifest.json"
_SEAL = f"{NAME}.sha256"
_CHECKED_LATER = (".arr", *ORIGIN)
_APART = (NAME, _SEAL)  # not in the list of files, which is in the manifest


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

    def to_json(self) -> str:
        """Return the manifest as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Read what `to_json` wrote; raises ValueError, KeyError or TypeError for anything else."""
        value: dict[str, Any] = json.loads(text)
        return cls(**{**value, "files": tuple(FileRecord(**f) for f in value["files"])})

    @property
    def bytes(self) -> int:
        """The size of all files that the manifest lists."""
        return sum(file.size for file in self.files)


def write_manifest(directory: Path, manifest: Manifest) -> None:
    """Write the manifest of a generation and its checksum."""
    text = manifest.to_json()
    (directory / NAME).write_text(text, "utf-8")
    (directory / _SEAL).write_text(f"{hashlib.sha256(text.encode()).hexdigest()}  {NAME}\n", "ascii")


def read_manifest(root: Path, directory: Path) -> Manifest:
    """Read the manifest of a generation below `root`.

    Raises IndexDamaged where it is not as its checksum says, and IndexIncompatible for another format.
    """
    damaged = IndexDamaged(root, (f"{directory.name}/{NAME}",))
    try:
        data = (directory / NAME).read_bytes()
        sound = sealed(directory) == hashlib.sha256(data).hexdigest()
        found = json.loads(data)["format"]
        if found == FORMAT and sound:
            return Manifest.from_json(data.decode("utf-8"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged from error
    # A manifest of format 1 had no checksum.
    if sound or (found == 1 and not (directory / _SEAL).exists()):
        raise IndexIncompatible(root, "định dạng", str(found), str(FORMAT))
    raise damaged


def sealed(directory: Path) -> str:
    """Return the SHA-256 that the manifest of a generation must have; empty where there is none."""
    try:
        digest, _, name = (directory / _SEAL).read_text("ascii").partition("  ")
    except (OSError, ValueError):
        return ""
    return digest if name == f"{NAME}\n" else ""


# -- files -------------------------------------------------------------------------------------------------------------


def record_files(directory: Path, *, like: tuple[Path, Manifest] | None = None) -> tuple[FileRecord, ...]:
    """Describe every file below `directory` but the manifest, by path.

    A file that is the very file of an earlier generation (`like`: one with two names) is not read again: what that
    generation's manifest says of it holds.
    """
    known = {_identity(like[0] / record.path): record for record in like[1].files} if like else {}
    return tuple(
        replace(found, path=name) if (found := known.get(_identity(path))) else record_file(directory, path)
        for name, path in _files(directory)
    )


def record_file(directory: Path, path: Path) -> FileRecord:
    """Describe one file by reading it once."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileRecord(path.relative_to(directory).as_posix(), path.stat().st_size, digest)


def damaged_files(directory: Path, manifest: Manifest) -> tuple[str, ...]:
    """Return the paths of files that are missing, strange or changed, by path; empty for a sound generation."""
    expected = {file.path: file for file in manifest.files}
    present = dict(_files(directory))
    strange = set(expected) ^ set(present)
    changed = {name for name in set(expected) & set(present) if _differs(directory, present[name], expected[name])}
    return tuple(sorted(strange | changed))


def require_files(root: Path, directory: Path, manifest: Manifest) -> None:
    """Check what opening relies on: that every file is there in its size, and the SHA-256 of all that is read as it is.

    Whoosh's table of contents is a pickle, which may not be loaded before this. Arrays check themselves block by block
    when they are first touched, and the origin when it is read. Raises IndexDamaged.
    """
    bad = [file.path for file in manifest.files if _size(directory / file.path) != file.size]
    if not bad:
        whole = [file for file in manifest.files if not file.path.endswith(_CHECKED_LATER)]
        bad = [file.path for file in whole if record_file(directory, directory / file.path) != file]
    if bad:
        raise IndexDamaged(root, tuple(f"{directory.name}/{name}" for name in bad))


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _identity(path: Path) -> object:
    """Return what two names of one file have in common; of a file that is not there nothing has."""
    try:
        status = path.stat()
    except OSError:
        return path
    return status.st_dev, status.st_ino


def _differs(directory: Path, path: Path, expected: FileRecord) -> bool:
    try:
        return path.stat().st_size != expected.size or record_file(directory, path) != expected
    except OSError:
        return True


def _files(directory: Path) -> Iterable[tuple[str, Path]]:
    """Return every file below `directory` but the manifest and its checksum, with its path there."""
    found = sorted(path for path in directory.rglob("*") if path.is_file())
    named = ((path.relative_to(directory).as_posix(), path) for path in found)
    return [(name, path) for name, path in named if name not in _APART]


def read_checked(root: Path, directory: Path, manifest: Manifest, name: str) -> bytes:
    """Return the bytes of one file of a generation, as its manifest has them; raises IndexDamaged."""
    try:
        data = (directory / name).read_bytes()
        expected = next(file.sha256 for file in manifest.files if file.path == name)
    except (OSError, StopIteration) as error:
        raise IndexDamaged(root, (f"{directory.name}/{name}",)) from error
    if hashlib.sha256(data).hexdigest() != expected:
        raise IndexDamaged(root, (f"{directory.name}/{name}",))
    return data
