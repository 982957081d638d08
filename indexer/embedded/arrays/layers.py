"""Arrays in two layers: a base that generations share, and what one of them has otherwise.

    columns.arr        all arrays; or where there is a base, those that differ much from it, and of others the entries
                       that differ and those that come behind
    columns.base.arr   the `columns.arr` of an earlier generation, whole

Most arrays of a generation are those of the one before with a few other entries and a few behind them. A base keeps
room behind such arrays. It is mapped so that a process may write to its own copy of a page, and what is new is written
there: what searches see is one plain array, whatever it came from, and only the pages that were written to are memory
of the process. Opening costs what the upper layer holds of such entries, a bounded part of the base.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import numpy as np

from indexer.embedded.arrays.container import Array, ArrayFile, ArrayFileWriter, Longs, Section
from indexer.embedded.durable import link_or_copy
from indexer.errors import IndexDamaged

_OVER = "over"  # a section: the checksum of the base that an upper layer was made for
_BEHIND = "behind."  # begins the names of what comes behind arrays of the base
_PLACES, _VALUES = "places.", "values."  # begin those of what stands in arrays of the base instead
_ROOM = 32  # of an array that grows, one entry in so many is kept free
_FEW = 64  # where more than one entry in so many is another, an array is written anew
_SHARE = 2  # an upper layer of more than one byte in so many of its base's becomes a base of its own


@dataclass(frozen=True, slots=True)
class Tail:
    """What comes behind an array that else stays as it is, but for a few entries: `values` at `places`, int64.

    Of the array no more than the first entries are kept, `keeps` of them.
    """

    array: Array
    places: Longs = field(default_factory=lambda: np.empty(0, np.int64))
    values: Any = 0
    keeps: int = sys.maxsize

    def on(self, array: Array) -> Array:
        """Return what becomes of an array."""
        whole: Array = np.concatenate([array[: self.keeps], self.array])
        whole[self.places] = self.values
        return whole


Edits = dict[str, Array | Tail]  # what becomes of arrays; those that are not named stay as they are


_NOTHING = Tail(np.empty(0, np.uint8))  # comes behind arrays that stay as they are


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
            self._sections = self._unfolded(self.base)
        except (ValueError, KeyError, IndexError) as error:
            raise IndexDamaged(root or path.parent, (path.name,)) from error

    def _unfolded(self, base: ArrayFile) -> dict[str, Section]:
        sections = dict(base)
        for name, section in self._sections.items():
            if own := _without(name, _PLACES):
                sections[own] = sections[own].patched(section.all(), self.top[_VALUES + own].all())
        for name, section in self._sections.items():
            if own := _without(name, _BEHIND):
                sections[own] = sections[own].grown(section.all())
            elif not name.startswith((_PLACES, _VALUES)):
                sections[name] = section
        return sections

    def patches(self, name: str) -> Longs:
        """Return int64, the places of an array of the base at which it has other entries here."""
        places = self.top.get(_PLACES + name)
        return np.empty(0, np.int64) if places is None or self.base is None else places.all()

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
            writer.add(name, _edited(before, name, edits.get(name, _NOTHING)))
        writer.finish()
    base.unlink(missing_ok=True)


def _upper(before: LayeredArrays, edits: Edits) -> dict[str, Array] | None:
    """Return the upper layer that edits make, or None where it would be too large."""
    upper: dict[str, Array] = {}
    for name in {**before, **edits}:
        edit = edits.get(name, _NOTHING)
        tail = edit if isinstance(edit, Tail) else _difference(before, name, edit)
        layer = None if tail is None else _over_base(before, name, tail)
        upper |= {name: _edited(before, name, edit)} if layer is None else layer
    size = sum(array.nbytes for array in upper.values())
    return None if size * _SHARE > sum(section.nbytes for section in before.whole.values()) else upper


def _over_base(before: LayeredArrays, name: str, edit: Tail) -> dict[str, Array] | None:
    """Return what makes an array out of that of the base, or None where it is not of the base or not alike enough."""
    behind = before.behind(name)
    if behind is None or len(edit.places) * _FEW > len(before.whole[name]):
        return None
    size = len(before.whole[name])
    behind = behind[: edit.keeps - size]
    inside = edit.places < size
    places = np.union1d(before.patches(name), edit.places[inside])
    tail = Tail(edit.array, edit.places[~inside] - size, _of(edit.values, ~inside)).on(behind)
    if len(tail) > before.whole[name].room or len(places) * _FEW > size:
        return None
    layer: dict[str, Array] = {_BEHIND + name: tail} if len(tail) else {}
    if not len(places):
        return layer
    values = before[name].all()[places]
    values[np.searchsorted(places, edit.places[inside])] = _of(edit.values, inside)
    return layer | {_PLACES + name: places, _VALUES + name: values}


def _difference(before: LayeredArrays, name: str, array: Array) -> Tail | None:
    """Return in what an array differs from that of the base, or None where it is not of the base or too long."""
    if before.behind(name) is None:
        return None
    whole, size = before.whole[name], len(before.whole[name])
    if not size <= len(array) <= size + whole.room:
        return None
    earlier = before[name].slice(0, size)
    if earlier.dtype != array.dtype:
        return None
    places = np.flatnonzero(earlier != array[:size])
    return Tail(array[size:], places, array[places], keeps=size)


def _of(values: Any, chosen: Array) -> Any:
    return values[chosen] if isinstance(values, np.ndarray) else values


def _edited(before: LayeredArrays, name: str, edit: Array | Tail) -> Array:
    if not isinstance(edit, Tail):
        return edit
    return before[name].all() if edit is _NOTHING else edit.on(before[name].all())


def _without(name: str, prefix: str) -> str:
    """Return a name without how it begins, or nothing where it begins otherwise."""
    return name[len(prefix) :] if name.startswith(prefix) else ""
