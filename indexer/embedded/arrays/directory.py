"""The segments and columns of one generation in its directory: opened to be read, and written.

whoosh/     Whoosh's table of contents, and one .arr file a segment
columns.arr what a search needs of all segments at once
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from indexer.embedded.arrays.batch import RowBatch
from indexer.embedded.arrays.codec import segment_path
from indexer.embedded.arrays.columns import NAME
from indexer.embedded.arrays.fields import make_schema
from indexer.embedded.arrays.gathering import write_columns
from indexer.embedded.arrays.rows import Mask
from indexer.embedded.arrays.segment import ArraySegment
from indexer.embedded.arrays.writer import MEGABYTES, ArrayWriter, merge_all, merge_like_sizes, present_rows

WHOOSH = "whoosh"


def create_whoosh(directory: Path) -> Any:
    """Make an empty Whoosh index in a new generation."""
    (directory / WHOOSH).mkdir()
    storage: Any = FileStorage
    return storage(str(directory / WHOOSH)).create_index(make_schema())


def open_whoosh(directory: Path) -> Any:
    """Open the Whoosh index of a generation with our schema in hand."""
    storage: Any = FileStorage
    index: Any = FileIndex
    return index(storage(str(directory / WHOOSH)), schema=make_schema())


def open_segments(directory: Path, root: Path | None = None) -> list[tuple[ArraySegment, Mask]]:
    """Open the segments of a generation of the index in `root`, each with bool [R], its rows that are not deleted.

    Their rows count through in this order, as they do for Whoosh.
    """
    index = open_whoosh(directory)
    return [
        (ArraySegment(segment_path(index.storage, segment), root), present_rows(segment))
        for segment in index._segments()
    ]


class DirectoryWriter:
    """Adds, replaces and removes documents in a directory: empty, or with the segments of another generation.

    Holds about `megabytes` of rows before it makes a segment of them. Segments are never changed: what was deleted in
    them stands in Whoosh's table of contents.
    """

    def __init__(self, directory: Path, *, fresh: bool, megabytes: int = MEGABYTES) -> None:
        self._directory = directory
        self._is_fresh = fresh
        index = create_whoosh(directory) if fresh else open_whoosh(directory)
        self.documents: dict[str, int] = {} if fresh else _documents(directory)  # id -> items
        self._writer = ArrayWriter(index, megabytes=megabytes)

    def add(self, batch: RowBatch) -> None:
        """Add documents, each replacing an earlier one of the same id; ids within the batch are distinct."""
        self.remove(batch.document_items)
        self._writer.add_batch(batch)
        self.documents |= batch.document_items

    def remove(self, document_ids: Iterable[str]) -> int:
        """Remove documents by id and return how many were there."""
        present = [identifier for identifier in dict.fromkeys(document_ids) if identifier in self.documents]
        for identifier in present:
            self._writer.delete_named(identifier)
            del self.documents[identifier]
        return len(present)

    def finish(self) -> None:
        """Write what is waiting, merge segments, of a fresh directory into one, and gather the columns."""
        self._writer.commit(mergetype=merge_all if self._is_fresh else merge_like_sizes)
        # Whoosh leaves its write lock behind, an empty file that the next writer may or may not make anew.
        for lock in (self._directory / WHOOSH).glob("*LOCK"):
            lock.unlink()
        write_columns(self._directory / NAME, open_segments(self._directory))

    def cancel(self) -> None:
        """Let go of the directory, whatever is in it by now."""
        self._writer.cancel()


def _documents(directory: Path) -> dict[str, int]:
    """Return the documents of a generation by id, with the number of their items."""
    found: dict[str, int] = {}
    for segment, present in open_segments(directory):
        first, end = segment.column("document_first"), segment.column("document_end")
        names, there = segment.terms("document").strings().all_raw(), present[first]
        sizes = (end - first - 1)[there].tolist()
        found |= {
            names[place].decode("utf-8", "surrogatepass"): items
            for place, items in zip(np.flatnonzero(there).tolist(), sizes, strict=True)
        }
    return found
