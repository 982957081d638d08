"""The segments and columns of one generation in its directory: opened to be read, and written.

whoosh/          Whoosh's table of contents, and one .arr file a segment
columns.arr      what a search needs of all segments at once
columns.base.arr most of that, where it is shared with an earlier generation (`layers.py`)
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from indexer.embedded.arrays.batch import RowBatch
from indexer.embedded.arrays.codec import segment_path
from indexer.embedded.arrays.fields import make_schema
from indexer.embedded.arrays.gathering import write_columns
from indexer.embedded.arrays.growing import NAME
from indexer.embedded.arrays.known import documents_of
from indexer.embedded.arrays.parts import Segments
from indexer.embedded.arrays.rows import Mask
from indexer.embedded.arrays.segment import ArraySegment
from indexer.embedded.arrays.updating import columns_of, update_columns
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
    them stands in Whoosh's table of contents. `columns` are those of the segments, where they are not in the directory.
    """

    def __init__(
        self, directory: Path, *, fresh: bool, megabytes: int = MEGABYTES, columns: Path | None = None
    ) -> None:
        self._directory = directory
        self._is_fresh = fresh
        index = create_whoosh(directory) if fresh else open_whoosh(directory)
        self._before = [] if fresh else open_segments(directory)
        self._columns = None if fresh else columns_of(columns or directory / NAME, self._before)
        self.documents = documents_of(self._before, self._columns)
        self._writer = ArrayWriter(index, megabytes=megabytes)

    def add(self, batch: RowBatch) -> None:
        """Add documents, each replacing an earlier one of the same id; ids within the batch are distinct."""
        self.remove(batch.document_items)
        self._writer.add_batch(batch)
        self.documents.add(batch.document_items)

    def remove(self, document_ids: Iterable[str]) -> int:
        """Remove documents by id and return how many were there."""
        present = [identifier for identifier in dict.fromkeys(document_ids) if identifier in self.documents]
        for identifier in present:
            self._writer.delete_named(identifier)
            self.documents.remove(identifier)
        return len(present)

    def finish(self) -> None:
        """Write what is waiting, merge segments, of a fresh directory into one, and gather the columns."""
        self._writer.commit(mergetype=merge_all if self._is_fresh else merge_like_sizes)
        # Whoosh leaves its write lock behind, an empty file that the next writer may or may not make anew.
        for lock in (self._directory / WHOOSH).glob("*LOCK"):
            lock.unlink()
        after = open_segments(self._directory)
        if not self._has_updated_columns(after):
            write_columns(self._directory / NAME, after)

    def _has_updated_columns(self, after: Segments) -> bool:
        """Make the columns of what was there those of what is there now; say whether that could be done."""
        return self._columns is not None and update_columns(self._directory / NAME, self._columns, self._before, after)

    def cancel(self) -> None:
        """Let go of the directory, whatever is in it by now."""
        self._writer.cancel()
