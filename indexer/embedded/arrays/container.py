"""Files of named arrays: mapped into memory, and checked block by block when they are first touched.

    magic | section, section, ... (64-byte aligned) | directory | footer

Arrays are little-endian. The directory is JSON, which names each section with its type and place, followed by the
CRC-32 of every 64 KiB block of every section; the footer says where it lies and has its CRC-32. So opening reads some
kilobytes however large the file is, and a flipped bit is an error, never a wrong answer.
"""

from __future__ import annotations

import io
import json
import mmap
import struct
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt
from isal.isal_zlib import crc32  # zlib's own, at a quarter of the time

from indexer.errors import IndexDamaged
from indexer.kernels.blocks import all_sound

Array = npt.NDArray[Any]
Longs = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

VERSION = 1
BLOCK = 1 << 16
_ALIGNMENT = 64
_MAGIC = b"KLARRAYS"
_FOOTER = struct.Struct("<QIIII8s")  # directory: offset, bytes of JSON, blocks, CRC-32; version, magic


class ArrayFileWriter:
    """Writes sections one behind the other, each in one piece or in a stream of pieces; `finish` makes them a file."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._sections: dict[str, tuple[str, int, int, int]] = {}
        self._sums: list[int] = []
        self._at = file.write(_MAGIC)

    def add(self, name: str, array: Array, *, room: int = 0) -> None:
        """Write one section: an array [n] or [n, k] of any plain type, and so many empty bytes behind it."""
        self.stream(name, [array], dtype=array.dtype, width=array.shape[1] if array.ndim == 2 else 0)
        self._at += self._file.write(b"\0" * room)

    def stream(self, name: str, pieces: Iterable[Array], *, dtype: npt.DTypeLike, width: int = 0) -> None:
        """Write one section from pieces [n] or, with a width, [n, width]; no piece is kept."""
        kind = np.dtype(dtype).newbyteorder("<")
        self._pad()
        begin, sums = self._at, _BlockSums()
        for piece in pieces:
            data = _bytes(np.ascontiguousarray(piece, kind))
            sums.update(data)
            self._at += self._file.write(data)
        count = (self._at - begin) // (kind.itemsize * max(width, 1))
        self._sections[name] = (kind.str, begin, count, width)
        self._sums += sums.finish()

    def finish(self) -> None:
        """Write directory and footer; the file stays open."""
        self._pad()
        names = json.dumps(self._sections).encode()
        sums = np.array(self._sums, "<u4").tobytes()
        footer = (self._at, len(names), len(self._sums), crc32(names + sums), VERSION, _MAGIC)
        self._file.write(names + sums + _FOOTER.pack(*footer))

    def _pad(self) -> None:
        self._at += self._file.write(b"\0" * (-self._at % _ALIGNMENT))


class _BlockSums:
    """The CRC-32 of each block of a stream."""

    def __init__(self) -> None:
        self._sums: list[int] = []
        self._filled = self._open = 0

    def update(self, data: memoryview) -> None:
        at = 0
        while at < len(data):
            part = data[at : at + BLOCK - self._filled]
            self._open = crc32(part, self._open)
            self._filled += len(part)
            at += len(part)
            if self._filled == BLOCK:
                self._sums.append(self._open)
                self._filled = self._open = 0

    def finish(self) -> list[int]:
        return [*self._sums, self._open] if self._filled else self._sums


class Section:
    """One array of a file, [n] or [n, k]: what is asked for is checked once, and is then a view into the file.

    `whole` is the array with the room behind it.
    """

    def __init__(self, array: Array, sums: Array, damaged: Callable[[], Exception], whole: Array | None = None) -> None:
        self._array = array
        self._whole = array if whole is None else whole
        self._bytes = _bytes(array)
        self._stride = array.itemsize * (array.shape[1] if array.ndim == 2 else 1)
        self._sums = sums
        self._sound = bytearray(len(sums))  # of each block, 1 once it was found to be what was written
        self._flags: Mask = np.frombuffer(self._sound, np.bool_)
        self._damaged = damaged
        self._laid: tuple[tuple[Any, Array], ...] = ()  # what was written over the file, until it was looked at once

    def __len__(self) -> int:
        return len(self._array)

    @property
    def room(self) -> int:
        """How many entries fit behind the array."""
        return len(self._whole) - len(self._array)

    @property
    def nbytes(self) -> int:
        """The size of the array."""
        return self._array.nbytes

    def grown(self, tail: Array) -> Section:
        """Return the array with more entries behind it, written into its room; the file is mapped for this process."""
        size = len(self._array)
        array = self._whole[: size + len(tail)]
        array[size:] = tail
        array.setflags(write=False)
        section = Section(array, self._sums, self._damaged)
        section._bytes = self._bytes  # what is behind these was never in the file, and is not to be checked
        section._sound = self._sound
        section._laid = (*self._laid, (slice(size, None), tail))
        return section

    def patched(self, places: Longs, values: Array) -> Section:
        """Return the array with other entries at some places, in a file that is mapped for this process alone."""
        for block in np.unique(places * self._stride // BLOCK).tolist():
            self._check(block, block + 1)
        array = self._whole[: len(self)]
        array[places] = values
        array.setflags(write=False)
        section = Section(array, self._sums, self._damaged, self._whole)
        section._sound = self._sound
        section._laid = ((places, values),)
        return section

    def all(self) -> Array:
        """Return the whole array."""
        return self.slice(0, len(self))

    def slice(self, start: int, end: int) -> Array:
        """Return the entries from `start` to `end`, the latter excluded; 0 <= start <= end <= n."""
        if self._laid:
            self._check_laid()
        if start < end:
            self._check(start * self._stride // BLOCK, (end * self._stride - 1) // BLOCK + 1)
        return self._array[start:end]

    def ranges(self, starts: Longs, ends: Longs) -> Array:
        """Return the whole array once the entries of many ranges, int64 [m] each, have been checked."""
        if self._laid:
            self._check_laid()
        if self._are_sound(starts, ends):
            return self._array
        filled = ends > starts
        if filled.any():
            size = len(self._sound) + 1
            first = np.minimum(starts[filled] * self._stride // BLOCK, size - 1)
            behind = np.minimum((ends[filled] * self._stride - 1) // BLOCK + 1, size - 1)
            depth = np.bincount(first, minlength=size) - np.bincount(behind, minlength=size)
            for block in np.flatnonzero(np.cumsum(depth)).tolist():
                self._check(block, block + 1)
        return self._array

    def _are_sound(self, starts: Longs, ends: Longs) -> bool:
        """Say whether all blocks of ranges were checked before."""
        return self._sound.find(0) < 0 or all_sound(self._flags, starts, ends, self._stride, BLOCK)

    def _check_laid(self) -> None:
        """Require that what was written over the file is there: a file that is cut takes even that along."""
        for where, written in self._laid:
            if not np.array_equal(self._array[where], written):
                raise self._damaged()
        self._laid = ()

    def _check(self, first: int, behind: int) -> None:
        block = self._sound.find(0, first, behind)
        while block >= 0:
            if crc32(self._bytes[block * BLOCK : (block + 1) * BLOCK]) != self._sums[block]:
                raise self._damaged()
            self._sound[block] = 1
            block = self._sound.find(0, block + 1, behind)


class ArrayFile(Mapping[str, Section]):
    """The sections of a file by name. Safe for threads; what it maps is released with the last array taken from it."""

    def __init__(self, data: bytes | mmap.mmap, damaged: Callable[[], Exception]) -> None:
        self._data = data
        self.checksum = 0  # of the directory, and so of all that it has the checksums of
        try:
            self._sections = dict(_sections(data, damaged))
            self.checksum = int(_FOOTER.unpack(data[-_FOOTER.size :])[3])
        except (ValueError, KeyError, TypeError, struct.error) as error:
            raise damaged() from error

    @classmethod
    def open(cls, path: Path, root: Path | None = None, *, private: bool = False) -> ArrayFile:
        """Map a file of the index in `root`; here or at the first touch of a bad block raises IndexDamaged.

        Into what is mapped `private` may be written: pages that are become this process's own, and the file stays.
        """

        def damaged() -> Exception:
            return IndexDamaged(root or path.parent, (path.name,))

        try:
            with path.open("rb") as file:
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY if private else mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise damaged() from error
        return cls(data, damaged)

    @classmethod
    def from_bytes(cls, data: bytes) -> ArrayFile:
        """Read what was written into memory; here or at the first touch of a bad block raises ValueError."""
        return cls(data, lambda: ValueError("these bytes are not the arrays that were written"))

    def release(self) -> None:
        """Let the system take back the memory that pages of the file hold in this process; they are read again."""
        if isinstance(self._data, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            self._data.madvise(mmap.MADV_DONTNEED)

    def __getitem__(self, name: str) -> Section:
        return self._sections[name]

    def __iter__(self) -> Any:
        return iter(self._sections)

    def __len__(self) -> int:
        return len(self._sections)


def _bytes(array: Array) -> memoryview:
    flat: npt.NDArray[np.uint8] = array.reshape(-1).view(np.uint8)
    return flat.data


def to_bytes(arrays: Mapping[str, Array]) -> bytes:
    """Return a file of arrays as bytes."""
    file = io.BytesIO()
    writer = ArrayFileWriter(file)
    for name, array in arrays.items():
        writer.add(name, array)
    writer.finish()
    return file.getvalue()


def _sections(data: bytes | mmap.mmap, damaged: Callable[[], Exception]) -> Iterable[tuple[str, Section]]:
    offset, size, blocks, crc, version, magic = _FOOTER.unpack(data[-_FOOTER.size :])
    directory = data[offset : offset + size + 4 * blocks]
    is_whole = data[: len(_MAGIC)] == _MAGIC and offset + len(directory) + _FOOTER.size == len(data)
    if magic != _MAGIC or version != VERSION or not is_whole or crc32(directory) != crc:
        raise ValueError(version)
    sums = np.frombuffer(directory, "<u4", blocks, size)
    taken = 0
    named = json.loads(directory[:size])
    ends = [*(begin for _, begin, _, _ in named.values()), offset][1:]  # where the next one begins
    for (name, (kind, begin, count, width)), end in zip(named.items(), ends, strict=False):
        entry = np.dtype(kind).itemsize * max(width, 1)
        whole = np.frombuffer(data, np.dtype(kind), (end - begin) // entry * max(width, 1), begin)
        whole = whole.reshape(-1, width) if width else whole
        held = -(-count * entry // BLOCK)
        array = whole[:count]
        array.setflags(write=False)
        yield name, Section(array, sums[taken : taken + held], damaged, whole)
        taken += held
