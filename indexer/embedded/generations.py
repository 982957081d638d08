"""Generations of an index on disk: built aside, made durable, and swapped in by one rename.

    DIR/CURRENT                     the number of the live generation
    DIR/build.lock                  held by the one process that builds
    DIR/generations/000007/         immutable from the moment CURRENT names it
    DIR/generations/000008.partial/ being built, or left behind by a crash and removed by the next builder

A reader sees the old generation or the new one, never a mixture, whenever a builder or the machine stops.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from indexer.embedded.manifest import NAME, Manifest, damaged_files
from indexer.errors import IndexDamaged, IndexLocked, IndexMissing

_CURRENT = "CURRENT"
_LOCK = "build.lock"
_GENERATIONS = "generations"
_PARTIAL = ".partial"
_KEPT = 2


class Generations:
    """The generations below one directory. Paths are made when the first generation is."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._folder = root / _GENERATIONS

    def pointer(self) -> tuple[int, int, int] | None:
        """Return what changes whenever another generation goes live, cheaply; None where there is none."""
        try:
            status = (self.root / _CURRENT).stat()
        except FileNotFoundError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size

    def current(self) -> Path | None:
        """Return the directory of the live generation, or None before the first; raises IndexDamaged."""
        try:
            text = (self.root / _CURRENT).read_text("ascii").strip()
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise IndexDamaged(self.root, (_CURRENT,)) from error
        live = self._folder / text
        if not re.fullmatch(r"\d{6,}", text) or not live.is_dir():
            raise IndexDamaged(self.root, (_CURRENT,))
        return live

    def live(self) -> Path:
        """Return the directory of the live generation; raises IndexMissing or IndexDamaged."""
        current = self.current()
        if current is None:
            raise IndexMissing(self.root)
        return current

    def manifest(self, directory: Path) -> Manifest:
        """Read the manifest of a generation; raises IndexDamaged."""
        try:
            return Manifest.from_json((directory / NAME).read_text("utf-8"))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(self.root, (f"{directory.name}/{NAME}",)) from error

    def damaged_files(self) -> tuple[str, ...]:
        """Check every file of the live generation; return the bad ones, by path. Raises IndexMissing, IndexDamaged."""
        live = self.live()
        return damaged_files(live, self.manifest(live))

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the builder's lock; raises IndexLocked. The system frees it when the process ends, however it ends."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / _LOCK).open("a+", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                file.seek(0)
                raise IndexLocked(self.root, file.read().strip() or "một tiến trình khác") from error
            _sign(file.fileno())
            yield

    def start(self, *, copy: Path | None = None) -> tuple[int, Path]:
        """Make an empty partial generation, or a copy of another; returns its number and directory. Needs the lock."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for leftover in self._folder.glob(f"*{_PARTIAL}"):
            shutil.rmtree(leftover)
        number = max((int(path.name) for path in self._finished()), default=0) + 1
        partial = self._folder / f"{number:06}{_PARTIAL}"
        if copy is None:
            partial.mkdir()
        else:
            shutil.copytree(copy, partial)
            (partial / NAME).unlink(missing_ok=True)
        return number, partial

    def publish(self, partial: Path) -> Path:
        """Make a finished partial generation durable and live, and drop the oldest. Needs the lock."""
        for path in (*partial.rglob("*"), partial):
            _sync(path)
        final = partial.with_name(partial.name.removesuffix(_PARTIAL))
        partial.rename(final)
        _sync(self._folder)
        self._point_at(final.name)
        self._prune(final)
        return final

    def discard(self, partial: Path) -> None:
        """Remove a partial generation and whatever is in it."""
        shutil.rmtree(partial, ignore_errors=True)

    def _point_at(self, name: str) -> None:
        temporary = self.root / f"{_CURRENT}.new"
        temporary.write_text(f"{name}\n", "ascii")
        _sync(temporary)
        temporary.replace(self.root / _CURRENT)
        _sync(self.root)

    def _prune(self, live: Path) -> None:
        older = sorted(path for path in self._finished() if path != live)
        for path in older[: max(0, len(older) + 1 - _KEPT)]:
            shutil.rmtree(path, ignore_errors=True)

    def _finished(self) -> list[Path]:
        return [path for path in self._folder.iterdir() if path.is_dir() and path.name.isdecimal()]


def _sync(path: Path) -> None:
    """Flush a file or directory to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sign(descriptor: int) -> None:
    """Write into the lock who holds it, for the message that another builder shows."""
    holder = f"tiến trình {os.getpid()} trên máy {socket.gethostname()} từ {datetime.now(UTC):%H:%M:%S %d/%m/%Y} UTC"
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.write(descriptor, holder.encode())
