"""Generations of an index on disk: built aside, made durable, and swapped in by one rename.

    DIR/CURRENT                     which generation is live (`pointer.py`)
    DIR/build.lock                  held by the one process that builds (`locking.py`)
    DIR/generations/000007/         immutable from the moment CURRENT names it
    DIR/generations/000008.partial/ being built, or left behind by a crash and removed by the next builder
    DIR/generations/000005.removed/ being removed, or left behind in the same way

A reader sees the old generation or the new one, never a mixture, whenever a builder or the machine stops.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from indexer.embedded.durable import link_or_copy, make_folders, sync, sync_tree
from indexer.embedded.locking import Hold, build_lock, unread
from indexer.embedded.manifest import NAME, Manifest, damaged_files, read_manifest, require_files, sealed
from indexer.embedded.pointer import NAME as POINTER
from indexer.embedded.pointer import Pointer, pointer_bytes, read_pointer
from indexer.errors import GenerationMissing, IndexDamaged, IndexIncompatible, IndexMissing

KEPT = 2  # generations by default: the live one and the one before
_GENERATIONS = "generations"
_PARTIAL = ".partial"
_REMOVED = ".removed"
_TRIES = 8  # of a reader whose generation was removed between two steps


class Generations:
    """The generations below one directory. Paths are made when the first generation is."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._folder = root / _GENERATIONS

    # -- reading -------------------------------------------------------------------------------------------------------

    def pointer(self) -> bytes | None:
        """Return what changes whenever another generation goes live, cheaply; None where there is none."""
        return pointer_bytes(self.root)

    def current(self) -> Path | None:
        """Return the directory of the live generation, or None before the first; raises IndexDamaged."""
        pointer = read_pointer(self.root)
        return None if pointer is None else self._directory(pointer)

    def live(self) -> Path:
        """Return the directory of the live generation; raises IndexMissing or IndexDamaged."""
        current = self.current()
        if current is None:
            raise IndexMissing(self.root)
        return current

    def hold(self) -> tuple[Path, Hold]:
        """Return the live generation and a claim on it that keeps its files; raises IndexMissing or IndexDamaged."""
        for last in (*[False] * _TRIES, True):
            before = self.pointer()
            live = self.live()
            try:
                return live, Hold(live / NAME)
            except OSError as error:
                # Removed since CURRENT was read: then CURRENT names another by now.
                if last or self.pointer() == before:
                    raise IndexDamaged(self.root, (f"{live.name}/{NAME}",)) from error
        raise IndexDamaged(self.root, (_GENERATIONS,))

    def manifest(self, directory: Path) -> Manifest:
        """Read the manifest of a generation; raises IndexDamaged, or IndexIncompatible for one of another format."""
        return read_manifest(self.root, directory)

    def opening(self, directory: Path, fingerprint: str) -> Manifest:
        """Read the manifest of a generation and check what a reader relies on; raises IndexIncompatible, IndexDamaged.

        `fingerprint` is that of the analyser at hand. The pointer says what the live manifest must be.
        """
        manifest = self.manifest(directory)
        if manifest.analyser != fingerprint:
            raise IndexIncompatible(self.root, "bộ phân tích", manifest.analyser, fingerprint)
        if not self._points_at(directory):
            raise IndexDamaged(self.root, (POINTER,))
        require_files(self.root, directory, manifest)
        return manifest

    def numbered(self, number: int | None = None) -> Path:
        """Return the directory of a generation by its number (default: the live one); raises an IndexProblem."""
        if number is None:
            return self.live()
        directory = self._folder / f"{number:06}"
        if not directory.is_dir():
            raise GenerationMissing(self.root, number, self.numbers())
        return directory

    def numbers(self) -> tuple[int, ...]:
        """Return the numbers of all finished generations, ascending."""
        return tuple(sorted(int(path.name) for path in self._finished()))

    def damaged_files(self, number: int | None = None) -> tuple[str, ...]:
        """Check every file of a generation (default: the live one); return the bad ones. Raises an IndexProblem."""
        directory = self.numbered(number)
        strange = () if self._points_at(directory) else (POINTER,)
        return (*strange, *damaged_files(directory, self.manifest(directory)))

    # -- building ------------------------------------------------------------------------------------------------------

    @contextmanager
    def lock(self, *, wait: float = 0.0, waiting: Callable[[str], None] | None = None) -> Iterator[str | None]:
        """Hold the builder's lock as `locking.build_lock` does; makes the directory where there is none."""
        make_folders(self.root)
        with build_lock(self.root, wait=wait, waiting=waiting) as died:
            yield died

    def start(self, *, copy: Path | None = None) -> tuple[int, Path]:
        """Make an empty partial generation, or one with the files of another; returns its number and directory.

        Files below a folder of the other are linked, not copied: they are never written again. Needs the lock.
        """
        make_folders(self._folder)
        self.sweep()
        number = self._last() + 1
        partial = self._folder / f"{number:06}{_PARTIAL}"
        partial.mkdir()
        if copy is not None:
            for folder in sorted(path for path in copy.iterdir() if path.is_dir()):
                shutil.copytree(folder, partial / folder.name, copy_function=link_or_copy)
        return number, partial

    def publish(self, partial: Path, *, keep: int = KEPT) -> Path:
        """Make a finished partial generation durable and live, and drop what is too old. Needs the lock."""
        before = self.current_name()
        sync_tree(partial)
        final = partial.with_name(partial.name.removesuffix(_PARTIAL))
        partial.rename(final)
        sync(self._folder)
        Pointer(final.name, sealed(final), int(final.name)).write(self.root)
        self._prune(keep, before)
        return final

    def discard(self, partial: Path) -> None:
        """Remove a partial generation and whatever is in it."""
        shutil.rmtree(partial, ignore_errors=True)

    # -- keeping -------------------------------------------------------------------------------------------------------

    def rollback(self, number: int | None = None) -> int:
        """Make an older generation live (default: the newest before the live one); return its number. Needs the lock.

        It is checked in full first. Raises GenerationMissing or IndexDamaged, and leaves the live one as it was.
        """
        live = int(self.live().name)
        older = [other for other in self.numbers() if other < live]
        if number is None and not older:
            raise GenerationMissing(self.root, None, self.numbers())
        target = self.numbered(older[-1] if number is None else number)
        damaged = damaged_files(target, self.manifest(target))
        if damaged:
            raise IndexDamaged(self.root, tuple(f"{target.name}/{name}" for name in damaged))
        Pointer(target.name, sealed(target), self._last()).write(self.root)
        return int(target.name)

    def prune(self, keep: int = KEPT) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Remove generations until `keep` are left; return the numbers removed, and those that a reader holds.

        The live one always stays. Needs the lock.
        """
        self.sweep()
        return self._prune(keep, None)

    def _prune(self, keep: int, before: str | None) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Remove all but the live one, the one that was live `before`, and the newest of the others."""
        live = self.current_name()
        others = [path for path in self._finished() if path.name != live]
        others.sort(key=lambda path: (path.name == before, int(path.name)), reverse=True)
        surplus = others[max(0, keep - 1) :]
        removed = [path for path in surplus if self._remove(path)]
        return tuple(int(p.name) for p in removed), tuple(int(p.name) for p in surplus if p not in removed)

    def _remove(self, directory: Path) -> bool:
        """Remove a generation unless a reader holds it."""
        with unread(directory / NAME) as free:
            if free:
                aside = directory.with_name(directory.name + _REMOVED)
                directory.rename(aside)
                shutil.rmtree(aside, ignore_errors=True)
            return free

    def sweep(self) -> None:
        """Remove what builders that failed or died have left behind. Needs the lock."""
        for suffix in (_PARTIAL, _REMOVED):
            for leftover in self._folder.glob(f"*{suffix}"):
                shutil.rmtree(leftover, ignore_errors=True)

    def current_name(self) -> str | None:
        """Return the name of the live generation, or None where there is none or the pointer is broken."""
        pointer = self._readable_pointer()
        return None if pointer is None else pointer.name

    def _readable_pointer(self) -> Pointer | None:
        with suppress(IndexDamaged):
            return read_pointer(self.root)
        return None

    def _points_at(self, directory: Path) -> bool:
        """Say whether the pointer, if it names this generation at all, names it with this very manifest."""
        pointer = read_pointer(self.root)
        return pointer is None or pointer.name != directory.name or pointer.manifest == sealed(directory)

    def _directory(self, pointer: Pointer) -> Path:
        live = self._folder / pointer.name
        if not live.is_dir():
            raise IndexDamaged(self.root, (f"{_GENERATIONS}/{pointer.name}",))
        return live

    def _last(self) -> int:
        """Return the highest number that was ever given."""
        pointer = self._readable_pointer()
        return max((*self.numbers(), pointer.last if pointer else 0))

    def _finished(self) -> list[Path]:
        if not self._folder.is_dir():
            return []
        return [path for path in self._folder.iterdir() if path.is_dir() and path.name.isdecimal()]
