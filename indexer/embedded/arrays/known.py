"""Which documents a generation holds while it is being written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from indexer.embedded.arrays.columns import Columns
from indexer.embedded.arrays.parts import Segments


class KnownDocuments(Mapping[str, int]):
    """Documents by id, with the number of their items: those of a generation, and what has been changed since.

    The earlier ones are looked up where they are, so that a few changes cost nothing for all others.
    """

    def __init__(self, before: Mapping[str, int], items: int) -> None:
        self._before = before
        self._added: dict[str, int] = {}
        self._removed: set[str] = set()
        self.items_held = items

    def __getitem__(self, name: str) -> int:
        if name in self._added:
            return self._added[name]
        if name in self._removed:
            raise KeyError(name)
        return self._before[name]

    def __contains__(self, name: object) -> bool:
        return name in self._added or (name not in self._removed and name in self._before)

    def __iter__(self) -> Iterator[str]:
        yield from (name for name in self._before if name not in self._removed)
        yield from self._added

    def __len__(self) -> int:
        return len(self._before) - len(self._removed) + len(self._added)

    def add(self, documents: Mapping[str, int]) -> None:
        """Take in documents that are not there."""
        self._added |= documents
        self.items_held += sum(documents.values())

    def remove(self, name: str) -> None:
        """Let go of a document that is there."""
        self.items_held -= self[name]
        if self._added.pop(name, None) is None:
            self._removed.add(name)

    @property
    def added(self) -> Mapping[str, int]:
        """The documents that were not there before, or not like this."""
        return self._added

    @property
    def removed(self) -> frozenset[str]:
        """The documents of before that are not there any more."""
        return frozenset(self._removed - self._added.keys())


class _OfColumns(Mapping[str, int]):
    """The documents of columns."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def __getitem__(self, name: str) -> int:
        number = self._columns.document_ids.find(name)
        if number is None:
            raise KeyError(name)
        return int(self._columns.document_items[number])

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._columns.document_ids.find(name) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns.document_ids)

    def __len__(self) -> int:
        return len(self._columns.document_ids)


def documents_of(segments: Segments, columns: Columns | None) -> KnownDocuments:
    """Return the documents of segments, each with bool [R], its rows that are not deleted; and of their columns."""
    if columns is not None:
        return KnownDocuments(_OfColumns(columns), int(columns.document_items.sum()))
    found: dict[str, int] = {}
    for segment, present in segments:
        first, end = segment.column("document_first"), segment.column("document_end")
        names, there = segment.terms("document").strings().all_raw(), present[first]
        sizes = (end - first - 1)[there].tolist()
        found |= {
            names[place].decode("utf-8", "surrogatepass"): items
            for place, items in zip(np.flatnonzero(there).tolist(), sizes, strict=True)
        }
    return KnownDocuments(found, sum(found.values()))
