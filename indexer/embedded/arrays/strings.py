"""Many strings as one run of UTF-8 and the places where they end, in memory and in files."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import overload

import numpy as np
import numpy.typing as npt

from indexer.embedded.arrays.container import Array, Longs, Section

Bytes = npt.NDArray[np.uint8]
_KEPT = 4096  # terms looked up in a table that are remembered


def encoded(text: str) -> bytes:
    """Return a string as files keep it; half of a surrogate pair, as a broken JSON file may hold, stays what it is."""
    return text.encode("utf-8", "surrogatepass")


def decoded(data: bytes) -> str:
    """Read what `encoded` wrote."""
    return data.decode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class Strings:
    """n strings: uint8 `blob`, and int64 `bounds` [n+1] of each in it."""

    blob: Bytes
    bounds: Longs

    @classmethod
    def of(cls, texts: Sequence[str]) -> Strings:
        """Return strings in this form."""
        return cls.of_bytes(list(map(encoded, texts)))

    @classmethod
    def of_bytes(cls, parts: Sequence[bytes]) -> Strings:
        """Return byte strings in this form."""
        bounds = np.zeros(len(parts) + 1, np.int64)
        np.cumsum(np.fromiter(map(len, parts), np.int64, len(parts)), out=bounds[1:])
        return cls(np.frombuffer(b"".join(parts), np.uint8), bounds)

    @classmethod
    def joined(cls, parts: Sequence[Strings]) -> Strings:
        """Return the strings of several, one behind the other."""
        sizes = np.concatenate([np.zeros(1, np.int64), *(np.diff(part.bounds) for part in parts)])
        blobs = [part.blob[part.bounds[0] : part.bounds[-1]] for part in parts]
        return cls(np.concatenate([np.empty(0, np.uint8), *blobs]), np.cumsum(sizes))

    @classmethod
    def read(cls, arrays: Mapping[str, Array], name: str) -> Strings:
        """Read what `arrays` gave."""
        return cls(arrays[f"{name}.blob"], arrays[f"{name}.bounds"])

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def __getitem__(self, index: int) -> str:
        return decoded(self.raw(index))

    def __iter__(self) -> Iterator[str]:
        return map(decoded, self.all_raw())

    def raw(self, index: int) -> bytes:
        """Return one string as bytes."""
        return self.blob[self.bounds[index] : self.bounds[index + 1]].tobytes()

    def all_raw(self) -> list[bytes]:
        """Return all strings as bytes."""
        data, bounds = self.blob.tobytes(), self.bounds.tolist()
        return [data[start:end] for start, end in pairwise(bounds)]

    def take(self, places: Longs) -> Strings:
        """Return some of the strings, by place."""
        sizes = np.diff(self.bounds)[places]
        bounds = np.concatenate(([0], np.cumsum(sizes)))
        source = np.repeat(self.bounds[places] - bounds[:-1], sizes) + np.arange(bounds[-1])
        return Strings(self.blob[source], bounds.astype(np.int64))

    def kept(self, mask: npt.NDArray[np.bool_]) -> Strings:
        """Return some of the strings, by bool [n]; copies run by run, however long they are."""
        edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])))).reshape(-1, 2)
        runs = [self.blob[self.bounds[start] : self.bounds[end]] for start, end in edges.tolist()]
        bounds = np.concatenate(([0], np.cumsum(np.diff(self.bounds)[mask])))
        return Strings(np.concatenate([np.empty(0, np.uint8), *runs]), bounds.astype(np.int64))

    def inserted(self, places: Longs, others: Strings) -> Strings:
        """Return the strings with others before those at `places`, ascending; copies run by run as well."""
        cuts = [0, *self.bounds[places].tolist(), int(self.bounds[-1])]
        runs = [self.blob[start:end] for start, end in pairwise(cuts)]
        new = [others.blob[start:end] for start, end in pairwise(others.bounds.tolist())]
        pieces = [piece for pair in zip_longest(runs, new) for piece in pair if piece is not None]
        sizes = np.insert(np.diff(self.bounds), places, np.diff(others.bounds))
        return Strings(np.concatenate(pieces), np.concatenate(([0], np.cumsum(sizes))).astype(np.int64))

    def lower_bound(self, text: bytes) -> int:
        """Return how many strings, which are sorted, come before `text`."""
        return bisect_left(range(len(self)), text, key=self.raw)

    def sorted(self) -> tuple[Strings, npt.NDArray[np.int32]]:
        """Return the strings in the order of their bytes, and int32 [n], the new place of each."""
        parts = self.all_raw()
        order = np.array(sorted(range(len(parts)), key=parts.__getitem__), np.int64)
        rank = np.empty(len(parts), np.int32)
        rank[order] = np.arange(len(parts), dtype=np.int32)
        return Strings.of_bytes([parts[place] for place in order.tolist()]), rank

    def arrays(self, name: str) -> dict[str, Array]:
        """Return the sections that hold the strings in a file."""
        return {f"{name}.blob": self.blob, f"{name}.bounds": self.bounds}


def united(vocabularies: Sequence[Strings]) -> tuple[Strings, list[npt.NDArray[np.int32]]]:
    """Return the distinct strings of several vocabularies, and the new number of each string of each."""
    numbers: dict[bytes, int] = {}
    maps = []
    for parts in (vocabulary.all_raw() for vocabulary in vocabularies):
        for part in parts:
            numbers.setdefault(part, len(numbers))
        maps.append(np.fromiter(map(numbers.__getitem__, parts), np.int32, len(parts)))
    return Strings.of_bytes(list(numbers)), maps


class StringTable(Sequence[str]):
    """The strings of a file, read one by one or all at once.

    Looking one up needs them sorted by their bytes, which is the order of `str` as well.
    """

    def __init__(self, sections: Mapping[str, Section], name: str) -> None:
        self._blob, self._bounds = sections[f"{name}.blob"], sections[f"{name}.bounds"]
        self.find = lru_cache(maxsize=_KEPT)(self._find)

    def __len__(self) -> int:
        return len(self._bounds) - 1

    @overload
    def __getitem__(self, index: int) -> str: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...

    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return decoded(self.raw(index % len(self)))

    def __iter__(self) -> Iterator[str]:
        return iter(self.strings())

    def raw(self, index: int) -> bytes:
        """Return one string as bytes."""
        start, end = self._bounds.slice(index, index + 2).tolist()
        return self._blob.slice(start, end).tobytes()

    @property
    def ends_at(self) -> int:
        """How many bytes they have together."""
        return len(self._blob)

    def strings(self) -> Strings:
        """Return all of them."""
        return Strings(self._blob.all(), self._bounds.all())

    def lower_bound(self, text: bytes) -> int:
        """Return how many strings come before `text`."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self.raw(middle) < text:
                low = middle + 1
            else:
                high = middle
        return low

    def beginning_with(self, prefix: str) -> range:
        """Return the places of the strings that begin with `prefix`."""
        raw = encoded(prefix)  # no byte of UTF-8 is 0xff
        end = self.lower_bound(raw[:-1] + bytes([raw[-1] + 1])) if raw else len(self)
        return range(self.lower_bound(raw), end)

    def _find(self, text: str) -> int | None:
        """Return the place of a string, or None."""
        raw = encoded(text)
        place = self.lower_bound(raw)
        return place if place < len(self) and self.raw(place) == raw else None
