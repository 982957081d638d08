"""Arrays in two layers: a base that generations share, and what one of them has otherwise.

    columns.arr        all arrays; or where there is a base, those that differ from it, and what comes behind others
    columns.base.arr   the `columns.arr` of an earlier generation, whole

Most arrays of a generation are those of the one before with a few entries behind them. A base keeps room behind such
arrays. It is mapped so that a process may write to its own copy of a page, and what is new is written there: what
searches see is one plain array, whatever it came from, and only the pages that were written to are memory of the
process. Opening costs what the upper layer holds behind arrays, a bounded part of the base.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np

from indexer.embedded.arrays.container import Array, ArrayFile, ArrayFileWriter, Section
from indexer.embedded.durable import link_or_copy
from indexer.errors import IndexDamaged

_OVER = "over"  # a section: the checksum of the base that an upper layer was made for
_BEHIND = "behind."  # begins the names of what comes behind arrays of the base
_ROOM = 32  # of an array that grows, one entry in so many is kept free
_SHARE = 3  # an upper layer of more than one byte in so many of its base's becomes a base of its own


@dataclass(frozen=True, slots=True)
class Tail:
    """What comes behind an array that stays as it is."""

    array: Array


Edits = dict[str, Array | Tail]  # what becomes of arrays; those that are not named stay as they are


def base_of(path: Path) -> Path:
    """Return where the base of a file of arrays is, if it has one."""
    return path.with_suffix(f".base{path.suffix}")


class LayeredArrays(Mapping[str, Section]):
    """The arrays of a file and its base. Raises IndexDamaged, here or when a damaged block is first touched."""

    def __init__(self, path: Path, root: Path | None = None) -> None:
        self.top = ArrayFile.open(path, root)
        self.file = path
        self.base: ArrayFile | None = None
        self._sections: dict[str, Section] = dict(self.top)
        if _OVER not in self.top:
            return
        self.file = base_of(path)
        self.base = ArrayFile.open(self.file, root, private=True)
        is_other = self._sections.pop(_OVER).all().tolist() != [self.base.checksum]
        if is_other:
            raise IndexDamaged(root or path.parent, (path.name,))
        try:
            self._sections = dict(self.base) | dict(self._unfolded(self.base))
        except (ValueError, KeyError) as error:
            raise IndexDamaged(root or path.parent, (path.name,)) from error

    def _unfolded(self, base: ArrayFile) -> Iterable[tuple[str, Section]]:
        for name, section in self._sections.items():
            own = name.removeprefix(_BEHIND)
            yield own, section if own == name else base[own].grown(section.all())

    def behind(self, name: str) -> Array | None:
        """Return what stands behind an array of the base, or None for an array that is not of the base."""
        if name not in self.whole or (self.base is not None and name in self.top):
            return None
        array: Array = self._sections[name].all()[len(self.whole[name]) :]
        return array

    @property
    def whole(self) -> ArrayFile:
        """The base, or what may become one."""
        return self.top if self.base is None else self.base

    def __getitem__(self, name: str) -> Section:
        return self._sections[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sections)

    def __len__(self) -> int:
        return len(self._sections)


class RoomyWriter(ArrayFileWriter):
    """Writes a base: behind arrays that grow, by their names, some room is left."""

    def __init__(self, file: IO[bytes], grows: Callable[[str], bool]) -> None:
        super().__init__(file)
        self._grows = grows

    def add(self, name: str, array: Array, *, room: int = 0) -> None:
        """Write one section."""
        super().add(name, array, room=room or (array.nbytes // _ROOM if self._grows(name) else 0))


@contextmanager
def written(path: Path) -> Iterator[IO[bytes]]:
    """Open a file of arrays to be written; one of the same name that is mapped stays what it is."""
    aside = path.with_suffix(".part")
    with aside.open("wb") as file:
        yield file
    aside.replace(path)


def write_edited(path: Path, before: LayeredArrays, edits: Edits, grows: Callable[[str], bool]) -> None:
    """Write what becomes of the arrays of an earlier file by `edits`: over its base, or whole if that is too much."""
    upper, base = _upper(before, edits), base_of(path)
    if upper is not None:
        if base != before.file:
            base.unlink(missing_ok=True)
            link_or_copy(before.file, base)
        with written(path) as file:
            writer = ArrayFileWriter(file)
            for name, array in ({_OVER: np.array([before.whole.checksum], np.uint32)} | upper).items():
                writer.add(name, array)
            writer.finish()
        return
    with written(path) as file:
        writer = RoomyWriter(file, grows)
        for name in {**before, **edits}:
            writer.add(name, _edited(before, name, edits.get(name)))
        writer.finish()
    base.unlink(missing_ok=True)


def _upper(before: LayeredArrays, edits: Edits) -> dict[str, Array] | None:
    """Return the upper layer that edits make, or None where it would be too large."""
    whole = before.whole
    upper: dict[str, Array] = {}
    for name in {**before, **edits}:
        edit, behind = edits.get(name), before.behind(name) if name in before else None
        if behind is not None and not isinstance(edit, np.ndarray):
            tail = behind if edit is None else np.concatenate([behind, edit.array])
            if len(tail) > whole[name].room:
                return None
            if len(tail):
                upper[_BEHIND + name] = tail
        else:
            upper[name] = _edited(before, name, edit)
    size = sum(array.nbytes for array in upper.values())
    return None if size * _SHARE > sum(section.nbytes for section in whole.values()) else upper


def _edited(before: LayeredArrays, name: str, edit: Array | Tail | None) -> Array:
    if isinstance(edit, np.ndarray):
        return edit
    return before[name].all() if edit is None else np.concatenate([before[name].all(), edit.array])
